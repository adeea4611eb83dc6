/* office_code.c: a code the office gives by telephone to whom mail does not reach. */

#include "action/office_code.h"

#include "action/guess.h"
#include "action/link.h"
#include "action/tell.h"
#include "base/text.h"
#include "domain/policy.h"
#include "domain/role.h"
#include "store/account.h"
#include "store/audit.h"
#include "store/notice.h"
#include "store/person.h"
#include "store/role.h"
#include "store/tx.h"

#define LENGTH  8
#define SECONDS (10 * 60)

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static const char *new_code(struct env *env)
{
    uint8_t random[LENGTH];
    char code[LENGTH + 2];
    size_t at = 0;

    env->random(random, sizeof random);
    for (size_t i = 0; i < LENGTH; i++) {
        if (i == LENGTH / 2)
            code[at++] = '-';
        code[at++] = alphabet[random[i] % 32];
    }
    code[at] = '\0';
    return arena_text(env->arena, code);
}

/* As it was read out: without hyphen and blanks, O and I and L for the digits they look like. */
static const char *folded(struct env *env, const char *typed)
{
    struct buffer out = buffer_in(env->arena);

    for (; *typed != '\0'; typed++) {
        char c = *typed >= 'a' && *typed <= 'z' ? (char)(*typed - 'a' + 'A') : *typed;

        if (c == 'O')
            c = '0';
        if (c == 'I' || c == 'L')
            c = '1';
        if (c != '-' && c != ' ')
            buffer_byte(&out, c);
    }
    return buffer_get(&out);
}

static const char *hash_of(struct env *env, const char *email, const char *code)
{
    return action_link_hash(env, arena_format(env->arena, "office:%s:%s",
                                              text_lower(env->arena, email), folded(env, code)));
}

/* Nobody climbs: staff get their code from an administrator, and never from themselves. */
static bool may_give(struct env *env, const struct actor *actor, const struct call *call,
                     const struct person *person, struct error *err)
{
    struct standing standing = standing_in_call(actor, call, env->now);
    struct call_id id = call == NULL ? (struct call_id){0} : call->id;
    struct role_grants grants = {0};

    if (!policy_may(&standing, VERB_ROLE_GRANT, err) ||
        !store_role_of(env, person->id, &grants, err))
        return false;
    if (person->id.value == actor->person.value)
        return error_set(err, ERROR_CONFLICT, "account/self");
    for (size_t i = 0; i < grants.count; i++)
        if (role_is_staff(grants.items[i].role) && !actor_is(actor, ROLE_ADMINISTRATOR, id))
            return error_set(err, ERROR_DENIED, "role/not-yours");
    return person->has_account || error_set(err, ERROR_CONFLICT, "account/none");
}

bool action_office_code(struct env *env, const struct actor *actor, const struct call *call,
                        struct key key, const char **code, struct error *err)
{
    struct token token = {.purpose = TOKEN_OFFICE, .expires_at = env->now + SECONDS};
    struct person person;
    const char *tag;
    bool done = tx_begin(env, err) && store_person_by_key(env, key, &person, err) &&
                may_give(env, actor, call, &person, err) &&
                store_notice_address(env, person.id, &token.email, &tag, err);

    if (done && token.email == NULL)
        done = error_set(err, ERROR_CONFLICT, "account/none");
    token.person = person.id;
    *code = new_code(env);
    done = done && store_token_end(env, person.id, TOKEN_OFFICE, err) &&
           store_token_add(env, &token, hash_of(env, token.email, *code), err) &&
           store_audit(env, actor,
                       actor_is(actor, ROLE_SECRETARY, call->id) ? "secretary" : "administrator",
                       AUDIT_CODE_GIVEN, key.text, err) &&
           tell_person(env, person.id, "code-given", call->id, NULL, 0, json_root(env->arena), err);
    return tx_end(env, done, err);
}

static bool wrong(struct error *err)
{
    return error_set(err, ERROR_SIGN_IN, "account/wrong-code");
}

bool action_office_code_use(struct env *env, const char *email, const char *code, const char **url,
                            struct error *err)
{
    struct token token, reset = {.purpose = TOKEN_RESET};
    struct error unknown = {0};
    struct person person;
    bool found, done;

    if (!store_person_by_email(env, email, &person, &found, err))
        return false;
    if (!found)
        return wrong(err);
    if (!action_code_try(env, person.id, err))
        return false;
    done = tx_begin(env, err);
    if (done && !store_token_take(env, hash_of(env, email, code), &token, &unknown))
        done = wrong(err);
    reset.person = person.id;
    reset.email = email;
    done = done && (token.purpose == TOKEN_OFFICE || wrong(err)) &&
           action_code_done(env, person.id, err) && action_link_add(env, &reset, url, err) &&
           store_audit(env, &(struct actor){.person = person.id}, "applicant", AUDIT_CODE_USED,
                       person.key.text, err);
    return tx_end(env, done, err);
}
