/* calculator.h: what the documents of grantd rank, assign and award have in common.
 *
 * A step of reading answers NULL, or the code of what is wrong: these, or one of the document's
 * own.
 */
#pragma once

#include "base/names.h"
#include "base/tape.h"
#include "base/text.h"

#define WRONG_FORMAT    "format"
#define WRONG_UNKNOWN   "unknown-id"
#define WRONG_DUPLICATE "duplicate"
#define WRONG_RANGE     "range"

/* The whole way from bytes to answer, one line; `bytes` is followed by a NUL and is written over.
 * False: the input is invalid, and the answer says why. */
typedef bool calculator(struct arena *arena, char *bytes, size_t length, struct buffer *out);

/* A string that is not empty; NULL is none. */
bool calculator_is_id(const struct tape *value);

/* An integer of these limits (within ±2^53).  `into` is untouched when it is none. */
const char *calculator_whole(const struct tape *value, int64_t least, int64_t most, int64_t *into);

/* The list of objects with unique ids under a key of the root; the ids become `names`. */
const char *calculator_rows(struct arena *arena, const struct tape *root, const char *key,
                            struct names *names, const struct tape **list);

/* Appends {"format": …, "status": "invalid", …} when something is wrong; whether nothing is. */
bool calculator_valid(struct buffer *out, const char *format, const char *wrong);
