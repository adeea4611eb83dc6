/* tape.h: a large JSON document read into one flat array of nodes, for calculators.
 *
 * json.h builds an object per value, which half a million rows do not afford.  Here a value is 16
 * bytes and its members follow it:  {"a": [1, 2]}  is  OBJECT STRING ARRAY INTEGER INTEGER.
 * Strictly RFC 8259, with the latitude of Python's reader, which is the other reader of these
 * documents: of equal keys the last counts, an escaped NUL or lone surrogate is text like any
 * other (the latter held as three bytes), white space is only its four characters.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"

enum tape_kind {
    TAPE_NULL,
    TAPE_FALSE,
    TAPE_TRUE,
    TAPE_INTEGER, /* written without point and exponent, of any size */
    TAPE_REAL,
    TAPE_STRING,
    TAPE_ARRAY,
    TAPE_OBJECT /* its items are key, value, key, value … */
};

struct tape {
    unsigned kind : 3;    /* enum tape_kind */
    unsigned length : 29; /* bytes of a string, items of an array, members of an object */
    uint32_t span;        /* nodes of the value, itself included */
    union {
        double number;    /* may be infinite: 1e999 */
        const char *text; /* not NUL-terminated */
    } as;
};

#define TAPE_LONGEST ((size_t)(1 << 29) - 1)
#define TAPE_DEEPEST 991

/* Reads a whole document; strings are unescaped where they stand in `bytes`, which must outlive
 * the tape and be followed by a NUL.  NULL when it is not JSON, nests deeper than TAPE_DEEPEST,
 * is longer than TAPE_LONGEST, or holds a number of more than 4300 digits. */
const struct tape *tape_read(struct arena *arena, char *bytes, size_t length);

/* The first item of an array or first key of an object with `length` > 0; the value after `tape`.
 */
const struct tape *tape_first(const struct tape *tape);
const struct tape *tape_next(const struct tape *tape);

/* The value of the last member of that name; NULL when absent, or `tape` is no object. */
const struct tape *tape_get(const struct tape *tape, const char *key);

/* These take NULL for an absent value. */
bool tape_is(const struct tape *tape, enum tape_kind kind);
bool tape_is_text(const struct tape *tape, const char *text); /* exactly that string */
bool tape_number(const struct tape *tape, double *number);    /* finite, integer or real */
