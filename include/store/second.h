/* second.h: the second step of signing in, as rows.  What changes a row runs inside a transaction.
 */
#pragma once

#include "base/env.h"
#include "base/error.h"
#include "domain/ids.h"

struct totp_row {
    bool there, enabled;
    struct key key;     /* what the secret is sealed for */
    const void *sealed; /* the secret, sealed */
    size_t length;
    int64_t step; /* of the last code taken */
};
bool store_totp_get(struct env *env, struct person_id person, struct totp_row *row,
                    struct error *err);
/* A secret to be confirmed; one in use stays. */
bool store_totp_offer(struct env *env, struct person_id person, struct key key, const void *sealed,
                      size_t length, struct error *err);
/* The code of a step is taken, and the secret is in use from then on; SIGN_IN "account/code" when
 * that code, or a later one, was taken before. */
bool store_totp_take(struct env *env, struct person_id person, int64_t step, struct error *err);

/* Hashes of codes on paper. */
bool store_recovery_add(struct env *env, struct person_id person, const char *hash,
                        struct error *err);
/* SIGN_IN "account/code" when there is none such. */
bool store_recovery_take(struct env *env, struct person_id person, const char *hash,
                         struct error *err);
bool store_recovery_left(struct env *env, struct person_id person, int64_t *left,
                         struct error *err);

/* No second step any more: secret and codes are gone. */
bool store_second_end(struct env *env, struct person_id person, struct error *err);
