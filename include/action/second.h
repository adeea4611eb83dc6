/* second.h: the second step of signing in: a code from the person's authenticator, or one on paper.
 *
 * Who has it in use is signed in only after the code: the right password gives a ticket that is
 * good for five minutes and opens nothing by itself.  A code works once.
 */
#pragma once

#include "action/service.h"
#include "domain/person.h"

#define SECOND_PAPER 10 /* codes on paper */

struct second_view {
    bool enabled;
    int64_t left;       /* codes on paper that are not used */
    const char *secret; /* base32, while it is offered and not in use yet; else NULL */
    const char *uri;    /* the same for an authenticator's camera */
};
bool action_second(struct env *env, const struct actor *actor, struct second_view *view,
                   struct error *err);

/* Offers a fresh secret to who types the password again.  CONFLICT "account/second-on"; SIGN_IN
 * "account/wrong"; LIMITED. */
bool action_second_offer(struct env *env, const struct actor *actor, const char *password,
                         struct error *err);

/* The offered secret is in use from now on: its first code shows that it arrived.  Gives the codes
 * on paper, the only time they are ever seen, and ends the person's other sessions.  SIGN_IN
 * "account/code"; CONFLICT "account/second-none". */
bool action_second_enable(struct env *env, const struct actor *actor, const char *code,
                          const char *paper[SECOND_PAPER], struct error *err);

/* Needs the password and a code; the same errors. */
bool action_second_disable(struct env *env, const struct actor *actor, const char *password,
                           const char *code, struct error *err);

/* By the command line, for who lost both. MISSING "account/missing". */
bool action_second_end_local(struct env *env, const char *email, struct error *err);

/* Inside a transaction: the ticket of somebody whose password was right. */
bool action_second_ticket(struct env *env, struct person_id person, const char *email, bool stays,
                          const char **ticket, struct error *err);

/* Completes signing in.  SIGN_IN "account/code", "account/second-late"; LIMITED
 * "account/limited-code". */
struct second_form {
    const char *ticket, *code, *agent;
};
bool action_second_sign_in(struct env *env, const struct actor *before,
                           const struct second_form *form, struct actor *after, const char **token,
                           bool *stays, struct error *err);
