/* guess.c: trying a password. */

#include "action/guess.h"

#include <arpa/inet.h>
#include "base/text.h"
#include "store/audit.h"
#include "store/guess.h"
#include "store/session.h"
#include "store/tx.h"
#include "world/world.h"

#define KNOWN_FOR    (90 * 86400) /* a network stays the person's own after a sign-in */
#define SUCCESS_PAYS 2            /* failures of others that a success takes off its network */

static const char *subject(const struct env *env, enum guess_kind kind, const char *text)
{
    struct digest mac = secret_mac(env->world->secret, "guess",
                                   arena_format(env->arena, "%s:%s", guess_word(kind), text));

    return arena_format(env->arena, "%s:%s", guess_word(kind), digest_hex(env->arena, &mac));
}

/* Whoever has one IPv6 address has its whole /64. */
static const char *network_of(const struct env *env)
{
    unsigned char address[16];

    if (inet_pton(AF_INET6, env->source, address) == 1)
        return text_hex(env->arena, address, 8);
    return env->source;
}

struct tries action_tries(const struct env *env, const char *email)
{
    const char *folded = text_lower(env->arena, email), *network = network_of(env);

    return (struct tries){
        .pair = subject(env, GUESS_PAIR, arena_format(env->arena, "%s %s", folded, network)),
        .network = subject(env, GUESS_NETWORK, network),
        .account = subject(env, GUESS_ACCOUNT, folded),
    };
}

static bool waits(struct env *env, const char *of, int64_t *wait, struct error *err)
{
    struct guess guess;

    if (!store_guess_get(env, of, &guess, err))
        return false;
    *wait = guess_wait(&guess, env->now);
    return true;
}

static bool not_waiting(struct env *env, const char *of, struct error *err)
{
    int64_t wait;

    if (!waits(env, of, &wait, err) || wait == 0)
        return err->kind == ERROR_NONE;
    error_set(err, ERROR_LIMITED, "account/limited");
    return error_number(err, "minutes", (wait + 59) / 60);
}

static bool count_failure(struct env *env, enum guess_kind kind, const char *of, struct error *err)
{
    struct guess guess;

    if (!store_guess_get(env, of, &guess, err))
        return false;
    guess = guess_failed(kind, &guess, env->now);
    return store_guess_put(env, of, &guess, err);
}

static bool forgive(struct env *env, enum guess_kind kind, const char *of, int64_t back,
                    struct error *err)
{
    struct guess guess;

    if (!store_guess_get(env, of, &guess, err))
        return false;
    if (guess.count == 0)
        return true;
    guess = guess_forgiven(kind, &guess, back);
    return store_guess_put(env, of, &guess, err);
}

static bool take(struct env *env, const struct tries *tries, struct person_id person,
                 struct error *err)
{
    bool known = false;
    bool done = tx_begin(env, err) && not_waiting(env, tries->pair, err) &&
                not_waiting(env, tries->network, err) &&
                store_session_known(env, person, env->now - KNOWN_FOR, &known, err) &&
                (known || not_waiting(env, tries->account, err)) &&
                count_failure(env, GUESS_PAIR, tries->pair, err);

    return tx_end(env, done, err);
}

static bool failed(struct env *env, const struct tries *tries, struct error *err)
{
    bool done = tx_begin(env, err) && count_failure(env, GUESS_NETWORK, tries->network, err) &&
                count_failure(env, GUESS_ACCOUNT, tries->account, err) &&
                store_audit(env, NULL, "anonymous", AUDIT_SESSION_REFUSED, tries->account, err);

    return tx_end(env, done, err) && error_set(err, ERROR_SIGN_IN, "account/wrong");
}

/* Nothing was evaluated, so nothing counts. */
static void give_back(struct env *env, const struct tries *tries)
{
    struct error err = {0};
    bool done = tx_begin(env, &err) && forgive(env, GUESS_PAIR, tries->pair, 1, &err);

    tx_end(env, done, &err);
}

bool action_password_check(struct env *env, const struct tries *tries, struct person_id person,
                           const char *phc, const char *password, bool *weaker, struct error *err)
{
    bool match;

    if (!take(env, tries, person, err))
        return false;
    if (!password_verify(env->world->passwords, phc, password, &match, weaker, err)) {
        give_back(env, tries);
        return false;
    }
    return match || failed(env, tries, err);
}

bool action_tries_done(struct env *env, const struct tries *tries, struct error *err)
{
    return store_guess_clear(env, tries->pair, err) &&
           forgive(env, GUESS_NETWORK, tries->network, SUCCESS_PAYS, err);
}

static const char *second_of(const struct env *env, struct person_id person)
{
    return subject(env, GUESS_SECOND, arena_format(env->arena, "%lld", (long long)person.value));
}

static bool code_not_waiting(struct env *env, const char *of, struct error *err)
{
    int64_t wait;

    if (!waits(env, of, &wait, err) || wait == 0)
        return err->kind == ERROR_NONE;
    error_set(err, ERROR_LIMITED, "account/limited-code");
    return error_number(err, "minutes", (wait + 59) / 60);
}

bool action_code_try(struct env *env, struct person_id person, struct error *err)
{
    const char *of = second_of(env, person);
    bool done = tx_begin(env, err) && code_not_waiting(env, of, err) &&
                count_failure(env, GUESS_SECOND, of, err);

    return tx_end(env, done, err);
}

bool action_code_done(struct env *env, struct person_id person, struct error *err)
{
    return store_guess_clear(env, second_of(env, person), err);
}

bool action_mail_allowed(struct env *env, const char *email, bool *allowed, struct error *err)
{
    const char *of = subject(env, GUESS_MAIL, text_lower(env->arena, email));
    struct guess guess;

    if (!store_guess_get(env, of, &guess, err))
        return false;
    *allowed = guess_wait(&guess, env->now) == 0;
    if (!*allowed)
        return true;
    guess = guess_failed(GUESS_MAIL, &guess, env->now);
    return store_guess_put(env, of, &guess, err);
}
