/* clock.c: the service's time, and bytes nobody can guess. */

#include "world/clock.h"

#include <errno.h>
#include <stdatomic.h>
#include <sys/random.h>

struct clock {
    bool movable;
    _Atomic int64_t ahead; /* seconds the service's time is ahead of the real one */
};

static struct clock *clock_make(struct arena *arena, bool movable, int64_t ahead)
{
    struct clock *clock = arena_alloc(arena, sizeof *clock);

    clock->movable = movable;
    clock->ahead = ahead;
    return clock;
}

struct clock *clock_system(struct arena *arena)
{
    return clock_make(arena, false, 0);
}

struct clock *clock_movable(struct arena *arena, int64_t now)
{
    return clock_make(arena, true, now - (int64_t)time(NULL));
}

bool clock_is_movable(const struct clock *clock)
{
    return clock->movable;
}

int64_t clock_now(struct clock *clock)
{
    return (int64_t)time(NULL) + clock->ahead;
}

bool clock_move(struct clock *clock, int64_t now)
{
    if (!clock->movable || now < clock_now(clock))
        return false;
    clock->ahead = now - (int64_t)time(NULL);
    return true;
}

void random_bytes(void *bytes, size_t length)
{
    unsigned char *at = bytes;

    while (length > 0) {
        ssize_t got = getrandom(at, length, 0);

        if (got < 0 && errno != EINTR)
            die("getrandom failed");
        if (got > 0) {
            at += got;
            length -= (size_t)got;
        }
    }
}
