/* cipher.c: sealing of account numbers at rest with XChaCha20-Poly1305. */

#include "world/cipher.h"

#include <sodium.h>

#include "world/clock.h"
#include "world/keyfile.h"

#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG   crypto_aead_xchacha20poly1305_ietf_ABYTES

struct cipher {
    unsigned char key[crypto_aead_xchacha20poly1305_ietf_KEYBYTES];
};

struct cipher *cipher_open(struct arena *arena, const char *data, struct error *err)
{
    struct cipher *cipher = arena_alloc(arena, sizeof *cipher);

    if (sodium_init() < 0)
        die("libsodium cannot start");
    return keyfile_read(arena, data, "cipher", cipher->key, sizeof cipher->key, err) ? cipher
                                                                                     : NULL;
}

void *cipher_seal(struct cipher *c, struct arena *arena, const char *context, const char *plain,
                  size_t *length)
{
    size_t size = strlen(plain);
    unsigned char *sealed = arena_alloc(arena, NONCE + size + TAG);
    unsigned long long written;

    random_bytes(sealed, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        sealed + NONCE, &written, (const unsigned char *)plain, size,
        (const unsigned char *)context, strlen(context), NULL, sealed, c->key);
    *length = NONCE + (size_t)written;
    return sealed;
}

char *cipher_unseal(struct cipher *c, struct arena *arena, const char *context, const void *sealed,
                    size_t length)
{
    const unsigned char *bytes = sealed;
    unsigned long long written;
    unsigned char *plain;

    if (length < NONCE + TAG)
        return NULL;
    plain = arena_alloc(arena, length - NONCE - TAG + 1);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain, &written, NULL, bytes + NONCE,
                                                   length - NONCE, (const unsigned char *)context,
                                                   strlen(context), bytes, c->key) != 0)
        return NULL;
    return (char *)plain;
}
