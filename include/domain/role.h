/* role.h: who may give and take which role (security.md §5, Accounts). */
#pragma once

#include "domain/person.h"

/* The secretary: reviewer, member, chair of the call; the administrator: any; the command line
 * too.  DENIED "role/not-yours". */
bool role_may_be_given(const struct actor *actor, enum role role, struct call_id call,
                       struct error *err);

/* May see all, run the call or its accounts: sessions begin anew when such a role changes (R21). */
bool role_is_staff(enum role role);
