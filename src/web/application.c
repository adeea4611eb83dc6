/* application.c: the applicant's pages: desk, form, preview, versions. */

#include "action/membership.h"
#include "action/parts.h"
#include "action/team.h"

#include "base/text.h"
#include "view/application.h"
#include "view/form.h"
#include "view/team.h"
#include "view/wording.h"
#include "web/application.h"
#include "web/pages.h"

static void add_files(struct arena *arena, const struct attachments *from,
                      struct application_facts *facts)
{
    for (size_t i = 0; i < from->count; i++)
        *list_add(arena, &facts->files) = (struct file_facts){
            from->items[i].key,    from->items[i].slot, from->items[i].name,    from->items[i].type,
            from->items[i].sha256, from->items[i].size, from->items[i].added_at,
            from->items[i].pages};
}

struct version_facts version_facts_of(const struct submission *s)
{
    return (struct version_facts){s->version, s->submitted_at, s->sha256, s->in_grace,
                                  *s->registered != '\0'};
}

struct application_facts application_facts_of(struct request *req,
                                              const struct application_view *view,
                                              const struct attachments *files)
{
    struct arena *arena = req->env.arena;
    json_t *revisions = json_root(arena);
    struct application_facts facts = {
        .application = &view->application,
        .standing = &view->standing,
        .call = view->call,
        .topic = view->topic,
        .sections = view->sections,
        .revisions = revisions,
        .problems = &view->problems,
        .language = req->env.language,
        .now = req->env.now,
        .grace_until = view->grace_until,
        .given = view->given,
    };

    for (size_t i = 0; i < view->answers.count; i++)
        json_put_int(revisions, view->answers.items[i].section, view->answers.items[i].revision);
    for (size_t i = 0; i < view->submissions.count; i++)
        *list_add(arena, &facts.versions) = version_facts_of(&view->submissions.items[i]);
    add_files(arena, files, &facts);
    return facts;
}

/* Applications of others that the person helps to write. */
static bool put_helping(struct request *req, json_t *model, struct error *err)
{
    json_t *list = json_put_array(model, "helping");
    struct helping_views views = {0};
    struct memberships named = {0};

    if (!action_helping(&req->env, &req->actor, req->call, &views, err))
        return false;
    for (size_t i = 0; i < views.count; i++) {
        const struct helping_view *one = &views.items[i];
        struct application_facts facts = application_facts_of(req, &one->base,
                                                              &one->base.attachments);

        view_helping(req->env.arena, &facts, one->leader, one->parts, json_add_object(list));
    }
    json_put_flag(model, "helps", views.count > 0);
    if (!action_memberships_mine(&req->env, &req->actor, req->call, &named, err))
        return false;
    json_put_flag(model, "named", named.count > 0);
    return true;
}

struct reply page_desk(struct request *req)
{
    struct error err = {0};
    struct desk desk = {0};
    struct desk_list list = {0};
    json_t *model;

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_desk(&req->env, &req->actor, req->call, &desk, &err))
        return reply_error(req, &err);
    for (size_t i = 0; i < desk.count; i++) {
        const struct desk_row *row = &desk.items[i];

        *list_add(req->env.arena,
                  &list) = (struct desk_facts){row->topic,
                                               row->started ? &row->application : NULL,
                                               row->writable,
                                               row->filled,
                                               row->asked,
                                               row->missing,
                                               row->outcome,
                                               row->reason,
                                               row->has_contract ? &row->contract : NULL,
                                               row->behind};
    }
    model = view_desk(req->env.arena, req->call, &list, req->env.language, req->env.now);
    if (!put_helping(req, model, &err))
        return reply_error(req, &err);
    return reply_page(req, "application/desk.html", model);
}

struct reply page_application_start(struct request *req)
{
    struct error err = {0};
    struct key key;

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_application_start(&req->env, &req->actor, req->call, form_text(req, "topic"), &key,
                                  &err))
        return reply_error(req, &err);
    return reply_redirect(req, "/applications/%s/edit", key.text);
}

/* The keys in the order wished: fields "rank.KEY" hold numbers; equal ones keep their place. */
static size_t wished(struct request *req, struct key keys[64])
{
    int64_t ranks[64];
    size_t count = 0;

    for (size_t i = 0; i < req->form.count && count < 64; i++) {
        int64_t rank;
        struct key key;
        size_t at = count;

        if (!text_starts(req->form.items[i].name, "rank.") ||
            !key_parse(req->form.items[i].name + 5, &key) ||
            !text_to_int(req->form.items[i].value, &rank))
            continue;
        for (; at > 0 && ranks[at - 1] > rank; at--) {
            ranks[at] = ranks[at - 1];
            keys[at] = keys[at - 1];
        }
        ranks[at] = rank;
        keys[at] = key;
        count++;
    }
    return count;
}

struct reply page_application_order(struct request *req)
{
    struct error err = {0};
    struct key keys[64];
    size_t count = wished(req, keys);

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_application_order(&req->env, &req->actor, req->call, keys, count, &err))
        return reply_error(req, &err);
    return reply_redirect(req, "/applications");
}

/* Opens what the path names and shows it with one of the views. */
static bool add_unfinished(struct request *req, const struct application_view *view,
                           struct application_facts *facts, struct error *err)
{
    struct parts_views parts = {0};

    if (!action_parts_of(&req->env, &req->actor, view->application.id, &parts, err))
        return false;
    for (size_t i = 0; i < parts.count; i++)
        *list_add(req->env.arena, &facts->unfinished) = (struct unfinished_facts){
            parts.items[i].upload.key, parts.items[i].upload.slot, parts.items[i].upload.name,
            (int64_t)parts.items[i].have.count, parts.items[i].count};
    return true;
}

static bool may_help(const struct application_view *view)
{
    struct error err = {0};

    return json_array_size(view->given) > 0 &&
           action_part_may(view, json_string_value(json_array_get(view->given, 0)), &err);
}

/* What only the form shows: files on their way, and who writes beside the reader. */
static bool add_edit(struct request *req, const struct application_view *view,
                     struct application_facts *facts, struct error *err)
{
    struct writers writers = {.others = false};

    if (!add_unfinished(req, view, facts, err) ||
        !action_writers(&req->env, &req->actor, view, &writers, err))
        return false;
    facts->writers = writer_facts_of(req->env.arena, &writers);
    facts->together = writers.others;
    return true;
}

static struct reply page_of(struct request *req, const char *template,
                            json_t *view(struct arena *, const struct application_facts *))
{
    struct error err = {0};
    struct application_view found;
    struct application_facts facts;
    struct key key;
    json_t *model;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_application_open(&req->env, &req->actor, key, &found, &err))
        return reply_error(req, &err);
    if (!found.standing.owner && !found.standing.member)
        return reply_redirect(req, "/applications/%s/versions/%lld", key.text,
                              (long long)found.application.version);
    /* whoever helps writes their parts, while they may; the rest of the team reads */
    if (view == view_application_edit && !found.standing.owner && !may_help(&found))
        return reply_redirect(req, "/applications/%s", key.text);
    facts = application_facts_of(req, &found, &found.attachments);
    if (view == view_application_edit && !add_edit(req, &found, &facts, &err))
        return reply_error(req, &err);
    model = view(req->env.arena, &facts);
    if (!put_changes(req, &found, model, &err))
        return reply_error(req, &err);
    return reply_page(req, template, model);
}

struct reply page_application_show(struct request *req)
{
    return page_of(req, "application/show.html", view_application_show);
}

struct reply page_application_edit(struct request *req)
{
    struct reply reply = page_of(req, "application/edit.html", view_application_edit);

    if (reply.kind == REPLY_PAGE) {
        json_add_text(json_put_array(reply.model, "scripts"), "draft.js");
        json_put_text(reply.model, "saved", request_query(req, "saved"));
        json_put_text(reply.model, "me", req->actor.key.text);
    }
    return reply;
}

struct reply page_application_preview(struct request *req)
{
    struct reply reply = page_of(req, "application/preview.html", view_application_show);

    /* the fields that an error names are on the page of the form */
    if (reply.kind == REPLY_PAGE)
        json_put_text(reply.model, "errors_at", json_word(json_at(reply.model, "links"), "edit"));
    return reply;
}

struct reply page_application_commitment(struct request *req)
{
    return page_of(req, "application/commitment.html", view_application_commitment);
}

struct reply page_application_version(struct request *req)
{
    struct error err = {0};
    struct version_view found;
    struct application_facts facts;
    struct key key;
    int64_t number;

    if (!request_key(req, "key", &key) || !text_to_int(request_param(req, "version"), &number) ||
        number < 1)
        return reply_missing(req);
    if (!action_application_version(&req->env, &req->actor, key, number, &found, &err))
        return reply_error(req, &err);
    facts = application_facts_of(req, &found.base, &found.files);
    return reply_page(req, "application/version.html",
                      view_application_show(req->env.arena, &facts));
}

struct reply page_application_submit(struct request *req)
{
    struct error err = {0};
    struct key key;
    int64_t version;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (action_application_submit(&req->env, &req->actor, key, &req->problems, &version, &err))
        return reply_redirect(req, "/applications/%s/receipts/%lld", key.text, (long long)version);
    return err.kind == ERROR_INVALID ? reply_again(req, page_application_preview, &err)
                                     : reply_error(req, &err);
}

static struct reply act(struct request *req,
                        bool action(struct env *, const struct actor *, struct key, struct error *))
{
    struct error err = {0};
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action(&req->env, &req->actor, key, &err))
        return reply_error(req, &err);
    return reply_redirect(req, "/applications/%s", key.text);
}

struct reply page_application_withdraw(struct request *req)
{
    return act(req, action_application_withdraw);
}

struct reply page_application_reopen(struct request *req)
{
    return act(req, action_application_reopen);
}

struct reply page_attachment_add(struct request *req)
{
    struct error err = {0};
    struct key key;
    struct uploaded_file *file = form_file(req, "file");

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (file == NULL)
        error_set(&err, ERROR_INVALID, "attachment/none");
    else if (action_attachment_add(&req->env, &req->actor, key, form_text(req, "slot"), file->name,
                                   file->upload, &err))
        return reply_redirect(req, "/applications/%s/edit#attachments.%s", key.text,
                              form_text(req, "slot"));
    if (err.kind != ERROR_INVALID)
        return reply_error(req, &err);
    problems_add(&req->problems, SEVERITY_ERROR,
                 arena_format(req->env.arena, "attachments.%s", form_text(req, "slot")), err.code);
    return reply_again(req, page_application_edit, &err);
}

struct reply page_attachment_remove(struct request *req)
{
    struct error err = {0};
    struct key key, application;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_attachment_remove(&req->env, &req->actor, key, &application, &err))
        return reply_error(req, &err);
    return reply_redirect(req, "/applications/%s/edit#attachments", application.text);
}

struct reply page_attachment_get(struct request *req)
{
    struct error err = {0};
    struct attachment file;
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_attachment_get(&req->env, &req->actor, key, &file, &err))
        return reply_error(req, &err);
    return reply_blob(req, file.type, file.name, file.sha256);
}
