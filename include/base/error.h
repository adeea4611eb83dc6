/* error.h: why an operation did not happen, in words a person can act on.
 *
 * Functions that can fail return bool and take `struct error *err` last.  Only the first failure
 * is kept, so steps are chained with && and the caller looks once.  `code` is an address to
 * grep: it is raised in one rule ("call/closed") and worded once per language in
 * templates/i18n under "error." + code.  The wording may hold up to four {{names}} given here.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Every kind of failure a caller may meet, and the HTTP status it becomes. */
#define ERROR_KINDS(X)                                                                             \
    X(NONE, 200)                                                                                   \
    X(MALFORMED, 400) /* the request itself is not understood */                                   \
    X(SIGN_IN, 401)   /* nobody is signed in, or the password is wrong */                          \
    X(DENIED, 403)    /* a verb on something the person does see */                                \
    X(MISSING, 404)   /* absent, or not visible to this person: the same answer */                 \
    X(METHOD, 405)    /* the address exists, the method does not */                                \
    X(CONFLICT, 409)  /* the state of things is against it */                                      \
    X(TOO_LARGE, 413)                                                                              \
    X(INVALID, 422) /* fields are wrong; struct problems says which */                             \
    X(LIMITED, 429) /* too many tries */                                                           \
    X(BROKEN, 500)  /* our fault; the log has more */                                              \
    X(BUSY, 503)    /* queues are full; try again */                                               \
    X(FULL, 507)    /* the disk takes no more; nothing was stored */

#define ERROR_AS_ENUM(name, status) ERROR_##name,
enum error_kind { ERROR_KINDS(ERROR_AS_ENUM) };
#undef ERROR_AS_ENUM

struct error_value {
    const char *name; /* static */
    char text[96];
};

/* Zero-initialise before use. */
struct error {
    enum error_kind kind;
    const char *code; /* static, such as "call/closed" */
    struct error_value values[4];
};

/* Keeps the first failure only.  Returns false, so callers `return error_set(...)`. */
bool error_set(struct error *err, enum error_kind kind, const char *code);

/* Adds a named value for the wording; cut at 95 bytes between characters; a fifth is dropped.
 * Returns false, to be chained: `return error_set(…), error_text(err, "topic", title);` */
bool error_text(struct error *err, const char *name, const char *text);
bool error_number(struct error *err, const char *name, int64_t number);

/* The HTTP status of the kind, from the one table above. */
int error_status(enum error_kind kind);

/* "INVALID" and so on, for logs. */
const char *error_kind_name(enum error_kind kind);
