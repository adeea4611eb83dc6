/* rate.h: how many tries one address has: a bucket of tokens each, in memory.
 *
 * The limits per account, which survive a restart, are the actions' (R19); this one keeps a single
 * address from keeping everybody's workers busy.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include "web/router.h"

struct rates;

struct rates *rates_open(void);
void rates_close(struct rates *rates);

/* Takes a token of the class; false when none is left.  `now_ms` monotonic. */
bool rate_take(struct rates *rates, enum rate rate, const char *source, int64_t now_ms);
