/* guess.h: how often somebody failed lately, as rows that survive a restart (R19). */
#pragma once

#include "base/env.h"
#include "base/error.h"
#include "domain/guess.h"

/* All zero for a subject that never failed. */
bool store_guess_get(struct env *env, const char *subject, struct guess *guess, struct error *err);

/* Inside a transaction. */
bool store_guess_put(struct env *env, const char *subject, const struct guess *guess,
                     struct error *err);
bool store_guess_clear(struct env *env, const char *subject, struct error *err);

/* Removes what nobody tried since `before`. */
bool store_guess_sweep(struct env *env, int64_t before, struct error *err);
