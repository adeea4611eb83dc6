/* membership.c: members named in a team are told, and may confirm their data or object. */

#include "action/membership.h"

#include "action/link.h"
#include "action/tell.h"
#include "base/text.h"
#include "domain/team.h"
#include "store/audit.h"
#include "store/notice.h"
#include "store/person.h"
#include "store/tx.h"
#include "world/mailer.h"

#define LASTS     (14 * 24 * 3600) /* of a link (R24) */
#define SOON      (24 * 3600)
#define EVER_MOST 60 /* a leader is no sender of mail to strangers */

static const char *hash_of(struct env *env, const struct membership *row)
{
    const char *shown = arena_format(env->arena, "%s\n%s", row->name, row->institution);
    struct digest digest = digest_of(shown, strlen(shown));

    return digest_hex(env->arena, &digest);
}

bool membership_changed(struct env *env, const struct membership *row)
{
    return *row->said_of != '\0' && strcmp(row->said_of, hash_of(env, row)) != 0;
}

bool action_memberships_of(struct env *env, const struct application_view *view,
                           struct memberships *rows, struct error *err)
{
    return store_memberships_named(env, view->application.call, view->application.applicant, rows,
                                   err);
}

bool action_membership_objections(struct env *env, const struct application_view *view,
                                  struct memberships *rows, struct error *err)
{
    return policy_may(&view->standing, VERB_APPLICATION_OFFICE, err) &&
           store_membership_objections(env, view->application.id, rows, err);
}

/* ---- telling */

static bool tell_member(struct env *env, const struct application_view *view,
                        const struct membership *row, const char *leader, struct error *err)
{
    struct membership told = *row;
    json_t *detail = json_root(env->arena);
    const char *hash, *link = action_link_new(env, "memberships", &hash);

    told.key = key_new(env);
    told.expires_at = env->now + LASTS;
    json_put_text(detail, "leader", leader);
    json_put_text(detail, "member", row->name);
    json_put_text(detail, "institution", row->institution);
    json_put_text(detail, "link", link);
    json_put_text(detail, "until", text_time(env->arena, told.expires_at));
    return store_membership_tell(env, &told, hash, err) &&
           tell_address(env, row->email, "member-named", view, detail, err);
}

/* Is a letter due?  The leader who asks does so again for a changed row, or one that is silent. */
static bool is_due(struct env *env, const struct membership *row, bool asks)
{
    if (row->told_at == 0)
        return true;
    return asks && env->now >= row->told_at + SOON &&
           (*row->word == '\0' || membership_changed(env, row));
}

static bool is_named_before(const struct memberships *rows, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (strcmp(rows->items[i].email, rows->items[index].email) == 0)
            return true;
    return false;
}

static bool tell_all(struct env *env, const struct application_view *view, bool asks,
                     struct error *err)
{
    struct memberships rows = {0};
    struct person leader;
    int64_t ever;

    if (!action_memberships_of(env, view, &rows, err) ||
        !store_memberships_ever(env, view->application.call, view->application.applicant, &ever,
                                err) ||
        !store_person_get(env, view->application.applicant, &leader, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        const struct membership *row = &rows.items[i];

        if (row->own || !address_is_valid(row->email) || is_named_before(&rows, i) ||
            !is_due(env, row, asks) || (row->told_at == 0 && ever++ >= EVER_MOST))
            continue;
        if (!tell_member(env, view, row, leader.name, err))
            return false;
    }
    return true;
}

bool memberships_tell(struct env *env, const struct application_view *view, struct error *err)
{
    return tell_all(env, view, false, err);
}

bool action_memberships_ask(struct env *env, const struct actor *actor, struct key key,
                            struct error *err)
{
    struct application_view view;
    bool done = tx_begin(env, err) && action_application_open(env, actor, key, &view, err) &&
                policy_may(&view.standing, VERB_TEAM_INVITE, err) &&
                tell_all(env, &view, true, err) &&
                store_audit(env, actor, "applicant", AUDIT_MEMBERSHIP_ASKED, key.text, err);

    return tx_end(env, done, err);
}

/* ---- what they say */

bool action_membership_show(struct env *env, const char *link, struct membership *row,
                            struct error *err)
{
    return store_membership_by_link(env, action_link_hash(env, link), row, err);
}

bool action_memberships_mine(struct env *env, const struct actor *actor, const struct call *call,
                             struct memberships *rows, struct error *err)
{
    return store_memberships_mine(env, call->id, actor->person, rows, err);
}

static bool check_word(const struct membership_word *word, struct problems *problems,
                       struct error *err)
{
    if (strcmp(word->word, "confirmed") == 0 || strcmp(word->word, "objected") == 0)
        return true;
    problems_add(problems, SEVERITY_ERROR, "word", "unknown-choice");
    return error_set(err, ERROR_INVALID, "form/invalid");
}

static bool tell_leader(struct env *env, const struct membership *row, struct error *err)
{
    json_t *detail = json_root(env->arena);

    if (strcmp(row->word, "objected") != 0)
        return true;
    json_put_text(detail, "member", row->name);
    json_put_text(detail, "note", row->note);
    json_put_text(detail, "path", "/applications");
    return tell_person(env, row->leader, "member-objected", row->call, NULL, 0, detail, err);
}

static bool say(struct env *env, const struct actor *actor, struct membership *row,
                const struct membership_word *word, const char *hash, struct error *err)
{
    row->word = word->word;
    row->note = word->note;
    row->said_of = hash_of(env, row);
    return store_membership_say(env, row, hash, err) &&
           store_audit(env, actor, "member",
                       strcmp(word->word, "objected") == 0 ? AUDIT_MEMBERSHIP_OBJECTED
                                                           : AUDIT_MEMBERSHIP_CONFIRMED,
                       row->key.text, err) &&
           tell_leader(env, row, err);
}

bool action_membership_answer(struct env *env, const char *link, const struct membership_word *word,
                              struct problems *problems, struct error *err)
{
    const char *hash = action_link_hash(env, link);
    struct membership row;
    bool done;

    if (!check_word(word, problems, err))
        return false;
    done = tx_begin(env, err) && store_membership_by_link(env, hash, &row, err) &&
           say(env, NULL, &row, word, hash, err);
    return tx_end(env, done, err);
}

bool action_membership_say(struct env *env, const struct actor *actor, struct key key,
                           const struct membership_word *word, struct problems *problems,
                           struct error *err)
{
    struct membership row;
    bool done;

    if (!check_word(word, problems, err))
        return false;
    done = tx_begin(env, err) && store_membership_by_key(env, key, actor->person, &row, err) &&
           say(env, actor, &row, word, NULL, err);
    return tx_end(env, done, err);
}
