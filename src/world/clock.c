/* clock.c: the service's time, and bytes nobody can guess. */

#include "world/clock.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/random.h>
#include "base/env.h"
#include "base/log.h"

#define JUMP_MS  ((int64_t)CLOCK_JUMP * 1000)
#define WORTH_MS 5000 /* a smaller disagreement is no news (R58) */

struct clock {
    bool movable;
    _Atomic int64_t ahead; /* movable: seconds ahead of the real time */
    /* Of the real one, in milliseconds: */
    int64_t (*wall)(void), (*monotonic)(void);
    pthread_mutex_t guard;
    int64_t anchor, anchor_mono; /* a moment believed, and the monotonic clock then */
    int64_t last;                /* the latest answer */
    int64_t jump;                /* the disagreement, 0 for none worth a word */
};

static int64_t system_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void believe(struct clock *clock, int64_t now)
{
    clock->anchor = now;
    clock->anchor_mono = clock->monotonic();
}

struct clock *clock_steady(struct arena *arena, int64_t (*wall)(void), int64_t (*monotonic)(void))
{
    struct clock *clock = arena_alloc(arena, sizeof *clock);

    clock->wall = wall;
    clock->monotonic = monotonic;
    pthread_mutex_init(&clock->guard, NULL);
    believe(clock, wall());
    return clock;
}

struct clock *clock_system(struct arena *arena)
{
    return clock_steady(arena, system_ms, monotonic_ms);
}

struct clock *clock_movable(struct arena *arena, int64_t now)
{
    struct clock *clock = clock_system(arena);

    clock->movable = true;
    clock->ahead = now - (int64_t)time(NULL);
    return clock;
}

bool clock_is_movable(const struct clock *clock)
{
    return clock->movable;
}

static void note_jump(struct clock *clock, int64_t jump)
{
    bool worth = jump > WORTH_MS || jump < -WORTH_MS;

    if (worth && clock->jump == 0)
        log_event("clock/jump", "by", jump > 0 ? "ahead" : "behind", "believed",
                  jump <= JUMP_MS && jump >= -JUMP_MS ? "yes" : "no", NULL);
    if (!worth && clock->jump != 0)
        log_event("clock/agrees", NULL);
    clock->jump = worth ? jump : 0;
}

static int64_t steady_ms(struct clock *clock)
{
    int64_t steady = clock->anchor + (clock->monotonic() - clock->anchor_mono),
            wall = clock->wall();
    int64_t off = wall - steady;

    note_jump(clock, off);
    if (off >= -JUMP_MS && off <= JUMP_MS) {
        believe(clock, wall);
        steady = wall;
    }
    if (steady > clock->last)
        clock->last = steady;
    return clock->last;
}

int64_t clock_now(struct clock *clock)
{
    int64_t now;

    if (clock->movable)
        return (int64_t)time(NULL) + clock->ahead;
    pthread_mutex_lock(&clock->guard);
    now = steady_ms(clock);
    pthread_mutex_unlock(&clock->guard);
    return now / 1000;
}

int64_t clock_jump(struct clock *clock)
{
    int64_t jump;

    clock_now(clock);
    pthread_mutex_lock(&clock->guard);
    jump = clock->jump;
    pthread_mutex_unlock(&clock->guard);
    return jump > JUMP_MS || jump < -JUMP_MS ? jump / 1000 : 0;
}

void clock_trust(struct clock *clock)
{
    pthread_mutex_lock(&clock->guard);
    believe(clock, clock->wall());
    pthread_mutex_unlock(&clock->guard);
}

void clock_not_before(struct clock *clock, int64_t now)
{
    pthread_mutex_lock(&clock->guard);
    if (now * 1000 > clock->last)
        clock->last = now * 1000;
    pthread_mutex_unlock(&clock->guard);
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
