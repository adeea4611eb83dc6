/* digest.h: SHA-256 (FIPS 180-4) and HMAC-SHA-256 (RFC 2104), and comparing without a clock. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"

struct digest {
    uint8_t bytes[32];
};

struct digest digest_of(const void *bytes, size_t length);
struct digest digest_hmac(const void *key, size_t key_length, const void *bytes, size_t length);

/* Bytes that come in pieces: init, add…, then take, which ends it. */
struct digesting;
struct digesting *digest_start(struct arena *arena);
void digest_add(struct digesting *digesting, const void *bytes, size_t length);
struct digest digest_take(struct digesting *digesting);

/* Takes the same time wherever the first difference is. */
bool digest_equal(const struct digest *a, const struct digest *b);

char *digest_hex(struct arena *arena, const struct digest *digest); /* 64 characters */
bool digest_unhex(const char *hex, struct digest *digest);
