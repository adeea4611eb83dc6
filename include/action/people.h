/* people.h: the office's people: who holds which role, invitations, disabling; and the same for
 * the command line.
 *
 * Roles and disabling count on the very next request (R15).
 */
#pragma once

#include "action/service.h"
#include "base/problems.h"
#include "store/role.h"
#include "store/token.h"

struct people {
    struct role_people holders; /* of roles in the call */
    struct tokens invited;      /* offers of the call not yet taken */
    struct role_people found;   /* accounts that fit the words searched for */
    bool may_give[ROLE_COUNT];
    bool may_disable;
};

/* `words` "" searches nothing.  DENIED "denied" but for secretary and administrator. */
bool action_people(struct env *env, const struct actor *actor, const struct call *call,
                   const char *words, struct people *people, struct error *err);

struct invitation {
    const char *email, *name, *institution, *role;
};

/* Offers a role by mail; the same answer whether the address has an account or not.  DENIED
 * "role/not-yours"; INVALID. */
bool action_people_invite(struct env *env, const struct actor *actor, const struct call *call,
                          const struct invitation *form, struct problems *problems,
                          struct error *err);

/* Gives or takes a role.  DENIED "role/not-yours"; CONFLICT "role/held", "role/not-held",
 * "role/auditor-alone", "role/self" (nobody takes their own staff role), "role/last". */
bool action_people_role(struct env *env, const struct actor *actor, const struct call *call,
                        struct key person, const char *role, bool gives, struct error *err);

/* Disabling ends all sessions at once. DENIED "denied"; CONFLICT "account/self", "account/none". */
bool action_people_account(struct env *env, const struct actor *actor, struct key person,
                           bool disabled, struct error *err);

/* Inside a transaction: may this person gain the role, beside those held?  CONFLICT
 * "role/auditor-alone". */
bool person_may_hold(struct env *env, struct person_id person, enum role role, struct error *err);

/* For `grantd account`: the actor is the command line.  Roles but administrator and auditor need a
 * call (NULL: the current one). */
struct account_local {
    const char *email, *name, *role, *call; /* name "": the address's first part */
};

/* A person, their address, a role, and the one-time link to set a password with.  CONFLICT
 * "account/exists"; INVALID "account/address", "role/unknown"; MISSING "call/missing". */
bool action_account_add_local(struct env *env, const struct account_local *account,
                              const char **link, struct error *err);
/* Gives or takes a role of an existing account.  MISSING "account/missing". */
bool action_account_role_local(struct env *env, const struct account_local *account, bool gives,
                               struct error *err);
/* Another one-time link to set a password with.  MISSING "account/missing". */
bool action_account_link_local(struct env *env, const char *email, const char **link,
                               struct error *err);
