/* erasure.c: asking to be erased, and the office's answers. */

#include "action/erasure.h"

#include "base/text.h"
#include "view/erasure.h"
#include "web/pages.h"

static struct erasure_facts_shown facts_of(const struct erasure *row, const char *email,
                                           const char *hindrance)
{
    return (struct erasure_facts_shown){
        row->state,      row->name,   email,
        row->reason,     row->answer, row->id == 0 ? NULL : row->key.text,
        hindrance,       false,       row->asked_at,
        row->decided_at, row->due_at, row->ended_at};
}

struct reply page_erasure(struct request *req)
{
    struct error err = {0};
    struct erasure row;
    struct erasure_facts_shown facts;
    const char *hindrance;

    if (!action_erasure(&req->env, &req->actor, &row, &hindrance, &err))
        return reply_error(req, &err);
    facts = facts_of(&row, req->actor.email, hindrance);
    return reply_page(
        req, "account/erasure.html",
        view_erasure(req->env.arena, req->env.language, &facts, request_query(req, "done")));
}

struct reply page_erasure_ask(struct request *req)
{
    struct error err = {0};

    if (!action_erasure_ask(&req->env, &req->actor, req->call, form_text(req, "password"),
                            form_text(req, "reason"), &err))
        return reply_again(req, page_erasure, &err);
    return reply_redirect(req, "/profile/erasure?done=asked");
}

struct reply page_erasure_withdraw(struct request *req)
{
    struct error err = {0};

    if (!action_erasure_withdraw(&req->env, &req->actor, &err))
        return reply_again(req, page_erasure, &err);
    return reply_redirect(req, "/profile/erasure?done=withdrawn");
}

struct reply page_erasures(struct request *req)
{
    struct error err = {0};
    struct erasure_cases cases = {0};
    struct erasure_list list = {0};

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_erasures(&req->env, &req->actor, req->call, &cases, &err))
        return reply_error(req, &err);
    for (size_t i = 0; i < cases.count; i++) {
        const struct erasure_case *c = &cases.items[i];
        struct erasure_facts_shown *facts = list_add(req->env.arena, &list);

        *facts = facts_of(&c->row, c->email, c->hindrance);
        facts->again = text_equal(request_param(req, "key"), facts->key);
    }
    return reply_page(req, "office/erasures.html",
                      view_erasures(req->env.arena, req->env.language, &list));
}

struct reply page_erasure_decide(struct request *req)
{
    struct error err = {0};
    struct key key;

    if (req->call == NULL || !key_parse(request_param(req, "key"), &key))
        return reply_missing(req);
    if (!action_erasure_decide(&req->env, &req->actor, req->call, key, form_text(req, "act"),
                               form_text(req, "answer"), &req->problems, &err))
        return reply_again(req, page_erasures, &err);
    return reply_redirect(req, "/office/erasures");
}
