/* definition.c: a call's definition comes in by the browser: upload, mistakes or changes, confirm.
 */

#include "action/call.h"
#include "action/upload.h"
#include "view/common.h"
#include "view/wording.h"
#include "web/pages.h"
#include "web/request.h"

struct reply page_office_definition(struct request *req)
{
    return reply_page(req, "office/definition.html", NULL);
}

/* Mistakes have JSON paths, not fields of the form, so they are a table of their own. */
static struct reply mistakes_page(struct request *req, const struct error *err)
{
    json_t *model = json_root(req->env.arena), *list;
    struct reply reply;

    if (req->wants_json || req->problems.count == 0)
        return reply_again(req, page_office_definition, err);
    list = json_put_array(model, "mistakes");
    json_put_flag(model, "wrong", true);
    for (size_t i = 0; i < req->problems.count; i++) {
        const struct problem *problem = &req->problems.items[i];
        json_t *item = json_add_object(list);

        json_put_text(item, "path", problem->path);
        json_put_text(item, "text", wording_problem(req->env.arena, req->env.language, problem));
    }
    reply = reply_page(req, "office/definition.html", model);
    reply.status = error_status(err->kind);
    return reply;
}

struct reply page_office_definition_upload(struct request *req)
{
    struct error err = {0};
    struct uploaded_file *file = form_file(req, "file");
    const char *bytes;
    size_t length;
    struct key key;

    if (file == NULL)
        error_set(&err, ERROR_INVALID, "attachment/none");
    else if ((bytes = action_upload_read(&req->env, file->upload, CALL_DEFINITION_MAX, &length,
                                         &err)) != NULL &&
             action_call_upload(&req->env, &req->actor, bytes, length, &req->problems, &key, &err))
        return reply_redirect(req, "/office/call/candidates/%s", key.text);
    return mistakes_page(req, &err);
}

static void put_changes(struct request *req, const struct definition_diff *diff, json_t *model)
{
    json_t *list = json_put_array(model, "changes");

    for (size_t i = 0; i < diff->count; i++) {
        const struct definition_change *change = &diff->items[i];
        json_t *item = json_add_object(list);

        json_put_text(item, "path", change->path);
        json_put_text(
            item, "what",
            wording(req->env.language,
                    arena_format(req->env.arena, "office.definition.kinds.%s", change->what)));
        json_put_text(item, "before", change->before);
        json_put_text(item, "after", change->after);
        json_put_flag(item, "breaks", change->breaks);
    }
}

struct reply page_office_candidate(struct request *req)
{
    struct error err = {0};
    struct call_candidate c;
    struct key key;
    json_t *model = json_root(req->env.arena);

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_call_candidate(&req->env, &req->actor, key, &c, &err))
        return reply_error(req, &err);
    json_put_text(model, "call", words_in(&c.definition->title, req->env.language));
    json_put_text(model, "by", c.by);
    view_minutes(model, "at", c.at);
    json_put_flag(model, "new", c.call == NULL);
    json_put_flag(model, "changed", c.diff.count > 0);
    json_put_flag(model, "same", c.call != NULL && c.diff.count == 0);
    json_put_flag(model, "refused", c.refused);
    json_put_flag(model, "may_confirm", !c.refused);
    json_put_text(model, "href",
                  arena_format(req->env.arena, "/office/call/candidates/%s", key.text));
    put_changes(req, &c.diff, model);
    return reply_page(req, "office/candidate.html", model);
}

struct reply page_office_candidate_confirm(struct request *req)
{
    struct error err = {0};
    struct key key;
    const char *call;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_call_confirm(&req->env, &req->actor, key, &call, &err))
        return reply_again(req, page_office_candidate, &err);
    return reply_redirect(req, "/office/call");
}
