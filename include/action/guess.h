/* guess.h: trying a password: limits first, the hash outside any transaction, the outcome counted.
 *
 * A try is taken before it is evaluated, so that a thousand at once are no more than one after the
 * other.  Subjects are stored as keyed hashes.
 */
#pragma once

#include "action/service.h"

struct tries {
    const char *pair, *network, *account; /* subjects in the table of guesses */
};

/* Of an address from the env's source. */
struct tries action_tries(const struct env *env, const char *email);

/* Is `password` that of `phc`?  Works as long for a NULL hash, and then says no (R20).  `person`
 * 0: nobody's.  LIMITED "account/limited" with {{minutes}}; SIGN_IN "account/wrong"; BUSY. Makes
 * transactions of its own; after success the caller's counts it with action_tries_done. */
bool action_password_check(struct env *env, const struct tries *tries, struct person_id person,
                           const char *phc, const char *password, bool *weaker, struct error *err);

/* Inside the transaction of what the password opened. */
bool action_tries_done(struct env *env, const struct tries *tries, struct error *err);

/* Another try at a person's second step, taken before it is evaluated: a transaction of its own.
 * LIMITED "account/limited-code" with {{minutes}}. */
bool action_code_try(struct env *env, struct person_id person, struct error *err);
/* Inside the transaction of what the code opened. */
bool action_code_done(struct env *env, struct person_id person, struct error *err);

/* Inside a transaction: may another mail that nobody signed in asked for go to this address?
 * Counts it when it may. */
bool action_mail_allowed(struct env *env, const char *email, bool *allowed, struct error *err);
