/* asset.c: files of sql/ and templates/ carried inside the program. */

#include "base/asset.h"

const struct asset *asset_find(const char *path)
{
    for (const struct asset *asset = assets; asset->path != NULL; asset++)
        if (strcmp(asset->path, path) == 0)
            return asset;
    return NULL;
}
