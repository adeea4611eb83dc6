/* outage.c: time the service was away before a closing, and what would make up for it. */

#include "domain/outage.h"

#define WORTH   600
#define QUARTER 900

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

bool outage_offer(const struct outages *outages, int64_t closes_at, struct outage_offer *offer)
{
    *offer = (struct outage_offer){.lost = 0};
    if (closes_at == 0)
        return false;
    for (size_t i = 0; i < outages->count; i++) {
        const struct outage *one = &outages->items[i];
        int64_t from = later(one->began_at, closes_at - OUTAGE_WINDOW);
        int64_t to = one->ended_at < closes_at ? one->ended_at : closes_at;

        if (from >= to)
            continue;
        if (offer->lost == 0)
            offer->began_at = one->began_at;
        offer->ended_at = one->ended_at;
        offer->lost += to - from;
    }
    offer->until = later(closes_at, offer->ended_at) + offer->lost;
    offer->until = (offer->until + QUARTER - 1) / QUARTER * QUARTER;
    return offer->lost > WORTH;
}
