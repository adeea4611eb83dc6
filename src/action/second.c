/* second.c: the second step of signing in. */

#include "action/second.h"

#include "action/guess.h"
#include "action/link.h"
#include "action/session.h"
#include "action/sign.h"
#include "action/tell.h"
#include "base/text.h"
#include "store/account.h"
#include "store/audit.h"
#include "store/person.h"
#include "store/second.h"
#include "store/tx.h"
#include "world/totp.h"
#include "world/world.h"

#define TICKET_SECONDS 300
#define ISSUER         "grantd"

/* ---- codes */

static const char *context_of(const struct env *env, struct key key)
{
    return arena_format(env->arena, "totp:%s", key.text);
}

static const char *secret_of(struct env *env, const struct totp_row *row)
{
    return row->there ? cipher_unseal(env->world->cipher, env->arena, context_of(env, row->key),
                                      row->sealed, row->length)
                      : NULL;
}

static const char *paper_hash(struct env *env, struct key code)
{
    const char *text = arena_format(env->arena, "recovery:%s", code.text);
    struct digest digest = digest_of(text, strlen(text));

    return digest_hex(env->arena, &digest);
}

/* A code as typed, found outside of any transaction: a step of the authenticator's, or one on
 * paper. */
struct found {
    int64_t step;      /* 0: on paper */
    const char *paper; /* hash */
};

static const char *without_marks(struct arena *arena, const char *code)
{
    struct buffer out = buffer_in(arena);

    for (; *code != '\0'; code++)
        if (*code != ' ' && *code != '-')
            buffer_byte(&out, *code);
    return buffer_get(&out);
}

static bool find_code(struct env *env, const struct totp_row *row, const char *typed,
                      struct found *found, struct error *err)
{
    const char *code = without_marks(env->arena, typed), *secret = secret_of(env, row);
    uint8_t bytes[TOTP_SECRET];
    struct key paper;

    *found = (struct found){.step = 0};
    if (secret != NULL && totp_unbase32(secret, bytes) &&
        totp_matches(bytes, env->now, row->step, code, &found->step))
        return true;
    if (!row->enabled || !key_parse(code, &paper))
        return error_set(err, ERROR_SIGN_IN, "account/code");
    found->paper = paper_hash(env, paper);
    return true;
}

/* Inside the transaction of what it opens. */
static bool take_code(struct env *env, struct person_id person, const struct found *found,
                      struct error *err)
{
    return (found->paper == NULL ? store_totp_take(env, person, found->step, err)
                                 : store_recovery_take(env, person, found->paper, err)) &&
           action_code_done(env, person, err);
}

/* ---- having it or not */

/* RFC 3986: all but the unreserved characters. */
static const char *escaped(struct arena *arena, const char *text)
{
    struct buffer out = buffer_in(arena);

    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        bool plain = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
                     strchr("-._~@", c) != NULL;

        buffer_format(&out, plain ? "%c" : "%%%02X", c);
    }
    return buffer_get(&out);
}

bool action_second(struct env *env, const struct actor *actor, struct second_view *view,
                   struct error *err)
{
    struct totp_row row;

    *view = (struct second_view){.enabled = false};
    if (!store_totp_get(env, actor->person, &row, err) ||
        !store_recovery_left(env, actor->person, &view->left, err))
        return false;
    view->enabled = row.enabled;
    view->secret = row.enabled ? NULL : secret_of(env, &row);
    if (view->secret != NULL)
        view->uri = arena_format(env->arena,
                                 "otpauth://totp/" ISSUER ":%s?secret=%s&issuer=" ISSUER,
                                 escaped(env->arena, actor->email), view->secret);
    return true;
}

static bool password_again(struct env *env, const struct actor *actor, const char *password,
                           struct tries *tries, struct error *err)
{
    struct account account;
    bool weaker;

    *tries = action_tries(env, actor->email);
    return store_account_of(env, actor->person, &account, err) &&
           action_password_check(env, tries, actor->person, account.password, password, &weaker,
                                 err);
}

bool action_second_offer(struct env *env, const struct actor *actor, const char *password,
                         struct error *err)
{
    uint8_t secret[TOTP_SECRET];
    struct key key = key_new(env);
    struct totp_row row;
    struct tries tries;
    const void *sealed;
    size_t length;
    bool done;

    if (!store_totp_get(env, actor->person, &row, err) ||
        (row.enabled && !error_set(err, ERROR_CONFLICT, "account/second-on")) ||
        !password_again(env, actor, password, &tries, err))
        return false;
    env->random(secret, sizeof secret);
    sealed = cipher_seal(env->world->cipher, env->arena, context_of(env, key),
                         totp_base32(env->arena, secret, sizeof secret), &length);
    done = tx_begin(env, err) && store_totp_offer(env, actor->person, key, sealed, length, err) &&
           action_tries_done(env, &tries, err);
    return tx_end(env, done, err);
}

static bool tell_changed(struct env *env, struct person_id person, struct error *err)
{
    return tell_person(env, person, "second-changed", (struct call_id){0}, NULL, 0, NULL, err);
}

static bool enable(struct env *env, const struct actor *actor, const struct found *found,
                   const char *const hashes[SECOND_PAPER], struct error *err)
{
    if (!take_code(env, actor->person, found, err))
        return false;
    for (size_t i = 0; i < SECOND_PAPER; i++)
        if (!store_recovery_add(env, actor->person, hashes[i], err))
            return false;
    return store_session_end_all(env, actor->person, actor->session, err) &&
           store_audit(env, actor, "person", AUDIT_ACCOUNT_SECOND_ON, actor->key.text, err) &&
           tell_changed(env, actor->person, err);
}

/* "k3v9-x2m7-q4tz-8w5n" */
static const char *grouped(struct arena *arena, struct key code)
{
    return arena_format(arena, "%.4s-%.4s-%.4s-%.4s", code.text, code.text + 4, code.text + 8,
                        code.text + 12);
}

bool action_second_enable(struct env *env, const struct actor *actor, const char *code,
                          const char *paper[SECOND_PAPER], struct error *err)
{
    const char *hashes[SECOND_PAPER];
    struct totp_row row;
    struct found found;
    bool done;

    if (!store_totp_get(env, actor->person, &row, err) ||
        ((!row.there || row.enabled) &&
         !error_set(err, ERROR_CONFLICT,
                    row.there ? "account/second-on" : "account/second-none")) ||
        !action_code_try(env, actor->person, err) || !find_code(env, &row, code, &found, err))
        return false;
    for (size_t i = 0; i < SECOND_PAPER; i++) {
        struct key fresh = key_new(env);

        paper[i] = grouped(env->arena, fresh);
        hashes[i] = paper_hash(env, fresh);
    }
    done = tx_begin(env, err) && enable(env, actor, &found, hashes, err);
    return tx_end(env, done, err);
}

bool action_second_disable(struct env *env, const struct actor *actor, const char *password,
                           const char *code, struct error *err)
{
    struct totp_row row;
    struct tries tries;
    struct found found;
    bool done;

    if (!store_totp_get(env, actor->person, &row, err) ||
        (!row.enabled && !error_set(err, ERROR_CONFLICT, "account/second-none")) ||
        !password_again(env, actor, password, &tries, err) ||
        !action_code_try(env, actor->person, err) || !find_code(env, &row, code, &found, err))
        return false;
    done = tx_begin(env, err) && take_code(env, actor->person, &found, err) &&
           store_second_end(env, actor->person, err) && action_tries_done(env, &tries, err) &&
           store_audit(env, actor, "person", AUDIT_ACCOUNT_SECOND_OFF, actor->key.text, err) &&
           tell_changed(env, actor->person, err);
    return tx_end(env, done, err);
}

bool action_second_end_local(struct env *env, const char *email, struct error *err)
{
    struct person person;
    bool found,
        done = tx_begin(env, err) && store_person_by_email(env, email, &person, &found, err) &&
               (found || error_set(err, ERROR_MISSING, "account/missing")) &&
               store_second_end(env, person.id, err) &&
               store_audit(env, NULL, "local", AUDIT_ACCOUNT_SECOND_OFF, person.key.text, err) &&
               tell_changed(env, person.id, err);

    return tx_end(env, done, err);
}

/* ---- signing in */

bool action_second_ticket(struct env *env, struct person_id person, const char *email, bool stays,
                          const char **ticket, struct error *err)
{
    json_t *detail = json_root(env->arena);
    struct token token = {.purpose = TOKEN_SECOND,
                          .person = person,
                          .email = email,
                          .detail = detail,
                          .expires_at = env->now + TICKET_SECONDS};
    uint8_t bytes[32];

    json_put_flag(detail, "stays", stays);
    env->random(bytes, sizeof bytes);
    *ticket = text_hex(env->arena, bytes, sizeof bytes);
    return store_token_add(env, &token, action_link_hash(env, *ticket), err);
}

static bool peek(struct env *env, const char *ticket, struct token *token, struct error *err)
{
    struct error late = {0};

    if (store_token_peek(env, action_link_hash(env, ticket), token, &late) &&
        token->purpose == TOKEN_SECOND)
        return true;
    return error_set(err, ERROR_SIGN_IN, "account/second-late");
}

/* Since the password was right the account may have been disabled, or its password changed, which
 * makes tickets useless. */
static bool still_welcome(struct env *env, struct person_id person, struct error *err)
{
    struct account account;

    return store_account_of(env, person, &account, err) &&
           ((account.password != NULL && !account.disabled) ||
            error_set(err, ERROR_SIGN_IN, "account/second-late"));
}

static bool open_session(struct env *env, const struct actor *before, const struct token *ticket,
                         const struct second_form *form, const char **token, bool *stays,
                         struct error *err)
{
    struct tries tries = action_tries(env, ticket->email);
    struct actor actor = {.person = ticket->person};
    struct token taken;

    *stays = json_flag(ticket->detail, "stays");
    return store_token_take(env, action_link_hash(env, form->ticket), &taken, err) &&
           still_welcome(env, ticket->person, err) &&
           store_session_end(env, before->session, err) &&
           action_session_open(env, ticket->person, form->agent, *stays, token, err) &&
           store_audit(env, &actor, "person", AUDIT_SESSION_OPENED, "", err) &&
           action_tries_done(env, &tries, err);
}

static bool refused(struct env *env, const struct token *ticket, struct error *err)
{
    struct error mine = {0};
    bool done = err->kind == ERROR_SIGN_IN && tx_begin(env, &mine) &&
                store_audit(env, NULL, "anonymous", AUDIT_SESSION_REFUSED,
                            action_tries(env, ticket->email).account, &mine);

    if (err->kind == ERROR_SIGN_IN)
        tx_end(env, done, &mine);
    return false;
}

bool action_second_sign_in(struct env *env, const struct actor *before,
                           const struct second_form *form, struct actor *after, const char **token,
                           bool *stays, struct error *err)
{
    struct token ticket;
    struct totp_row row;
    struct found found;
    bool done;

    if (!peek(env, form->ticket, &ticket, err) || !store_totp_get(env, ticket.person, &row, err) ||
        (!row.enabled && !error_set(err, ERROR_SIGN_IN, "account/second-late")) ||
        !action_code_try(env, ticket.person, err))
        return false;
    if (!find_code(env, &row, form->code, &found, err))
        return refused(env, &ticket, err);
    done = tx_begin(env, err) && take_code(env, ticket.person, &found, err) &&
           open_session(env, before, &ticket, form, token, stays, err);
    return (tx_end(env, done, err) && action_session_find(env, *token, after, err)) ||
           refused(env, &ticket, err);
}
