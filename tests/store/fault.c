/* fault.c: what is answered when the disk fails, through an engine file system that fails on call.
 */

#include <pthread.h>

#include "base/log.h"
#include "store/connection.h"
#include "store/setting.h"
#include "support/store.h"
#include "support/test.h"

static struct {
    atomic_int sync_fails, write_fails; /* engine codes; 0: works */
    atomic_int answered, answered_at_sync;
} disk;

static sqlite3_vfs *real, failing;
/* The engine locks the data file only, so that one has other methods than the WAL beside it. */
static const sqlite3_io_methods *real_methods[2];
static sqlite3_io_methods failing_methods[2];

static const sqlite3_io_methods *real_of(const sqlite3_file *file)
{
    return real_methods[file->pMethods == &failing_methods[1]];
}

static int sync_file(sqlite3_file *file, int flags)
{
    disk.answered_at_sync = disk.answered_at_sync + disk.answered;
    return disk.sync_fails != 0 ? disk.sync_fails : real_of(file)->xSync(file, flags);
}

static int write_file(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 at)
{
    return disk.write_fails != 0 ? disk.write_fails
                                 : real_of(file)->xWrite(file, bytes, length, at);
}

static int open_file(__attribute__((unused)) sqlite3_vfs *vfs, const char *name, sqlite3_file *file,
                     int flags, int *got)
{
    int result = real->xOpen(real, name, file, flags, got);

    if (result == SQLITE_OK) {
        int kind = (flags & SQLITE_OPEN_MAIN_DB) != 0;

        real_methods[kind] = file->pMethods;
        failing_methods[kind] = *file->pMethods;
        failing_methods[kind].xSync = sync_file;
        failing_methods[kind].xWrite = write_file;
        file->pMethods = &failing_methods[kind];
    }
    return result;
}

static struct fixture with_failing_disk(void)
{
    disk.sync_fails = disk.write_fails = disk.answered = disk.answered_at_sync = 0;
    real = sqlite3_vfs_find(NULL);
    failing = *real;
    failing.zName = "failing";
    failing.xOpen = open_file;
    assert_int_equal(sqlite3_vfs_register(&failing, 1), SQLITE_OK);
    return fixture_open();
}

static void with_real_disk(struct fixture *f)
{
    fixture_close(f);
    sqlite3_vfs_unregister(&failing);
    sqlite3_vfs_register(real, 1);
}

static bool put(struct env *env, const char *name, struct error *err)
{
    bool done = tx_begin(env, err) && store_setting_put(env, name, "1", err);

    return tx_end(env, done, err);
}

static bool is_there(struct env *env, const char *name)
{
    struct error err = {0};
    const char *value;

    assert_true(store_setting_get(env, name, &value, &err));
    return value != NULL;
}

struct writer {
    struct fixture *fixture;
    pthread_t thread;
    const char *name;
    bool stored;
    struct error err;
};

static void *write_one(void *context)
{
    struct writer *w = context;
    struct env env = fixture_enter(w->fixture);

    w->stored = put(&env, w->name, &w->err);
    disk.answered++;
    fixture_leave(&env);
    return NULL;
}

/* Three writers in one group: two threads that queue up behind the caller's turn. */
static void write_group(struct fixture *f, struct writer *writers, struct writer *own)
{
    bool done;

    f->store->turns.group_ms = 600000;
    done = tx_begin(&f->env, &own->err);
    for (size_t i = 0, waiting = 0; i < 2; i++) {
        writers[i].fixture = f;
        assert_int_equal(pthread_create(&writers[i].thread, NULL, write_one, &writers[i]), 0);
        while (waiting <= i) {
            usleep(500);
            pthread_mutex_lock(&f->store->turns.mutex);
            waiting = f->store->turns.waiting;
            pthread_mutex_unlock(&f->store->turns.mutex);
        }
    }
    done = done && store_setting_put(&f->env, own->name, "1", &own->err);
    own->stored = tx_end(&f->env, done, &own->err);
    for (size_t i = 0; i < 2; i++)
        pthread_join(writers[i].thread, NULL);
}

TEST("nobody of a group is answered before its one sync has returned")
{
    struct fixture f = with_failing_disk();
    struct writer writers[] = {{.name = "a"}, {.name = "b"}}, own = {.name = "c"};

    write_group(&f, writers, &own);
    assert_true(own.stored && writers[0].stored && writers[1].stored);
    assert_int_equal(disk.answered_at_sync, 0);
    assert_int_equal(disk.answered, 2);
    with_real_disk(&f);
}

static void assert_group_fails(const struct writer *writers, const struct writer *own,
                               enum error_kind kind)
{
    assert_false(own->stored || writers[0].stored || writers[1].stored);
    assert_int_equal(own->err.kind, kind);
    assert_int_equal(writers[0].err.kind, kind);
    assert_int_equal(writers[1].err.kind, kind);
}

TEST("when the sync fails the whole group is told, and the store takes no more writes")
{
    struct fixture f = with_failing_disk();
    struct writer writers[] = {{.name = "a"}, {.name = "b"}}, own = {.name = "c"};
    struct error err = {0};

    assert_true(put(&f.env, "before", &err));
    disk.sync_fails = SQLITE_IOERR_FSYNC;
    log_quiet(1);
    write_group(&f, writers, &own);
    log_quiet(0);
    assert_group_fails(writers, &own, ERROR_BROKEN);
    assert_true(store_is_broken(f.store));
    disk.sync_fails = 0;
    assert_false(put(&f.env, "later", &err));
    assert_int_equal(err.kind, ERROR_BROKEN);
    assert_true(is_there(&f.env, "before"));
    assert_false(is_there(&f.env, "a") || is_there(&f.env, "c") || is_there(&f.env, "later"));
    with_real_disk(&f);
}

TEST("when the COMMIT finds the disk full the whole group is told, and later writes work again")
{
    struct fixture f = with_failing_disk();
    struct writer writers[] = {{.name = "a"}, {.name = "b"}}, own = {.name = "c"};
    struct error err = {0};

    assert_true(put(&f.env, "before", &err));
    disk.write_fails = SQLITE_FULL;
    log_quiet(1);
    write_group(&f, writers, &own);
    log_quiet(0);
    assert_group_fails(writers, &own, ERROR_FULL);
    disk.write_fails = 0;
    assert_false(store_is_broken(f.store));
    assert_true(put(&f.env, "later", &err));
    assert_true(is_there(&f.env, "later") && !is_there(&f.env, "a"));
    with_real_disk(&f);
}

TEST("a write error at COMMIT is told to the whole group, and reads go on")
{
    struct fixture f = with_failing_disk();
    struct writer writers[] = {{.name = "a"}, {.name = "b"}}, own = {.name = "c"};

    disk.write_fails = SQLITE_IOERR_WRITE;
    log_quiet(1);
    write_group(&f, writers, &own);
    log_quiet(0);
    assert_group_fails(writers, &own, ERROR_BROKEN);
    disk.write_fails = 0;
    assert_false(is_there(&f.env, "a"));
    with_real_disk(&f);
}
