/* names.h: names turned into numbers 0, 1, 2 … in the order in which they were added.
 *
 * Names are borrowed bytes and must outlive the table.  For documents of one run: the hash has no
 * secret, so the table is not for what strangers send to a server.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/list.h"

#define NAMES_NONE UINT32_MAX

struct name {
    const char *text; /* not NUL-terminated */
    size_t length;
    uint64_t hash;
};

struct names {
    LIST(struct name);
    uint32_t *slots; /* number + 1; 0: free */
    size_t mask;
};

/* The name's number, and whether it is new. */
uint32_t names_add(struct arena *arena, struct names *names, const char *text, size_t length,
                   bool *is_new);

/* NAMES_NONE when it was never added. */
uint32_t names_find(const struct names *names, const char *text, size_t length);
