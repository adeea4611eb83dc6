/* signature.c: Ed25519 by OpenSSL. */

#include "world/signature.h"

#include <pthread.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "base/digest.h"
#include "base/text.h"
#include "world/keyfile.h"

#define FILE_NAME "signature"
#define SEED      32

struct signer {
    pthread_mutex_t guard;
    const char *data;
    uint8_t seed[SEED], key[SIGNER_BYTES];
};

static EVP_PKEY *private_of(const uint8_t seed[SEED])
{
    EVP_PKEY *private = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, SEED);

    if (private == NULL)
        die("signature: no Ed25519 in this OpenSSL");
    return private;
}

static void derive(struct signer *signer)
{
    EVP_PKEY *private = private_of(signer->seed);
    size_t length = SIGNER_BYTES;

    if (EVP_PKEY_get_raw_public_key(private, signer->key, &length) != 1)
        die("signature: no public key");
    EVP_PKEY_free(private);
}

static void forget(void *context)
{
    struct signer *signer = context;

    OPENSSL_cleanse(signer->seed, SEED);
    pthread_mutex_destroy(&signer->guard);
}

struct signer *signer_open(struct arena *arena, const char *data, struct error *err)
{
    struct signer *signer = arena_alloc(arena, sizeof *signer);

    signer->data = arena_text(arena, data);
    if (!keyfile_read(arena, data, FILE_NAME, signer->seed, SEED, err))
        return NULL;
    pthread_mutex_init(&signer->guard, NULL);
    arena_cleanup(arena, forget, signer);
    derive(signer);
    return signer;
}

void signer_public(struct signer *signer, uint8_t key[SIGNER_BYTES])
{
    pthread_mutex_lock(&signer->guard);
    memcpy(key, signer->key, SIGNER_BYTES);
    pthread_mutex_unlock(&signer->guard);
}

/* NULL when another key has taken the place of this one. */
static EVP_PKEY *private_for(struct signer *signer, const uint8_t key[SIGNER_BYTES])
{
    EVP_PKEY *private = NULL;

    pthread_mutex_lock(&signer->guard);
    if (memcmp(key, signer->key, SIGNER_BYTES) == 0)
    private = private_of(signer->seed);
    pthread_mutex_unlock(&signer->guard);
    return private;
}

bool signer_sign(struct signer *signer, const uint8_t key[SIGNER_BYTES], const void *bytes,
                 size_t length, uint8_t signature[SIGNATURE_BYTES])
{
    EVP_PKEY *private = private_for(signer, key);
    EVP_MD_CTX *signing;
    size_t written = SIGNATURE_BYTES;

    if (private == NULL)
        return false;
    signing = EVP_MD_CTX_new();
    if (signing == NULL || EVP_DigestSignInit(signing, NULL, NULL, NULL, private) != 1 ||
        EVP_DigestSign(signing, signature, &written, bytes, length) != 1 ||
        written != SIGNATURE_BYTES)
        die("signature: cannot sign");
    EVP_MD_CTX_free(signing);
    EVP_PKEY_free(private);
    return true;
}

bool signer_renew(struct signer *signer, struct arena *arena, struct error *err)
{
    uint8_t seed[SEED];
    bool done;

    pthread_mutex_lock(&signer->guard);
    done = keyfile_renew(arena, signer->data, FILE_NAME, seed, SEED, err);
    if (done) {
        memcpy(signer->seed, seed, SEED);
        derive(signer);
    }
    pthread_mutex_unlock(&signer->guard);
    OPENSSL_cleanse(seed, SEED);
    return done;
}

bool signature_holds(const uint8_t key[SIGNER_BYTES], const void *bytes, size_t length,
                     const uint8_t signature[SIGNATURE_BYTES])
{
    EVP_PKEY *public = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, key, SIGNER_BYTES);
    EVP_MD_CTX *checking = EVP_MD_CTX_new();
    bool holds = public != NULL && checking != NULL &&
                 EVP_DigestVerifyInit(checking, NULL, NULL, NULL, public) == 1 &&
                 EVP_DigestVerify(checking, signature, SIGNATURE_BYTES, bytes, length) == 1;

    EVP_MD_CTX_free(checking);
    EVP_PKEY_free(public);
    return holds;
}

char *signature_key_id(struct arena *arena, const uint8_t key[SIGNER_BYTES])
{
    struct digest digest = digest_of(key, SIGNER_BYTES);

    return text_hex(arena, digest.bytes, 8);
}

char *signature_pem(struct arena *arena, const uint8_t key[SIGNER_BYTES])
{
    /* SEQUENCE { SEQUENCE { OID 1.3.101.112 }, BIT STRING }: the same for every Ed25519 key. */
    uint8_t info[12 + SIGNER_BYTES] = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                       0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

    memcpy(info + 12, key, SIGNER_BYTES);
    return arena_format(arena, "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n",
                        text_base64(arena, info, sizeof info));
}

bool signature_of_pem(const char *pem, uint8_t key[SIGNER_BYTES])
{
    BIO *in = BIO_new_mem_buf(pem, -1);
    EVP_PKEY *public = in == NULL ? NULL : PEM_read_bio_PUBKEY(in, NULL, NULL, NULL);
    size_t length = SIGNER_BYTES;
    bool good = public != NULL && EVP_PKEY_id(public) == EVP_PKEY_ED25519 &&
                EVP_PKEY_get_raw_public_key(public, key, &length) == 1 && length == SIGNER_BYTES;

    EVP_PKEY_free(public);
    BIO_free(in);
    return good;
}
