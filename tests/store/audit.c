/* audit.c: the log takes rows and gives none back; whatever is changed in it is named. */

#include "store/audit.h"

#include "base/log.h"
#include "store/connection.h"
#include "support/store.h"
#include "support/test.h"

#define ROWS 20

static void add(struct fixture *f, const char *object)
{
    struct error err = {0};
    bool done = tx_begin(&f->env, &err) &&
                store_audit(&f->env, NULL, "local", AUDIT_CALL_CHANGED, object, &err);

    assert_true(tx_end(&f->env, done, &err));
}

static struct fixture with_rows(void)
{
    struct fixture f = fixture_open();

    for (int i = 0; i < ROWS; i++)
        add(&f, i % 2 == 0 ? "2023" : "2024");
    return f;
}

static struct audit_report verify(struct fixture *f, const struct audit_head *known)
{
    struct audit_report report;
    struct error err = {0};

    assert_true(store_audit_verify(&f->env, known, &report, &err));
    return report;
}

/* As somebody with the file and the sqlite3 program would. */
static void tamper(struct fixture *f, const char *sql)
{
    sqlite3 *handle = f->store->writer->handle;

    assert_int_equal(sqlite3_exec(handle,
                                  "DROP TRIGGER IF EXISTS audit_never_changes;"
                                  "DROP TRIGGER IF EXISTS audit_never_shrinks",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
}

TEST("an audit row is complete and its number follows the last, also after one was undone")
{
    struct fixture f = with_rows();
    struct audit_entries entries = {0};
    struct audit_filter filter = {.limit = 1};
    struct error err = {0};

    assert_true(tx_begin(&f.env, &err));
    assert_true(store_audit(&f.env, NULL, "local", AUDIT_CALL_CHANGED, "undone", &err));
    assert_false(tx_end(&f.env, false, &err));
    add(&f, "last");
    assert_true(store_audit_list(&f.env, &filter, &entries, &err));
    assert_int_equal(entries.count, 1);
    assert_int_equal(entries.items[0].row.seq, ROWS + 1);
    assert_int_equal(entries.items[0].row.at, FIXTURE_NOW);
    assert_true(entries.items[0].row.mono > 0);
    assert_string_equal(entries.items[0].row.action, "call/changed");
    assert_string_equal(entries.items[0].row.object_kind, "call");
    assert_string_equal(entries.items[0].row.object, "last");
    assert_string_equal(entries.items[0].row.source, "local");
    assert_string_equal(entries.items[0].row.request, "test");
    fixture_close(&f);
}

TEST("the log refuses to change or lose a row")
{
    static const char *const attempts[] = {"UPDATE audit SET object = 'x' WHERE seq = 3",
                                           "DELETE FROM audit WHERE seq = 3"};
    struct fixture f = with_rows();

    for (size_t i = 0; i < 2; i++)
        assert_int_equal(sqlite3_exec(f.store->writer->handle, attempts[i], NULL, NULL, NULL),
                         SQLITE_CONSTRAINT_TRIGGER);
    assert_null(verify(&f, NULL).why);
    fixture_close(&f);
}

TEST("a sound log verifies, and a head kept elsewhere still holds after more was added")
{
    struct fixture f = fixture_open();
    struct audit_head none = verify(&f, NULL).head, some;

    assert_int_equal(none.size, 0);
    for (int i = 0; i < ROWS; i++)
        add(&f, "2023");
    some = verify(&f, &none).head;
    assert_int_equal(some.size, ROWS);
    add(&f, "2023");
    assert_null(verify(&f, &none).why);
    assert_null(verify(&f, &some).why);
    fixture_close(&f);
}

static const struct {
    const char *what, *sql;
    int64_t seq;
    const char *why;
} tampering[] = {
    {"a column", "UPDATE audit SET object = 'x' WHERE seq = 7", 7, "changed"},
    {"the leaf", "UPDATE audit SET leaf = 'x' WHERE seq = 7", 7, "changed"},
    {"the hour", "UPDATE audit SET at = at - 3600 WHERE seq = 1", 1, "changed"},
    {"a row gone", "DELETE FROM audit WHERE seq = 7", 7, "missing"},
    {"the first gone", "DELETE FROM audit WHERE seq = 1", 1, "missing"},
    {"the end gone", "DELETE FROM audit WHERE seq > 15", 16, "missing"},
    {"two exchanged",
     "UPDATE audit SET seq = 99 WHERE seq = 4; UPDATE audit SET seq = 4 WHERE seq = 5;"
     "UPDATE audit SET seq = 5 WHERE seq = 99",
     4, "changed"},
};

TEST("every way of tampering with the log is found, with the row")
{
    for (size_t i = 0; i < sizeof tampering / sizeof tampering[0]; i++) {
        struct fixture f = with_rows();
        struct audit_head head = verify(&f, NULL).head;
        struct audit_report report;

        tamper(&f, tampering[i].sql);
        report = verify(&f, &head);
        if (report.why == NULL)
            fail_msg("not found: %s", tampering[i].what);
        assert_string_equal(report.why, tampering[i].why);
        assert_int_equal(report.bad_seq, tampering[i].seq);
        fixture_close(&f);
    }
}

TEST("a log made anew with fitting leaves is still not the one whose head was kept")
{
    struct fixture f = with_rows(), g = fixture_open();
    struct audit_head head = verify(&f, NULL).head;

    for (int i = 0; i < ROWS; i++)
        add(&g, "made up");
    assert_string_equal(verify(&g, &head).why, "rewritten");
    fixture_close(&g);
    fixture_close(&f);
}

TEST("the auditor pages through the log without gaps, whole or of one thing")
{
    struct fixture f = with_rows();
    struct audit_filter filter = {.object = "2023", .limit = 3};
    int64_t seen = 0, last = INT64_MAX;
    struct error err = {0};

    for (;;) {
        struct audit_entries page = {0};

        assert_true(store_audit_list(&f.env, &filter, &page, &err));
        if (page.count == 0)
            break;
        for (size_t i = 0; i < page.count; i++, seen++) {
            assert_string_equal(page.items[i].row.object, "2023");
            assert_true(page.items[i].row.seq < last);
            last = page.items[i].row.seq;
        }
        filter.before = last;
    }
    assert_int_equal(seen, ROWS / 2);
    fixture_close(&f);
}
