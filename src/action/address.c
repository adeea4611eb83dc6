/* address.c: the mail addresses of somebody who has an account. */

#include "action/address.h"

#include "action/account_join.h"
#include "action/guess.h"
#include "action/link.h"
#include "base/text.h"
#include "store/account.h"
#include "store/audit.h"
#include "store/notice.h"
#include "store/tx.h"
#include "world/mailer.h"

bool action_addresses(struct env *env, const struct actor *actor, struct address_rows *rows,
                      struct error *err)
{
    return store_addresses(env, actor->person, rows, err);
}

/* To exactly this address, whether or not it is the one that is written to. */
static bool tell(struct env *env, const struct actor *actor, const char *event, const char *email,
                 const char *name, const char *value, struct error *err)
{
    json_t *detail = json_root(env->arena);
    struct notice_new notice = {.event = event,
                                .person = actor->person,
                                .email = email,
                                .language = actor->language,
                                .detail = detail};

    json_put_text(detail, name, value);
    return store_notice_add(env, &notice, err);
}

static bool send_link(struct env *env, const struct actor *actor, const char *email,
                      struct error *err)
{
    struct token token = {.purpose = TOKEN_ADDRESS, .person = actor->person, .email = email};
    const char *link;
    bool allowed;

    return action_mail_allowed(env, email, &allowed, err) &&
           (!allowed || (store_token_end(env, actor->person, TOKEN_ADDRESS, err) &&
                         action_link_add(env, &token, &link, err) &&
                         tell(env, actor, "address-verify", email, "link", link, err)));
}

bool action_address_ask(struct env *env, const struct actor *actor, const char *email,
                        const char *password, struct problems *problems, struct error *err)
{
    struct tries tries = action_tries(env, actor->email);
    struct account account;
    bool weaker, done;

    if (!address_is_valid(email)) {
        problems_add(problems, SEVERITY_ERROR, "email", "not-an-address");
        return error_set(err, ERROR_INVALID, "form/invalid");
    }
    if (!store_account_of(env, actor->person, &account, err) ||
        !action_password_check(env, &tries, actor->person, account.password, password, &weaker,
                               err))
        return false;
    done = tx_begin(env, err) && send_link(env, actor, email, err) &&
           action_tries_done(env, &tries, err);
    return tx_end(env, done, err);
}

/* Added; verified when it was there already; another account's comes with that account. */
static bool hold(struct env *env, const struct actor *actor, const char *email, struct error *err)
{
    struct account owner;

    if (!store_account_by_email(env, email, &owner, err))
        return false;
    if (owner.person.value == 0)
        return store_address_add(env, actor->person, email, true, err);
    if (owner.person.value != actor->person.value)
        return action_account_join(env, actor, &owner, err);
    return store_address_verify(env, actor->person, email, err);
}

bool action_address_change(struct env *env, const struct actor *actor, const char *email,
                           struct error *err)
{
    bool same = strcmp(text_lower(env->arena, email), text_lower(env->arena, actor->email)) == 0;

    return hold(env, actor, email, err) && store_address_primary(env, actor->person, email, err) &&
           store_audit(env, actor, "person", AUDIT_PERSON_ADDRESS, actor->key.text, err) &&
           (same || tell(env, actor, "address-changed", actor->email, "address", email, err));
}

bool action_address_remove(struct env *env, const struct actor *actor, const char *email,
                           struct error *err)
{
    bool done = tx_begin(env, err) && store_address_remove(env, actor->person, email, err) &&
                store_audit(env, actor, "person", AUDIT_PERSON_ADDRESS, actor->key.text, err) &&
                tell(env, actor, "address-removed", email, "address", email, err);

    return tx_end(env, done, err);
}
