/* people_local.c: accounts from the command line, which acts as the machine's owner (R26). */

#include "action/people.h"

#include "action/link.h"
#include "base/text.h"
#include "domain/role.h"
#include "store/account.h"
#include "store/audit.h"
#include "store/person.h"
#include "store/session.h"
#include "store/tx.h"
#include "world/mailer.h"

/* The role, and the call it is for (none when it serves all). */
static bool resolve(struct env *env, const struct account_local *account, enum role *role,
                    struct call_id *id, struct error *err)
{
    const struct call *call;

    *id = (struct call_id){0};
    if (!address_is_valid(account->email))
        return error_set(err, ERROR_INVALID, "account/address");
    if (!role_of(account->role, role))
        return error_set(err, ERROR_INVALID, "role/unknown");
    if (!role_is_per_call(*role))
        return true;
    if (!service_call(env, text_blank(account->call) ? NULL : account->call, &call, err))
        return false;
    *id = call->id;
    return true;
}

static bool find(struct env *env, const char *email, struct person *person, struct error *err)
{
    bool found;

    return store_person_by_email(env, email, person, &found, err) &&
           ((found && person->has_account) || error_set(err, ERROR_MISSING, "account/missing"));
}

static bool make(struct env *env, const struct account_local *account, struct person *person,
                 struct error *err)
{
    const char *local = arena_copy(env->arena, account->email, strcspn(account->email, "@"));
    struct person_details details = {.name = text_blank(account->name) ? local : account->name,
                                     .language = env->language};
    bool found;

    if (!store_person_by_email(env, account->email, person, &found, err))
        return false;
    if (found && person->has_account)
        return error_set(err, ERROR_CONFLICT, "account/exists");
    if (!found && (!store_person_add(env, &details, &person->id, err) ||
                   !store_address_add(env, person->id, account->email, false, err)))
        return false;
    return store_account_password(env, person->id, NULL, err) &&
           store_person_get(env, person->id, person, err) &&
           store_audit(env, NULL, "local", AUDIT_ACCOUNT_MADE, person->key.text, err);
}

static bool join(struct env *env, const struct person *person, enum role role, struct call_id call,
                 struct error *err)
{
    return person_may_hold(env, person->id, role, err) &&
           store_role_grant(env, person->id, role, call, (struct person_id){0}, err);
}

static bool change(struct env *env, const struct person *person, enum role role,
                   struct call_id call, bool gives, struct error *err)
{
    return (gives ? join(env, person, role, call, err)
                  : store_role_end(env, person->id, role, call, err)) &&
           (!role_is_staff(role) ||
            store_session_end_all(env, person->id, (struct session_id){0}, err)) &&
           store_audit(env, NULL, "local", gives ? AUDIT_ROLE_GRANTED : AUDIT_ROLE_ENDED,
                       arena_format(env->arena, "%s %s", person->key.text, role_word(role)), err);
}

/* The newest one is the one that counts. */
static bool first_link(struct env *env, const struct person *person, const char *email,
                       const char **link, struct error *err)
{
    struct token token = {.purpose = TOKEN_FIRST, .person = person->id, .email = email};

    return store_token_end(env, person->id, TOKEN_FIRST, err) &&
           action_link_add(env, &token, link, err);
}

bool action_account_add_local(struct env *env, const struct account_local *account,
                              const char **link, struct error *err)
{
    struct person person = {.name = ""};
    struct call_id call;
    enum role role;
    bool done;

    if (!resolve(env, account, &role, &call, err))
        return false;
    done = tx_begin(env, err) && make(env, account, &person, err) &&
           change(env, &person, role, call, true, err) &&
           first_link(env, &person, account->email, link, err);
    return tx_end(env, done, err);
}

bool action_account_role_local(struct env *env, const struct account_local *account, bool gives,
                               struct error *err)
{
    struct person person;
    struct call_id call;
    enum role role;
    bool done;

    if (!resolve(env, account, &role, &call, err))
        return false;
    done = tx_begin(env, err) && find(env, account->email, &person, err) &&
           change(env, &person, role, call, gives, err);
    return tx_end(env, done, err);
}

bool action_account_link_local(struct env *env, const char *email, const char **link,
                               struct error *err)
{
    struct person person;
    bool done = tx_begin(env, err) && find(env, email, &person, err) &&
                first_link(env, &person, email, link, err) &&
                store_audit(env, NULL, "local", AUDIT_ACCOUNT_RESET_ASKED, person.key.text, err);

    return tx_end(env, done, err);
}
