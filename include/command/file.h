/* file.h: whole files in and out, for commands. */
#pragma once

#include "base/arena.h"
#include "base/error.h"

/* NULL with MISSING "file/unreadable" or INVALID "file/too-large" (above 64 MiB). */
char *file_read(struct arena *arena, const char *path, size_t *length, struct error *err);

/* Durable, or not there: written beside and renamed.  BROKEN "file/unwritable". */
bool file_write(const char *path, const void *bytes, size_t length, struct error *err);

/* All of standard input, followed by a NUL.  NULL with INVALID "file/too-large" (above `most`) or
 * MISSING "file/unreadable". */
char *file_read_input(struct arena *arena, size_t most, size_t *length, struct error *err);
