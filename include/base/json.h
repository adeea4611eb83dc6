/* json.h: JSON values owned by an arena: reading foreign ones with care, building our own.
 *
 * A root made or parsed here is released with its arena; everything put inside belongs to the
 * root, so nothing is ever decref'd by hand and `json_t *` results are borrowed.  Building never
 * fails (out of memory dies); text that is not UTF-8 is stored with U+FFFD in place of bad
 * bytes.  JSON is for edges (models, imports, exports, frozen documents), not a domain type.
 */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/error.h"

/* Once per process, before threads and sandbox: seeds jansson's hash. */
void json_setup(void);

/* Parses a whole document; refuses duplicate keys, NUL and trailing bytes.  INVALID
 * "json/malformed" with values line and column. */
json_t *json_parse(struct arena *arena, const char *bytes, size_t length, struct error *err);

/* Hands a new reference to the arena. */
json_t *json_own(struct arena *arena, json_t *take);

/* Frees all values the arena owns, before it closes; no pointer into one may be used after. */
void json_drop(struct arena *arena);

json_t *json_root(struct arena *arena);       /* a new {} */
json_t *json_root_array(struct arena *arena); /* a new [] */

/* Put a member into an object; NULL text becomes null. */
void json_put(json_t *object, const char *key, json_t *take);
void json_put_text(json_t *object, const char *key, const char *text);
void json_put_int(json_t *object, const char *key, int64_t number);
void json_put_real(json_t *object, const char *key, double number);
void json_put_flag(json_t *object, const char *key, bool flag);
json_t *json_put_object(json_t *object, const char *key); /* the new member, borrowed */
json_t *json_put_array(json_t *object, const char *key);

/* Append to an array. */
void json_add(json_t *array, json_t *take);
void json_add_text(json_t *array, const char *text);
json_t *json_add_object(json_t *array);

/* Read a member; the fallbacks are for absent members and wrong types alike. */
const char *json_text(const json_t *object, const char *key); /* NULL */
const char *json_word(const json_t *object, const char *key); /* "" */
int64_t json_int(const json_t *object, const char *key, int64_t fallback);
bool json_flag(const json_t *object, const char *key);  /* false */
json_t *json_at(const json_t *object, const char *key); /* NULL */

/* Text of a value; compact. */
char *json_write(struct arena *arena, const json_t *value);

/* The canonical form of RFC 8785: members sorted by UTF-16 units, no white space, least escapes,
 * numbers as ECMAScript writes them; integers beyond 2^53 become what a double makes of them. */
char *json_canonical(struct arena *arena, const json_t *value);
