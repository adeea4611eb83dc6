/* role.c: who may give and take which role. */

#include "domain/role.h"

static const struct {
    bool by_secretary; /* the administrator gives all */
    bool staff;
} rules[] = {
    [ROLE_REVIEWER] = {true, false}, [ROLE_MEMBER] = {true, false},
    [ROLE_CHAIR] = {true, false},    [ROLE_SECRETARY] = {false, true},
    [ROLE_AUDITOR] = {false, true},  [ROLE_ADMINISTRATOR] = {false, true},
};

bool role_may_be_given(const struct actor *actor, enum role role, struct call_id call,
                       struct error *err)
{
    if (actor->local || actor_is(actor, ROLE_ADMINISTRATOR, call) ||
        (rules[role].by_secretary && actor_is(actor, ROLE_SECRETARY, call)))
        return true;
    return error_set(err, ERROR_DENIED, "role/not-yours");
}

bool role_is_staff(enum role role)
{
    return rules[role].staff;
}
