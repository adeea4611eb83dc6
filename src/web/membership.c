/* membership.c: pages where members named in a team confirm their data or object. */

#include "web/membership.h"

#include "base/text.h"
#include "view/common.h"
#include "view/membership.h"
#include "web/form.h"
#include "web/pages.h"

void put_memberships(struct request *req, const struct memberships *rows, json_t *list)
{
    for (size_t i = 0; i < rows->count; i++) {
        const struct membership *row = &rows->items[i];
        struct membership_facts facts = {row->key,     row->leader_name,
                                         row->name,    row->institution,
                                         row->email,   row->word,
                                         row->note,    row->told_at,
                                         row->said_at, membership_changed(&req->env, row)};

        view_membership(req->env.language, &facts, json_add_object(list));
    }
}

bool put_objections(struct request *req, const struct application_view *view, json_t *model,
                    struct error *err)
{
    json_t *list = json_put_array(model, "objections");
    struct memberships rows = {0};

    if (!action_membership_objections(&req->env, view, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        json_t *item = json_add_object(list);

        json_put_text(item, "name", rows.items[i].name);
        json_put_text(item, "note", rows.items[i].note);
        view_minutes(item, "said_at", rows.items[i].said_at);
    }
    json_put_flag(model, "objected", rows.count > 0);
    return true;
}

static json_t *with_done(struct request *req)
{
    json_t *model = json_root(req->env.arena);

    view_done(req->env.arena, req->env.language, "membership", request_query(req, "done"), model);
    json_put_object(model, "form");
    return model;
}

struct reply page_memberships(struct request *req)
{
    json_t *model = with_done(req);
    struct memberships rows = {0};
    struct error err = {0};

    if (actor_signed_in(&req->actor) && req->call != NULL &&
        !action_memberships_mine(&req->env, &req->actor, req->call, &rows, &err))
        return reply_error(req, &err);
    put_memberships(req, &rows, json_put_array(model, "memberships"));
    json_put_text(model, "href", "/memberships");
    return reply_page(req, "application/memberships.html", model);
}

struct reply page_membership(struct request *req)
{
    json_t *model = with_done(req);
    struct memberships rows = {0};
    struct membership row;
    struct error err = {0};

    if (!action_membership_show(&req->env, request_param(req, "token"), &row, &err))
        return reply_error(req, &err);
    *list_add(req->env.arena, &rows) = row;
    put_memberships(req, &rows, json_put_array(model, "memberships"));
    json_put_text(model, "href",
                  arena_format(req->env.arena, "/memberships/%s", request_param(req, "token")));
    return reply_page(req, "application/memberships.html", model);
}

struct reply page_membership_answer(struct request *req)
{
    struct membership_word word = {form_text(req, "word"), form_text(req, "note")};
    struct error err = {0};

    if (!action_membership_answer(&req->env, request_param(req, "token"), &word, &req->problems,
                                  &err))
        return reply_again(req, page_membership, &err);
    return reply_redirect(req, "/memberships?done=%s", word.word);
}

struct reply page_membership_say(struct request *req)
{
    struct membership_word word = {form_text(req, "word"), form_text(req, "note")};
    struct error err = {0};
    struct key key;

    if (!key_parse(form_text(req, "key"), &key))
        return reply_missing(req);
    if (!action_membership_say(&req->env, &req->actor, key, &word, &req->problems, &err))
        return reply_again(req, page_memberships, &err);
    return reply_redirect(req, "/memberships?done=%s", word.word);
}

struct reply page_members_ask(struct request *req)
{
    struct error err = {0};
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_memberships_ask(&req->env, &req->actor, key, &err))
        return reply_error(req, &err);
    return reply_redirect(req, "/applications/%s/team?done=asked", key.text);
}
