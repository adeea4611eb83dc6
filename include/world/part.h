/* part.h: the bytes of unfinished uploads, which come in parts and stay over a power cut.
 *
 * Each lies in DATA/blobs/part-NAME.  A part is durable before anybody tells of it, so what a row
 * says has arrived is there; bytes behind that are nobody's and are written again.  The sweep takes
 * files whose rows are gone.
 */
#pragma once

#include "world/blob.h"

#define PART_PREFIX "part-"

/* Writes what `from` holds at `offset`, durably; only offset 0 makes the file.  MISSING
 * "transfer/gone" when less than `offset` bytes are there; FULL "blob/full", BROKEN "blob/broken".
 */
bool part_write(struct blobs *blobs, struct arena *arena, const char *name, int64_t offset,
                const struct upload *from, struct error *err);

/* All of it as an upload, to be kept: copied, so that a late part cannot change what was kept.
 * MISSING "transfer/gone" when there are not `size` bytes. */
struct upload *part_join(struct blobs *blobs, struct arena *arena, const char *name, int64_t size,
                         struct error *err);

/* Bytes there; 0 when there is no such file. */
int64_t part_size(const struct blobs *blobs, const char *name);
void part_drop(const struct blobs *blobs, const char *name);
