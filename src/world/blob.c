/* blob.c: files by content, durable before anything names them. */

#include "world/blob.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>

#include "base/text.h"
#include "world/clock.h"

struct blobs {
    const char *data, *folder; /* DATA, DATA/blobs */
    pthread_mutex_t moving;    /* held while a file comes to its name or is swept from it */
    atomic_bool rooted;        /* DATA is known to name the folder, also after a power cut */
};

struct upload {
    struct blobs *blobs;
    struct arena *arena;
    int fd; /* -1 once kept or dropped */
    char *path;
    struct digesting *digesting;
    int64_t size;
    uint8_t head[16];
};

struct blobs *blobs_open(struct arena *arena, const char *data, struct error *err)
{
    struct blobs *blobs = arena_alloc(arena, sizeof *blobs);

    (void)err; /* folders are made when the first file comes */
    blobs->data = arena_text(arena, data);
    blobs->folder = arena_format(arena, "%s/blobs", data);
    pthread_mutex_init(&blobs->moving, NULL);
    return blobs;
}

static bool failed(struct error *err)
{
    if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)
        return error_set(err, ERROR_FULL, "blob/full");
    return error_set(err, ERROR_BROKEN, "blob/broken");
}

static bool folder_exists(const char *path, struct error *err)
{
    return mkdir(path, 0700) == 0 || errno == EEXIST || failed(err);
}

static bool sync_folder(const char *path, struct error *err)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = fd >= 0 && fsync(fd) == 0;

    if (!good)
        failed(err);
    if (fd >= 0)
        close(fd);
    return good;
}

void upload_drop(struct upload *upload)
{
    if (upload->fd < 0)
        return;
    close(upload->fd);
    unlink(upload->path);
    upload->fd = -1;
}

static void drop_with_arena(void *upload)
{
    upload_drop(upload);
}

char *blob_scratch(struct blobs *blobs, struct arena *arena, struct error *err)
{
    uint8_t random[10];

    random_bytes(random, sizeof random);
    if (!folder_exists(blobs->folder, err))
        return NULL;
    return arena_format(arena, "%s/new-%s", blobs->folder, text_hex(arena, random, sizeof random));
}

struct upload *upload_start(struct blobs *blobs, struct arena *arena, struct error *err)
{
    struct upload *upload = arena_alloc(arena, sizeof *upload);

    upload->path = blob_scratch(blobs, arena, err);
    if (upload->path == NULL)
        return NULL;
    upload->blobs = blobs;
    upload->arena = arena;
    upload->digesting = digest_start(arena);
    upload->fd = open(upload->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (upload->fd < 0) {
        failed(err);
        return NULL;
    }
    arena_cleanup(arena, drop_with_arena, upload);
    return upload;
}

bool upload_add(struct upload *upload, const void *bytes, size_t length, struct error *err)
{
    const uint8_t *at = bytes;

    for (size_t i = 0; i < length && upload->size + (int64_t)i < 16; i++)
        upload->head[upload->size + (int64_t)i] = at[i];
    digest_add(upload->digesting, bytes, length);
    upload->size += (int64_t)length;
    while (length > 0) {
        ssize_t put = write(upload->fd, at, length);

        if (put < 0 && errno != EINTR)
            return failed(err);
        if (put > 0) {
            at += put;
            length -= (size_t)put;
        }
    }
    return true;
}

int64_t upload_size(const struct upload *upload)
{
    return upload->size;
}

const uint8_t *upload_head(const struct upload *upload, size_t *length)
{
    *length = upload->size < 16 ? (size_t)upload->size : 16;
    return upload->head;
}

struct digest upload_digest(struct upload *upload)
{
    return digest_take(upload->digesting);
}

void *upload_read(const struct upload *upload, struct arena *arena, size_t *length,
                  struct error *err)
{
    size_t size = (size_t)upload->size, got = 0;
    char *bytes = arena_alloc(arena, size + 1);

    while (got < size) {
        ssize_t more = pread(upload->fd, bytes + got, size - got, (off_t)got);

        if (more == 0 || (more < 0 && errno != EINTR)) {
            error_set(err, ERROR_BROKEN, "blob/broken");
            return NULL;
        }
        got += more < 0 ? 0 : (size_t)more;
    }
    bytes[size] = '\0';
    *length = size;
    return bytes;
}

/* The two levels of a blob's address. */
static char *shard_of(struct arena *arena, const struct blobs *blobs, const char *sha256)
{
    return arena_format(arena, "%s/%.2s", blobs->folder, sha256);
}

static char *path_of(struct arena *arena, const struct blobs *blobs, const char *sha256)
{
    return arena_format(arena, "%s/%.2s/%s", blobs->folder, sha256, sha256);
}

char *blob_path(struct blobs *blobs, struct arena *arena, const char *sha256)
{
    return path_of(arena, blobs, sha256);
}

/* Renames without replacing: the same content may be there already, and then it stays.  It is made
 * young again, or the sweeper might take it before the row that names it is committed. */
static bool move_in(struct upload *upload, const char *path, struct error *err)
{
    pthread_mutex_t *moving = &upload->blobs->moving;
    bool good, same;

    pthread_mutex_lock(moving);
    good = renameat2(AT_FDCWD, upload->path, AT_FDCWD, path, RENAME_NOREPLACE) == 0;
    same = !good && errno == EEXIST;
    good = good || (same && utimensat(AT_FDCWD, path, NULL, 0) == 0) || failed(err);
    pthread_mutex_unlock(moving);
    if (same && good)
        unlink(upload->path);
    return good;
}

static bool sync_root(struct blobs *blobs, struct error *err)
{
    if (!atomic_load(&blobs->rooted) && !sync_folder(blobs->data, err))
        return false;
    atomic_store(&blobs->rooted, true);
    return true;
}

bool upload_keep(struct upload *upload, struct digest *sha256, struct error *err)
{
    const char *hex, *shard;

    if (fdatasync(upload->fd) != 0)
        return failed(err);
    *sha256 = digest_take(upload->digesting);
    hex = digest_hex(upload->arena, sha256);
    shard = shard_of(upload->arena, upload->blobs, hex);
    if (!folder_exists(shard, err) ||
        !move_in(upload, path_of(upload->arena, upload->blobs, hex), err))
        return false;
    close(upload->fd);
    upload->fd = -1;
    return sync_folder(shard, err) && sync_folder(upload->blobs->folder, err) &&
           sync_root(upload->blobs, err);
}

bool blob_put(struct blobs *blobs, struct arena *arena, const void *bytes, size_t length,
              struct digest *sha256, struct error *err)
{
    struct upload *upload = upload_start(blobs, arena, err);

    return upload != NULL && upload_add(upload, bytes, length, err) &&
           upload_keep(upload, sha256, err);
}

int blob_open(struct blobs *blobs, const char *sha256, int64_t *size, struct error *err)
{
    struct arena *arena = arena_open();
    struct digest digest;
    struct stat about;
    int fd = -1;

    if (digest_unhex(sha256, &digest)) /* nothing else ever becomes part of a path */
        fd = open(path_of(arena, blobs, sha256), O_RDONLY | O_CLOEXEC);
    arena_close(arena);
    if (fd >= 0 && fstat(fd, &about) == 0) {
        *size = about.st_size;
        return fd;
    }
    if (fd >= 0)
        close(fd);
    error_set(err, ERROR_MISSING, "blob/missing");
    return -1;
}

void *blob_read(struct blobs *blobs, struct arena *arena, const char *sha256, size_t *length,
                struct error *err)
{
    int64_t size;
    int fd = blob_open(blobs, sha256, &size, err);
    struct digest found, wanted;
    size_t have = 0;
    char *bytes;

    if (fd < 0)
        return NULL;
    bytes = arena_alloc(arena, (size_t)size + 1);
    for (ssize_t got = 1; have < (size_t)size && got > 0; have += got > 0 ? (size_t)got : 0)
        got = read(fd, bytes + have, (size_t)size - have);
    close(fd);
    found = digest_of(bytes, have);
    if (!digest_unhex(sha256, &wanted) || !digest_equal(&found, &wanted)) {
        error_set(err, ERROR_BROKEN, "blob/damaged");
        return NULL;
    }
    *length = have;
    return bytes;
}

bool blob_check(struct blobs *blobs, const char *sha256, struct error *err)
{
    struct arena *arena = arena_open();
    size_t length;
    bool good = blob_read(blobs, arena, sha256, &length, err) != NULL;

    arena_close(arena);
    return good;
}

struct sweep {
    pthread_mutex_t *moving;
    int64_t before; /* files changed before this moment may go */
    bool (*wanted)(void *, const char *);
    void *context;
    size_t removed;
};

static void sweep_file(struct sweep *sweep, const char *folder, const char *name)
{
    struct arena *arena = arena_open();
    const char *path = arena_format(arena, "%s/%s", folder, name);
    struct stat about;

    pthread_mutex_lock(sweep->moving);
    if (stat(path, &about) == 0 && S_ISREG(about.st_mode) && about.st_mtime < sweep->before &&
        (text_starts(name, "new-") || !sweep->wanted(sweep->context, name)) && unlink(path) == 0)
        sweep->removed++;
    pthread_mutex_unlock(sweep->moving);
    arena_close(arena);
}

static void sweep_folder(struct sweep *sweep, const char *folder)
{
    DIR *entries = opendir(folder);

    if (entries == NULL)
        return;
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        if (entry->d_type == DT_DIR) {
            struct arena *arena = arena_open();

            sweep_folder(sweep, arena_format(arena, "%s/%s", folder, entry->d_name));
            arena_close(arena);
        } else {
            sweep_file(sweep, folder, entry->d_name);
        }
    }
    closedir(entries);
}

size_t blobs_sweep(struct blobs *blobs, int64_t age, bool (*wanted)(void *, const char *sha256),
                   void *context)
{
    struct sweep sweep = {&blobs->moving, (int64_t)time(NULL) - age, wanted, context, 0};

    sweep_folder(&sweep, blobs->folder);
    return sweep.removed;
}
