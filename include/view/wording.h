/* wording.h: every sentence people read, from templates/i18n/LANGUAGE/NOUN.json.
 *
 * Each file is an object of objects or texts; keys are joined with dots and prefixed by the file's
 * name:
 * {"sign-in": {"title": "登录"}} in account.json is "account.sign-in.title".  Loaded once; then
 * read by all threads.
 */
#pragma once

#include "base/env.h"
#include "base/problems.h"

/* Loads all; BROKEN "wording/…". Called by templates_load. */
bool wordings_load(struct error *err);

/* The text, or the key itself when there is none (a promise test keeps that from happening). */
const char *wording(enum language language, const char *key);
bool wording_exists(enum language language, const char *key);

/* {{name}} replaced by values. */
char *wording_error(struct arena *arena, enum language language, const struct error *err);
char *wording_problem(struct arena *arena, enum language language, const struct problem *problem);
char *wording_fill(struct arena *arena, enum language language, const char *key,
                   const struct error_value *values, size_t count);

/* Calls back for every key of a language: for the promise that both have the same. */
void wordings_each(enum language language, void (*each)(void *, const char *key), void *context);
