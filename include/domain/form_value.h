/* form_value.h: one answer of the form: from what was typed to its stored shape, and is it right.
 *
 * The room's own header: form_read, form_merge and form_check share it.
 */
#pragma once

#include "domain/form.h"

#define FORM_TEXT_BYTES 1000
#define FORM_LONG_BYTES (64 * 1024)
#define FORM_ROWS       200 /* of a table, whatever the definition says */

/* "SECTION.FIELD" and deeper, by joining with a dot. */
const char *form_path(struct arena *arena, const char *above, const char *key);

/* NULL, null, "", false, [] and {} are all the same: nothing answered. */
bool value_empty(const json_t *value);
bool value_same(const json_t *a, const json_t *b);

/* Typed text of any kind but TICK and TABLE in its stored shape.  NULL with a problem when it
 * holds control bytes or is beyond the byte cap: then nothing may be stored.  What is no money,
 * number, month or date is kept as typed, with a problem. */
json_t *value_read(struct problems *problems, const struct field *field, const char *path,
                   const char *typed);

/* Full-width ASCII and U+3000 as the plain characters. */
char *value_halved(struct arena *arena, const char *text);

bool value_number(const char *text, int64_t *hundredths); /* "6.5"; at most two decimals */
bool value_month(const char *text, int *year, int *month);
bool value_date(const char *text);

/* The code of what is wrong with a text of this kind, NULL when it may stay. */
const char *value_wrong(enum field_kind kind, const char *text);
