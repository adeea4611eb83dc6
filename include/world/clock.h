/* clock.h: the service's time.  Real: the system's, made steady.  Movable: the rehearsal's and the
 * tests'.
 *
 * The real one never runs backward and does not believe a jump: it follows the system's time only
 * while that agrees with the monotonic clock to CLOCK_JUMP seconds.  Beyond, it goes on by the
 * monotonic clock alone, logs "clock/jump" and answers clock_jump() until the two agree again or
 * clock_trust() is called (security.md §6.2): a wrong NTP server neither closes a call early nor
 * opens it again.  Any thread may ask.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"

struct clock;

#define CLOCK_JUMP 60 /* seconds */

struct clock *clock_system(struct arena *arena);
/* The same over other clocks, in milliseconds: for tests. */
struct clock *clock_steady(struct arena *arena, int64_t (*wall)(void), int64_t (*monotonic)(void));

/* Starts at `now` and ticks on with the real seconds; clock_move sets it forward. */
struct clock *clock_movable(struct arena *arena, int64_t now);
bool clock_is_movable(const struct clock *clock);

int64_t clock_now(struct clock *clock);            /* seconds since 1970, UTC */
bool clock_move(struct clock *clock, int64_t now); /* false when not movable or backward */

/* How many seconds the system's time is ahead (behind: negative) of a clock that does not believe
 * it; 0 when they agree. */
int64_t clock_jump(struct clock *clock);
void clock_trust(struct clock *clock);                   /* the system's time is right after all */
void clock_not_before(struct clock *clock, int64_t now); /* what is written has happened */

/* 32 … any number of bytes from getrandom(2); dies when the kernel has none. */
void random_bytes(void *bytes, size_t length);
