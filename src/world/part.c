/* part.c: the bytes of unfinished uploads. */

#include "world/part.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

static int open_part(const struct blobs *blobs, const char *name, int flags)
{
    struct arena *arena = arena_open();
    const char *path = arena_format(arena, "%s/" PART_PREFIX "%s", blobs_folder(blobs), name);
    int fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0600);

    arena_close(arena);
    return fd;
}

static int64_t size_of(int fd)
{
    struct stat about;

    return fstat(fd, &about) == 0 ? about.st_size : 0;
}

static bool gone(struct error *err)
{
    return error_set(err, ERROR_MISSING, "transfer/gone");
}

static bool failed(struct error *err)
{
    if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)
        return error_set(err, ERROR_FULL, "blob/full");
    return error_set(err, ERROR_BROKEN, "blob/broken");
}

static bool put(int fd, int64_t offset, const char *bytes, size_t length, struct error *err)
{
    while (length > 0) {
        ssize_t done = pwrite(fd, bytes, length, (off_t)offset);

        if (done < 0 && errno != EINTR)
            return failed(err);
        if (done > 0) {
            bytes += done;
            offset += done;
            length -= (size_t)done;
        }
    }
    return fdatasync(fd) == 0 || failed(err);
}

bool part_write(struct blobs *blobs, struct arena *arena, const char *name, int64_t offset,
                const struct upload *from, struct error *err)
{
    size_t length;
    const char *bytes = upload_read(from, arena, &length, err);
    int fd = bytes == NULL ? -1 : open_part(blobs, name, O_WRONLY | (offset == 0 ? O_CREAT : 0));
    bool done;

    if (bytes == NULL)
        return false;
    if (fd < 0)
        return errno == ENOENT ? gone(err) : failed(err);
    done = (size_of(fd) >= offset || gone(err)) && put(fd, offset, bytes, length, err) &&
           (offset != 0 || blobs_durable(blobs, err));
    close(fd);
    return done;
}

static bool copy(int fd, int64_t size, struct upload *to, struct error *err)
{
    char block[64 * 1024];

    for (int64_t at = 0; at < size;) {
        size_t want = size - at < (int64_t)sizeof block ? (size_t)(size - at) : sizeof block;
        ssize_t got = pread(fd, block, want, (off_t)at);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got == 0 ? gone(err) : failed(err);
        if (!upload_add(to, block, (size_t)got, err))
            return false;
        at += got;
    }
    return true;
}

struct upload *part_join(struct blobs *blobs, struct arena *arena, const char *name, int64_t size,
                         struct error *err)
{
    int fd = open_part(blobs, name, O_RDONLY);
    struct upload *joined = fd < 0 ? NULL : upload_start(blobs, arena, err);
    bool done = joined != NULL && copy(fd, size, joined, err);

    if (fd < 0)
        gone(err);
    else
        close(fd);
    return done ? joined : NULL;
}

int64_t part_size(const struct blobs *blobs, const char *name)
{
    int fd = open_part(blobs, name, O_RDONLY);
    int64_t size = fd < 0 ? 0 : size_of(fd);

    if (fd >= 0)
        close(fd);
    return size;
}

void part_drop(const struct blobs *blobs, const char *name)
{
    struct arena *arena = arena_open();

    unlink(arena_format(arena, "%s/" PART_PREFIX "%s", blobs_folder(blobs), name));
    arena_close(arena);
}
