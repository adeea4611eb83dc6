/* session.h: who is signed in: the session of a token, and what a form's token is made from.
 *
 * A session ends after twelve idle hours (unless the person asked to stay) or seven days (R21), at
 * sign-out, and with its account;
 * roles are read anew for each request, so a change counts on the very next one (R15).  In a
 * rehearsal, whose clock is moved by days, time ends no session.
 */
#pragma once

#include "action/service.h"
#include "domain/person.h"

#define SESSION_IDLE     (12 * 3600)
#define SESSION_ABSOLUTE (7 * 24 * 3600)

/* Who the token belongs to; an actor of nobody when it is no (longer a) session.  False only when
 * the store fails. */
bool action_session_find(struct env *env, const char *token, struct actor *actor,
                         struct error *err);

/* Hexadecimal MAC of a session's or visitor's token, under the service's secret. */
const char *action_csrf(struct env *env, const char *token);
