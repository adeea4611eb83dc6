/* cipher.h: sealing of account numbers at rest: XChaCha20-Poly1305 with a key from DATA/keys. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/error.h"

struct cipher;

/* Reads DATA/keys/cipher, or makes it (0600) on the first start. */
struct cipher *cipher_open(struct arena *arena, const char *data, struct error *err);

/* `context` ("contract:KEY") is authenticated with it: a sealed value cannot be moved elsewhere. */
void *cipher_seal(struct cipher *c, struct arena *arena, const char *context, const char *plain,
                  size_t *length);
/* NULL when it was not sealed by this key for this context. */
char *cipher_unseal(struct cipher *c, struct arena *arena, const char *context, const void *sealed,
                    size_t length);
