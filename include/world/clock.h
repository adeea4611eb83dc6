/* clock.h: the service's time.  Real: the system's.  Movable: the rehearsal's and the tests'. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"

struct clock;

struct clock *clock_system(struct arena *arena);

/* Starts at `now` and ticks on with the real seconds; clock_move sets it forward. */
struct clock *clock_movable(struct arena *arena, int64_t now);
bool clock_is_movable(const struct clock *clock);

int64_t clock_now(struct clock *clock);            /* seconds since 1970, UTC */
bool clock_move(struct clock *clock, int64_t now); /* false when not movable or backward */

/* 32 … any number of bytes from getrandom(2); dies when the kernel has none. */
void random_bytes(void *bytes, size_t length);
