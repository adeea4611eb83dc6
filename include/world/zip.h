/* zip.h: many files as one ZIP, for a reply: written by libzip to a file without a name, so that
 * memory stays small however large it is and nothing is left when the service dies.
 */
#pragma once

#include <stdint.h>
#include "base/list.h"
#include "world/blob.h"

struct zip_entry {
    const char *name;   /* UTF-8, with '/' between folders */
    const void *bytes;  /* stays until the archive is made; NULL: the blob's */
    const char *sha256; /* of a blob, which is stored as it is: uploads are packed already */
    size_t length;
};
struct zip_entries {
    LIST(struct zip_entry);
};

/* An open descriptor to read from its start, which the caller closes, and its size; -1: FULL
 * "blob/full", BROKEN "blob/broken", MISSING "blob/missing".  `at`: the time every file carries. */
int zip_make(struct blobs *blobs, struct arena *arena, const struct zip_entries *entries,
             int64_t at, int64_t *size, struct error *err);
