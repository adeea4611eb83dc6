/* account.h: signing up, forgotten passwords, and one's own account.
 *
 * Neither answers, times nor errors tell whether an address has an account (R20): what is true
 * goes by mail to the address itself.
 */
#pragma once

#include "action/service.h"
#include "base/problems.h"
#include "domain/person.h"

struct sign_up {
    const char *email, *name, *password;
    const char *privacy; /* version of the notice shown */
    bool agrees;         /* to it */
};

/* Asks the address to prove itself; the account is made when its link is used, so a stranger's
 * sign-up leaves nothing behind.  CONFLICT "account/no-call" while there is no privacy notice;
 * INVALID "form/invalid" with problems. */
bool action_account_sign_up(struct env *env, const struct call *call, const struct sign_up *form,
                            struct problems *problems, struct error *err);

/* Sends a link for a new password to an account's verified address; else nothing, and the same
 * answer. */
bool action_account_forgot(struct env *env, const char *email, struct problems *problems,
                           struct error *err);

/* Checks a new password: length, not common, not the address. Adds to `problems`. */
void account_check_password(struct problems *problems, const char *path, const char *password,
                            const char *email);

/* The notice shown must be the one in force, and be accepted. */
void account_check_privacy(struct problems *problems, const char *version, const char *shown,
                           bool agrees);

bool action_profile(struct env *env, const struct actor *actor, struct person *person,
                    struct error *err);

struct profile_form {
    const char *name, *latin_name, *institution, *orcid, *phone, *language;
};
bool action_profile_save(struct env *env, const struct actor *actor,
                         const struct profile_form *form, struct problems *problems,
                         struct error *err);

/* Needs the old one; ends all other sessions. INVALID; SIGN_IN "account/wrong"; LIMITED. */
bool action_profile_password(struct env *env, const struct actor *actor, const char *old,
                             const char *password, struct problems *problems, struct error *err);

/* The language of somebody signed in, remembered. */
bool action_profile_language(struct env *env, const struct actor *actor, enum language language,
                             struct error *err);
