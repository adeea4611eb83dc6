/* tx.c: all or nothing, durable, and grouped: the promises of store/tx.h. */

#include "store/tx.h"

#include <pthread.h>

#include "base/log.h"
#include "store/connection.h"
#include "store/setting.h"
#include "support/store.h"
#include "support/test.h"

static bool put(struct env *env, const char *name, const char *value, struct error *err)
{
    bool done = tx_begin(env, err) && store_setting_put(env, name, value, err);

    return tx_end(env, done, err);
}

static const char *get(struct env *env, const char *name)
{
    struct error err = {0};
    const char *value;

    assert_true(store_setting_get(env, name, &value, &err));
    return value;
}

static int64_t count_settings(struct fixture *f)
{
    struct error err = {0};
    int64_t count = -1;

    assert_true(connection_number(f->env.db->handle, "SELECT count(*) FROM setting", &count, &err));
    return count;
}

TEST("what a transaction stored is there after closing and opening again")
{
    struct fixture f = fixture_open();
    struct error err = {0};

    assert_true(put(&f.env, "call", "2023", &err));
    fixture_reopen(&f);
    assert_string_equal(get(&f.env, "call"), "2023");
    fixture_close(&f);
}

TEST("a transaction that is not done leaves nothing and gives the reader back")
{
    struct fixture f = fixture_open();
    struct error err = {0};
    struct db *reader = f.env.db;

    assert_true(tx_begin(&f.env, &err));
    assert_ptr_not_equal(f.env.db, reader);
    assert_true(store_setting_put(&f.env, "call", "2023", &err));
    assert_false(tx_end(&f.env, false, &err));
    assert_ptr_equal(f.env.db, reader);
    assert_null(get(&f.env, "call"));
    fixture_close(&f);
}

TEST("a reader sees nothing of a transaction before its end, and a view nothing after")
{
    struct fixture f = fixture_open();
    struct env other = fixture_enter(&f);
    struct error err = {0};

    assert_true(db_read_begin(other.db, &err));
    assert_null(get(&other, "call"));
    assert_true(tx_begin(&f.env, &err));
    assert_true(store_setting_put(&f.env, "call", "2023", &err));
    assert_null(get(&other, "call"));
    assert_true(tx_end(&f.env, true, &err));
    assert_null(get(&other, "call"));
    db_read_end(other.db);
    assert_string_equal(get(&other, "call"), "2023");
    fixture_leave(&other);
    fixture_close(&f);
}

TEST("ending a transaction that never began is safe and says no")
{
    struct fixture f = fixture_open();
    struct error err = {0};
    bool done;

    f.store->broken = true;
    done = tx_begin(&f.env, &err);
    assert_false(done);
    assert_string_equal(err.code, "store/broken");
    assert_true(store_is_broken(f.store));
    assert_false(tx_end(&f.env, true, &err));
    f.store->broken = false;
    assert_true(put(&f.env, "call", "2023", &(struct error){0}));
    fixture_close(&f);
}

/* ---- groups: one writer holds the turn while others queue behind it */

struct writer {
    struct fixture *fixture;
    pthread_t thread;
    char name[32];
    size_t size;
    bool done, stored;
    struct error err;
};

static void *write_one(void *context)
{
    struct writer *w = context;
    struct env env = fixture_enter(w->fixture);
    char *value = arena_alloc(env.arena, w->size + 1);
    bool begun;

    memset(value, 'x', w->size);
    begun = tx_begin(&env, &w->err) && store_setting_put(&env, w->name, value, &w->err);
    w->stored = tx_end(&env, begun && w->done, &w->err);
    fixture_leave(&env);
    return NULL;
}

static void await_waiting(struct fixture *f, size_t count)
{
    struct turns *turns = &f->store->turns;

    for (size_t waiting = 0; waiting < count;) {
        usleep(500);
        pthread_mutex_lock(&turns->mutex);
        waiting = turns->waiting;
        pthread_mutex_unlock(&turns->mutex);
    }
}

/* Starts the writers in order while the caller holds the turn. */
static void queue_up(struct fixture *f, struct writer *writers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        snprintf(writers[i].name, sizeof writers[i].name, "writer %zu", i);
        writers[i].fixture = f;
        assert_int_equal(pthread_create(&writers[i].thread, NULL, write_one, &writers[i]), 0);
        await_waiting(f, i + 1);
    }
}

static void join(struct writer *writers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        pthread_join(writers[i].thread, NULL);
}

TEST("writers that meet share one commit, and one that fails takes nothing of the others along")
{
    struct fixture f = fixture_open();
    struct writer writers[] = {
        {.done = true, .size = 10}, {.size = 10}, {.done = true, .size = 10}};
    struct error err = {0};
    int64_t before = store_figures(f.store).commits;

    assert_true(tx_begin(&f.env, &err));
    queue_up(&f, writers, 3);
    assert_true(store_setting_put(&f.env, "first", "1", &err));
    f.store->turns.group_ms = 600000;
    assert_true(tx_end(&f.env, true, &err));
    join(writers, 3);
    assert_true(writers[0].stored);
    assert_false(writers[1].stored);
    assert_true(writers[2].stored);
    assert_int_equal(store_figures(f.store).commits, before + 1);
    assert_non_null(get(&f.env, "first"));
    assert_non_null(get(&f.env, "writer 0"));
    assert_null(get(&f.env, "writer 1"));
    assert_non_null(get(&f.env, "writer 2"));
    fixture_close(&f);
}

TEST("a full disk is told to every writer of the group, and nothing of the group is stored")
{
    struct fixture f = fixture_open();
    struct writer writers[] = {{.done = true, .size = 10}, {.done = true, .size = 1000000}};
    struct error err = {0};

    assert_true(put(&f.env, "before", "1", &err));
    assert_true(tx_begin(&f.env, &err));
    assert_int_equal(
        sqlite3_exec(f.env.db->handle, "PRAGMA max_page_count = 150", NULL, NULL, NULL), 0);
    queue_up(&f, writers, 2);
    assert_true(store_setting_put(&f.env, "first", "1", &err));
    f.store->turns.group_ms = 600000;
    log_quiet(1);
    assert_false(tx_end(&f.env, true, &err));
    join(writers, 2);
    log_quiet(0);
    assert_int_equal(err.kind, ERROR_FULL);
    assert_false(writers[0].stored);
    assert_false(writers[1].stored);
    assert_int_equal(writers[0].err.kind, ERROR_FULL);
    assert_int_equal(writers[1].err.kind, ERROR_FULL);
    assert_int_equal(count_settings(&f), 1);
    assert_false(store_is_broken(f.store));
    err = (struct error){0};
    assert_true(put(&f.env, "after", "1", &err));
    fixture_reopen(&f);
    assert_int_equal(count_settings(&f), 2);
    fixture_close(&f);
}

TEST("after the engine undid a transaction nothing more of it runs")
{
    struct fixture f = fixture_open();
    struct error err = {0};

    assert_true(tx_begin(&f.env, &err));
    assert_int_equal(sqlite3_exec(f.env.db->handle, "ROLLBACK", NULL, NULL, NULL), 0);
    assert_false(store_setting_put(&f.env, "call", "2023", &(struct error){0}));
    assert_false(tx_end(&f.env, true, &err));
    assert_int_equal(err.kind, ERROR_BROKEN);
    assert_int_equal(count_settings(&f), 0);
    fixture_close(&f);
}

TEST("a writer is turned away when the queue is long, and when it waited too long")
{
    struct fixture f = fixture_open();
    struct writer writers[] = {{.done = true, .size = 1}, {.done = true, .size = 1}};
    struct env other = fixture_enter(&f);
    struct error err = {0}, full = {0};

    f.store->turns.queue_max = 1;
    f.store->turns.queue_ms = 600000;
    assert_true(tx_begin(&f.env, &err));
    queue_up(&f, writers, 1);
    assert_false(put(&other, "call", "2023", &full));
    assert_int_equal(full.kind, ERROR_BUSY);
    f.store->turns.queue_max = 2;
    f.store->turns.queue_ms = 20;
    full = (struct error){0};
    assert_false(put(&other, "call", "2023", &full));
    assert_int_equal(full.kind, ERROR_BUSY);
    assert_true(tx_end(&f.env, true, &err));
    join(writers, 1);
    assert_true(writers[0].stored);
    assert_true(put(&other, "call", "2023", &err));
    fixture_leave(&other);
    fixture_close(&f);
}

#define THREADS 16
#define EACH    50

static void *write_many(void *context)
{
    struct writer *w = context;
    struct env env = fixture_enter(w->fixture);
    char name[48];

    w->stored = true;
    for (int i = 0; i < EACH; i++) {
        snprintf(name, sizeof name, "%s/%d", w->name, i);
        w->stored = put(&env, name, "1", &w->err) && w->stored;
    }
    fixture_leave(&env);
    return NULL;
}

TEST("sixteen threads of fifty transactions are all stored, with fewer commits than transactions")
{
    struct fixture f = fixture_open();
    struct writer writers[THREADS] = {0};
    struct store_figures figures;

    for (size_t i = 0; i < THREADS; i++) {
        snprintf(writers[i].name, sizeof writers[i].name, "%zu", i);
        writers[i].fixture = &f;
        assert_int_equal(pthread_create(&writers[i].thread, NULL, write_many, &writers[i]), 0);
    }
    join(writers, THREADS);
    for (size_t i = 0; i < THREADS; i++)
        assert_true(writers[i].stored);
    figures = store_figures(f.store);
    assert_int_equal(figures.transactions, THREADS * EACH);
    assert_true(figures.commits < figures.transactions);
    fixture_reopen(&f);
    assert_int_equal(count_settings(&f), THREADS * EACH);
    fixture_close(&f);
}

TEST("the WAL is copied back by the writer when it has grown")
{
    struct fixture f = fixture_open();
    struct error err = {0};

    f.store->turns.checkpoint_every = f.store->turns.checkpoint_at = 20;
    for (int i = 0; i < 30; i++)
        assert_true(put(&f.env, "call", i % 2 == 0 ? "2023" : "2024", &err));
    assert_true(store_figures(f.store).checkpoints >= 2);
    assert_true(f.store->turns.wal_pages <= 22);
    fixture_close(&f);
}

TEST("a reader that stays does not stop writers when the WAL should be copied back")
{
    struct fixture f = fixture_open();
    struct env other = fixture_enter(&f);
    struct error err = {0};

    assert_true(put(&f.env, "call", "2023", &err));
    assert_true(db_read_begin(other.db, &err));
    assert_string_equal(get(&other, "call"), "2023");
    f.store->turns.checkpoint_every = f.store->turns.checkpoint_at = 1;
    assert_true(put(&f.env, "call", "2024", &err));
    assert_true(put(&f.env, "call", "2025", &err));
    assert_int_equal(store_figures(f.store).checkpoints, 0);
    assert_string_equal(get(&other, "call"), "2023");
    db_read_end(other.db);
    f.store->turns.checkpoint_at = 1;
    assert_true(put(&f.env, "call", "2026", &err));
    assert_int_equal(store_figures(f.store).checkpoints, 1);
    fixture_leave(&other);
    fixture_close(&f);
}
