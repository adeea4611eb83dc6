/* rate.c: how many tries one address has. */

#include "web/rate.h"

#include <pthread.h>
#include "base/arena.h"
#include "base/digest.h"

#define PLACES 8192

/* Most at once, and milliseconds until one comes back. */
static const struct {
    int64_t burst, refill_ms;
} classes[] = {[RATE_NORMAL] = {600, 20}, [RATE_GUESS] = {60, 3000}};

struct place {
    uint64_t who;
    int64_t full_at; /* when the bucket will be full again: says how many tokens are out */
};

struct rates {
    pthread_mutex_t lock;
    uint8_t salt[16];
    struct place places[PLACES];
};

struct rates *rates_open(void)
{
    struct rates *rates = calloc(1, sizeof *rates);

    if (rates == NULL)
        die("rates: out of memory");
    pthread_mutex_init(&rates->lock, NULL);
    if (getentropy(rates->salt, sizeof rates->salt) != 0)
        die("rates: no randomness");
    return rates;
}

void rates_close(struct rates *rates)
{
    pthread_mutex_destroy(&rates->lock);
    free(rates);
}

static uint64_t who_is(const struct rates *rates, enum rate rate, const char *source)
{
    struct digest digest = digest_hmac(rates->salt, sizeof rates->salt, source, strlen(source));
    uint64_t who;

    memcpy(&who, digest.bytes, sizeof who);
    return (who << 1) | (rate == RATE_GUESS);
}

/* The caller's place among four, else the one that has been quiet longest. */
static struct place *place_of(struct rates *rates, uint64_t who)
{
    struct place *oldest = NULL;

    for (uint64_t i = 0; i < 4; i++) {
        struct place *place = &rates->places[((who >> 1) + i) % PLACES];

        if (place->who == who)
            return place;
        if (oldest == NULL || place->full_at < oldest->full_at)
            oldest = place;
    }
    *oldest = (struct place){.who = who};
    return oldest;
}

bool rate_take(struct rates *rates, enum rate rate, const char *source, int64_t now_ms)
{
    uint64_t who = who_is(rates, rate, source);
    struct place *place;
    bool taken;

    pthread_mutex_lock(&rates->lock);
    place = place_of(rates, who);
    if (place->full_at < now_ms)
        place->full_at = now_ms;
    taken = place->full_at - now_ms <= (classes[rate].burst - 1) * classes[rate].refill_ms;
    if (taken)
        place->full_at += classes[rate].refill_ms;
    pthread_mutex_unlock(&rates->lock);
    return taken;
}
