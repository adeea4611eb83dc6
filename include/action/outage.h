/* outage.h: the service notes that it lives, and offers more time for what it was away.
 *
 * A mark a minute; who comes after a gap of more than three minutes writes down that the service
 * was away.  Nothing is extended by itself: the office decides.
 */
#pragma once

#include "action/service.h"
#include "domain/outage.h"

/* The chore. */
bool action_alive(struct env *env, struct error *err);

/* Is there something to offer that everybody has not been given yet? */
bool action_outage_offer(struct env *env, const struct call *call, struct outage_offer *offer,
                         bool *offered, struct error *err);
