/* refill.h: a place that fell free after the release goes to somebody of the reserve.
 *
 * Asked for by one and, with the switch two-persons/release, confirmed by another; then award,
 * contract and message are made as at the release.  All earlier awards stay as they are.
 */
#pragma once

#include "action/release.h"
#include "action/service.h"

struct refill_form {
    const char *application; /* key */
    int64_t amount;          /* fen */
    const char *reason;      /* inner */
};
/* CONFLICT as award_refill and award_may_live, "refill/waiting"; INVALID with problems as
 * decision_propose; MISSING for whoever stands in a conflict. */
bool action_refill_propose(struct env *env, const struct actor *actor, const struct call *call,
                           const struct refill_form *form, struct problems *problems,
                           struct error *err);
/* CONFLICT "refill/none" and as above; DENIED "release/second-person". */
bool action_refill_confirm(struct env *env, const struct actor *actor, const struct call *call,
                           struct error *err);
bool action_refill_withdraw(struct env *env, const struct actor *actor, const struct call *call,
                            struct error *err);

/* What waits: of which application, and for how much.  *found also false when the actor must not
 * see it. */
struct refill_waiting {
    const char *number, *proposer;
    int64_t amount, proposed_at;
    bool own; /* the actor's own proposal */
};
bool refill_waiting(struct env *env, const struct actor *actor, const struct call *call,
                    struct refill_waiting *waiting, bool *found, struct error *err);
