/* env.h: what every action carries: the request's arena, moment, language, source and doors.
 *
 * `db` and `world` are opaque here: store and world know them.  `now` is the moment at which the
 * request counts (its request line's arrival, domain.md §3) on the service's clock, and the only
 * time an action knows.  An env belongs to one thread at a time.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"

struct db;
struct world;

#define LANGUAGES(X)                X(ZH, "zh-CN") X(EN, "en")

#define LANGUAGE_AS_ENUM(name, tag) LANGUAGE_##name,
enum language { LANGUAGES(LANGUAGE_AS_ENUM) LANGUAGE_COUNT };
#undef LANGUAGE_AS_ENUM

const char *language_tag(enum language language); /* "zh-CN", "en" */
enum language language_of(const char *tag, enum language otherwise);

struct env {
    struct arena *arena;
    int64_t now; /* seconds since 1970, UTC */
    enum language language;
    const char *source;  /* client address as text; "local" for the command line */
    const char *request; /* id of the request, for audit and log */
    void (*random)(void *bytes, size_t length); /* fills with what nobody can guess */
    struct db *db;
    struct world *world;
};

/* 80 random bits as 16 characters of Crockford base32, lower case: names a thing in addresses.
 * int64 ids never leave store and action. */
#define KEY_LENGTH 16
struct key {
    char text[KEY_LENGTH + 1];
};

/* Reads a key as people may type it (upper case, o→0, i and l→1); false when it is none. */
bool key_parse(const char *text, struct key *key);

/* From ten random bytes. */
struct key key_of(const uint8_t random[10]);

/* Milliseconds of a clock that nobody sets: for limits and pauses, never for deadlines. */
int64_t monotonic_ms(void);

/* A fresh one. */
struct key key_new(const struct env *env);
