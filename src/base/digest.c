/* digest.c: SHA-256 and HMAC-SHA-256 over libcrypto. */

#include "base/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include "base/text.h"

struct digesting {
    EVP_MD_CTX *context;
};

struct digest digest_of(const void *bytes, size_t length)
{
    struct digest digest;

    SHA256(bytes, length, digest.bytes);
    return digest;
}

struct digest digest_hmac(const void *key, size_t key_length, const void *bytes, size_t length)
{
    struct digest digest;
    unsigned size = sizeof digest.bytes;

    if (key_length > 4096 ||
        HMAC(EVP_sha256(), key, (int)key_length, bytes, length, digest.bytes, &size) == NULL)
        die("digest: HMAC failed");
    return digest;
}

static void release(void *context)
{
    EVP_MD_CTX_free(context);
}

struct digesting *digest_start(struct arena *arena)
{
    struct digesting *digesting = arena_alloc(arena, sizeof *digesting);

    digesting->context = EVP_MD_CTX_new();
    if (digesting->context == NULL || !EVP_DigestInit_ex(digesting->context, EVP_sha256(), NULL))
        die("digest: cannot start");
    arena_cleanup(arena, release, digesting->context);
    return digesting;
}

void digest_add(struct digesting *digesting, const void *bytes, size_t length)
{
    if (!EVP_DigestUpdate(digesting->context, bytes, length))
        die("digest: cannot add");
}

struct digest digest_take(struct digesting *digesting)
{
    struct digest digest;

    if (!EVP_DigestFinal_ex(digesting->context, digest.bytes, NULL))
        die("digest: cannot finish");
    return digest;
}

bool digest_equal(const struct digest *a, const struct digest *b)
{
    return CRYPTO_memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

char *digest_hex(struct arena *arena, const struct digest *digest)
{
    return text_hex(arena, digest->bytes, sizeof digest->bytes);
}

bool digest_unhex(const char *hex, struct digest *digest)
{
    return text_unhex(hex, digest->bytes, sizeof digest->bytes);
}
