/* earlier.c: choosing an earlier application to copy from, and what came of it. */

#include "action/earlier.h"

#include "view/earlier.h"
#include "view/wording.h"
#include "web/form.h"
#include "web/pages.h"

static void put_head(struct request *req, const struct application_view *view, json_t *model)
{
    const struct application *a = &view->application;
    const char *key = a->key.text;

    json_put_text(model, "number", a->number);
    json_put_text(model, "heading",
                  *a->title != '\0' ? a->title
                                    : wording(req->env.language, "application.untitled"));
    json_put_text(model, "edit", arena_format(req->env.arena, "/applications/%s/edit", key));
    json_put_text(model, "action", arena_format(req->env.arena, "/applications/%s/copy", key));
}

struct reply page_earlier(struct request *req)
{
    json_t *model = json_root(req->env.arena), *list = json_put_array(model, "applications");
    struct application_view view;
    struct earlier_rows rows = {0};
    struct error err = {0};
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_earlier(&req->env, &req->actor, key, &view, &rows, &err))
        return reply_error(req, &err);
    put_head(req, &view, model);
    for (size_t i = 0; i < rows.count; i++)
        view_earlier(&rows.items[i].application, rows.items[i].call, req->env.language,
                     json_add_object(list));
    json_put_flag(model, "any", rows.count > 0);
    return reply_page(req, "application/earlier.html", model);
}

struct reply page_earlier_copy(struct request *req)
{
    json_t *model = json_root(req->env.arena);
    struct earlier_copy result;
    struct error err = {0};
    struct key key, from;

    if (!request_key(req, "key", &key) || !key_parse(form_text(req, "from"), &from))
        return reply_missing(req);
    if (!action_earlier_copy(&req->env, &req->actor, key, from, &result, &err))
        return reply_again(req, page_earlier, &err);
    put_head(req, &result.view, model);
    view_copied(req->env.arena, &result.copy, result.from.call->definition, result.from.topic,
                result.from.sections, req->env.language, model);
    return reply_page(req, "application/copied.html", model);
}
