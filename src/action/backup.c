/* backup.c: one file that holds database and files, verified; and laying it out again. */

#include "action/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>

#include "base/digest.h"
#include "base/text.h"
#include "store/blob.h"
#include "store/db.h"
#include "world/world.h"

#define HEAD "grantd-backup-1\n"

struct writing {
    struct env *env;
    FILE *out;
    int64_t files;
    bool good;
};

static bool damaged(struct error *err)
{
    return error_set(err, ERROR_BROKEN, "backup/damaged");
}

/* One part from an open file: its size and hash first, then its bytes. */
static bool put_part(struct writing *w, const char *name, int fd)
{
    struct arena *arena = arena_open();
    struct digesting *digesting = digest_start(arena);
    struct digest digest;
    char block[65536];
    int64_t size = 0;
    ssize_t got;
    bool good;

    while ((got = read(fd, block, sizeof block)) > 0) {
        digest_add(digesting, block, (size_t)got);
        size += got;
    }
    digest = digest_take(digesting);
    good = got == 0 && lseek(fd, 0, SEEK_SET) == 0 &&
           fprintf(w->out, "%s %" PRId64 " %s\n", name, size, digest_hex(arena, &digest)) > 0;
    while (good && (got = read(fd, block, sizeof block)) > 0)
        good = fwrite(block, 1, (size_t)got, w->out) == (size_t)got;
    arena_close(arena);
    w->files++;
    return good && got == 0;
}

static void put_blob(void *context, const char *sha256)
{
    struct writing *w = context;
    struct error err = {0};
    int64_t size;
    int fd = w->good ? blob_open(w->env->world->blobs, sha256, &size, &err) : -1;

    w->good = fd >= 0 && put_part(w, sha256, fd);
    if (fd >= 0)
        close(fd);
}

/* The database is copied first: it names no file that is not durable already. */
static bool put_all(struct service *service, struct writing *w, const char *copy, struct error *err)
{
    int fd;

    if (!store_backup(service_store(service), copy, err))
        return false;
    fd = open(copy, O_RDONLY | O_CLOEXEC);
    w->good = fd >= 0 && fputs(HEAD, w->out) >= 0 && put_part(w, "grantd.db", fd);
    if (fd >= 0)
        close(fd);
    if (!w->good || !store_blobs_each(w->env, put_blob, w, err))
        return error_set(err, ERROR_BROKEN, "backup/write");
    return (w->good && fprintf(w->out, "end %" PRId64 "\n", w->files) > 0 && fflush(w->out) == 0 &&
            fsync(fileno(w->out)) == 0) ||
           error_set(err, ERROR_BROKEN, "backup/write");
}

/* ---- reading */

struct reading {
    FILE *in;
    const char *data; /* where parts go; NULL: only verified */
    int64_t files;
};

static bool name_is_safe(const char *name)
{
    struct digest digest;

    return strcmp(name, "grantd.db") == 0 || digest_unhex(name, &digest);
}

static int part_file(struct arena *arena, const char *data, const char *name)
{
    const char *folder = data, *path;

    if (strcmp(name, "grantd.db") != 0) {
        folder = arena_format(arena, "%s/blobs", data);
        mkdir(folder, 0700);
        folder = arena_format(arena, "%s/%.2s", folder, name);
        mkdir(folder, 0700);
    }
    path = arena_format(arena, "%s/%s", folder, name);
    return open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
}

static bool copy_part(struct reading *r, struct arena *arena, int64_t size, const char *sha256,
                      int fd)
{
    struct digesting *digesting = digest_start(arena);
    struct digest found, wanted;
    char block[65536];

    while (size > 0) {
        size_t want = size < (int64_t)sizeof block ? (size_t)size : sizeof block;
        size_t got = fread(block, 1, want, r->in);

        if (got != want || (fd >= 0 && write(fd, block, got) != (ssize_t)got))
            return false;
        digest_add(digesting, block, got);
        size -= (int64_t)got;
    }
    found = digest_take(digesting);
    return digest_unhex(sha256, &wanted) && digest_equal(&found, &wanted) &&
           (fd < 0 || fsync(fd) == 0);
}

static bool take_part(struct reading *r, const char *name, int64_t size, const char *sha256)
{
    struct arena *arena = arena_open();
    int fd = r->data == NULL ? -1 : part_file(arena, r->data, name);
    bool good = (r->data == NULL || fd >= 0) && copy_part(r, arena, size, sha256, fd);

    if (fd >= 0)
        good = close(fd) == 0 && good;
    arena_close(arena);
    r->files++;
    return good;
}

static bool take_all(struct reading *r)
{
    char line[256], name[80], sha256[80];
    int64_t size, count;

    if (fgets(line, sizeof line, r->in) == NULL || strcmp(line, HEAD) != 0)
        return false;
    while (fgets(line, sizeof line, r->in) != NULL) {
        if (sscanf(line, "end %" SCNd64, &count) == 1)
            return count == r->files && fgetc(r->in) == EOF;
        if (sscanf(line, "%79s %" SCNd64 " %79s", name, &size, sha256) != 3 || size < 0 ||
            !name_is_safe(name) || !take_part(r, name, size, sha256))
            return false;
    }
    return false;
}

static bool read_archive(const char *path, const char *data, int64_t *files, struct error *err)
{
    struct reading r = {.in = fopen(path, "rbe"), .data = data};
    bool good;

    if (r.in == NULL) {
        error_set(err, ERROR_MISSING, "file/unreadable");
        return error_text(err, "path", path);
    }
    good = take_all(&r);
    fclose(r.in);
    *files = r.files;
    return good || damaged(err);
}

static bool write_archive(struct service *service, struct env *env, const char *beside,
                          const char *copy, struct error *err)
{
    int fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    struct writing w = {.env = env, .out = fd < 0 ? NULL : fdopen(fd, "wb")};
    bool good;

    if (w.out == NULL) {
        error_set(err, ERROR_BROKEN, "file/unwritable");
        return error_text(err, "path", beside);
    }
    good = put_all(service, &w, copy, err);
    return fclose(w.out) == 0 && good;
}

bool action_backup(struct service *service, const char *path, int64_t *files, struct error *err)
{
    struct arena *arena = arena_open();
    const char *beside = arena_format(arena, "%s.new", path);
    const char *copy = arena_format(arena, "%s.db", path);
    struct env env;
    bool good;

    if (access(path, F_OK) == 0) {
        arena_close(arena);
        return error_set(err, ERROR_CONFLICT, "backup/exists");
    }
    good = service_enter(service, arena, &env, err) &&
           write_archive(service, &env, beside, copy, err) &&
           read_archive(beside, NULL, files, err);
    service_leave(service, &env);
    unlink(copy);
    if (good && rename(beside, path) != 0)
        good = error_set(err, ERROR_BROKEN, "backup/write");
    if (!good)
        unlink(beside);
    arena_close(arena);
    return good;
}

bool action_restore(const char *path, const char *data, int64_t *files, struct error *err)
{
    struct arena *arena = arena_open();
    bool there = access(arena_format(arena, "%s/grantd.db", data), F_OK) == 0;
    bool made = mkdir(data, 0700) == 0 || errno == EEXIST;

    arena_close(arena);
    if (there)
        return error_set(err, ERROR_CONFLICT, "backup/not-empty");
    if (!made) {
        error_set(err, ERROR_BROKEN, "service/folder");
        return error_text(err, "path", data);
    }
    /* Everything is verified before the first byte is laid out. */
    return read_archive(path, NULL, files, err) && read_archive(path, data, files, err);
}
