/* totp.h: codes that change every half minute (RFC 6238: HMAC-SHA-1, six digits, 30 seconds), as
 * every authenticator makes them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"

#define TOTP_SECRET 20 /* bytes */
#define TOTP_DIGITS 6
#define TOTP_STEP   30 /* seconds */

/* As people type it into an authenticator: base32 (RFC 4648) without padding. */
char *totp_base32(struct arena *arena, const void *bytes, size_t length);
bool totp_unbase32(const char *text, uint8_t secret[TOTP_SECRET]);

/* The six digits of a step (seconds since 1970 / 30). */
void totp_code(const uint8_t secret[TOTP_SECRET], int64_t step, char code[TOTP_DIGITS + 1]);

/* Is it the code of now, or of the step before or after?  Only steps after `last` count, so that a
 * code works once; *step is the one found. */
bool totp_matches(const uint8_t secret[TOTP_SECRET], int64_t now, int64_t last, const char *code,
                  int64_t *step);
