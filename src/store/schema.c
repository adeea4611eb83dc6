/* schema.c: the version of the schema, making it anew, and bringing older files to it. */

#include "store/schema.h"

#include "base/asset.h"
#include "base/list.h"
#include "base/log.h"
#include "base/text.h"

/* "grnt": tells our files from those of other programs. */
#define OURS       0x67726e74
#define OURS_TEXT  "1735552628"
#define MIGRATIONS "sql/migrations/"

struct migrations schema_migrations(struct arena *arena)
{
    struct {
        LIST(struct migration);
    } list = {0};

    for (const struct asset *asset = assets; asset->path != NULL; asset++) {
        if (!text_starts(asset->path, MIGRATIONS) || !text_ends(asset->path, ".sql"))
            continue;
        *list_add(arena, &list) = (struct migration){
            .number = (int)strtol(asset->path + sizeof MIGRATIONS - 1, NULL, 10),
            .sql = (const char *)asset->bytes,
        };
    }
    return (struct migrations){.steps = list.items, .count = list.count};
}

int schema_version(const struct migrations *migrations)
{
    return migrations->count > 0 ? migrations->steps[migrations->count - 1].number : 1;
}

bool schema_version_of(sqlite3 *handle, int *version, struct error *err)
{
    int64_t number = 0, mark = 0, pages = 0;

    if (!connection_number(handle, "PRAGMA user_version", &number, err) ||
        !connection_number(handle, "PRAGMA application_id", &mark, err) ||
        !connection_number(handle, "PRAGMA schema_version", &pages, err))
        return false;
    *version = (int)number;
    if (mark == OURS || (mark == 0 && number == 0 && pages == 0))
        return true;
    log_event("store/not-ours", NULL);
    return error_set(err, ERROR_BROKEN, "store/open");
}

static bool set_version(sqlite3 *handle, int version, struct error *err)
{
    char pragma[48];

    /* A pragma takes no parameters; the number is ours. */
    snprintf(pragma, sizeof pragma, "PRAGMA user_version = %d", version);
    return connection_exec(handle, pragma, err);
}

/* Ends the transaction either way; the first error stays. */
static bool settle(sqlite3 *handle, bool done, struct error *err)
{
    done = done && connection_exec(handle, "COMMIT", err);
    if (!sqlite3_get_autocommit(handle))
        sqlite3_exec(handle, "ROLLBACK", NULL, NULL, NULL);
    return done;
}

bool schema_make(sqlite3 *handle, int version, struct error *err)
{
    const struct asset *schema = asset_find("sql/schema.sql");

    if (schema == NULL)
        die("schema: sql/schema.sql is not in the program");
    return settle(handle,
                  connection_exec(handle, "BEGIN IMMEDIATE", err) &&
                      connection_exec(handle, (const char *)schema->bytes, err) &&
                      connection_exec(handle, "PRAGMA application_id = " OURS_TEXT, err) &&
                      set_version(handle, version, err),
                  err);
}

static bool run_steps(sqlite3 *handle, const struct migrations *migrations, int from,
                      struct error *err)
{
    for (size_t i = 0; i < migrations->count; i++) {
        const struct migration *step = &migrations->steps[i];

        if (step->number <= from)
            continue;
        if (step->number != ++from)
            die("schema: a migration is missing between two numbers");
        if (!connection_exec(handle, step->sql, err) || !set_version(handle, step->number, err))
            return false;
    }
    return true;
}

bool schema_migrate(sqlite3 *handle, const struct migrations *migrations, int from,
                    struct error *err)
{
    bool done;

    /* Rebuilding a table drops it for a moment: references are checked at the end instead. */
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
    done = settle(handle,
                  connection_exec(handle, "BEGIN IMMEDIATE", err) &&
                      run_steps(handle, migrations, from, err) &&
                      connection_check(handle, "PRAGMA foreign_key_check", err),
                  err);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    return done;
}
