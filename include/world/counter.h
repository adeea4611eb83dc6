/* counter.h: what an untrusted file holds, found by a child that can do nothing else (R43): how
 * many pages a PDF has, and the cells of a workbook.
 *
 * counter_fork comes before threads and files, as typesetter_fork.  Its keeper is handed an open
 * file, never a path, and forks a child for that one file: no file to open, no socket, no other
 * process, an end to its memory, CPU and wall time.  What the child says reaches the server as one
 * number, so the worst a hostile file can do is to lie about its pages.  Only libqpdf looks at it,
 * which reads a PDF's structure and draws nothing; it is loaded by the keeper when the first file
 * comes.  Cells come back in memory that both sides see, sealed in its size, and are checked like
 * anything from outside (cells.h); libzip and libexpat are loaded likewise.
 *
 * One at a time; counter_count may be called from any thread and blocks, at most for the limit.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/cell.h"
#include "base/error.h"

struct counter;

struct counter_limits {
    int seconds;     /* of the wall clock for one file; 0: 5 */
    int cpu_seconds; /* 0: 3 */
    size_t memory;   /* bytes of address space; 0: 512 MiB; not under a sanitizer */
};

/* NULL when there is no process to be had: BROKEN "counter/start". */
struct counter *counter_fork(struct arena *arena, const struct counter_limits *limits,
                             struct error *err);
/* The null twin says what `count` says of an open file; NULL: there is nobody who counts. */
struct counter *counter_here(struct arena *arena, int64_t (*count)(int file));

/* Ends the helper and waits for it; the twin needs none. */
void counter_close(struct counter *counter);

/* *pages is 0 when they cannot be counted: no PDF, a broken one, one with a password, one that
 * takes too much.  BROKEN "counter/gone" when nobody counts; it is logged once. */
bool counter_count(struct counter *counter, int file, int64_t *pages, struct error *err);

/* The cells of a workbook's first table.  INVALID "counter/no-table" when there is none: no XLSX, a
 * broken one, one that is too large or takes too long.  BROKEN "counter/gone".  The null twin reads
 * them in this process. */
bool counter_cells(struct counter *counter, struct arena *arena, const void *bytes, size_t length,
                   struct cells *cells, struct error *err);
