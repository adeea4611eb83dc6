/* totp.c: codes that change every half minute. */

#include "world/totp.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

char *totp_base32(struct arena *arena, const void *bytes, size_t length)
{
    char *text = arena_alloc(arena, (length * 8 + 4) / 5 + 1), *out = text;
    const uint8_t *at = bytes;
    unsigned held = 0;
    int bits = 0;

    for (size_t i = 0; i < length; i++) {
        held = held << 8 | at[i];
        for (bits += 8; bits >= 5; bits -= 5)
            *out++ = digits[held >> (bits - 5) & 31];
    }
    if (bits > 0)
        *out = digits[held << (5 - bits) & 31];
    return text;
}

bool totp_unbase32(const char *text, uint8_t secret[TOTP_SECRET])
{
    size_t length = 0;
    unsigned held = 0;
    int bits = 0;

    if (strlen(text) != TOTP_SECRET * 8 / 5)
        return false;
    for (; *text != '\0'; text++) {
        const char *digit = strchr(digits, *text);

        if (digit == NULL)
            return false;
        held = held << 5 | (unsigned)(digit - digits);
        bits += 5;
        if (bits >= 8)
            secret[length++] = (uint8_t)(held >> (bits -= 8));
    }
    return true;
}

void totp_code(const uint8_t secret[TOTP_SECRET], int64_t step, char code[TOTP_DIGITS + 1])
{
    uint8_t counter[8], mac[EVP_MAX_MD_SIZE];
    unsigned length = 0, at, number;

    for (int i = 0; i < 8; i++)
        counter[i] = (uint8_t)((uint64_t)step >> (56 - 8 * i));
    if (HMAC(EVP_sha1(), secret, TOTP_SECRET, counter, sizeof counter, mac, &length) == NULL)
        die("totp: no HMAC-SHA-1 in this OpenSSL");
    at = mac[length - 1] & 15u;
    number = (mac[at] & 127u) << 24 | (unsigned)mac[at + 1] << 16 | (unsigned)mac[at + 2] << 8 |
             mac[at + 3];
    snprintf(code, TOTP_DIGITS + 1, "%06u", number % 1000000);
}

bool totp_matches(const uint8_t secret[TOTP_SECRET], int64_t now, int64_t last, const char *code,
                  int64_t *step)
{
    bool found = false;
    char good[TOTP_DIGITS + 1];

    if (strlen(code) != TOTP_DIGITS)
        return false;
    for (int64_t at = now / TOTP_STEP - 1; at <= now / TOTP_STEP + 1; at++) {
        totp_code(secret, at, good);
        if (CRYPTO_memcmp(good, code, TOTP_DIGITS) == 0 && at > last && !found) {
            *step = at;
            found = true;
        }
    }
    return found;
}
