/* guess.h: how many wrong tries are answered, and how long the next one has to wait (R19).
 *
 * Counters, each with a row in one table: an account from one network, a network, an account
 * from everywhere, the mails one address may be sent, and the codes of a second step.  Some
 * failures are free; then each doubles the delay up to a limit.  An attack on an account never
 * shuts its owner out who comes from elsewhere: the counter that spans networks only ever asks for
 * a minute, and for nothing where the owner has signed in before.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* name, word, free failures, first delay, longest delay, forgotten after (seconds) */
#define GUESSES(X)                                                                                 \
    X(PAIR, "pair", 5, 60, 3600, 86400)                                                            \
    X(NETWORK, "network", 10, 60, 900, 3600)                                                       \
    X(ACCOUNT, "account", 50, 10, 60, 3600)                                                        \
    X(MAIL, "mail", 5, 600, 3600, 86400)                                                           \
    X(SECOND, "second", 5, 60, 900, 86400) /* codes, by who knows the password already */

#define GUESS_AS_ENUM(name, word, free, first, longest, forget) GUESS_##name,
enum guess_kind { GUESSES(GUESS_AS_ENUM) };
#undef GUESS_AS_ENUM

struct guess {
    int64_t count;   /* failures that count */
    int64_t last_at; /* the last of them */
    int64_t next_at; /* nothing is evaluated before */
};

const char *guess_word(enum guess_kind kind);

/* Seconds until a try is evaluated; 0: now. */
int64_t guess_wait(const struct guess *guess, int64_t now);

/* After one more failure. */
struct guess guess_failed(enum guess_kind kind, const struct guess *guess, int64_t now);

/* With `back` failures taken back, for a success seen from there or a try never evaluated. */
struct guess guess_forgiven(enum guess_kind kind, const struct guess *guess, int64_t back);
