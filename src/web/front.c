/* front.c: the public pages of a call. */

#include "action/office.h"

#include "view/common.h"
#include "view/front.h"
#include "web/front.h"
#include "web/pages.h"

static void put_announcements(struct request *req, const struct announcements *from, json_t *model)
{
    json_t *list = json_put_array(model, "announcements");

    for (size_t i = 0; i < from->count; i++) {
        json_t *item = json_add_object(list);

        json_put_text(item, "text", from->items[i].title[req->env.language]);
        json_put_text(item, "href",
                      arena_format(req->env.arena, "/announcements/%s", from->items[i].key.text));
        json_put_text(item, "withdraw",
                      arena_format(req->env.arena, "/office/announcements/%s/withdraw",
                                   from->items[i].key.text));
        view_date(item, "at", from->items[i].published_at);
    }
}

static void put_downloads(struct request *req, const struct downloads *from, json_t *model)
{
    json_t *list = json_put_array(model, "downloads");

    for (size_t i = 0; i < from->count; i++) {
        json_t *item = json_add_object(list);

        json_put_text(item, "name", from->items[i].name);
        json_put_text(item, "slot", from->items[i].slot);
        json_put_text(item, "href",
                      arena_format(req->env.arena, "/downloads/%s", from->items[i].key.text));
        json_put_text(
            item, "remove",
            arena_format(req->env.arena, "/office/downloads/%s/remove", from->items[i].key.text));
    }
}

void front_put(struct request *req, const struct front_view *view, json_t *model)
{
    put_announcements(req, &view->announcements, model);
    put_downloads(req, &view->downloads, model);
}

struct reply page_home(struct request *req)
{
    struct error err = {0};
    struct front_view view = {0};
    json_t *model = view_home(req->env.arena, req->call, req->env.language, req->env.now);

    if (req->call != NULL && !action_front(&req->env, req->call, &view, &err))
        return reply_error(req, &err);
    front_put(req, &view, model);
    json_put_flag(model, "signed_in", actor_signed_in(&req->actor));
    return reply_page(req, "front/home.html", model);
}

struct reply page_topic(struct request *req)
{
    const struct topic_definition *topic = req->call == NULL
                                               ? NULL
                                               : definition_topic(req->call->definition,
                                                                  request_param(req, "code"));
    json_t *model;

    if (topic == NULL)
        return reply_missing(req);
    model = view_topic(req->env.arena, req->call, topic, req->env.language, req->env.now);
    json_put_flag(model, "signed_in", actor_signed_in(&req->actor));
    return reply_page(req, "front/topic.html", model);
}

struct reply page_announcements(struct request *req)
{
    struct error err = {0};
    struct front_view view = {0};
    json_t *model = json_root(req->env.arena);

    if (req->call != NULL && !action_front(&req->env, req->call, &view, &err))
        return reply_error(req, &err);
    front_put(req, &view, model);
    return reply_page(req, "front/announcements.html", model);
}

struct reply page_announcement(struct request *req)
{
    struct error err = {0};
    struct announcement a;
    struct key key;
    json_t *model = json_root(req->env.arena);

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_announcement(&req->env, key, &a, &err))
        return reply_error(req, &err);
    json_put_text(model, "heading", a.title[req->env.language]);
    view_paragraphs(model, "paragraphs", a.body[req->env.language]);
    view_minutes(model, "at", a.published_at);
    return reply_page(req, "front/announcement.html", model);
}

struct reply page_download(struct request *req)
{
    struct error err = {0};
    struct download file;
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_download(&req->env, key, &file, &err))
        return reply_error(req, &err);
    return reply_blob(req, file.type, file.name, file.sha256);
}
