/* history.c: the saved states of a section: listed, compared, restored. */

#include "action/history.h"

#include "base/text.h"
#include "view/history.h"
#include "view/wording.h"
#include "web/form.h"
#include "web/pages.h"

static struct history_facts facts_of(struct request *req, const struct section_history *history)
{
    const struct application *a = &history->view.application;
    struct history_facts facts = {
        .section = {.definition = history->view.call->definition,
                    .topic = history->view.topic,
                    .section = history->section,
                    .answers = history->answer.content,
                    .language = req->env.language},
        .application = a->key,
        .number = a->number,
        .heading = *a->title != '\0' ? a->title
                                     : wording(req->env.language, "application.untitled"),
        .revision = history->answer.revision,
        .saved_at = history->answer.saved_at,
        .writable = history->writable,
        .older = history->older,
        .shown = history->shown,
        .then = history->then,
        .before = history->before,
        .with_before = text_equal(request_query(req, "with"), "before"),
    };

    for (size_t i = 0; i < history->revisions.count; i++)
        *list_add(req->env.arena, &facts.rows) = (struct history_row){
            history->revisions.items[i].revision, history->revisions.items[i].saved_at,
            history->revisions.items[i].by};
    return facts;
}

struct reply page_section_history(struct request *req)
{
    struct section_history history;
    struct history_facts facts;
    struct error err = {0};
    struct key key;
    int64_t before;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!text_to_int(request_query(req, "before"), &before))
        before = 0;
    if (!action_section_history(&req->env, &req->actor, key, request_param(req, "section"), before,
                                &history, &err))
        return reply_error(req, &err);
    facts = facts_of(req, &history);
    return reply_page(req, "application/history.html", view_history(req->env.arena, &facts));
}

struct reply page_section_revision(struct request *req)
{
    struct section_history history;
    struct history_facts facts;
    struct error err = {0};
    struct key key;
    int64_t revision;

    if (!request_key(req, "key", &key) || !text_to_int(request_param(req, "revision"), &revision))
        return reply_missing(req);
    if (!action_section_revision(&req->env, &req->actor, key, request_param(req, "section"),
                                 revision, &history, &err))
        return reply_error(req, &err);
    facts = facts_of(req, &history);
    return reply_page(req, "application/revision.html", view_revision(req->env.arena, &facts));
}

struct reply page_section_restore(struct request *req)
{
    struct section_saved saved;
    struct error err = {0};
    struct key key;
    int64_t revision;
    const char *section = request_param(req, "section");

    if (!request_key(req, "key", &key) || !text_to_int(request_param(req, "revision"), &revision))
        return reply_missing(req);
    if (!action_section_restore(&req->env, &req->actor, key, section, revision,
                                form_int(req, "base"), &saved, &err))
        return reply_again(req, page_section_revision, &err);
    return reply_redirect(req, "/applications/%s/edit?saved=%s#%s", key.text, section, section);
}
