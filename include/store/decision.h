/* decision.h: what the committee decided, proposals, releases and awards, as rows. */
#pragma once

#include "base/list.h"
#include "domain/application.h"
#include "domain/person.h"

/* After release only: outcome word and outer reason; NULL when there is no released decision. */
bool store_decision_outer(struct env *env, struct application_id application,
                          const char **outcome, const char **reason, struct error *err);
