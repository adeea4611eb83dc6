/* db.c: the data file: opening it safely, the one writing connection, and readers. */

#include "store/db.h"

#include <sys/stat.h>

#include "base/log.h"
#include "store/schema.h"

#define MiB                (1024 * 1024)
#define PAGE               4096
#define HEAP_LIMIT         (256 * MiB)
#define CHECKPOINT_PAGES   (16 * MiB / PAGE)
#define CLOCK_EVERY        20000 /* virtual machine steps between two looks at the clock */
#define READER_PATIENCE_MS 1000  /* for the moments in which a WAL begins anew */

/* What Debian's build leaves open and we do not need (security.md §4.14). */
static const struct {
    int option, value;
} guards[] = {
    {SQLITE_DBCONFIG_DEFENSIVE, 1},
    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
    {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
    {SQLITE_DBCONFIG_ENABLE_TRIGGER, 1},
    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    {SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0},
    {SQLITE_DBCONFIG_DQS_DML, 0},
    {SQLITE_DBCONFIG_DQS_DDL, 0},
};

static const struct {
    int limit, value;
} limits[] = {
    {SQLITE_LIMIT_LENGTH, 64 * MiB},
    {SQLITE_LIMIT_SQL_LENGTH, 100000},
    {SQLITE_LIMIT_ATTACHED, 0},
    {SQLITE_LIMIT_COLUMN, 200},
    {SQLITE_LIMIT_EXPR_DEPTH, 100},
    {SQLITE_LIMIT_COMPOUND_SELECT, 50},
    {SQLITE_LIMIT_FUNCTION_ARG, 32},
    {SQLITE_LIMIT_VARIABLE_NUMBER, 100},
    {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000},
    {SQLITE_LIMIT_TRIGGER_DEPTH, 10},
    {SQLITE_LIMIT_WORKER_THREADS, 0},
};

static const char common_pragmas[] = "PRAGMA temp_store = MEMORY;"
                                     "PRAGMA cell_size_check = ON;"
                                     "PRAGMA mmap_size = 0;";
static const char writer_pragmas[] = "PRAGMA synchronous = FULL;"
                                     "PRAGMA wal_autocheckpoint = 0;"
                                     "PRAGMA cache_size = -4096;";
static const char reader_pragmas[] = "PRAGMA wal_autocheckpoint = 0;"
                                     "PRAGMA query_only = ON;"
                                     "PRAGMA cache_size = -1024;";

/* ---- connections */

bool connection_exec(sqlite3 *handle, const char *sql, struct error *err)
{
    int failure = sqlite3_exec(handle, sql, NULL, NULL, NULL);
    struct verdict verdict;

    if (failure == SQLITE_OK)
        return true;
    verdict = verdict_of(handle, failure, "statement");
    return verdict_set(&verdict, err);
}

bool connection_number(sqlite3 *handle, const char *sql, int64_t *number, struct error *err)
{
    sqlite3_stmt *statement = NULL;
    int result = sqlite3_prepare_v2(handle, sql, -1, &statement, NULL);
    struct verdict verdict;

    if (result == SQLITE_OK)
        result = sqlite3_step(statement);
    if (result == SQLITE_ROW) {
        *number = sqlite3_column_int64(statement, 0);
        sqlite3_finalize(statement);
        return true;
    }
    verdict = verdict_of(handle, result, sql);
    sqlite3_finalize(statement);
    return verdict_set(&verdict, err);
}

static bool harden(sqlite3 *handle, struct error *err)
{
    for (size_t i = 0; i < sizeof guards / sizeof guards[0]; i++)
        if (sqlite3_db_config(handle, guards[i].option, guards[i].value, NULL) != SQLITE_OK)
            return error_set(err, ERROR_BROKEN, "store/open");
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++)
        sqlite3_limit(handle, limits[i].limit, limits[i].value);
    return connection_exec(handle, common_pragmas, err);
}

sqlite3 *connection_open(const char *path, int flags, struct error *err)
{
    sqlite3 *handle = NULL;
    int failure;

    /* For good: setting it back would race with other threads that open. */
    umask(077);
    failure = sqlite3_open_v2(path, &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                              NULL);
    if (failure == SQLITE_OK && harden(handle, err))
        return handle;
    log_event("store/open", "message", sqlite3_errmsg(handle), NULL);
    sqlite3_close(handle);
    error_set(err, ERROR_BROKEN, "store/open");
    return NULL;
}

/* ---- one db */

static int too_late(void *context)
{
    const struct db *db = context;

    return db->deadline != 0 && monotonic_ms() > db->deadline;
}

static void release(struct db *db)
{
    statements_close(db);
    sqlite3_close(db->handle);
    arena_close(db->arena);
}

static struct db *db_make(struct store *store, int flags, const char *pragmas, struct error *err)
{
    struct arena *arena = arena_open();
    struct db *db = arena_alloc(arena, sizeof *db);

    db->arena = arena;
    db->store = store;
    db->handle = connection_open(store->path, flags, err);
    if (db->handle == NULL || !connection_exec(db->handle, pragmas, err)) {
        release(db);
        return NULL;
    }
    sqlite3_progress_handler(db->handle, CLOCK_EVERY, too_late, db);
    return db;
}

struct db *db_open(struct store *store, struct error *err)
{
    struct db *db = db_make(store, SQLITE_OPEN_READONLY, reader_pragmas, err);

    if (db == NULL)
        return NULL;
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_busy_timeout(db->handle, READER_PATIENCE_MS);
    store->readers++;
    return db;
}

void db_close(struct db *db)
{
    if (db == NULL)
        return;
    db->store->readers--;
    release(db);
}

bool db_read_begin(struct db *db, struct error *err)
{
    int failure = statement_do(db, Q_VIEW_BEGIN);
    struct verdict verdict;

    db->viewing = failure == SQLITE_OK;
    if (db->viewing)
        return true;
    verdict = verdict_of(db->handle, failure, "view");
    return verdict_set(&verdict, err);
}

void db_read_end(struct db *db)
{
    if (!db->viewing)
        return;
    statements_rest(db);
    statement_do(db, Q_TX_ROLLBACK);
    db->viewing = false;
}

/* ---- the store */

static int note_wal(void *context, __attribute__((unused)) sqlite3 *handle,
                    __attribute__((unused)) const char *name, int pages)
{
    struct store *store = context;

    store->turns.wal_pages = pages;
    return SQLITE_OK;
}

static bool use_wal(sqlite3 *handle, struct error *err)
{
    int64_t synchronous = 0;

    return connection_exec(handle, "PRAGMA journal_mode = WAL", err) &&
           connection_exec(handle, writer_pragmas, err) &&
           connection_number(handle, "PRAGMA synchronous", &synchronous, err) &&
           (synchronous == 2 || error_set(err, ERROR_BROKEN, "store/open"));
}

/* The file as it was, beside it, under a name that is free. */
static bool keep_copy(struct store *store, int version, struct error *err)
{
    char *copy = arena_format(store->arena, "%s.before-%d", store->path, version);

    for (int n = 2; access(copy, F_OK) == 0; n++)
        copy = arena_format(store->arena, "%s.before-%d.%d", store->path, version, n);
    return store_backup(store, copy, err);
}

static bool bring_schema(struct store *store, const struct migrations *migrations,
                         struct error *err)
{
    sqlite3 *handle = store->writer->handle;
    int version = 0, newest = schema_version(migrations);

    if (!schema_version_of(handle, &version, err))
        return false;
    if (version > newest)
        return error_set(err, ERROR_BROKEN, "store/newer-schema");
    if (version == 0)
        return schema_make(handle, newest, err);
    return connection_check(handle, "PRAGMA quick_check", err) &&
           (version == newest ||
            (keep_copy(store, version, err) && schema_migrate(handle, migrations, version, err)));
}

static bool open_writer(struct store *store, const struct migrations *migrations, struct error *err)
{
    store->writer = db_make(store, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, common_pragmas, err);
    if (store->writer == NULL)
        return false;
    sqlite3_busy_timeout(store->writer->handle, WRITER_PATIENCE_MS);
    if (!use_wal(store->writer->handle, err) || !bring_schema(store, migrations, err))
        return false;
    sqlite3_wal_hook(store->writer->handle, note_wal, store);
    return true;
}

static bool check_reader(struct store *store, const struct migrations *migrations,
                         struct error *err)
{
    int version = 0, newest = schema_version(migrations);
    struct db *db = db_open(store, err);
    bool known = db != NULL && schema_version_of(db->handle, &version, err);

    db_close(db);
    if (!known)
        return false;
    return version == newest ||
           error_set(err, ERROR_BROKEN,
                     version > newest ? "store/newer-schema" : "store/older-schema");
}

static void turns_init(struct turns *turns)
{
    turns->queue_max = 512;
    turns->queue_ms = 10000;
    turns->group_ms = 50;
    turns->checkpoint_every = turns->checkpoint_at = CHECKPOINT_PAGES;
    pthread_mutex_init(&turns->mutex, NULL);
    pthread_cond_init(&turns->answered, NULL);
}

struct store *store_open_with(const char *path, enum store_mode mode,
                              const struct migrations *migrations, struct error *err)
{
    struct arena *arena = arena_open();
    struct store *store = arena_alloc(arena, sizeof *store);

    sqlite3_hard_heap_limit64(HEAP_LIMIT);
    store->arena = arena;
    store->path = arena_text(arena, path);
    store->mode = mode;
    turns_init(&store->turns);
    if (mode == STORE_WRITE ? open_writer(store, migrations, err)
                            : check_reader(store, migrations, err))
        return store;
    store_close(store);
    return NULL;
}

struct store *store_open(const char *path, enum store_mode mode, struct error *err)
{
    struct arena *arena = arena_open();
    struct migrations migrations = schema_migrations(arena);
    struct store *store = store_open_with(path, mode, &migrations, err);

    arena_close(arena);
    return store;
}

void store_close(struct store *store)
{
    if (store == NULL)
        return;
    if (store->readers != 0)
        log_event("store/readers-left", NULL);
    if (store->writer != NULL) {
        statements_rest(store->writer);
        sqlite3_wal_checkpoint_v2(store->writer->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL,
                                  NULL);
        release(store->writer);
    }
    pthread_cond_destroy(&store->turns.answered);
    pthread_mutex_destroy(&store->turns.mutex);
    arena_close(store->arena);
}

bool store_is_broken(const struct store *store)
{
    return store->broken;
}

struct store_figures store_figures(const struct store *store)
{
    return (struct store_figures){
        .transactions = store->transactions,
        .commits = store->commits,
        .checkpoints = store->checkpoints,
        .readers = store->readers,
    };
}
