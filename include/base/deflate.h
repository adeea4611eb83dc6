/* deflate.h: gzip (RFC 1952) of answers and static files, over zlib. */
#pragma once

#include <stddef.h>
#include "base/arena.h"

/* The gzip form, or NULL when it would not be smaller. `level` 1 (fast) … 9. */
void *deflate_gzip(struct arena *arena, const void *bytes, size_t length, int level,
                   size_t *packed);
