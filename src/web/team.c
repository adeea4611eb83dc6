/* team.c: pages of who helps to write an application: the leader's, an invitation, who is where. */

#include "action/membership.h"
#include "action/team.h"
#include "base/text.h"
#include "view/team.h"
#include "view/wording.h"
#include "web/application.h"
#include "web/form.h"
#include "web/membership.h"
#include "web/pages.h"

struct writer_list writer_facts_of(struct arena *arena, const struct writers *writers)
{
    struct writer_list list = {0};

    for (size_t i = 0; i < writers->count; i++)
        *list_add(arena, &list) = (struct writer_facts){writers->items[i].name,
                                                        writers->items[i].part};
    return list;
}

/* Every "part.KEY" that was ticked. */
static const json_t *ticked(struct request *req)
{
    json_t *parts = json_root_array(req->env.arena);

    for (size_t i = 0; i < req->form.count; i++)
        if (text_starts(req->form.items[i].name, "part."))
            json_add_text(parts, req->form.items[i].name + strlen("part."));
    return parts;
}

/* Those named in section 3, and what they say of it. */
static bool put_members(struct request *req, const struct application_view *view, json_t *model,
                        struct error *err)
{
    struct memberships rows = {0};

    if (!action_memberships_of(&req->env, view, &rows, err))
        return false;
    put_memberships(req, &rows, json_put_array(model, "members"));
    json_put_text(
        model, "ask",
        arena_format(req->env.arena, "/applications/%s/members", view->application.key.text));
    return true;
}

struct reply page_team(struct request *req)
{
    struct application_facts about;
    struct team_facts facts = {.application = &about, .done = request_query(req, "done")};
    struct error err = {0};
    struct team_view view;
    struct key key;
    json_t *model;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_team_open(&req->env, &req->actor, key, &view, &err))
        return reply_error(req, &err);
    about = application_facts_of(req, &view.base, &view.base.attachments);
    facts.typed = ticked(req);
    for (size_t i = 0; i < view.rows.count; i++)
        *list_add(req->env.arena, &facts.rows) = (struct collaborator_facts){
            view.rows.items[i].key,        view.rows.items[i].name,
            view.rows.items[i].email,      view.rows.items[i].person_name,
            view.rows.items[i].sections,   view.rows.items[i].expires_at,
            view.rows.items[i].accepted_at};
    model = view_team(req->env.arena, &facts);
    if (!put_members(req, &view.base, model, &err))
        return reply_error(req, &err);
    return reply_page(req, "application/team.html", model);
}

struct reply page_team_invite(struct request *req)
{
    struct team_form form = {form_text(req, "email"), form_text(req, "name"), ticked(req)};
    struct error err = {0};
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_team_invite(&req->env, &req->actor, key, &form, &req->problems, &err))
        return reply_again(req, page_team, &err);
    return reply_redirect(req, "/applications/%s/team?done=invited", key.text);
}

/* Which of the buttons of a row. */
static bool change(struct request *req, const char *act, struct key key, struct key row,
                   struct error *err)
{
    if (strcmp(act, "parts") == 0)
        return action_team_parts(&req->env, &req->actor, key, row, ticked(req), &req->problems,
                                 err);
    if (strcmp(act, "again") == 0)
        return action_team_again(&req->env, &req->actor, key, row, err);
    if (strcmp(act, "end") == 0)
        return action_team_end(&req->env, &req->actor, key, row, err);
    problems_add(&req->problems, SEVERITY_ERROR, "act", "unknown-choice");
    return error_set(err, ERROR_INVALID, "form/invalid");
}

struct reply page_team_change(struct request *req)
{
    const char *act = form_text(req, "act");
    struct error err = {0};
    struct key key, row;

    if (!request_key(req, "key", &key) || !request_key(req, "row", &row))
        return reply_missing(req);
    if (!change(req, act, key, row, &err))
        return reply_again(req, page_team, &err);
    return reply_redirect(req, "/applications/%s/team?done=%s", key.text, act);
}

struct reply page_invitation(struct request *req)
{
    const char *token = request_param(req, "token");
    struct invitation_facts facts = {.token = token, .signed_in = actor_signed_in(&req->actor)};
    struct application_facts about;
    struct invitation_view view;
    struct error err = {0};

    if (!action_invitation_show(&req->env, &req->actor, token, &view, &err))
        return reply_error(req, &err);
    about = application_facts_of(req, &view.application, &view.application.attachments);
    facts.application = &about;
    facts.leader = view.leader;
    facts.name = view.row.name;
    facts.parts = view.row.sections;
    facts.expires_at = view.row.expires_at;
    if (view.refusal.kind != ERROR_NONE)
        facts.refusal = wording_error(req->env.arena, req->env.language, &view.refusal);
    return reply_page(req, "application/invitation.html", view_invitation(req->env.arena, &facts));
}

struct reply page_invitation_accept(struct request *req)
{
    struct error err = {0};
    struct key key;

    if (!action_invitation_accept(&req->env, &req->actor, request_param(req, "token"), &key, &err))
        return reply_error(req, &err);
    return reply_redirect(req, "/applications/%s/edit", key.text);
}

struct reply page_here(struct request *req)
{
    json_t *model = json_root(req->env.arena), *list = json_put_array(model, "here");
    struct writers writers = {.others = false};
    struct writer_list facts;
    struct error err = {0};
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_here(&req->env, &req->actor, key, form_text(req, "part"), &writers, &err))
        return reply_error(req, &err);
    facts = writer_facts_of(req->env.arena, &writers);
    view_writers(req->env.arena, req->env.language, &facts, list);
    if (!req->wants_json)
        return reply_redirect(req, "/applications/%s/edit", key.text);
    return reply_page(req, "application/team.html", model);
}
