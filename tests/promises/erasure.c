/* erasure.c: every table is either erased or known to hold nothing personal: a new one is asked. */

#include "base/text.h"
#include "store/connection.h"
#include "support/store.h"
#include "support/test.h"

#include <string.h>

/* Ids, times, numbers and words of ours only; or the office's own, about everybody. */
static const char *const impersonal[] = {
    "setting",
    "guess",
    "consent",
    "call",
    "call_version",
    "call_candidate",
    "topic",
    "call_event",
    "outage",
    "role_grant",
    "announcement",
    "download",
    "signing_key",
    "institution_alias",
    "bid",
    "roster",
    "roster_application",
    "roster_pair",
    "roster_hand",
    "approval",
    "sequence",
    "reminder",
    "export",
    "audit",
    /* of who holds an award, who is not erased (erasure_hindrance) */
    "award",
    "contract",
    "contract_event",
    "contract_choice",
    "contract_baseline",
};

static bool is_impersonal(const char *table)
{
    for (size_t i = 0; i < sizeof impersonal / sizeof impersonal[0]; i++)
        if (strcmp(impersonal[i], table) == 0)
            return true;
    return false;
}

static bool is_word(const char *at, const char *from, size_t length)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz_";

    return (at == from || strchr(letters, at[-1]) == NULL) &&
           (at[length] == '\0' || strchr(letters, at[length]) == NULL);
}

/* Is it what a statement deletes from or updates? */
static bool changes(const char *sql, const char *table)
{
    const char *verbs[] = {"DELETE FROM ", "UPDATE "};

    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        const char *at = text_starts(sql, verbs[i]) ? sql + strlen(verbs[i]) : NULL;

        if (at != NULL && text_starts(at, table) && is_word(at, at, strlen(table)))
            return true;
    }
    return false;
}

static bool is_erased(const char *table)
{
    for (int i = 0; i < QUERY__COUNT; i++)
        if (text_starts(query_label[i], "ERASE_") && changes(query_text[i], table))
            return true;
    return false;
}

TEST("every table is erased with a person, or is known to hold nothing personal; none is both")
{
    struct fixture f = fixture_open();
    sqlite3_stmt *tables;
    int failures = 0;

    assert_int_equal(sqlite3_prepare_v2(f.env.db->handle,
                                        "SELECT name FROM sqlite_schema WHERE type = 'table' AND "
                                        "name NOT LIKE 'sqlite%'",
                                        -1, &tables, NULL),
                     SQLITE_OK);
    while (sqlite3_step(tables) == SQLITE_ROW) {
        const char *table = (const char *)sqlite3_column_text(tables, 0);

        if (is_erased(table) == is_impersonal(table)) {
            print_error("%s\n", table);
            failures++;
        }
    }
    sqlite3_finalize(tables);
    assert_int_equal(failures, 0);
    fixture_close(&f);
}
