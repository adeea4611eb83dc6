/* keyfile.c: a key of random bytes in DATA/keys, made on the first start. */

#include "world/keyfile.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "world/clock.h"

static bool read_key(const char *path, void *key, size_t length)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool good = fd >= 0 && read(fd, key, length) == (ssize_t)length;

    if (fd >= 0)
        close(fd);
    return good;
}

static bool sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = fd >= 0 && fsync(fd) == 0;

    if (fd >= 0)
        close(fd);
    return good;
}

/* A fresh key in a file of its own beside the place it is for. */
static bool write_key(const char *beside, void *key, size_t length)
{
    int fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool good;

    if (fd < 0)
        return false;
    random_bytes(key, length);
    good = write(fd, key, length) == (ssize_t)length && fsync(fd) == 0;
    return close(fd) == 0 && good;
}

/* Written beside and linked into place, so that a crash leaves a whole key or none. */
static bool make_key(struct arena *arena, const char *folder, const char *path, void *key,
                     size_t length)
{
    const char *beside = arena_format(arena, "%s.%ld.new", path, (long)getpid());
    bool good = write_key(beside, key, length) && (link(beside, path) == 0 || errno == EEXIST);

    unlink(beside);
    return good && sync_folder(folder) && read_key(path, key, length);
}

static bool failed(const char *path, struct error *err)
{
    error_set(err, ERROR_BROKEN, "service/keys");
    return error_text(err, "path", path);
}

bool keyfile_read(struct arena *arena, const char *data, const char *name, void *key, size_t length,
                  struct error *err)
{
    const char *folder = arena_format(arena, "%s/keys", data);
    const char *path = arena_format(arena, "%s/%s", folder, name);

    return read_key(path, key, length) ||
           ((mkdir(folder, 0700) == 0 || errno == EEXIST) && access(path, F_OK) != 0 &&
            make_key(arena, folder, path, key, length) && sync_folder(data)) ||
           failed(path, err);
}

bool keyfile_renew(struct arena *arena, const char *data, const char *name, void *key,
                   size_t length, struct error *err)
{
    const char *folder = arena_format(arena, "%s/keys", data);
    const char *path = arena_format(arena, "%s/%s", folder, name);
    const char *beside = arena_format(arena, "%s.%ld.new", path, (long)getpid());
    bool good = write_key(beside, key, length) && rename(beside, path) == 0;

    if (!good)
        unlink(beside);
    return (good && sync_folder(folder)) || failed(path, err);
}
