/* text.h: UTF-8 text: buffers, checks, counting, numbers, and times as people write them. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"

/* A growing string in an arena, always NUL-terminated once something was added. */
struct buffer {
    struct arena *arena;
    char *bytes;
    size_t length, room;
};

struct buffer buffer_in(struct arena *arena);
void buffer_add(struct buffer *buffer, const void *bytes, size_t length);
void buffer_text(struct buffer *buffer, const char *text);
void buffer_byte(struct buffer *buffer, char byte);
void buffer_format(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The text so far; "" when nothing was added. */
const char *buffer_get(const struct buffer *buffer);

/* Valid UTF-8 without NUL, surrogates or overlong forms (RFC 3629). */
bool text_is_utf8(const char *bytes, size_t length);

/* No C0 control (but TAB, LF, CR when `lines`), no DEL, no C1; bidi overrides are refused too. */
bool text_is_clean(const char *text, bool lines);

/* Reads one character at *cursor and moves past it; 0 at the end; U+FFFD for a bad byte. */
uint32_t text_next(const char **cursor);

/* Length in characters (code points). */
size_t text_characters(const char *text);

/* 字 as Word's 字数: one per CJK character or full-width mark, one per unbroken run of anything
 * else; white space, U+3000 included, never counts (domain.md §4).  Same rule as app.js. */
size_t text_words(const char *text);
bool text_is_cjk(uint32_t c); /* or a full-width mark: a word by itself */
bool text_is_space(uint32_t c);

/* Copies `text` into `to` of `size` bytes, cut between characters, NUL-terminated. */
void text_clip(char *to, size_t size, const char *text);

bool text_equal(const char *a, const char *b); /* NULL equals NULL only */
bool text_starts(const char *text, const char *prefix);
bool text_ends(const char *text, const char *suffix);
bool text_blank(const char *text); /* NULL, empty or white space only */

/* A copy without white space (U+3000 included) at both ends. */
char *text_trim(struct arena *arena, const char *text);

/* A copy with ASCII letters lower-cased. */
char *text_lower(struct arena *arena, const char *text);

/* A whole number, nothing else around it; false when malformed or out of range. */
bool text_to_int(const char *text, int64_t *number);

/* Money as people type it, "300,000" or "300000.5" (full-width digits and commas too), to fen.
 * False for signs, more than two decimals, or above 10^14 fen. */
bool text_to_fen(const char *text, int64_t *fen);

/* "300,000" or "300,000.50": groups of three, decimals only when there are fen. */
char *text_from_fen(struct arena *arena, int64_t fen);

/* Beijing time (UTC+8, no DST since 1991). `seconds` since 1970 UTC. */
char *text_time(struct arena *arena, int64_t seconds);         /* 2023-11-20 14:03:22 */
char *text_time_minutes(struct arena *arena, int64_t seconds); /* 2023-11-20 14:03 */
char *text_date(struct arena *arena, int64_t seconds);         /* 2023-11-20 */
char *text_clock(struct arena *arena, int64_t seconds);        /* 14:03:22 */
char *text_rfc3339(struct arena *arena, int64_t seconds);      /* 2023-11-20T14:03:22+08:00 */

/* RFC 3339 with zone, or "YYYY-MM-DD[ T]HH:MM[:SS]" and "YYYY-MM-DD" taken as Beijing time. */
bool text_to_time(const char *text, int64_t *seconds);

/* Lower-case hexadecimal, NUL-terminated. */
char *text_hex(struct arena *arena, const void *bytes, size_t length);
bool text_unhex(const char *hex, void *bytes, size_t length);

/* base64 with padding (RFC 4648 §4), no line breaks. */
char *text_base64(struct arena *arena, const void *bytes, size_t length);
/* Exactly `length` bytes, written in the one way they can be; false for anything else. */
bool text_unbase64(const char *text, void *bytes, size_t length);
