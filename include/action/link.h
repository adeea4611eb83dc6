/* link.h: one-time links (R24): 256 random bits, stored hashed, for one purpose, used once.
 *
 * A link leads to this service's public address whatever host a request named.  Opening it shows a
 * form; only sending the form uses it, and it signs nobody in who did not type a password.
 */
#pragma once

#include "action/service.h"
#include "base/problems.h"
#include "store/token.h"

/* Inside a transaction: stores the token, `expires_at` set from its purpose, and gives the whole
 * address. */
bool action_link_add(struct env *env, struct token *token, const char **url, struct error *err);

/* A link for a row that keeps the hash itself: the whole address, /PLACE/RANDOM. */
const char *action_link_new(struct env *env, const char *place, const char **hash);

/* What the form of a link asks for. */
enum link_needs {
    LINK_PASSWORD_OLD, /* the password chosen at sign-up */
    LINK_PASSWORD_NEW, /* a new one */
    LINK_SIGN_IN,      /* the person has an account: sign in first */
    LINK_OTHER_PERSON, /* somebody else is signed in */
    LINK_CONSENT,      /* signed in: only yes */
    LINK_JOIN          /* signed in, and the address is another account's: the two become one */
};

struct link_view {
    const char *purpose; /* word */
    enum link_needs needs;
    const char *email, *name; /* name "" when nobody has it yet; of a JOIN, the other account's */
    const char *role;         /* word of the role offered, "" for none */
    const struct call *call;  /* of the role; else the current one; NULL when none exists */
    bool asks_privacy;        /* an account comes into being: the notice is shown and accepted */
    int64_t expires_at;
};

/* MISSING "account/link". */
bool action_link_show(struct env *env, const struct actor *actor, const char *text,
                      struct link_view *view, struct error *err);

struct link_form {
    const char *password;
    const char *privacy; /* version shown */
    bool agrees;         /* to it */
    const char *agent;
};

struct link_result {
    bool resets;         /* a forgotten password, not a new account */
    const char *session; /* a new session's token, NULL when the person signs in next */
    struct actor actor;  /* of that session */
};

/* Uses the link.  INVALID "form/invalid" with problems; MISSING "account/link"; SIGN_IN
 * "account/wrong", "account/sign-in-first"; CONFLICT "account/other-person". */
bool action_link_use(struct env *env, const struct actor *actor, const char *text,
                     const struct link_form *form, struct problems *problems,
                     struct link_result *result, struct error *err);

/* The hash a link's random part is stored under. */
const char *action_link_hash(const struct env *env, const char *text);
