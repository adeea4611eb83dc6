/* account.c: pages of signing in and up, one-time links, and one's own account. */

#include "action/account.h"

#include "action/link.h"
#include "action/session.h"
#include "action/sign.h"
#include "view/account.h"
#include "view/session.h"
#include "web/account.h"
#include "web/form.h"
#include "web/gate.h"
#include "web/guard.h"
#include "web/pages.h"

#define STAYS (7 * 24 * 3600) /* as long as a session can last */

/* Where a person's work is, first by what they do for the fund. */
static const char *desk_of(const struct request *req, const struct actor *actor)
{
    static const struct {
        enum role role;
        const char *path;
    } desks[] = {
        {ROLE_SECRETARY, "/office"},
        {ROLE_ADMINISTRATOR, "/office/people"},
        {ROLE_AUDITOR, "/audit"},
        {ROLE_REVIEWER, "/reviews"},
    };
    struct call_id call = req->call == NULL ? (struct call_id){0} : req->call->id;

    for (size_t i = 0; i < sizeof desks / sizeof desks[0]; i++)
        if (actor_is(actor, desks[i].role, call))
            return desks[i].path;
    return "/applications";
}

struct reply account_go(struct request *req, const char *next, const struct actor *actor)
{
    return reply_redirect(req, "%s", gate_is_local(next) ? next : desk_of(req, actor));
}

void account_keep(struct request *req, struct reply *reply, const char *token, bool stays)
{
    reply_header(reply, "Set-Cookie",
                 cookie_text(req->env.arena, req->server, cookie_session(req->server), token,
                             stays ? STAYS : 0));
}

struct reply page_sign_in_form(struct request *req)
{
    const char *next = request_query(req, "next");

    if (actor_signed_in(&req->actor) && req->failed == NULL)
        return account_go(req, next, &req->actor);
    return reply_page(req, "account/sign-in.html",
                      view_sign_in(req->env.arena, req->env.language,
                                   gate_is_local(next) ? next : "", request_query(req, "done")));
}

struct reply page_sign_in(struct request *req)
{
    struct sign_in form = {form_text(req, "email"), form_text(req, "password"), req->agent,
                           form_tick(req, "stay")};
    struct error err = {0};
    struct actor after;
    struct reply reply;
    const char *token;

    if (!action_sign_in(&req->env, &req->actor, &form, &after, &token, &err))
        return err.code != NULL && strcmp(err.code, "account/second") == 0
                   ? second_ask(req, token, form_text(req, "next"))
                   : reply_again(req, page_sign_in_form, &err);
    reply = account_go(req, form_text(req, "next"), &after);
    account_keep(req, &reply, token, form.stays);
    return reply;
}

struct reply page_sign_out(struct request *req)
{
    struct error err = {0};
    struct reply reply;

    if (actor_signed_in(&req->actor) && !action_sign_out(&req->env, &req->actor, &err))
        return reply_error(req, &err);
    reply = reply_redirect(req, "/");
    reply_session(req, &reply, NULL);
    return reply;
}

struct reply page_sign_up_form(struct request *req)
{
    if (*request_query(req, "sent") != '\0' && req->failed == NULL)
        return reply_page(req, "account/sent.html", NULL);
    return reply_page(req, "account/sign-up.html",
                      view_sign_up(req->env.arena, req->env.language, req->call));
}

struct reply page_sign_up(struct request *req)
{
    struct sign_up form = {form_text(req, "email"), form_text(req, "name"),
                           form_text(req, "password"), form_text(req, "privacy"),
                           form_tick(req, "agree")};
    struct error err = {0};

    if (!action_account_sign_up(&req->env, req->call, &form, &req->problems, &err))
        return reply_again(req, page_sign_up_form, &err);
    return reply_redirect(req, "/sign-up?sent=yes");
}

struct reply page_forgot_form(struct request *req)
{
    json_t *model = json_root(req->env.arena);

    if (*request_query(req, "sent") != '\0' && req->failed == NULL)
        return reply_page(req, "account/sent.html", NULL);
    json_put_object(model, "form");
    return reply_page(req, "account/forgot.html", model);
}

struct reply page_forgot(struct request *req)
{
    struct error err = {0};

    if (!action_account_forgot(&req->env, form_text(req, "email"), &req->problems, &err))
        return reply_again(req, page_forgot_form, &err);
    return reply_redirect(req, "/forgot?sent=yes");
}

static const char *needs_word(enum link_needs needs)
{
    switch (needs) {
    case LINK_PASSWORD_OLD:
        return "old";
    case LINK_PASSWORD_NEW:
        return "new";
    case LINK_SIGN_IN:
        return "sign_in";
    case LINK_OTHER_PERSON:
        return "other";
    case LINK_CONSENT:
        return "consent";
    case LINK_JOIN:
        return "join";
    }
    return "";
}

struct reply page_link_form(struct request *req)
{
    const char *token = request_param(req, "token");
    struct error err = {0};
    struct link_view view;

    if (!action_link_show(&req->env, &req->actor, token, &view, &err))
        return reply_error(req, &err);
    return reply_page(
        req, "account/link.html",
        view_link(req->env.arena, req->env.language,
                  &(struct link_facts){token, view.purpose, needs_word(view.needs), view.email,
                                       view.name, view.role, view.call,
                                       view.asks_privacy ? view.call : NULL, view.expires_at}));
}

struct reply page_link(struct request *req)
{
    struct link_form form = {form_text(req, "password"), form_text(req, "privacy"),
                             form_tick(req, "agree"), req->agent};
    struct link_result result;
    struct error err = {0};
    struct reply reply;

    if (!action_link_use(&req->env, &req->actor, request_param(req, "token"), &form, &req->problems,
                         &result, &err))
        return reply_again(req, page_link_form, &err);
    if (result.session == NULL)
        return reply_redirect(req, "/sign-in?done=%s", result.resets ? "password" : "ready");
    reply = account_go(req, "", &result.actor);
    account_keep(req, &reply, result.session, false);
    return reply;
}

static bool put_sessions(struct request *req, json_t *model, struct error *err)
{
    struct session_rows rows = {0};
    struct session_list list = {0};

    if (!action_sessions(&req->env, &req->actor, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        *list_add(req->env.arena, &list) = (struct session_facts){
            rows.items[i].key,     rows.items[i].source,
            rows.items[i].agent,   rows.items[i].created_at,
            rows.items[i].seen_at, rows.items[i].id.value == req->actor.session.value};
    view_sessions(req->env.arena, req->env.language, &list, model);
    return true;
}

struct reply page_profile_form(struct request *req)
{
    struct error err = {0};
    struct person person;
    json_t *model;

    if (!action_profile(&req->env, &req->actor, &person, &err))
        return reply_error(req, &err);
    model = view_profile(req->env.arena, req->env.language, &person, request_query(req, "done"));
    if (!put_sessions(req, model, &err) || !second_put(req, model, &err))
        return reply_error(req, &err);
    return reply_page(req, "account/profile.html", model);
}

struct reply page_session_end(struct request *req)
{
    struct error err = {0};
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_session_end(&req->env, &req->actor, key, &err))
        return reply_error(req, &err);
    return reply_redirect(req, "/profile?done=session");
}

struct reply page_sessions_end(struct request *req)
{
    struct error err = {0};

    if (!action_sessions_end_others(&req->env, &req->actor, &err))
        return reply_error(req, &err);
    return reply_redirect(req, "/profile?done=sessions");
}

struct reply page_profile(struct request *req)
{
    struct profile_form form = {form_text(req, "name"),        form_text(req, "latin_name"),
                                form_text(req, "institution"), form_text(req, "orcid"),
                                form_text(req, "phone"),       form_text(req, "language")};
    struct error err = {0};
    struct reply reply;

    if (!action_profile_save(&req->env, &req->actor, &form, &req->problems, &err))
        return reply_again(req, page_profile_form, &err);
    reply = reply_redirect(req, "/profile?done=saved");
    reply_language(req, &reply, language_of(form.language, req->actor.language));
    return reply;
}

struct reply page_profile_password(struct request *req)
{
    struct error err = {0};

    if (!action_profile_password(&req->env, &req->actor, form_text(req, "old"),
                                 form_text(req, "password"), &req->problems, &err))
        return reply_again(req, page_profile_form, &err);
    return reply_redirect(req, "/profile?done=changed");
}

struct reply page_language(struct request *req)
{
    enum language language = language_of(form_text(req, "lang"), req->env.language);
    const char *next = form_text(req, "next");
    struct error err = {0};
    struct reply reply;

    if (actor_signed_in(&req->actor) &&
        !action_profile_language(&req->env, &req->actor, language, &err))
        return reply_error(req, &err);
    reply = reply_redirect(req, "%s", gate_is_local(next) ? next : "/");
    reply_language(req, &reply, language);
    return reply;
}

struct reply page_privacy(struct request *req)
{
    if (req->call == NULL)
        return reply_missing(req);
    return reply_page(req, "privacy.html",
                      view_privacy_page(req->env.arena, req->env.language, req->call));
}
