/* zip.c: many files as one ZIP. */

#include "world/zip.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include "base/log.h"
#include "base/text.h"

static bool refused(const char *what, int code, struct error *err)
{
    zip_error_t error;

    zip_error_init_with_code(&error, code);
    log_event("zip/failed", "call", what, "why", zip_error_strerror(&error), NULL);
    zip_error_fini(&error);
    if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)
        return error_set(err, ERROR_FULL, "blob/full");
    return error_set(err, ERROR_BROKEN, "blob/broken");
}

static zip_source_t *source_of(zip_t *zip, struct blobs *blobs, struct arena *arena,
                               const struct zip_entry *entry, struct error *err)
{
    const char *path;

    if (entry->bytes != NULL)
        return zip_source_buffer(zip, entry->bytes, entry->length, 0);
    path = blob_path(blobs, arena, entry->sha256);
    if (access(path, R_OK) != 0) {
        error_set(err, ERROR_MISSING, "blob/missing");
        return NULL;
    }
    return zip_source_file(zip, path, 0, -1);
}

static bool add(zip_t *zip, struct blobs *blobs, struct arena *arena, const struct zip_entry *entry,
                int64_t at, struct error *err)
{
    zip_source_t *source = source_of(zip, blobs, arena, entry, err);
    zip_int64_t place;

    if (source == NULL)
        return err->kind == ERROR_MISSING ||
               refused("source", zip_error_code_zip(zip_get_error(zip)), err);
    place = zip_file_add(zip, entry->name, source, ZIP_FL_ENC_UTF_8);
    if (place < 0) {
        zip_source_free(source);
        return refused("add", zip_error_code_zip(zip_get_error(zip)), err);
    }
    zip_file_set_mtime(zip, (zip_uint64_t)place, at, 0);
    zip_set_file_compression(zip, (zip_uint64_t)place,
                             entry->bytes == NULL ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0);
    return true;
}

static bool write_to(const char *path, struct blobs *blobs, struct arena *arena,
                     const struct zip_entries *entries, int64_t at, struct error *err)
{
    int code = 0;
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);
    bool good = true;

    if (zip == NULL)
        return refused("open", code, err);
    for (size_t i = 0; good && i < entries->count; i++)
        good = add(zip, blobs, arena, &entries->items[i], at, err) && err->kind == ERROR_NONE;
    errno = 0;
    if (good && zip_close(zip) == 0)
        return true;
    if (good)
        refused("close", zip_error_code_zip(zip_get_error(zip)), err);
    zip_discard(zip);
    return false;
}

int zip_make(struct blobs *blobs, struct arena *arena, const struct zip_entries *entries,
             int64_t at, int64_t *size, struct error *err)
{
    const char *path = blob_scratch(blobs, arena, err);
    struct stat about;
    int fd = -1;

    if (path == NULL)
        return -1;
    if (write_to(path, blobs, arena, entries, at, err)) {
        fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0 || fstat(fd, &about) != 0)
            error_set(err, ERROR_BROKEN, "blob/broken");
        else
            *size = about.st_size;
    }
    unlink(path);
    if (fd >= 0 && err->kind != ERROR_NONE) {
        close(fd);
        fd = -1;
    }
    return fd;
}
