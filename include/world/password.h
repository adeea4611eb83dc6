/* password.h: Argon2id (RFC 9106) off the request threads: m = 19456 KiB, t = 2, p = 1 (R17, R18).
 *
 * At most two hashes run at once and at most 32 wait; beyond that callers get BUSY "account/busy".
 */
#pragma once

#include <stdbool.h>
#include "base/arena.h"
#include "base/error.h"

struct passwords;

struct passwords *passwords_argon(struct arena *arena);
/* The null twin: fast and plain, for tests of everything but passwords. */
struct passwords *passwords_plain(struct arena *arena);

/* PHC string in the arena.  Between 8 and 1024 bytes (checked by the caller's form). */
bool password_hash(struct passwords *p, struct arena *arena, const char *password, const char **phc,
                   struct error *err);

/* *match tells; `phc` NULL works as long as for a real one (R20).  *weaker: hash it again. */
bool password_verify(struct passwords *p, const char *phc, const char *password, bool *match,
                     bool *weaker, struct error *err);

/* One of some thousand most common passwords, or made of the person's or the service's words. */
bool password_is_common(const char *password, const char *email);
