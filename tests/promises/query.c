/* query.c: every named query prepares, and none walks a whole table without saying so.
 *
 * A query that must read all of a table, or reads one that stays small, says it in sql/query:
 *     -- :name audit_all
 *     -- :scan audit  to verify the log is to read all of it
 * The word is the name the query's plan uses: the alias where there is one.
 */

#include "store/query.h"

#include <ctype.h>
#include <dirent.h>

#include "base/text.h"
#include "store/connection.h"
#include "support/store.h"
#include "support/test.h"

#define FOLDER "sql/query"

/* ":NAME WORD " for every :scan line, names in upper case as the labels are. */
static void read_file(const char *path, struct buffer *permits)
{
    char line[512], name[64] = "", word[64];
    FILE *file = fopen(path, "r");

    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        if (sscanf(line, "-- :name %63s", name) == 1)
            for (char *c = name; *c != '\0'; c++)
                *c = (char)toupper((unsigned char)*c);
        if (sscanf(line, "-- :scan %63s %*s", word) == 1)
            buffer_format(permits, ":%s %s ", name, word);
    }
    fclose(file);
}

static const char *read_permits(struct arena *arena)
{
    struct buffer permits = buffer_in(arena);
    DIR *folder = opendir(FOLDER);

    assert_non_null(folder);
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder))
        if (text_ends(entry->d_name, ".sql"))
            read_file(arena_format(arena, FOLDER "/%s", entry->d_name), &permits);
    closedir(folder);
    return buffer_get(&permits);
}

/* The table or alias a step of a plan walks whole; NULL when it walks none. */
static const char *walked(struct arena *arena, const char *detail)
{
    const char *word;

    if (text_starts(detail, "SEARCH ") && strstr(detail, " AUTOMATIC ") != NULL)
        word = detail + strlen("SEARCH ");
    else if (text_starts(detail, "SCAN ") && !text_starts(detail, "SCAN CONSTANT ROW") &&
             !text_starts(detail, "SCAN ("))
        word = detail + strlen("SCAN ");
    else
        return NULL;
    return arena_copy(arena, word, strcspn(word, " "));
}

static int unpermitted(struct fixture *f, enum query_name name, const char *permits)
{
    const char *sql = arena_format(f->arena, "EXPLAIN QUERY PLAN %s", query_text[name]);
    sqlite3_stmt *plan;
    int offences = 0;

    assert_int_equal(sqlite3_prepare_v2(f->env.db->handle, sql, -1, &plan, NULL), SQLITE_OK);
    while (sqlite3_step(plan) == SQLITE_ROW) {
        const char *detail = (const char *)sqlite3_column_text(plan, 3);
        const char *table = walked(f->arena, detail);

        if (table == NULL ||
            strstr(permits, arena_format(f->arena, ":%s %s ", query_label[name], table)) != NULL)
            continue;
        print_error("%s: %s\n", query_label[name], detail);
        offences++;
    }
    sqlite3_finalize(plan);
    return offences;
}

TEST("every named query prepares, is one statement, and fits the limits of a connection")
{
    struct fixture f = fixture_open();
    int failures = 0;

    for (int i = 0; i < QUERY__COUNT; i++) {
        sqlite3_stmt *statement;
        const char *rest;
        int result = sqlite3_prepare_v2(f.env.db->handle, query_text[i], -1, &statement, &rest);

        if (result != SQLITE_OK || !text_blank(rest)) {
            print_error("%s: %s\n", query_label[i], sqlite3_errmsg(f.env.db->handle));
            failures++;
        }
        sqlite3_finalize(statement);
    }
    assert_int_equal(failures, 0);
    fixture_close(&f);
}

TEST("no query walks a whole table unless it says so and why")
{
    struct fixture f = fixture_open();
    const char *permits = read_permits(f.arena);
    int offences = 0;

    for (int i = 0; i < QUERY__COUNT; i++)
        offences += unpermitted(&f, (enum query_name)i, permits);
    assert_int_equal(offences, 0);
    fixture_close(&f);
}
