/* token.h: one-time links, as rows: hashed, for one purpose, used once (R24).
 *
 * What changes a row runs inside a transaction; of two that take the same token, one succeeds.
 */
#pragma once

#include "base/json.h"
#include "base/list.h"
#include "domain/person.h"

#define TOKEN_PURPOSES(X)                                                                          \
    X(VERIFY, "verify")   /* a sign-up: the account is made when the address is proved */          \
    X(RESET, "reset")     /* a forgotten password */                                               \
    X(INVITE, "invite")   /* a role offered by mail */                                             \
    X(FIRST, "first")     /* a password for an account made by the command line */                 \
    X(CONFIRM, "confirm") /* an application registered by the office */                            \
    X(SECOND, "second")   /* no link: the password was right, the code is still to come */         \
    X(ADDRESS, "address") /* another address of somebody who has an account */                     \
    X(OFFICE, "office")   /* no link: a code the office gave by telephone */

#define TOKEN_AS_ENUM(name, word) TOKEN_##name,
enum token_purpose { TOKEN_PURPOSES(TOKEN_AS_ENUM) };
#undef TOKEN_AS_ENUM

const char *token_word(enum token_purpose purpose);

struct token {
    enum token_purpose purpose;
    struct person_id person; /* 0: nobody yet */
    const char *email;       /* it was sent to */
    const json_t *detail;    /* an object; NULL when added for none */
    int64_t created_at, expires_at;
};
struct tokens {
    LIST(struct token);
};

/* `hash`: hex SHA-256 of the link's random part. */
bool store_token_add(struct env *env, const struct token *token, const char *hash,
                     struct error *err);

/* MISSING "account/link" when it is unknown, used or too old: the same answer. */
bool store_token_peek(struct env *env, const char *hash, struct token *token, struct error *err);

/* The same, and nobody can take it again. */
bool store_token_take(struct env *env, const char *hash, struct token *token, struct error *err);

/* Makes a person's open links of a purpose useless. */
bool store_token_end(struct env *env, struct person_id person, enum token_purpose purpose,
                     struct error *err);

/* Those that can still be used, the longest valid first. */
bool store_token_open(struct env *env, enum token_purpose purpose, int64_t limit,
                      struct tokens *tokens, struct error *err);
