/* people.c: the office's pages of people, roles and invitations. */

#include "action/people.h"

#include "base/text.h"
#include "view/account.h"
#include "web/form.h"
#include "web/pages.h"

static void add_people(struct arena *arena, const struct role_people *from, struct person_list *to)
{
    for (size_t i = 0; i < from->count; i++)
        *list_add(arena, to) = (struct person_facts){
            &from->items[i].person, from->items[i].roles.items, from->items[i].roles.count};
}

static void add_invited(struct arena *arena, const struct tokens *from, struct people_facts *to)
{
    for (size_t i = 0; i < from->count; i++)
        *list_add(arena, &to->invited) = (struct invited_facts){
            from->items[i].email, json_word(from->items[i].detail, "name"),
            json_word(from->items[i].detail, "role"), from->items[i].created_at,
            from->items[i].expires_at};
}

struct reply page_people(struct request *req)
{
    struct people people = {.may_disable = false};
    struct people_facts facts = {.call = req->call,
                                 .self = req->actor.person,
                                 .words = request_query(req, "q"),
                                 .done = request_query(req, "done")};
    struct error err = {0};

    if (!action_people(&req->env, &req->actor, req->call, facts.words, &people, &err))
        return reply_error(req, &err);
    add_people(req->env.arena, &people.holders, &facts.holders);
    add_people(req->env.arena, &people.found, &facts.found);
    add_invited(req->env.arena, &people.invited, &facts);
    memcpy(facts.may_give, people.may_give, sizeof facts.may_give);
    facts.may_disable = people.may_disable;
    return reply_page(req, "office/people.html",
                      view_people(req->env.arena, req->env.language, &facts));
}

struct reply page_people_invite(struct request *req)
{
    struct invitation form = {form_text(req, "email"), form_text(req, "name"),
                              form_text(req, "institution"), form_text(req, "role")};
    struct error err = {0};

    if (!action_people_invite(&req->env, &req->actor, req->call, &form, &req->problems, &err))
        return reply_again(req, page_people, &err);
    return reply_redirect(req, "/office/people?done=invited");
}

/* Neither of the two buttons. */
static struct reply reply_wrong_act(struct request *req)
{
    struct error err = {0};

    problems_add(&req->problems, SEVERITY_ERROR, "act", "unknown-choice");
    error_set(&err, ERROR_INVALID, "form/invalid");
    return reply_again(req, page_people, &err);
}

struct reply page_people_roles(struct request *req)
{
    bool gives = text_equal(form_text(req, "act"), "give");
    struct error err = {0};
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!gives && !text_equal(form_text(req, "act"), "end"))
        return reply_wrong_act(req);
    if (!action_people_role(&req->env, &req->actor, req->call, key, form_text(req, "role"), gives,
                            &err))
        return reply_again(req, page_people, &err);
    return reply_redirect(req, "/office/people?done=%s", gives ? "given" : "taken");
}

struct reply page_people_account(struct request *req)
{
    bool disables = text_equal(form_text(req, "act"), "disable");
    struct error err = {0};
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!disables && !text_equal(form_text(req, "act"), "enable"))
        return reply_wrong_act(req);
    if (!action_people_account(&req->env, &req->actor, key, disables, &err))
        return reply_again(req, page_people, &err);
    return reply_redirect(req, "/office/people?done=%s", disables ? "disabled" : "enabled");
}
