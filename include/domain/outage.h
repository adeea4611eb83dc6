/* outage.h: time the service was away before a closing, and what would make up for it
 * (security.md §6.2).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include "base/list.h"

struct outage {
    int64_t began_at, ended_at; /* its last mark of life, and the next */
};
struct outages {
    LIST(struct outage); /* oldest first */
};

struct outage_offer {
    int64_t began_at, ended_at; /* the first one's beginning, the last one's end */
    int64_t lost;               /* seconds between six hours before closing and closing */
    int64_t until;              /* a quarter of an hour by the clock */
};

/* What to offer everybody: as long as was lost, from closing or from when the service was back.
 * False when no more than ten minutes were lost. */
bool outage_offer(const struct outages *outages, int64_t closes_at, struct outage_offer *offer);

#define OUTAGE_WINDOW (6 * 3600)
