/* signature.h: Ed25519 (RFC 8032): the service's own signatures, and whether anybody's holds.
 *
 * The private key lives in DATA/keys/signature (0600), made on the first start, and in this
 * process; it is in no database and no backup.  Safe from any thread.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/error.h"

#define SIGNATURE_BYTES 64
#define SIGNER_BYTES    32 /* of a public key */

struct signer;

/* BROKEN "service/keys". */
struct signer *signer_open(struct arena *arena, const char *data, struct error *err);

/* The public half of the key in force. */
void signer_public(struct signer *signer, uint8_t key[SIGNER_BYTES]);

/* Signs with the key whose public half is `key`; false when it has been renewed since. */
bool signer_sign(struct signer *signer, const uint8_t key[SIGNER_BYTES], const void *bytes,
                 size_t length, uint8_t signature[SIGNATURE_BYTES]);

/* A fresh key signs from now on; the old private key is gone. BROKEN "service/keys". */
bool signer_renew(struct signer *signer, struct arena *arena, struct error *err);

bool signature_holds(const uint8_t key[SIGNER_BYTES], const void *bytes, size_t length,
                     const uint8_t signature[SIGNATURE_BYTES]);

/* How a public key is named: the first 16 hex digits of its SHA-256. */
char *signature_key_id(struct arena *arena, const uint8_t key[SIGNER_BYTES]);

/* SubjectPublicKeyInfo (RFC 8410) as other programs read it; false when a PEM holds no such key. */
char *signature_pem(struct arena *arena, const uint8_t key[SIGNER_BYTES]);
bool signature_of_pem(const char *pem, uint8_t key[SIGNER_BYTES]);
