/* invitation.c: accepting to help with an application, helping, and who writes what just now. */

#include "action/conflict.h"
#include "action/link.h"
#include "action/presence.h"
#include "action/team.h"
#include "action/tell.h"
#include "domain/team.h"
#include "store/audit.h"
#include "store/notice.h"
#include "store/person.h"
#include "store/tx.h"

/* ---- the link */

static bool leader_name(struct env *env, struct person_id leader, const char **name,
                        struct error *err)
{
    struct person person;

    if (!store_person_get(env, leader, &person, err))
        return false;
    *name = person.name;
    return true;
}

/* Who holds the link sees of the application what its leader wrote into the invitation. */
static bool open_link(struct env *env, const char *hash, struct invitation_view *view,
                      struct error *err)
{
    struct actor leader = {.local = false};

    *view = (struct invitation_view){.leader = ""};
    if (!store_collaborator_by_link(env, hash, &view->row, err))
        return false;
    leader.person = view->row.leader;
    return action_application_open(env, &leader, view->row.application_key, &view->application,
                                   err) &&
           leader_name(env, leader.person, &view->leader, err) &&
           policy_may(&view->application.standing, VERB_TEAM_INVITE, err) &&
           application_open_for_answers(&view->application.application, err);
}

/* Whoever reviews it cannot write it.  That somebody reviews it is told to that person only. */
static bool may_join(struct env *env, const struct actor *actor, const struct invitation_view *view,
                     struct error *err)
{
    struct standing standing = standing_in_call(actor, view->application.call, env->now);
    const json_t *given;
    bool reviews;

    standing.writable = view->application.standing.writable;
    if (actor->person.value == view->row.leader.value)
        return error_set(err, ERROR_CONFLICT, "team/own");
    if (!store_collaborator_given(env, view->row.application, actor->person, &given, err) ||
        !store_collaborator_reviews(env, view->row.application, actor->person, &reviews, err))
        return false;
    if (given != NULL)
        return error_set(err, ERROR_CONFLICT, "team/already");
    if (reviews)
        return error_set(err, ERROR_CONFLICT, "team/reviewer");
    return policy_may(&standing, VERB_TEAM_JOIN, err);
}

bool action_invitation_show(struct env *env, const struct actor *actor, const char *link,
                            struct invitation_view *view, struct error *err)
{
    if (!open_link(env, action_link_hash(env, link), view, err))
        return false;
    if (actor_signed_in(actor) && !may_join(env, actor, view, &view->refusal))
        return view->refusal.kind != ERROR_BROKEN || error_set(err, ERROR_BROKEN, "store/broken");
    return true;
}

/* Whoever wrote it is a member of it: what was submitted already must not reach them as reviewers.
 */
static bool seek_conflict(struct env *env, const struct actor *actor,
                          const struct invitation_view *view, struct error *err)
{
    const struct application *a = &view->application.application;
    struct actor leader = {.person = view->row.leader};
    struct version_view version;

    if (a->version == 0 || !actor_is(actor, ROLE_REVIEWER, a->call))
        return true;
    return action_application_version(env, &leader, a->key, 0, &version, err) &&
           conflicts_seek(env, &version, actor->person, err);
}

static bool tell_joined(struct env *env, const struct actor *actor,
                        const struct invitation_view *view, struct error *err)
{
    const struct application *a = &view->application.application;
    json_t *detail = json_root(env->arena);

    json_put_text(detail, "who", actor->name);
    json_put_text(detail, "address", view->row.email);
    json_put_text(detail, "number", a->number);
    json_put_text(detail, "title", a->title);
    json_put_text(detail, "path", arena_format(env->arena, "/applications/%s/team", a->key.text));
    return tell_person(env, view->row.leader, "team-joined", a->call, "application", a->id.value,
                       detail, err);
}

bool action_invitation_accept(struct env *env, const struct actor *actor, const char *link,
                              struct key *application, struct error *err)
{
    const char *hash = action_link_hash(env, link);
    struct invitation_view view = {.leader = ""};
    bool done = tx_begin(env, err) && open_link(env, hash, &view, err) &&
                may_join(env, actor, &view, err) &&
                store_collaborator_accept(env, hash, actor->person, err) &&
                seek_conflict(env, actor, &view, err) &&
                store_audit(env, actor, "collaborator", AUDIT_COLLABORATOR_JOINED,
                            view.row.key.text, err) &&
                tell_joined(env, actor, &view, err);

    *application = view.row.application_key;
    return tx_end(env, done, err);
}

/* ---- helping */

bool action_helping(struct env *env, const struct actor *actor, const struct call *call,
                    struct helping_views *views, struct error *err)
{
    struct helping_rows rows = {0};

    if (!store_helping(env, call->id, actor->person, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        struct helping_view *view = list_add(env->arena, views);

        view->parts = rows.items[i].sections;
        if (!action_application_open(env, actor, rows.items[i].application, &view->base, err) ||
            !leader_name(env, view->base.application.applicant, &view->leader, err))
            return false;
    }
    return true;
}

/* ---- who writes what just now */

static const char *name_of(const struct collaborators *rows, struct person_id person)
{
    for (size_t i = 0; i < rows->count; i++)
        if (rows->items[i].person.value == person.value)
            return rows->items[i].person_name;
    return NULL;
}

static bool may_see_writers(const struct application_view *view, struct error *err)
{
    struct standing standing = view->standing;

    standing.helper = view->given != NULL;
    return policy_may(&standing, VERB_TEAM_WRITERS, err);
}

/* Of those who may write it still: who was removed is gone at once. */
bool action_writers(struct env *env, const struct actor *actor, const struct application_view *view,
                    struct writers *writers, struct error *err)
{
    struct application_id id = view->application.id;
    struct present_list present = {0};
    struct collaborators rows = {0};
    struct error unseen = {0};

    if (!may_see_writers(view, &unseen))
        return true;
    presence_list(service_presence(service_of(env)), env->arena, id, env->now, &present);
    if (!store_collaborators(env, id, &rows, err))
        return false;
    writers->others = rows.count > 0;
    for (size_t i = 0; i < present.count; i++) {
        struct person_id who = present.items[i].person;
        const char *name = name_of(&rows, who);

        if (who.value == actor->person.value || *present.items[i].part == '\0')
            continue;
        if (who.value == view->application.applicant.value && !leader_name(env, who, &name, err))
            return false;
        if (name != NULL)
            *list_add(env->arena, writers) = (struct writer){
                name, arena_text(env->arena, present.items[i].part)};
    }
    return true;
}

bool action_here(struct env *env, const struct actor *actor, struct key key, const char *part,
                 struct writers *writers, struct error *err)
{
    struct application_view view;

    if (!action_application_open(env, actor, key, &view, err) || !may_see_writers(&view, err))
        return false;
    if (*part == '\0' || action_part_may(&view, part, err))
        presence_mark(service_presence(service_of(env)), view.application.id, actor->person, part,
                      env->now);
    return err->kind == ERROR_NONE && action_writers(env, actor, &view, writers, err);
}
