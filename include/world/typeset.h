/* typeset.h: between the typesetter's two sides: packets, and the helper's whole life.
 *
 * The socket keeps packets whole, so a worker that dies half way through its answer leaves no half
 * packet behind, and the keeper's word about it cannot be mistaken.
 */
#pragma once

#include "world/typesetter.h"

enum { TYPESET_PIECE = 1, TYPESET_DONE, TYPESET_FAILED };

struct typeset_packet {
    uint32_t kind, job; /* job 0: whichever is under way */
    int64_t pages;      /* of DONE; of FAILED the kind of error */
    uint8_t bytes[32 << 10];
};
#define TYPESET_HEAD offsetof(struct typeset_packet, bytes)

/* In as many packets as the bytes need; at least one for kinds other than PIECE. */
bool typeset_send(int fd, uint32_t kind, uint32_t job, int64_t pages, const void *bytes,
                  size_t length);
int64_t typeset_now(void); /* milliseconds */

/* The keeper: answers for its workers until the other side closes, then ends the process. */
_Noreturn void typeset_keep(int fd, typeset_make *make, const struct typeset_limits *limits);
