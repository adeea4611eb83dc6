/* sign.c: signing in and out. */

#include "action/sign.h"

#include "action/guess.h"
#include "action/second.h"
#include "action/session.h"
#include "base/text.h"
#include "store/account.h"
#include "store/audit.h"
#include "store/second.h"
#include "store/session.h"
#include "store/tx.h"
#include "world/world.h"

#define TOKEN_BYTES 32

bool action_session_open(struct env *env, struct person_id person, const char *agent, bool stays,
                         const char **token, struct error *err)
{
    uint8_t bytes[TOKEN_BYTES];
    struct digest hash;

    env->random(bytes, sizeof bytes);
    *token = text_hex(env->arena, bytes, sizeof bytes);
    hash = digest_of(*token, strlen(*token));
    return store_session_add(env, person, digest_hex(env->arena, &hash), agent, stays, err);
}

/* Between the check of the password and now somebody may have changed or disabled it. */
static bool unchanged(struct env *env, const struct account *checked, struct error *err)
{
    struct account now;

    if (!store_account_of(env, checked->person, &now, err))
        return false;
    return (!now.disabled && text_equal(now.password, checked->password)) ||
           error_set(err, ERROR_SIGN_IN, "account/wrong");
}

static bool open_session(struct env *env, const struct actor *before, const struct account *account,
                         const struct sign_in *form, const char **token, struct error *err)
{
    struct actor actor = {.person = account->person};

    return store_session_end(env, before->session, err) &&
           action_session_open(env, account->person, form->agent, form->stays, token, err) &&
           store_audit(env, &actor, "person", AUDIT_SESSION_OPENED, "", err);
}

/* A hash of yesterday's strength becomes one of today's; it can wait when hashing is busy. */
static const char *stronger(struct env *env, bool weaker, const char *password)
{
    struct error ignored = {0};
    const char *phc = NULL;

    if (!weaker || !password_hash(env->world->passwords, env->arena, password, &phc, &ignored))
        return NULL;
    return phc;
}

/* The password opens nothing yet; its tries are forgiven when the code is right as well. */
static bool ask_second(struct env *env, const struct account *account, const struct sign_in *form,
                       const char **ticket, struct error *err)
{
    bool done = tx_begin(env, err) && unchanged(env, account, err) &&
                action_second_ticket(env, account->person, form->email, form->stays, ticket, err);

    return tx_end(env, done, err) && error_set(err, ERROR_SIGN_IN, "account/second");
}

static bool sign_in(struct env *env, const struct actor *before, const struct sign_in *form,
                    const struct account *account, const struct tries *tries, bool weaker,
                    const char **token, struct error *err)
{
    const char *phc = stronger(env, weaker, form->password);
    bool done = tx_begin(env, err) && unchanged(env, account, err) &&
                (phc == NULL || store_account_password(env, account->person, phc, err)) &&
                open_session(env, before, account, form, token, err) &&
                action_tries_done(env, tries, err);

    return tx_end(env, done, err);
}

bool action_sign_in(struct env *env, const struct actor *before, const struct sign_in *form,
                    struct actor *after, const char **token, struct error *err)
{
    struct tries tries = action_tries(env, form->email);
    struct account account;
    struct totp_row second;
    bool weaker;

    if (!store_account_by_email(env, form->email, &account, err) ||
        !action_password_check(env, &tries, account.person,
                               account.verified ? account.password : NULL, form->password, &weaker,
                               err) ||
        !store_totp_get(env, account.person, &second, err))
        return false;
    if (account.disabled)
        return error_set(err, ERROR_DENIED, "account/disabled");
    if (second.enabled)
        return ask_second(env, &account, form, token, err);
    return sign_in(env, before, form, &account, &tries, weaker, token, err) &&
           action_session_find(env, *token, after, err);
}

bool action_sign_out(struct env *env, const struct actor *actor, struct error *err)
{
    bool done = tx_begin(env, err) && store_session_end(env, actor->session, err) &&
                store_audit(env, actor, "person", AUDIT_SESSION_ENDED, actor->key.text, err);

    return tx_end(env, done, err);
}
