/* link.c: one-time links. */

#include "action/link.h"

#include "action/account.h"
#include "action/address.h"
#include "action/guess.h"
#include "action/people.h"
#include "action/session.h"
#include "action/sign.h"
#include "action/tell.h"
#include "base/text.h"
#include "domain/role.h"
#include "store/account.h"
#include "store/audit.h"
#include "store/call.h"
#include "store/person.h"
#include "store/role.h"
#include "store/session.h"
#include "store/tx.h"
#include "world/world.h"

#define RANDOM_BYTES 32
#define HOUR         3600
#define DAY          (24 * HOUR)

static const int64_t lifetimes[] = {
    [TOKEN_VERIFY] = DAY, [TOKEN_RESET] = HOUR,       [TOKEN_INVITE] = 14 * DAY,
    [TOKEN_FIRST] = DAY,  [TOKEN_CONFIRM] = 14 * DAY, [TOKEN_ADDRESS] = DAY,
};

const char *action_link_hash(const struct env *env, const char *text)
{
    struct digest hash = digest_of(text, strlen(text));

    return digest_hex(env->arena, &hash);
}

const char *action_link_new(struct env *env, const char *place, const char **hash)
{
    uint8_t bytes[RANDOM_BYTES];
    const char *text;

    env->random(bytes, sizeof bytes);
    text = text_hex(env->arena, bytes, sizeof bytes);
    *hash = action_link_hash(env, text);
    return arena_format(env->arena, "%s/%s/%s", service_public_url(service_of(env)), place, text);
}

bool action_link_add(struct env *env, struct token *token, const char **url, struct error *err)
{
    const char *hash;

    *url = action_link_new(env, "link", &hash);
    token->expires_at = env->now + lifetimes[token->purpose];
    return store_token_add(env, token, hash, err);
}

/* ---- looking at one */

/* A link and whose account it opens; read anew inside the transaction that uses it. */
struct opened {
    struct token token;
    struct account account; /* of the address it was sent to; of whoever asked to add one */
    struct account other;   /* that has the address to be added; all zero when nobody has */
    enum link_needs needs;
};

static enum link_needs needs_of(const struct actor *actor, const struct opened *o)
{
    switch (o->token.purpose) {
    case TOKEN_VERIFY:
        return LINK_PASSWORD_OLD;
    case TOKEN_RESET:
    case TOKEN_FIRST:
        return LINK_PASSWORD_NEW;
    case TOKEN_INVITE:
    case TOKEN_CONFIRM:
        if (o->account.password == NULL)
            return LINK_PASSWORD_NEW;
        if (!actor_signed_in(actor))
            return LINK_SIGN_IN;
        return actor->person.value == o->account.person.value ? LINK_CONSENT : LINK_OTHER_PERSON;
    case TOKEN_ADDRESS:
    case TOKEN_SECOND:
    case TOKEN_OFFICE:
        if (!actor_signed_in(actor))
            return LINK_SIGN_IN;
        if (actor->person.value != o->account.person.value)
            return LINK_OTHER_PERSON;
        return o->other.person.value == 0 ? LINK_CONSENT : LINK_JOIN;
    }
    die("link: unknown purpose");
}

/* A link dies with its account, when its address goes to somebody else, and when the sign-up it
 * belongs to is overtaken. */
static bool still_good(const struct opened *o)
{
    const struct account *a = &o->account;

    if (a->disabled || o->token.purpose == TOKEN_SECOND || o->token.purpose == TOKEN_OFFICE)
        return false;
    if (o->token.purpose == TOKEN_VERIFY)
        return !a->verified || a->password == NULL;
    return a->person.value != 0 && a->person.value == o->token.person.value;
}

static bool look(struct env *env, const struct actor *actor, struct opened *o, struct error *err)
{
    if (!store_account_by_email(env, o->token.email, &o->account, err))
        return false;
    o->other = (struct account){.password = NULL};
    if (o->token.purpose == TOKEN_ADDRESS) {
        if (o->account.person.value != o->token.person.value)
            o->other = o->account;
        if (!store_account_of(env, o->token.person, &o->account, err))
            return false;
    }
    o->needs = needs_of(actor, o);
    return still_good(o) || error_set(err, ERROR_MISSING, "account/link");
}

static bool open_link(struct env *env, const struct actor *actor, const char *text,
                      struct opened *o, struct error *err)
{
    return store_token_peek(env, action_link_hash(env, text), &o->token, err) &&
           look(env, actor, o, err);
}

/* Inside the transaction: nobody else has it now, and it is still what it was. */
static bool take_link(struct env *env, const struct actor *actor, const char *text,
                      struct opened *o, struct error *err)
{
    enum link_needs before = o->needs;

    return store_token_take(env, action_link_hash(env, text), &o->token, err) &&
           look(env, actor, o, err) &&
           (o->needs == before || error_set(err, ERROR_MISSING, "account/link"));
}

/* The call a link speaks of, else the current one; NULL when there is none yet. */
static const struct call *call_of(struct env *env, const struct token *token)
{
    const struct call *call = NULL;
    struct error none = {0};

    return service_call(env, json_text(token->detail, "call"), &call, &none) ? call : NULL;
}

static bool asks_privacy(const struct opened *o, const struct call *call)
{
    return call != NULL && o->needs == LINK_PASSWORD_NEW &&
           (o->token.purpose == TOKEN_INVITE || o->token.purpose == TOKEN_CONFIRM);
}

bool action_link_show(struct env *env, const struct actor *actor, const char *text,
                      struct link_view *view, struct error *err)
{
    struct opened o;
    struct person person = {.name = ""};
    struct person_id shown;

    if (!open_link(env, actor, text, &o, err))
        return false;
    shown = o.needs == LINK_JOIN ? o.other.person : o.account.person;
    if (shown.value != 0 && !store_person_get(env, shown, &person, err))
        return false;
    *view = (struct link_view){
        .purpose = token_word(o.token.purpose),
        .needs = o.needs,
        .email = o.token.email,
        .name = person.name,
        .role = json_word(o.token.detail, "role"),
        .call = call_of(env, &o.token),
        .expires_at = o.token.expires_at,
    };
    view->asks_privacy = asks_privacy(&o, view->call);
    return true;
}

/* ---- using one */

static bool person_of(struct env *env, const struct opened *o, struct person_id *person,
                      struct error *err)
{
    const json_t *detail = o->token.detail;
    struct person_details details = {
        .name = json_word(detail, "name"),
        .language = language_of(json_text(detail, "language"), env->language),
    };

    *person = o->account.person;
    if (person->value != 0)
        return store_address_verify(env, *person, o->token.email, err);
    return store_person_add(env, &details, person, err) &&
           store_address_add(env, *person, o->token.email, true, err);
}

static bool audit(struct env *env, struct person_id id, enum audit_action action, struct error *err)
{
    struct actor actor = {.person = id};
    struct person person;

    return store_person_get(env, id, &person, err) &&
           store_audit(env, &actor, "person", action, person.key.text, err);
}

static bool make_account(struct env *env, const struct opened *o, struct person_id *person,
                         struct error *err)
{
    const json_t *detail = o->token.detail;

    return person_of(env, o, person, err) &&
           store_account_password(env, *person, json_text(detail, "password"), err) &&
           store_consent_add(env, *person, "privacy", json_word(detail, "privacy"), err) &&
           audit(env, *person, AUDIT_ACCOUNT_MADE, err) &&
           audit(env, *person, AUDIT_ACCOUNT_VERIFIED, err);
}

/* The password shows that whoever reads the mail is who signed up: else a stranger could sign up
 * with this address and let its owner open the account for him. */
static bool use_sign_up(struct env *env, const struct actor *actor, const char *text,
                        const struct link_form *form, struct opened *o, struct link_result *result,
                        struct error *err)
{
    struct tries tries = action_tries(env, o->token.email);
    struct person_id person = {0};
    bool weaker, done;

    if (!action_password_check(env, &tries, o->account.person,
                               json_text(o->token.detail, "password"), form->password, &weaker,
                               err))
        return false;
    done = tx_begin(env, err) && take_link(env, actor, text, o, err) &&
           make_account(env, o, &person, err) && store_session_end(env, actor->session, err) &&
           action_session_open(env, person, form->agent, false, &result->session, err) &&
           audit(env, person, AUDIT_SESSION_OPENED, err) && action_tries_done(env, &tries, err);
    return tx_end(env, done, err) && action_session_find(env, result->session, &result->actor, err);
}

/* What an invitation offers; nothing when it offers no role.  A role that the person got otherwise
 * in the meantime is no failure. */
static bool grant_offer(struct env *env, const struct opened *o, struct error *err)
{
    const json_t *detail = o->token.detail;
    struct call call = {.id = {0}};
    struct person_id by = {json_int(detail, "by", 0)}, person = o->account.person;
    struct error held = {0};
    enum role role;

    if (!role_of(json_word(detail, "role"), &role))
        return true;
    if (role_is_per_call(role) && !store_call_get(env, json_text(detail, "call"), &call, err))
        return false;
    if (!person_may_hold(env, person, role, err))
        return false;
    if (!store_role_grant(env, person, role, call.id, by, &held))
        return strcmp(held.code, "role/held") == 0 || error_set(err, held.kind, held.code);
    return audit(env, person, AUDIT_ROLE_GRANTED, err);
}

static bool tell_changed(struct env *env, const struct opened *o, struct error *err)
{
    return o->token.purpose != TOKEN_RESET ||
           tell_person(env, o->account.person, "password-changed", (struct call_id){0}, NULL, 0,
                       NULL, err);
}

static bool set_password(struct env *env, const struct opened *o, const char *phc,
                         const char *privacy, struct error *err)
{
    struct person_id person = o->account.person;

    return store_account_password(env, person, phc, err) &&
           store_address_verify(env, person, o->token.email, err) &&
           store_session_end_all(env, person, (struct session_id){0}, err) &&
           store_token_end(env, person, TOKEN_RESET, err) &&
           store_token_end(env, person, TOKEN_FIRST, err) &&
           store_token_end(env, person, TOKEN_SECOND, err) &&
           store_token_end(env, person, TOKEN_ADDRESS, err) &&
           (privacy == NULL || store_consent_add(env, person, "privacy", privacy, err)) &&
           audit(env, person, AUDIT_ACCOUNT_PASSWORD, err) && tell_changed(env, o, err);
}

static bool use_new_password(struct env *env, const struct actor *actor, const char *text,
                             const struct link_form *form, struct problems *problems,
                             struct opened *o, struct error *err)
{
    const struct call *call = call_of(env, &o->token);
    const char *phc, *version = asks_privacy(o, call) ? call->definition->privacy.version : NULL;
    bool done;

    account_check_password(problems, "password", form->password, o->token.email);
    if (version != NULL)
        account_check_privacy(problems, version, form->privacy, form->agrees);
    if (problems_errors(problems) > 0)
        return error_set(err, ERROR_INVALID, "form/invalid");
    if (!password_hash(env->world->passwords, env->arena, form->password, &phc, err))
        return false;
    done = tx_begin(env, err) && take_link(env, actor, text, o, err) &&
           set_password(env, o, phc, version, err) && grant_offer(env, o, err);
    return tx_end(env, done, err);
}

static bool take_offer(struct env *env, const struct actor *actor, const struct opened *o,
                       struct error *err)
{
    if (o->token.purpose == TOKEN_ADDRESS)
        return action_address_change(env, actor, o->token.email, err);
    return grant_offer(env, o, err) &&
           store_address_verify(env, actor->person, o->token.email, err);
}

/* More rights, another session (R21). */
static bool use_consent(struct env *env, const struct actor *actor, const char *text,
                        const struct link_form *form, struct opened *o, struct link_result *result,
                        struct error *err)
{
    bool done = tx_begin(env, err) && take_link(env, actor, text, o, err) &&
                take_offer(env, actor, o, err) && store_session_end(env, actor->session, err) &&
                action_session_open(env, actor->person, form->agent, false, &result->session, err);

    return tx_end(env, done, err) && action_session_find(env, result->session, &result->actor, err);
}

bool action_link_use(struct env *env, const struct actor *actor, const char *text,
                     const struct link_form *form, struct problems *problems,
                     struct link_result *result, struct error *err)
{
    struct opened o;

    if (!open_link(env, actor, text, &o, err))
        return false;
    *result = (struct link_result){.resets = o.token.purpose == TOKEN_RESET};
    switch (o.needs) {
    case LINK_PASSWORD_OLD:
        return use_sign_up(env, actor, text, form, &o, result, err);
    case LINK_PASSWORD_NEW:
        return use_new_password(env, actor, text, form, problems, &o, err);
    case LINK_SIGN_IN:
        return error_set(err, ERROR_SIGN_IN, "account/sign-in-first");
    case LINK_OTHER_PERSON:
        return error_set(err, ERROR_CONFLICT, "account/other-person");
    case LINK_CONSENT:
    case LINK_JOIN:
        return use_consent(env, actor, text, form, &o, result, err);
    }
    return false;
}
