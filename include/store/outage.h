/* outage.h: when the service was away, as rows. */
#pragma once

#include "base/env.h"
#include "base/error.h"
#include "domain/outage.h"

/* Inside a transaction. */
bool store_outage_add(struct env *env, const struct outage *outage, struct error *err);
/* Those that ended at `since` or after. */
bool store_outages(struct env *env, int64_t since, struct outages *outages, struct error *err);
