/* blob.h: rows of the content-addressed files that world/blob keeps. */
#pragma once

#include "base/env.h"
#include "base/error.h"

/* Inside a transaction, after the file is durable.  A blob that is there already stays. */
bool store_blob_add(struct env *env, const char *sha256, int64_t size, struct error *err);

/* Does a row name it?  When the question cannot be answered it is wanted: for the sweeper. */
bool store_blob_wanted(struct env *env, const char *sha256);

/* Calls back for every file that a row names, by name. */
bool store_blobs_each(struct env *env, void (*each)(void *, const char *sha256), void *context,
                      struct error *err);
