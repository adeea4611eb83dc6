/* blob.h: files by content: DATA/blobs/ab/<sha256>, durable before anything names them.
 *
 * Order (security.md §3): temporary file in the same directory, write, fdatasync, rename without
 * replacing, fsync of the directory; only then may a row be committed that names it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/digest.h"
#include "base/error.h"

struct blobs;
struct upload;

struct blobs *blobs_open(struct arena *arena, const char *data, struct error *err);

/* An upload in pieces.  It is thrown away unless upload_keep is reached; closing the arena it was
 * started in throws it away too. */
struct upload *upload_start(struct blobs *blobs, struct arena *arena, struct error *err);
bool upload_add(struct upload *upload, const void *bytes, size_t length, struct error *err);
int64_t upload_size(const struct upload *upload);
/* First bytes (up to 16) that came, to compare with the type's signature. */
const uint8_t *upload_head(const struct upload *upload, size_t *length);
/* All that came so far, of one not yet kept; a NUL follows.  NULL: BROKEN "blob/broken". */
void *upload_read(const struct upload *upload, struct arena *arena, size_t *length,
                  struct error *err);
/* Makes it durable under its hash.  FULL "blob/full", BROKEN "blob/broken". */
bool upload_keep(struct upload *upload, struct digest *sha256, struct error *err);
void upload_drop(struct upload *upload);

/* For content that is only looked at: its hash, after which it cannot be kept. */
struct digest upload_digest(struct upload *upload);

/* Whole content at once. */
bool blob_put(struct blobs *blobs, struct arena *arena, const void *bytes, size_t length,
              struct digest *sha256, struct error *err);

/* An open descriptor for reading; the caller closes.  MISSING "blob/missing". */
int blob_open(struct blobs *blobs, const char *sha256, int64_t *size, struct error *err);

/* For libraries that open files by name: where it lies. */
char *blob_path(struct blobs *blobs, struct arena *arena, const char *sha256);
/* A fresh path beside the files for one that is not kept; the sweep takes what is left there. */
char *blob_scratch(struct blobs *blobs, struct arena *arena, struct error *err);

/* Reads it whole and compares its hash.  BROKEN "blob/damaged". */
bool blob_check(struct blobs *blobs, const char *sha256, struct error *err);
void *blob_read(struct blobs *blobs, struct arena *arena, const char *sha256, size_t *length,
                struct error *err);

/* Removes files older than `age` seconds that `wanted` does not want; temporary ones too. */
size_t blobs_sweep(struct blobs *blobs, int64_t age, bool (*wanted)(void *, const char *sha256),
                   void *context);
