/* typesetter.h: papers made in a helper process, whose memory, fonts and crashes are not the
 * server's.
 *
 * typesetter_fork comes before threads, files and databases: a small keeper process is forked that
 * never does anything but fork, when a job comes, one worker that makes papers until it has been
 * idle for a while.  A worker lives under limits of memory, CPU and time per job; when one of them
 * ends it, that job fails with its reason and the next gets a fresh worker.  The world knows
 * neither what a job says nor how it is made: `make` comes from above.
 *
 * One job at a time; typesetter_make may be called from any thread and blocks.  The keeper lives
 * behind walls of its own (sandbox_enter_helper): no file but fonts, no socket, no program.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/error.h"

struct typesetter;

struct typeset {
    const void *bytes; /* in the arena of the call */
    size_t length;
    int64_t pages;
};

/* Makes one; runs in the helper, or here for the null twin. */
typedef bool typeset_make(struct arena *arena, const char *job, size_t length, struct typeset *made,
                          struct error *err);

struct typeset_limits {
    int seconds;     /* of the wall clock for one job; 0: 20 */
    int cpu_seconds; /* 0: 10 */
    size_t memory;   /* bytes of address space; 0: 1 GiB; not under a sanitizer */
    int idle;        /* seconds until a worker without work ends; 0: 60 */
};

/* NULL when there is no process to be had: BROKEN "typesetter/start". */
struct typesetter *typesetter_fork(struct arena *arena, typeset_make *make,
                                   const struct typeset_limits *limits, struct error *err);
/* The null twin: makes in the caller's thread. */
struct typesetter *typesetter_here(struct arena *arena, typeset_make *make);

/* Ends the helper and waits for it; the twin needs none. */
void typesetter_close(struct typesetter *typesetter);

/* Waits for its turn: as long as it takes, or with `patience` (milliseconds, not 0) at most so long
 * and only if no other patient one waits: BUSY "typesetter/busy".  That bounds how many threads of
 * requests can ever stand here: two.
 *
 * What `make` refuses comes back with its own kind and code.  BROKEN "typesetter/died" (crash or a
 * limit), "typesetter/slow", "typesetter/gone" (there is no helper any more), TOO_LARGE
 * "typesetter/large" for a job of more than 16 MiB. */
bool typesetter_make(struct typesetter *typesetter, struct arena *arena, int patience,
                     const char *job, size_t length, struct typeset *made, struct error *err);
