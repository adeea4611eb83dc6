/* account_join.c: two accounts of one human being become one. */

#include "action/account_join.h"

#include "action/people.h"
#include "action/tell.h"
#include "base/text.h"
#include "store/audit.h"
#include "store/person.h"
#include "store/role.h"
#include "store/same.h"
#include "store/second.h"

static bool refuse_second(struct env *env, const struct account *other, struct error *err)
{
    struct totp_row row;

    if (!store_totp_get(env, other->person, &row, err))
        return false;
    return !row.enabled || error_set(err, ERROR_CONFLICT, "account/join-second");
}

/* Each role may be held beside all of the other's: an auditor stays nothing else. */
static bool refuse_roles(struct env *env, const struct actor *actor, const struct account *other,
                         struct error *err)
{
    struct role_grants grants = {0};

    if (!store_role_of(env, other->person, &grants, err))
        return false;
    for (size_t i = 0; i < grants.count; i++)
        if (!person_may_hold(env, actor->person, grants.items[i].role, err))
            return false;
    return true;
}

static bool tell_other(struct env *env, const struct actor *actor, const struct account *other,
                       struct error *err)
{
    json_t *detail = json_root(env->arena);

    json_put_text(detail, "address", actor->email);
    return tell_person(env, other->person, "account-joined", (struct call_id){0}, NULL, 0, detail,
                       err);
}

bool action_account_join(struct env *env, const struct actor *actor, const struct account *other,
                         struct error *err)
{
    struct person from;

    if (other->disabled)
        return error_set(err, ERROR_CONFLICT, "account/join-disabled");
    return store_person_get(env, other->person, &from, err) && refuse_second(env, other, err) &&
           refuse_roles(env, actor, other, err) && tell_other(env, actor, other, err) &&
           store_person_join(env, other->person, actor->person, err) &&
           store_audit(env, actor, "person", AUDIT_PERSON_JOINED,
                       arena_format(env->arena, "%s %s", actor->key.text, from.key.text), err);
}
