/* query.c: values in and out by name, and what the engine's refusals become. */

#include "store/query.h"

#include "base/log.h"
#include "store/audit.h"
#include "store/blob.h"
#include "store/connection.h"
#include "support/store.h"
#include "support/test.h"

static void assert_verdict(int failure, enum error_kind kind, const char *code)
{
    struct fixture f = fixture_open();
    struct verdict verdict;

    log_quiet(1);
    verdict = verdict_of(f.env.db->handle, failure, "test");
    log_quiet(0);
    assert_int_equal(verdict.kind, kind);
    assert_string_equal(verdict.code, code);
    fixture_close(&f);
}

TEST("the engine's refusals become errors a person can act on")
{
    assert_verdict(SQLITE_CONSTRAINT_UNIQUE, ERROR_CONFLICT, "store/unique");
    assert_verdict(SQLITE_CONSTRAINT_PRIMARYKEY, ERROR_CONFLICT, "store/unique");
    assert_verdict(SQLITE_CONSTRAINT_FOREIGNKEY, ERROR_CONFLICT, "store/reference");
    assert_verdict(SQLITE_CONSTRAINT_TRIGGER, ERROR_CONFLICT, "store/final");
    assert_verdict(SQLITE_CONSTRAINT_CHECK, ERROR_BROKEN, "store/broken");
    assert_verdict(SQLITE_FULL, ERROR_FULL, "store/full");
    assert_verdict(SQLITE_IOERR_READ, ERROR_BROKEN, "store/broken");
    assert_verdict(SQLITE_READONLY, ERROR_BROKEN, "store/broken");
    assert_verdict(SQLITE_CORRUPT_VTAB, ERROR_BROKEN, "store/damaged");
    assert_verdict(SQLITE_BUSY_SNAPSHOT, ERROR_BUSY, "store/busy");
    assert_verdict(SQLITE_INTERRUPT, ERROR_BUSY, "store/busy");
    assert_verdict(SQLITE_TOOBIG, ERROR_TOO_LARGE, "store/too-large");
}

TEST("a row that is there twice, or refers to nobody, is refused and the transaction can go on")
{
    struct fixture f = fixture_open();
    struct error err = {0}, unique = {0}, reference = {0};
    struct actor nobody = {.person = {77}};
    struct statement *s;
    bool done;

    done = tx_begin(&f.env, &err) &&
           store_audit(&f.env, NULL, "local", AUDIT_CALL_CHANGED, "2023", &err);
    assert_true(done);
    assert_false(store_audit(&f.env, &nobody, "x", AUDIT_CALL_CHANGED, "2023", &reference));
    s = query(f.env.db, Q_AUDIT_ADD);
    bind_int(s, "seq", 1);
    bind_int(s, "at", 1);
    bind_int(s, "mono", 1);
    for (size_t i = 0; i < 9; i++)
        bind_text(s,
                  (const char *[]){"role", "action", "object_kind", "object", "before_hash",
                                   "after_hash", "request", "source", "leaf"}[i],
                  "");
    assert_false(query_run(s, &unique));
    assert_true(tx_end(&f.env, true, &err));
    assert_string_equal(unique.code, "store/unique");
    assert_string_equal(reference.code, "store/reference");
    fixture_close(&f);
}

TEST("texts, bytes and nothing come back as they went in, in any order of names")
{
    struct fixture f = fixture_open();
    struct statement *s = query(f.env.db, Q_AUDIT_PAGE);
    struct error err = {0};
    bool done = tx_begin(&f.env, &err) && store_audit_add(&f.env, NULL, "秘书", "call/changed",
                                                          "call", "鹏城", NULL, "h", &err);

    assert_true(tx_end(&f.env, done, &err));
    bind_int(s, "limit", 10);
    bind_int(s, "before", 10);
    assert_true(query_row(s, &err));
    assert_string_equal(column_text(s, f.arena, "object"), "鹏城");
    assert_string_equal(column_text(s, f.arena, "role"), "秘书");
    assert_true(column_is_null(s, "actor"));
    assert_int_equal(column_int(s, "actor"), 0);
    assert_string_equal(column_text(s, f.arena, "actor_name"), "");
    assert_string_equal(column_key(s, "actor_key").text, "");
    assert_string_equal(column_text(s, f.arena, "before_hash"), "");
    assert_false(query_row(s, &err));
    assert_int_equal(err.kind, ERROR_NONE);
    fixture_close(&f);
}

TEST("a statement begun anew forgets what was bound before")
{
    struct fixture f = fixture_open();
    struct error err = {0};
    struct statement *s;

    assert_true(
        tx_end(&f.env, tx_begin(&f.env, &err) && store_blob_add(&f.env, "aa", 5, &err), &err));
    s = query(f.env.db, Q_BLOB_WANTED);
    bind_text(s, "sha256", "aa");
    assert_true(query_row(s, &err));
    assert_int_equal(column_int(s, "size"), 5);
    s = query(f.env.db, Q_BLOB_WANTED);
    assert_false(query_row(s, &err));
    assert_int_equal(err.kind, ERROR_NONE);
    fixture_close(&f);
}

TEST("a query that takes longer than its time is given up")
{
    struct fixture f = fixture_open();
    static const char endless[] = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                                  " SELECT count(*) FROM n";

    f.env.db->deadline = monotonic_ms() + 50;
    assert_int_equal(sqlite3_exec(f.env.db->handle, endless, NULL, NULL, NULL), SQLITE_INTERRUPT);
    fixture_close(&f);
}
