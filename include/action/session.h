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
#include "store/session.h"

#define SESSION_IDLE     (12 * 3600)
#define SESSION_ABSOLUTE (7 * 24 * 3600)

/* Who the token belongs to; an actor of nobody when it is no (longer a) session.  False only when
 * the store fails. */
bool action_session_find(struct env *env, const char *token, struct actor *actor,
                         struct error *err);

/* One's own sessions, and ending one or all but this.  MISSING "account/no-session". */
bool action_sessions(struct env *env, const struct actor *actor, struct session_rows *rows,
                     struct error *err);
bool action_session_end(struct env *env, const struct actor *actor, struct key key,
                        struct error *err);
bool action_sessions_end_others(struct env *env, const struct actor *actor, struct error *err);

/* Hexadecimal MAC of a session's or visitor's token, under the service's secret. */
const char *action_csrf(struct env *env, const char *token);
