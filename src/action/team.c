/* team.c: who helps to write an application, as its leader rules it. */

#include "action/team.h"

#include "action/link.h"
#include "action/presence.h"
#include "action/tell.h"
#include "base/text.h"
#include "domain/team.h"
#include "store/account.h"
#include "store/audit.h"
#include "store/notice.h"
#include "store/person.h"
#include "store/tx.h"
#include "view/wording.h"
#include "world/mailer.h"

#define LASTS     (14 * 24 * 3600) /* of a link (R24) */
#define SOON      600              /* before another mail may be sent to an invited address */
#define LIVE_MOST 20
#define EVER_MOST 60 /* a leader is no sender of mail to strangers */

static bool open_as(struct env *env, const struct actor *actor, struct key key, enum verb verb,
                    struct team_view *view, struct error *err)
{
    *view = (struct team_view){.rows = {0}};
    return action_application_open(env, actor, key, &view->base, err) &&
           policy_may(&view->base.standing, verb, err) &&
           store_collaborators(env, view->base.application.id, &view->rows, err);
}

bool action_team_open(struct env *env, const struct actor *actor, struct key key,
                      struct team_view *view, struct error *err)
{
    return open_as(env, actor, key, VERB_TEAM_READ, view, err);
}

static bool open_to_invite(struct env *env, const struct actor *actor, struct key key,
                           struct team_view *view, struct error *err)
{
    return open_as(env, actor, key, VERB_TEAM_INVITE, view, err) &&
           application_open_for_answers(&view->base.application, err);
}

/* ---- mail */

static json_t *about(struct env *env, const struct application_view *view, const json_t *parts,
                     enum language language)
{
    const struct definition *d = view->call->definition;
    json_t *detail = json_root(env->arena), *list = json_put_array(detail, "parts");

    json_put_text(detail, "number", view->application.number);
    json_put_text(detail, "title",
                  *view->application.title != '\0' ? view->application.title
                                                   : wording(language, "application.untitled"));
    json_put_text(detail, "topic", view->topic->code);
    json_put_text(detail, "path",
                  arena_format(env->arena, "/applications/%s/edit", view->application.key.text));
    for (size_t i = 0; i < d->sections.count; i++)
        if (team_has(parts, d->sections.items[i].key))
            json_put_text(json_add_object(list), "text",
                          arena_format(env->arena, "%d %s", d->sections.items[i].number,
                                       words_in(&d->sections.items[i].title, language)));
    if (team_has(parts, TEAM_FILES))
        json_put_text(json_add_object(list), "text", wording(language, "team.files"));
    return detail;
}

/* To the invited address: nobody may belong to it, and nothing is asked about that. */
static bool tell_invited(struct env *env, const struct actor *actor,
                         const struct application_view *view, const struct collaborator *row,
                         const char *link, struct error *err)
{
    json_t *detail = about(env, view, row->sections, env->language);

    json_put_text(detail, "leader", actor->name);
    json_put_text(detail, "invited", row->name);
    json_put_text(detail, "link", link);
    json_put_text(detail, "until", text_time(env->arena, row->expires_at));
    return tell_address(env, row->email, "team-invited", view, detail, err);
}

static bool tell_team(struct env *env, struct person_id person, const char *event,
                      const struct application_view *view, const json_t *parts, const char *who,
                      struct error *err)
{
    const char *email, *tag;
    json_t *detail;

    if (!store_notice_address(env, person, &email, &tag, err))
        return false;
    detail = about(env, view, parts, language_of(tag, LANGUAGE_ZH));
    json_put_text(detail, "who", who);
    return tell_person(env, person, event, view->call->id, "application",
                       view->application.id.value, detail, err);
}

/* ---- inviting */

static bool is_own(struct env *env, const struct actor *actor, const char *email, bool *own,
                   struct error *err)
{
    struct address_rows rows = {0};

    *own = false;
    if (!store_addresses(env, actor->person, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        *own = *own || strcmp(text_lower(env->arena, rows.items[i].email), email) == 0;
    return true;
}

static bool check_parts(struct problems *problems, const json_t *parts, struct error *err)
{
    if (json_array_size(parts) == 0)
        problems_add(problems, SEVERITY_ERROR, "parts", "required");
    return problems_errors(problems) == 0 || error_set(err, ERROR_INVALID, "form/invalid");
}

static bool check_invitation(struct env *env, const struct actor *actor,
                             const struct team_view *view, const struct collaborator *row,
                             struct problems *problems, struct error *err)
{
    int64_t ever;
    bool own;

    if (!is_own(env, actor, row->email, &own, err) ||
        !store_collaborators_ever(env, row->application, &ever, err))
        return false;
    if (!address_is_valid(row->email))
        problems_add(problems, SEVERITY_ERROR, "email", "not-an-address");
    else if (own)
        problems_add(problems, SEVERITY_ERROR, "email", "own-address");
    for (size_t i = 0; i < view->rows.count; i++)
        if (strcmp(view->rows.items[i].email, row->email) == 0)
            problems_add(problems, SEVERITY_ERROR, "email", "invited-already");
    if (text_blank(row->name))
        problems_add(problems, SEVERITY_ERROR, "name", "required");
    if (!check_parts(problems, row->sections, err))
        return false;
    return (view->rows.count < LIVE_MOST && ever < EVER_MOST) ||
           error_set(err, ERROR_CONFLICT, "team/many");
}

bool action_team_invite(struct env *env, const struct actor *actor, struct key key,
                        const struct team_form *form, struct problems *problems, struct error *err)
{
    struct collaborator row = {.key = key_new(env),
                               .name = form->name,
                               .email = text_lower(env->arena, form->email),
                               .expires_at = env->now + LASTS};
    const char *hash, *link = action_link_new(env, "invitations", &hash);
    struct team_view view = {.rows = {0}};
    bool done = tx_begin(env, err) && open_to_invite(env, actor, key, &view, err);

    row.application = view.base.application.id;
    if (done)
        row.sections = team_parts(env->arena, view.base.call->definition, view.base.topic,
                                  form->parts);
    done = done && check_invitation(env, actor, &view, &row, problems, err) &&
           store_collaborator_add(env, &row, hash, err) &&
           store_audit(env, actor, "applicant", AUDIT_COLLABORATOR_INVITED, row.key.text, err) &&
           tell_invited(env, actor, &view.base, &row, link, err);
    return tx_end(env, done, err);
}

bool action_team_again(struct env *env, const struct actor *actor, struct key key, struct key which,
                       struct error *err)
{
    const char *hash, *link = action_link_new(env, "invitations", &hash);
    struct collaborator row;
    struct team_view view;
    bool done = tx_begin(env, err) && open_to_invite(env, actor, key, &view, err) &&
                store_collaborator_get(env, view.base.application.id, which, &row, err);

    if (done && row.person.value != 0)
        done = error_set(err, ERROR_CONFLICT, "team/joined");
    if (done && env->now < row.invited_at + SOON)
        done = error_set(err, ERROR_CONFLICT, "team/soon");
    row.expires_at = env->now + LASTS;
    done = done && store_collaborator_again(env, row.id, hash, row.expires_at, err) &&
           store_audit(env, actor, "applicant", AUDIT_COLLABORATOR_INVITED, which.text, err) &&
           tell_invited(env, actor, &view.base, &row, link, err);
    return tx_end(env, done, err);
}

/* ---- changing */

bool action_team_parts(struct env *env, const struct actor *actor, struct key key, struct key which,
                       const json_t *wanted, struct problems *problems, struct error *err)
{
    struct collaborator row;
    struct team_view view;
    const json_t *parts = NULL;
    bool done = tx_begin(env, err) && open_to_invite(env, actor, key, &view, err) &&
                store_collaborator_get(env, view.base.application.id, which, &row, err);

    if (done)
        parts = team_parts(env->arena, view.base.call->definition, view.base.topic, wanted);
    done = done && check_parts(problems, parts, err) &&
           store_collaborator_sections(env, row.id, parts, err) &&
           store_audit(env, actor, "applicant", AUDIT_COLLABORATOR_CHANGED, which.text, err) &&
           (row.person.value == 0 ||
            tell_team(env, row.person, "team-changed", &view.base, parts, actor->name, err));
    return tx_end(env, done, err);
}

bool action_team_end(struct env *env, const struct actor *actor, struct key key, struct key which,
                     struct error *err)
{
    struct collaborator row;
    struct team_view view;
    bool done = tx_begin(env, err) && open_as(env, actor, key, VERB_TEAM_REMOVE, &view, err) &&
                store_collaborator_get(env, view.base.application.id, which, &row, err) &&
                store_collaborator_end(env, row.id, err) &&
                store_audit(env, actor, "applicant", AUDIT_COLLABORATOR_ENDED, which.text, err) &&
                (row.person.value == 0 || tell_team(env, row.person, "team-ended", &view.base,
                                                    row.sections, actor->name, err));

    return tx_end(env, done, err);
}
