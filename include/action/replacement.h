/* replacement.h: who steps in where a reviewer stepped back. */
#pragma once

#include "action/roster.h"
#include "store/review.h"

#define REPLACEMENTS_SHOWN 3

struct replacement {
    struct vacant_place vacancy;
    struct {
        LIST(struct roster_candidate); /* whom the kernel chose, then the next best */
    } proposed;
};
struct replacements {
    LIST(struct replacement);
    bool may_assign;
};

/* The vacancies of the actor's lists, all filled together by the kernel (assignment.h): nobody
 * twice for one application, nobody beyond the load, none with a conflict; loads count what the
 * lists show (R13). */
bool action_replacements(struct env *env, const struct actor *actor, const struct call *call,
                         struct replacements *replacements, struct error *err);

/* "assign" (whom) or "settle": nobody is needed.  MISSING when there is no such vacancy. */
bool action_replacement(struct env *env, const struct actor *actor, const struct call *call,
                        struct key vacancy, struct key reviewer, const char *act,
                        struct error *err);
