/* award.c: the committee's pages of decisions and release, and the office's of alike persons. */

#include "action/award.h"
#include "action/refill.h"

#include "web/form.h"
#include "web/pages.h"

struct reply page_awards(struct request *req)
{
    struct error err = {0};
    struct awards_facts facts;

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_awards(&req->env, &req->actor, req->call, &facts, &err))
        return reply_error(req, &err);
    if (req->failed != NULL) {
        facts.again = form_text(req, "application");
        facts.again_outcome = form_text(req, "outcome");
    }
    return reply_page(req, "award/show.html", view_awards(req->env.arena, &facts));
}

struct reply page_decision_propose(struct request *req)
{
    struct decision_form form = {form_text(req, "application"), form_text(req, "outcome"),
                                 form_fen(req, "amount"), form_text(req, "reason"),
                                 form_text(req, "outer")};
    struct error err = {0};

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_decision_propose(&req->env, &req->actor, req->call, &form, &req->problems, &err))
        return err.kind == ERROR_INVALID ? reply_again(req, page_awards, &err)
                                         : reply_error(req, &err);
    return reply_redirect(req, "/awards?call=%s#row-%s", req->call->key, form.application);
}

struct reply page_release(struct request *req)
{
    struct error err = {0};

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_release_propose(&req->env, &req->actor, req->call, &req->problems, &err))
        return reply_again(req, page_awards, &err);
    return reply_redirect(req, "/awards?call=%s", req->call->key);
}

struct reply page_release_confirm(struct request *req)
{
    struct error err = {0};

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_release_confirm(&req->env, &req->actor, req->call, &req->problems, &err))
        return reply_again(req, page_awards, &err);
    return reply_redirect(req, "/awards?call=%s", req->call->key);
}

struct reply page_release_withdraw(struct request *req)
{
    struct error err = {0};

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_release_withdraw(&req->env, &req->actor, req->call, &err))
        return reply_again(req, page_awards, &err);
    return reply_redirect(req, "/awards?call=%s", req->call->key);
}

struct reply page_refill(struct request *req)
{
    struct refill_form form = {form_text(req, "application"), form_fen(req, "amount"),
                               form_text(req, "reason")};
    struct error err = {0};

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_refill_propose(&req->env, &req->actor, req->call, &form, &req->problems, &err))
        return reply_again(req, page_awards, &err);
    return reply_redirect(req, "/awards?call=%s#row-%s", req->call->key, form.application);
}

struct reply page_refill_confirm(struct request *req)
{
    struct error err = {0};

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_refill_confirm(&req->env, &req->actor, req->call, &err))
        return reply_again(req, page_awards, &err);
    return reply_redirect(req, "/awards?call=%s", req->call->key);
}

struct reply page_refill_withdraw(struct request *req)
{
    struct error err = {0};

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_refill_withdraw(&req->env, &req->actor, req->call, &err))
        return reply_again(req, page_awards, &err);
    return reply_redirect(req, "/awards?call=%s", req->call->key);
}

struct reply page_same_persons(struct request *req)
{
    struct error err = {0};
    struct pair_list pairs = {0};

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_same_pairs(&req->env, &req->actor, req->call, &pairs, &err))
        return reply_error(req, &err);
    return reply_page(req, "office/same-persons.html",
                      view_same_persons(req->env.arena, req->call, &pairs, req->env.language));
}

struct reply page_same_persons_decide(struct request *req)
{
    struct same_form form = {form_text(req, "first"), form_text(req, "second"),
                             form_text(req, "act"), form_text(req, "reason")};
    struct error err = {0};

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_same_decide(&req->env, &req->actor, req->call, &form, &req->problems, &err))
        return reply_again(req, page_same_persons, &err);
    return reply_redirect(req, "/office/same-persons?call=%s", req->call->key);
}
