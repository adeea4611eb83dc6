/* query.c: running the named statements of sql/query, with values bound and read by name. */

#include "store/connection.h"

#include <errno.h>

#include "base/log.h"

/* A statement that works longer than this is given up, so that one bad plan cannot hold a thread
 * or the writers' queue for ever. */
#define STATEMENT_MS 30000

/* ---- what failures mean */

static bool is_out_of_space(sqlite3 *handle, int failure)
{
    int why = sqlite3_system_errno(handle);

    return (failure & 0xff) == SQLITE_FULL ||
           ((failure & 0xff) == SQLITE_IOERR && (why == ENOSPC || why == EDQUOT || why == EFBIG));
}

static struct verdict expected(sqlite3 *handle, int failure)
{
    switch (failure) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        return (struct verdict){ERROR_CONFLICT, "store/unique"};
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return (struct verdict){ERROR_CONFLICT, "store/reference"};
    case SQLITE_CONSTRAINT_TRIGGER:
        return (struct verdict){ERROR_CONFLICT, "store/final"};
    case SQLITE_TOOBIG:
        return (struct verdict){ERROR_TOO_LARGE, "store/too-large"};
    default:
        break;
    }
    if (is_out_of_space(handle, failure))
        return (struct verdict){ERROR_FULL, "store/full"};
    return (struct verdict){ERROR_NONE, NULL};
}

static struct verdict unexpected(int failure)
{
    switch (failure & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_INTERRUPT:
        return (struct verdict){ERROR_BUSY, "store/busy"};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return (struct verdict){ERROR_BROKEN, "store/damaged"};
    default:
        return (struct verdict){ERROR_BROKEN, "store/broken"};
    }
}

struct verdict verdict_of(sqlite3 *handle, int failure, const char *what)
{
    struct verdict verdict = expected(handle, failure);
    char number[16];

    if (verdict.kind == ERROR_CONFLICT)
        return verdict;
    snprintf(number, sizeof number, "%d", failure);
    log_event("store/failure", "what", what, "code", number, "message", sqlite3_errmsg(handle),
              NULL);
    return verdict.kind != ERROR_NONE ? verdict : unexpected(failure);
}

bool verdict_set(const struct verdict *verdict, struct error *err)
{
    if (verdict->kind == ERROR_NONE)
        return true;
    return error_set(err, verdict->kind, verdict->code);
}

/* After a failed fsync nobody knows what is on the disk, and trying again would lie (R54). */
static void watch_failure(struct db *db, int failure, const struct verdict *verdict)
{
    struct store *store = db->store;

    if (failure == SQLITE_IOERR_FSYNC || failure == SQLITE_IOERR_DIR_FSYNC)
        store->broken = true;
    if (db == store->writer && sqlite3_get_autocommit(db->handle) &&
        store->turns.lost.kind == ERROR_NONE)
        store->turns.lost = *verdict;
}

static bool fail(struct statement *s, int failure, struct error *err)
{
    struct verdict verdict = verdict_of(s->db->handle, failure, query_label[s->name]);

    watch_failure(s->db, failure, &verdict);
    return verdict_set(&verdict, err);
}

/* ---- statements */

_Noreturn static void misnamed(const struct statement *s, const char *kind, const char *name)
{
    char what[160];

    snprintf(what, sizeof what, "query %s has no %s '%s'", query_label[s->name], kind, name);
    die(what);
}

static void prepare(struct statement *s)
{
    int failure = sqlite3_prepare_v3(s->db->handle, query_text[s->name], -1,
                                     SQLITE_PREPARE_PERSISTENT, &s->handle, NULL);

    if (failure == SQLITE_ERROR) {
        log_event("store/misspelt", "what", query_label[s->name], "message",
                  sqlite3_errmsg(s->db->handle), NULL);
        die("a query of sql/query does not prepare");
    }
    s->failure = failure;
}

struct statement *query(struct db *db, enum query_name name)
{
    struct statement *s = &db->statements[name];

    query_end(s);
    s->db = db;
    s->name = name;
    s->failure = SQLITE_OK;
    s->changes = 0;
    if (s->handle == NULL)
        prepare(s);
    db->deadline = monotonic_ms() + STATEMENT_MS;
    return s;
}

void query_end(struct statement *s)
{
    if (s->handle == NULL)
        return;
    sqlite3_reset(s->handle);
    sqlite3_clear_bindings(s->handle);
    s->parameter = s->column = 0;
}

/* Outside a transaction the writer would commit every statement by itself: when the engine rolled
 * the transaction back, what follows in it must not run. */
static bool is_astray(const struct statement *s)
{
    return s->db == s->db->store->writer && s->name != Q_TX_BEGIN &&
           sqlite3_get_autocommit(s->db->handle);
}

bool query_row(struct statement *s, struct error *err)
{
    const struct verdict *lost = &s->db->store->turns.lost;
    int result;

    if (is_astray(s))
        return verdict_set(lost->kind != ERROR_NONE
                               ? lost
                               : &(struct verdict){ERROR_BROKEN, "store/broken"},
                           err) &&
               false;
    result = s->failure != SQLITE_OK ? s->failure : sqlite3_step(s->handle);
    if (result == SQLITE_ROW)
        return true;
    if (result == SQLITE_DONE)
        s->changes = sqlite3_changes64(s->db->handle);
    else
        fail(s, result, err);
    query_end(s);
    return false;
}

bool query_run(struct statement *s, struct error *err)
{
    struct error mine = {0};

    while (query_row(s, &mine))
        continue;
    return mine.kind == ERROR_NONE || error_set(err, mine.kind, mine.code);
}

bool query_insert(struct statement *s, int64_t *id, struct error *err)
{
    if (!query_run(s, err))
        return false;
    *id = s->changes > 0 ? sqlite3_last_insert_rowid(s->db->handle) : 0;
    return true;
}

int64_t query_changes(const struct statement *s)
{
    return s->changes;
}

int statement_do(struct db *db, enum query_name name)
{
    struct statement *s = query(db, name);
    int result = s->failure != SQLITE_OK ? s->failure : sqlite3_step(s->handle);

    sqlite3_reset(s->handle);
    return result == SQLITE_DONE ? SQLITE_OK : result;
}

void statements_rest(struct db *db)
{
    for (sqlite3_stmt *open = sqlite3_next_stmt(db->handle, NULL); open != NULL;
         open = sqlite3_next_stmt(db->handle, open))
        if (sqlite3_stmt_busy(open))
            sqlite3_reset(open);
}

void statements_close(struct db *db)
{
    for (int i = 0; i < QUERY__COUNT; i++)
        sqlite3_finalize(db->statements[i].handle);
}

/* ---- values in */

/* Number of the parameter; 0 when the statement could not be prepared. */
static int parameter(struct statement *s, const char *name)
{
    int count = sqlite3_bind_parameter_count(s->handle);

    for (int i = 0; i < count; i++) {
        int at = (s->parameter + i) % count + 1;

        if (strcmp(sqlite3_bind_parameter_name(s->handle, at) + 1, name) == 0)
            return s->parameter = at;
    }
    if (s->handle != NULL)
        misnamed(s, "parameter", name);
    return 0;
}

static void bound(struct statement *s, int result)
{
    if (s->failure == SQLITE_OK)
        s->failure = result;
}

void bind_int(struct statement *s, const char *name, int64_t value)
{
    bound(s, sqlite3_bind_int64(s->handle, parameter(s, name), value));
}

void bind_id(struct statement *s, const char *name, int64_t value)
{
    int at = parameter(s, name);

    bound(s,
          value == 0 ? sqlite3_bind_null(s->handle, at) : sqlite3_bind_int64(s->handle, at, value));
}

void bind_time(struct statement *s, const char *name, int64_t value)
{
    bind_id(s, name, value);
}

void bind_text(struct statement *s, const char *name, const char *text)
{
    int at = parameter(s, name);

    bound(s, text == NULL ? sqlite3_bind_null(s->handle, at)
                          : sqlite3_bind_text64(s->handle, at, text, strlen(text), SQLITE_TRANSIENT,
                                                SQLITE_UTF8));
}

void bind_bytes(struct statement *s, const char *name, const void *bytes, size_t length)
{
    int at = parameter(s, name);

    bound(s, bytes == NULL ? sqlite3_bind_null(s->handle, at)
                           : sqlite3_bind_blob64(s->handle, at, bytes, length, SQLITE_TRANSIENT));
}

/* ---- values out */

static int column(struct statement *s, const char *name)
{
    int count = sqlite3_column_count(s->handle);

    for (int i = 0; i < count; i++) {
        int at = (s->column + i) % count;

        if (strcmp(sqlite3_column_name(s->handle, at), name) == 0) {
            s->column = at + 1;
            return at;
        }
    }
    misnamed(s, "column", name);
}

int64_t column_int(struct statement *s, const char *name)
{
    return sqlite3_column_int64(s->handle, column(s, name));
}

bool column_is_null(struct statement *s, const char *name)
{
    return sqlite3_column_type(s->handle, column(s, name)) == SQLITE_NULL;
}

const char *column_text(struct statement *s, struct arena *arena, const char *name)
{
    int at = column(s, name);
    const unsigned char *text = sqlite3_column_text(s->handle, at);

    if (text != NULL)
        return arena_copy(arena, text, (size_t)sqlite3_column_bytes(s->handle, at));
    if (sqlite3_column_type(s->handle, at) != SQLITE_NULL)
        die("query: out of memory");
    return "";
}

const void *column_bytes(struct statement *s, struct arena *arena, const char *name, size_t *length)
{
    int at = column(s, name);
    const void *bytes = sqlite3_column_blob(s->handle, at);

    *length = (size_t)sqlite3_column_bytes(s->handle, at);
    return bytes == NULL ? "" : arena_copy(arena, bytes, *length);
}

struct key column_key(struct statement *s, const char *name)
{
    struct key key = {0};
    const unsigned char *text = sqlite3_column_text(s->handle, column(s, name));

    if (text != NULL)
        snprintf(key.text, sizeof key.text, "%s", (const char *)text);
    return key;
}
