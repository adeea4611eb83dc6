/* deflate.c: gzip over zlib. */

#include "base/deflate.h"

#include <stdint.h>
#include <zlib.h>

#define GZIP_WINDOW (15 + 16) /* zlib's way to ask for a gzip header */

void *deflate_gzip(struct arena *arena, const void *bytes, size_t length, int level, size_t *packed)
{
    z_stream stream = {0};
    unsigned char *out = arena_alloc(arena, length + 1);
    int result;

    if (length > 0x7FFFFFFF ||
        deflateInit2(&stream, level, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return NULL;
    stream.next_in = (unsigned char *)(uintptr_t)bytes;
    stream.avail_in = (uInt)length;
    stream.next_out = out;
    stream.avail_out = (uInt)length;
    result = deflate(&stream, Z_FINISH);
    *packed = stream.total_out;
    deflateEnd(&stream);
    return result == Z_STREAM_END ? out : NULL;
}
