/* asset.h: files of sql/ and templates/ carried inside the program. */
#pragma once

#include <stddef.h>

struct asset {
    const char *path;           /* as in the tree: "templates/layout.html" */
    const unsigned char *bytes; /* NUL-terminated beyond `length` */
    size_t length;
};

/* Ends with a row of NULLs. */
extern const struct asset assets[];

/* NULL when there is none. */
const struct asset *asset_find(const char *path);
