/* roster_case.h: everything a draft is computed from, read at one moment.
 */
#pragma once

#include "domain/roster.h"
#include "store/roster.h"

/* `only`: one application, or 0 for all eligible ones of the call.  CONFLICT "roster/too-large". */
bool roster_case_read(struct env *env, const struct call *call, const struct roster *roster,
                      struct application_id only, struct roster_case *given, struct error *err);
