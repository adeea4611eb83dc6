/* number.h: numbers people read, by the patterns of a call's definition. */
#pragma once

#include <stdint.h>
#include "base/arena.h"

/* {random4}: four Crockford characters from two and a half random bytes (three are read). */
char *number_random(struct arena *arena, const char *pattern, const uint8_t random[3]);

/* {seq:02}: the number in at least that many digits. */
char *number_sequence(struct arena *arena, const char *pattern, int64_t n);
