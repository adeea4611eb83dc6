/* parts.c: a file on its way in parts: begun, asked after, given, finished, cancelled. */

#include "action/parts.h"

#include "view/application.h"
#include "web/form.h"
#include "web/pages.h"

static struct reply state(struct request *req, const struct parts_view *view)
{
    json_t *model = json_root(req->env.arena), *have = json_put_array(model, "have");
    struct unfinished_facts facts = {view->upload.key, view->upload.slot, view->upload.name,
                                     (int64_t)view->have.count, view->count};

    view_unfinished(req->env.arena, &facts, model);
    json_put_int(model, "part", PART_SIZE);
    json_put_int(model, "size", view->upload.size);
    for (size_t i = 0; i < view->have.count; i++)
        json_add(have, json_integer(view->have.items[i].place));
    json_put_text(model, "href", arena_format(req->env.arena, "/uploads/%s", facts.key.text));
    json_put_text(model, "back",
                  arena_format(req->env.arena, "/applications/%s/edit#attachments.%s",
                               view->upload.application_key.text, view->upload.slot));
    return reply_page(req, "application/upload.html", model);
}

struct reply page_parts_begin(struct request *req)
{
    struct parts_upload wanted = {.slot = form_text(req, "slot"),
                                  .name = form_text(req, "name"),
                                  .size = form_int(req, "size"),
                                  .stamp = form_int(req, "stamp")};
    struct parts_view view;
    struct error err = {0};
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    wanted.application_key = key;
    if (!action_parts_begin(&req->env, &req->actor, key, &wanted, &view, &err))
        return reply_error(req, &err);
    return state(req, &view);
}

struct reply page_parts_show(struct request *req)
{
    struct parts_view view;
    struct error err = {0};
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_parts_open(&req->env, &req->actor, key, &view, &err))
        return reply_error(req, &err);
    return state(req, &view);
}

struct reply page_parts_add(struct request *req)
{
    struct uploaded_file *file = form_file(req, "file");
    struct parts_view view;
    struct error err = {0};
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_parts_add(&req->env, &req->actor, key, form_int(req, "place"), file->upload, &view,
                          &err))
        return reply_error(req, &err);
    return state(req, &view);
}

static struct reply end(struct request *req,
                        bool act(struct env *, const struct actor *, struct key,
                                 struct parts_view *, struct error *))
{
    struct parts_view view;
    struct error err = {0};
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!act(&req->env, &req->actor, key, &view, &err))
        return reply_error(req, &err);
    return reply_redirect(req, "/applications/%s/edit#attachments.%s",
                          view.upload.application_key.text, view.upload.slot);
}

struct reply page_parts_finish(struct request *req)
{
    return end(req, action_parts_finish);
}

struct reply page_parts_cancel(struct request *req)
{
    return end(req, action_parts_cancel);
}
