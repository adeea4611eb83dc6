/* secret.c: the service's own key, and MACs under keys derived from it. */

#include "world/secret.h"

#include "world/keyfile.h"

struct secret_key {
    uint8_t key[32];
};

struct secret_key *secret_open(struct arena *arena, const char *data, struct error *err)
{
    struct secret_key *secret = arena_alloc(arena, sizeof *secret);

    return keyfile_read(arena, data, "secret", secret->key, sizeof secret->key, err) ? secret
                                                                                     : NULL;
}

struct digest secret_mac(const struct secret_key *secret, const char *purpose, const char *text)
{
    struct digest key = digest_hmac(secret->key, sizeof secret->key, purpose, strlen(purpose));

    return digest_hmac(key.bytes, sizeof key.bytes, text, strlen(text));
}
