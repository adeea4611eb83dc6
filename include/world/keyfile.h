/* keyfile.h: a key of random bytes in DATA/keys, made on the first start. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/error.h"

/* Reads `length` bytes of DATA/keys/NAME; makes folder (0700) and file (0600) when they are not
 * there, durable before it returns.  BROKEN "service/keys". */
bool keyfile_read(struct arena *arena, const char *data, const char *name, void *key, size_t length,
                  struct error *err);

/* A fresh key in the place of DATA/keys/NAME, durable before it returns; the old one is gone. */
bool keyfile_renew(struct arena *arena, const char *data, const char *name, void *key,
                   size_t length, struct error *err);
