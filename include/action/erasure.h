/* erasure.h: somebody asks that what is kept of them be erased; the office answers; the clock does
 * it, days later, so that a slip or a stolen session can be undone.  */
#pragma once

#include "action/service.h"
#include "base/problems.h"
#include "domain/policy.h"
#include "store/erasure.h"

/* One's own newest request (id 0: none), and the code of what is in the way now (NULL: nothing). */
bool action_erasure(struct env *env, const struct actor *actor, struct erasure *row,
                    const char **hindrance, struct error *err);
/* CONFLICT "erasure/open", "erasure/award", "erasure/in-review", "erasure/role"; SIGN_IN
 * "account/wrong". */
bool action_erasure_ask(struct env *env, const struct actor *actor, const struct call *call,
                        const char *password, const char *reason, struct error *err);
bool action_erasure_withdraw(struct env *env, const struct actor *actor, struct error *err);

/* Of the office: every request with what is in its way now. */
struct erasure_case {
    struct erasure row;
    const char *email, *hindrance;
};
struct erasure_cases {
    LIST(struct erasure_case);
};
bool action_erasures(struct env *env, const struct actor *actor, const struct call *call,
                     struct erasure_cases *cases, struct error *err);
/* `act`: accept or refuse, which needs a reason.  INVALID with problems; CONFLICT as above,
 * "erasure/over". */
bool action_erasure_decide(struct env *env, const struct actor *actor, const struct call *call,
                           struct key key, const char *act, const char *answer,
                           struct problems *problems, struct error *err);

/* A chore: erases one whose days are over; refuses it when something came into the way. */
bool action_erasures_work(struct env *env, bool *again, struct error *err);
