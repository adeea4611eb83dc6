/* second.c: pages of the second step of signing in. */

#include "action/second.h"

#include "view/account.h"
#include "web/account.h"
#include "web/pages.h"

/* ---- at the door */

struct reply second_ask(struct request *req, const char *ticket, const char *next)
{
    return reply_page(req, "account/code.html", view_code(req->env.arena, ticket, next));
}

struct reply page_sign_in_code_form(struct request *req)
{
    const char *ticket = form_text(req, "ticket");

    if (*ticket == '\0')
        return reply_redirect(req, "/sign-in");
    return second_ask(req, ticket, form_text(req, "next"));
}

struct reply page_sign_in_code(struct request *req)
{
    struct second_form form = {form_text(req, "ticket"), form_text(req, "code"), req->agent};
    struct error err = {0};
    struct actor after;
    struct reply reply;
    const char *token;
    bool stays;

    if (!action_second_sign_in(&req->env, &req->actor, &form, &after, &token, &stays, &err))
        return reply_again(req, page_sign_in_code_form, &err);
    reply = account_go(req, form_text(req, "next"), &after);
    account_keep(req, &reply, token, stays);
    return reply;
}

/* ---- on one's own pages */

bool second_put(struct request *req, json_t *model, struct error *err)
{
    struct second_view view;

    if (!action_second(&req->env, &req->actor, &view, err))
        return false;
    view_second(&(struct second_facts){view.enabled, view.left, view.secret, view.uri}, model);
    return true;
}

struct reply page_second(struct request *req)
{
    struct error err = {0};
    json_t *model = json_root(req->env.arena);

    json_put_object(model, "form");
    json_put_text(model, "email", req->actor.email);
    if (!second_put(req, model, &err))
        return reply_error(req, &err);
    return reply_page(req, "account/second.html", model);
}

struct reply page_second_offer(struct request *req)
{
    struct error err = {0};

    if (!action_second_offer(&req->env, &req->actor, form_text(req, "password"), &err))
        return reply_again(req, page_second, &err);
    return reply_redirect(req, "/profile/second");
}

/* The codes on paper are told in this answer and never again, so it is no redirect. */
struct reply page_second_enable(struct request *req)
{
    const char *paper[SECOND_PAPER];
    struct error err = {0};
    json_t *model = json_root(req->env.arena), *codes = json_put_array(model, "codes");

    if (!action_second_enable(&req->env, &req->actor, form_text(req, "code"), paper, &err))
        return reply_again(req, page_second, &err);
    for (size_t i = 0; i < SECOND_PAPER; i++)
        json_add_text(codes, paper[i]);
    return reply_page(req, "account/codes.html", model);
}

struct reply page_second_disable(struct request *req)
{
    struct error err = {0};

    if (!action_second_disable(&req->env, &req->actor, form_text(req, "password"),
                               form_text(req, "code"), &err))
        return reply_again(req, page_second, &err);
    return reply_redirect(req, "/profile?done=second-off");
}
