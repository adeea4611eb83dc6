/* sign.h: signing in and out. */
#pragma once

#include "action/service.h"
#include "domain/person.h"

struct sign_in {
    const char *email, *password, *agent;
    bool stays; /* seven days on this computer, idle or not */
};

/* Opens a session and gives its token, the only time it is ever seen; `after` is who acts then.
 * Who has a second step gets SIGN_IN "account/second", and *token is the ticket for it
 * (action/second.h).
 * The browser's session before ends.  SIGN_IN "account/wrong" for every reason a stranger may not
 * learn; DENIED "account/disabled" behind the right password; LIMITED "account/limited"; BUSY. */
bool action_sign_in(struct env *env, const struct actor *before, const struct sign_in *form,
                    struct actor *after, const char **token, struct error *err);

bool action_sign_out(struct env *env, const struct actor *actor, struct error *err);

/* Inside a transaction: a session of a person, of whom everything else was checked. */
bool action_session_open(struct env *env, struct person_id person, const char *agent, bool stays,
                         const char **token, struct error *err);
