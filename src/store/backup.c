/* backup.c: checking the data file, and copying it while it is in use. */

#include "store/db.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>

#include "base/log.h"
#include "store/connection.h"

/* Complaints that are logged of one check; one is enough to know. */
#define COMPLAINTS 20

static bool is_complaint(sqlite3_stmt *check)
{
    const char *text = (const char *)sqlite3_column_text(check, 0);

    return text == NULL || strcmp(text, "ok") != 0;
}

bool connection_check(sqlite3 *handle, const char *pragma, struct error *err)
{
    sqlite3_stmt *check = NULL;
    struct verdict verdict;
    int complaints = 0, result = sqlite3_prepare_v2(handle, pragma, -1, &check, NULL);

    if (result == SQLITE_OK)
        while ((result = sqlite3_step(check)) == SQLITE_ROW && complaints < COMPLAINTS)
            if (is_complaint(check)) {
                const char *text = (const char *)sqlite3_column_text(check, 0);

                complaints++;
                log_event("store/complaint", "check", pragma, "text", text, NULL);
            }
    verdict = result == SQLITE_DONE || result == SQLITE_ROW ? (struct verdict){ERROR_NONE, NULL}
                                                            : verdict_of(handle, result, pragma);
    sqlite3_finalize(check);
    return verdict_set(&verdict, err) &&
           (complaints == 0 || error_set(err, ERROR_BROKEN, "store/damaged"));
}

/* A reader without the time limit of requests. */
static sqlite3 *own_reader(const struct store *store, struct error *err)
{
    sqlite3 *handle = connection_open(store->path, SQLITE_OPEN_READONLY, err);

    if (handle == NULL)
        return NULL;
    sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_busy_timeout(handle, 5000);
    return handle;
}

bool store_check(struct store *store, struct error *err)
{
    sqlite3 *handle = own_reader(store, err);
    bool sound = handle != NULL && connection_check(handle, "PRAGMA quick_check", err) &&
                 connection_check(handle, "PRAGMA foreign_key_check", err);

    sqlite3_close(handle);
    return sound;
}

/* All pages in one step, so from one snapshot. */
static bool copy_pages(sqlite3 *from, sqlite3 *to, struct error *err)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    struct verdict verdict;
    int result;

    if (backup != NULL)
        sqlite3_backup_step(backup, -1);
    result = backup != NULL ? sqlite3_backup_finish(backup) : sqlite3_extended_errcode(to);
    if (result == SQLITE_OK)
        return true;
    verdict = verdict_of(to, result, "backup");
    return verdict_set(&verdict, err);
}

/* One file without a WAL beside it, sound, and synced by its last COMMIT. */
static bool make_copy(struct store *store, const char *path, struct error *err)
{
    sqlite3 *from = own_reader(store, err);
    sqlite3 *to = from == NULL
                      ? NULL
                      : connection_open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err);
    bool made = to != NULL && connection_exec(to, "PRAGMA synchronous = FULL", err) &&
                copy_pages(from, to, err) &&
                connection_exec(to, "PRAGMA journal_mode = DELETE", err) &&
                connection_check(to, "PRAGMA integrity_check", err);

    sqlite3_close(to);
    sqlite3_close(from);
    return made;
}

static bool sync_path(const char *path, int flags)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
    bool synced = fd >= 0 && fsync(fd) == 0;

    if (fd >= 0)
        close(fd);
    return synced;
}

/* Gives the finished copy its name, never over another file, and makes that durable. */
static bool publish(struct arena *arena, const char *part, const char *path, struct error *err)
{
    if (!sync_path(part, 0))
        return error_set(err, ERROR_BROKEN, "store/broken");
    if (renameat2(AT_FDCWD, part, AT_FDCWD, path, RENAME_NOREPLACE) != 0)
        return errno == EEXIST ? error_set(err, ERROR_CONFLICT, "store/exists")
                               : error_set(err, ERROR_BROKEN, "store/broken");
    return sync_path(dirname(arena_text(arena, path)), O_DIRECTORY) ||
           error_set(err, ERROR_BROKEN, "store/broken");
}

static void discard(struct arena *arena, const char *part)
{
    static const char *const tails[] = {"", "-journal", "-wal", "-shm"};

    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++)
        unlink(arena_format(arena, "%s%s", part, tails[i]));
}

bool store_backup(struct store *store, const char *path, struct error *err)
{
    struct arena *arena = arena_open();
    char *part = arena_format(arena, "%s.part", path);
    bool done = access(path, F_OK) != 0 || error_set(err, ERROR_CONFLICT, "store/exists");

    discard(arena, part);
    done = done && make_copy(store, part, err) && publish(arena, part, path, err);
    discard(arena, part);
    arena_close(arena);
    return done;
}
