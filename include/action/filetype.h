/* filetype.h: the table of file types we take: extension, content type, first bytes. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The content type of a name's extension; NULL when we do not take it. */
const char *filetype_of(const char *name);

/* Is the extension among `types` (NULL-terminated), and do the first bytes agree with it? */
bool filetype_allowed(const char *name, const char *const *types, const uint8_t *head,
                      size_t length);
