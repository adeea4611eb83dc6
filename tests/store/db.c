/* db.c: a data file opened safely, checked, copied and brought to the newest schema. */

#include "store/db.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "base/log.h"
#include "store/audit.h"
#include "store/blob.h"
#include "store/schema.h"
#include "store/setting.h"
#include "support/store.h"
#include "support/test.h"

static int64_t number(struct db *db, const char *pragma)
{
    struct error err = {0};
    int64_t value = -1;

    assert_true(connection_number(db->handle, pragma, &value, &err));
    return value;
}

static int guard(struct db *db, int option)
{
    int value = -1;

    assert_int_equal(sqlite3_db_config(db->handle, option, -1, &value), SQLITE_OK);
    return value;
}

static void assert_hardened(struct db *db)
{
    assert_int_equal(guard(db, SQLITE_DBCONFIG_DEFENSIVE), 1);
    assert_int_equal(guard(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA), 0);
    assert_int_equal(guard(db, SQLITE_DBCONFIG_ENABLE_FKEY), 1);
    assert_int_equal(guard(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION), 0);
    assert_int_equal(guard(db, SQLITE_DBCONFIG_DQS_DML), 0);
    assert_int_equal(guard(db, SQLITE_DBCONFIG_DQS_DDL), 0);
    assert_int_equal(number(db, "PRAGMA temp_store"), 2);
    assert_int_equal(number(db, "PRAGMA cell_size_check"), 1);
    assert_int_equal(number(db, "PRAGMA wal_autocheckpoint"), 0);
    assert_int_equal(number(db, "PRAGMA foreign_keys"), 1);
    assert_int_equal(sqlite3_limit(db->handle, SQLITE_LIMIT_ATTACHED, -1), 0);
    assert_int_equal(sqlite3_limit(db->handle, SQLITE_LIMIT_SQL_LENGTH, -1), 100000);
}

static void assert_private(const char *path)
{
    struct stat file;

    assert_int_equal(stat(path, &file), 0);
    assert_int_equal(file.st_mode & 0777, 0600);
}

TEST("every connection has the safe settings, and the writer commits durably")
{
    struct fixture f = fixture_open();

    assert_hardened(f.env.db);
    assert_hardened(f.store->writer);
    assert_int_equal(number(f.store->writer, "PRAGMA synchronous"), 2);
    assert_int_equal(guard(f.env.db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE), 1);
    assert_int_equal(guard(f.store->writer, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE), 0);
    assert_int_equal(number(f.env.db, "PRAGMA mmap_size"), 0);
    assert_int_equal(sqlite3_db_readonly(f.env.db->handle, "main"), 1);
    fixture_close(&f);
}

TEST("the data file and its WAL are for their owner only, whatever the umask was")
{
    struct fixture f;

    umask(022);
    f = fixture_open();
    assert_private(f.path);
    assert_private(arena_format(f.arena, "%s-wal", f.path));
    assert_private(arena_format(f.arena, "%s-shm", f.path));
    fixture_close(&f);
}

TEST("a reader cannot write")
{
    struct fixture f = fixture_open();
    struct error err = {0};

    log_quiet(1);
    assert_false(store_setting_put(&f.env, "call", "2023", &err));
    log_quiet(0);
    assert_int_equal(err.kind, ERROR_BROKEN);
    fixture_close(&f);
}

TEST("closing copies the WAL back and leaves one file")
{
    struct fixture f = fixture_open();
    struct error err = {0};
    bool done = tx_begin(&f.env, &err) && store_setting_put(&f.env, "call", "2023", &err);
    struct stat file;

    assert_true(tx_end(&f.env, done, &err));
    db_close(f.env.db);
    store_close(f.store);
    assert_int_equal(stat(arena_format(f.arena, "%s-wal", f.path), &file), -1);
    f.store = store_open(f.path, STORE_READ, &err);
    assert_non_null(f.store);
    f.env.db = db_open(f.store, &err);
    assert_false(tx_begin(&f.env, &err));
    assert_string_equal(err.code, "store/read-only");
    fixture_reopen(&f);
    fixture_close(&f);
}

/* ---- versions */

/* What a schema is, without the spelling of it: every table's and index's columns and types. */
static const char *shape(struct arena *arena, sqlite3 *handle)
{
    static const char sql[] =
        "SELECT group_concat(line, char(10)) FROM ("
        " SELECT m.name || ' ' || c.name || ' ' || c.type || ' ' || c.\"notnull\" || ' ' ||"
        "        coalesce(c.dflt_value, '-') || ' ' || c.pk AS line"
        " FROM sqlite_schema m, pragma_table_xinfo(m.name) c WHERE m.type = 'table'"
        " UNION ALL SELECT m.name || ' ' || i.name || ' ' || i.\"unique\" || i.partial"
        " FROM sqlite_schema m, pragma_index_list(m.name) i WHERE m.type = 'table'"
        " UNION ALL SELECT m.name || ' -> ' || k.\"table\" || ' ' || k.\"from\""
        " FROM sqlite_schema m, pragma_foreign_key_list(m.name) k WHERE m.type = 'table'"
        " UNION ALL SELECT name || ' ' || tbl_name FROM sqlite_schema WHERE type = 'trigger'"
        " ORDER BY line)";
    sqlite3_stmt *s;
    const char *text;

    assert_int_equal(sqlite3_prepare_v2(handle, sql, -1, &s, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    text = arena_text(arena, (const char *)sqlite3_column_text(s, 0));
    sqlite3_finalize(s);
    return text;
}

static const struct migration steps[] = {
    {2, "ALTER TABLE setting ADD COLUMN note TEXT; UPDATE setting SET note = 'old';"},
    {3, "CREATE TABLE later(id INTEGER PRIMARY KEY) STRICT;"},
    {4, "CREATE TABLE half(id INTEGER PRIMARY KEY) STRICT; INSERT INTO nowhere VALUES (1);"},
    {4, "INSERT INTO account(person, created_at) VALUES (77, 1);"},
};

static void put_call(struct fixture *f)
{
    struct error err = {0};
    bool done = tx_begin(&f->env, &err) && store_setting_put(&f->env, "call", "2023", &err);

    assert_true(tx_end(&f->env, done, &err));
    db_close(f->env.db);
    store_close(f->store);
}

TEST("an older file is copied aside and brought to the newest schema")
{
    struct fixture f = fixture_open();
    const struct migrations two = {steps, 2};
    struct error err = {0};
    struct stat copy;
    sqlite3 *old;

    put_call(&f);
    f.store = store_open_with(f.path, STORE_WRITE, &two, &err);
    assert_non_null(f.store);
    assert_int_equal(number(f.store->writer, "PRAGMA user_version"), 3);
    assert_int_equal(number(f.store->writer, "SELECT note = 'old' FROM setting"), 1);
    assert_int_equal(guard(f.store->writer, SQLITE_DBCONFIG_ENABLE_FKEY), 1);
    store_close(f.store);
    assert_int_equal(stat(arena_format(f.arena, "%s.before-1", f.path), &copy), 0);
    old = connection_open(arena_format(f.arena, "%s.before-1", f.path), SQLITE_OPEN_READONLY, &err);
    assert_non_null(old);
    assert_null(strstr(shape(f.arena, old), "setting note"));
    sqlite3_close(old);
    f.store = store_open(f.path, STORE_WRITE, &err);
    assert_null(f.store);
    assert_string_equal(err.code, "store/newer-schema");
    f.store = store_open_with(f.path, STORE_WRITE, &two, &(struct error){0});
    f.env.db = NULL;
    fixture_close(&f);
}

static void assert_untouched_by(const struct migrations *migrations)
{
    struct fixture f = fixture_open();
    struct error err = {0};
    const char *before = shape(f.arena, f.env.db->handle);

    put_call(&f);
    log_quiet(1);
    assert_null(store_open_with(f.path, STORE_WRITE, migrations, &err));
    log_quiet(0);
    assert_int_equal(err.kind, ERROR_BROKEN);
    f.store = store_open(f.path, STORE_WRITE, &err);
    f.env.db = db_open(f.store, &err);
    assert_string_equal(shape(f.arena, f.env.db->handle), before);
    assert_int_equal(number(f.env.db, "PRAGMA user_version"), 1);
    fixture_close(&f);
}

TEST("a migration that fails at any step leaves the old schema and the old version")
{
    const struct migrations broken = {steps, 3};

    assert_untouched_by(&broken);
}

TEST("a migration that leaves a reference to nothing is undone")
{
    const struct migration dangling[] = {steps[0], steps[1], steps[3]};
    const struct migrations all = {dangling, 3};

    assert_untouched_by(&all);
}

TEST("the schema grown by the program's own migrations is the schema made anew")
{
    struct fixture f = fixture_open();
    struct migrations own = schema_migrations(f.arena);
    const struct migration *base = own.count > 0 && own.steps[0].number == 1 ? own.steps : NULL;
    struct error err = {0};
    sqlite3 *grown = connection_open(":memory:", SQLITE_OPEN_READWRITE, &err);

    assert_true(own.count == 0 || base != NULL);
    if (base == NULL)
        assert_true(schema_make(grown, 1, &err));
    assert_true(schema_migrate(grown, &own, base == NULL ? 1 : 0, &err));
    assert_string_equal(shape(f.arena, grown), shape(f.arena, f.env.db->handle));
    assert_true(strlen(shape(f.arena, grown)) > 5000);
    sqlite3_close(grown);
    fixture_close(&f);
}

/* ---- damage and copies */

static void spoil(const char *path, off_t from, off_t to)
{
    int fd = open(path, O_WRONLY);

    assert_true(fd >= 0);
    for (off_t at = from; at < to; at++)
        assert_int_equal(pwrite(fd, "\xa5", 1, at), 1);
    close(fd);
}

static void assert_refused(off_t from, off_t to, const char *code)
{
    struct fixture f = fixture_open();
    struct error err = {0};

    put_call(&f);
    spoil(f.path, from, to);
    log_quiet(1);
    f.store = store_open(f.path, STORE_WRITE, &err);
    log_quiet(0);
    assert_null(f.store);
    assert_string_equal(err.code, code);
    unlink(f.path);
    f.store = store_open(f.path, STORE_WRITE, &(struct error){0});
    f.env.db = NULL;
    fixture_close(&f);
}

TEST("a damaged file is not opened, be it in its head, its schema or a table")
{
    assert_refused(0, 16, "store/damaged");
    assert_refused(100, 300, "store/damaged");
    assert_refused(3 * 4096, 3 * 4096 + 200, "store/damaged");
}

TEST("damage is found while the service runs")
{
    struct fixture f = fixture_open();
    struct error err = {0};

    assert_true(store_check(f.store, &err));
    put_call(&f);
    f.store = store_open(f.path, STORE_WRITE, &err);
    f.env.db = NULL;
    spoil(f.path, 3 * 4096, 3 * 4096 + 200);
    log_quiet(1);
    assert_false(store_check(f.store, &err));
    log_quiet(0);
    assert_string_equal(err.code, "store/damaged");
    fixture_close(&f);
}

TEST("a backup made while a transaction is open equals what was committed")
{
    struct fixture f = fixture_open();
    char *path = arena_format(f.arena, "%s/copy.db", f.folder);
    struct error err = {0};
    struct store *copy;
    struct env env = f.env;
    const char *value;
    bool done = tx_begin(&f.env, &err) && store_setting_put(&f.env, "call", "2023", &err);

    assert_true(tx_end(&f.env, done, &err));
    assert_true(tx_begin(&f.env, &err));
    assert_true(store_setting_put(&f.env, "call", "2024", &err));
    assert_true(store_backup(f.store, path, &err));
    assert_true(tx_end(&f.env, true, &err));
    assert_private(path);
    assert_false(store_backup(f.store, path, &err));
    assert_string_equal(err.code, "store/exists");
    err = (struct error){0};
    copy = store_open(path, STORE_READ, &err);
    assert_non_null(copy);
    env.db = db_open(copy, &err);
    assert_true(store_setting_get(&env, "call", &value, &err));
    assert_string_equal(value, "2023");
    assert_string_equal(shape(f.arena, env.db->handle), shape(f.arena, f.env.db->handle));
    db_close(env.db);
    store_close(copy);
    fixture_close(&f);
}

TEST("a backup that cannot be finished leaves nothing behind")
{
    struct fixture f = fixture_open();
    struct error err = {0};
    struct stat file;

    log_quiet(1);
    assert_false(store_backup(f.store, "/nowhere/copy.db", &err));
    log_quiet(0);
    assert_int_equal(err.kind, ERROR_BROKEN);
    assert_int_equal(stat(arena_format(f.arena, "%s/copy.db.part", f.folder), &file), -1);
    fixture_close(&f);
}

TEST("a blob's row is added once and then wanted")
{
    struct fixture f = fixture_open();
    struct error err = {0};
    bool done = tx_begin(&f.env, &err) && store_blob_add(&f.env, "aa", 5, &err) &&
                store_blob_add(&f.env, "aa", 5, &err);

    assert_true(tx_end(&f.env, done, &err));
    assert_true(store_blob_wanted(&f.env, "aa"));
    assert_false(store_blob_wanted(&f.env, "bb"));
    fixture_close(&f);
}
