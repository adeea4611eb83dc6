/* secret.h: the service's own key for CSRF tokens, keyed hashes of addresses, and the like. */
#pragma once

#include "base/digest.h"
#include "base/error.h"

struct secret_key;

/* Reads DATA/keys/secret, or makes it (32 random bytes, 0600) on the first start. */
struct secret_key *secret_open(struct arena *arena, const char *data, struct error *err);

/* HMAC-SHA-256 of `text` under a key made for `purpose` ("csrf", "source", "guess"). */
struct digest secret_mac(const struct secret_key *secret, const char *purpose, const char *text);
