/* resubmit.c: drafts that changed since they were submitted, and the wish for closing. */

#include "action/resubmit.h"

#include "base/text.h"
#include "view/application.h"
#include "view/wording.h"
#include "web/application.h"
#include "web/form.h"
#include "web/pages.h"

/* What came of the applications that were ticked. */
struct outcome {
    int64_t done;
    json_t *failed; /* key → sentence */
};

static void put_differing(const struct draft_changes *changes, enum language language, json_t *item)
{
    json_t *sections = json_put_array(item, "sections");

    for (size_t i = 0; i < changes->sections.count; i++) {
        const struct section *section = changes->sections.items[i];
        json_t *one = json_add_object(sections);

        json_put_int(one, "number", section->number);
        json_put_text(one, "title", words_in(&section->title, language));
        json_put_flag(one, "shared", section->shared);
    }
    json_put_flag(item, "files", changes->files);
}

bool put_changes(struct request *req, const struct application_view *view, json_t *model,
                 struct error *err)
{
    struct draft_changes changes;

    if (!action_changes(&req->env, &req->actor, view, &changes, err))
        return false;
    if (changes.behind)
        put_differing(&changes, req->env.language, json_put_object(model, "changes"));
    if (changes.others > 0)
        json_put_int(model, "others", changes.others);
    return true;
}

static void put_changed(struct request *req, const struct changed_application *changed,
                        const struct outcome *outcome, json_t *item)
{
    struct application_facts facts = application_facts_of(req, &changed->view,
                                                          &changed->view.attachments);

    view_changed(req->env.arena, &facts, item);
    put_differing(&changed->changes, req->env.language, item);
    json_put_text(item, "failed", json_word(outcome->failed, changed->view.application.key.text));
}

static struct reply show(struct request *req, const struct outcome *outcome)
{
    json_t *model = json_root(req->env.arena), *list = json_put_array(model, "applications");
    struct changed_list changed = {0};
    struct error err = {0};

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_changed(&req->env, &req->actor, req->call, &changed, &err))
        return reply_error(req, &err);
    for (size_t i = 0; i < changed.count; i++)
        put_changed(req, &changed.items[i], outcome, json_add_object(list));
    json_put_flag(model, "any", changed.count > 0);
    if (outcome->done > 0)
        json_put_int(model, "done", outcome->done);
    return reply_page(req, "application/resubmit.html", model);
}

struct reply page_resubmit_form(struct request *req)
{
    struct outcome outcome = {0};

    text_to_int(request_query(req, "done"), &outcome.done);
    return show(req, &outcome);
}

/* Each by itself: what one lacks does not keep the others back. */
static void submit_each(struct request *req, struct outcome *outcome)
{
    for (size_t i = 0; i < req->form.count; i++) {
        const char *name = req->form.items[i].name, *tick = "pick.";
        struct problems problems = problems_in(req->env.arena);
        struct error err = {0};
        struct key key;
        int64_t version;

        if (!text_starts(name, tick) || !key_parse(name + strlen(tick), &key))
            continue;
        if (action_application_submit(&req->env, &req->actor, key, &problems, &version, &err))
            outcome->done++;
        else
            json_put_text(outcome->failed, key.text,
                          wording_error(req->env.arena, req->env.language, &err));
    }
}

struct reply page_resubmit(struct request *req)
{
    struct outcome outcome = {.failed = json_root(req->env.arena)};
    struct reply reply;

    submit_each(req, &outcome);
    if (json_object_size(outcome.failed) == 0)
        return reply_redirect(req, "/resubmit?done=%lld", (long long)outcome.done);
    reply = show(req, &outcome);
    reply.status = error_status(ERROR_INVALID);
    return reply;
}

struct reply page_application_at_closing(struct request *req)
{
    struct error err = {0};
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_at_closing(&req->env, &req->actor, key, form_tick(req, "wanted"), &err))
        return reply_error(req, &err);
    return reply_redirect(req, "/applications/%s/preview", key.text);
}
