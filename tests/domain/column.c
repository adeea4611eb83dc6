/* column.c: the columns of lists, in order, each kind as meant. */

#include "domain/column.h"

#include "base/text.h"
#include "support/golden.h"
#include "support/test.h"

TEST("the contract list has every column the society asked for, in its order, each kind as meant")
{
    static const char *const kinds[] = {
        [COLUMN_TEXT] = "text",       [COLUMN_NAME] = "name", [COLUMN_MONEY] = "money",
        [COLUMN_INTEGER] = "integer", [COLUMN_DATE] = "date", [COLUMN_POINTS] = "points",
        [COLUMN_TIME] = "time"};
    static const char *const secrets[] = {
#define AS_NAME(name) [SECRET_##name] = #name,
        SECRETS(AS_NAME)
#undef AS_NAME
            [SECRET_COUNT] = "",
    };
    struct arena *arena = arena_open();
    struct buffer out = buffer_in(arena);

    for (size_t i = 0; column_at(i) != NULL; i++) {
        const struct column *column = column_at(i);

        assert_ptr_equal(column_find(column->key), column);
        buffer_format(&out, "%-20s %-8s %2d %s %s\n", column->key, kinds[column->kind],
                      column->width, column->total ? "total" : "-", secrets[column->secret]);
    }
    golden_check("columns.txt", buffer_get(&out));
    assert_null(column_find("salary"));
    arena_close(arena);
}

static bool sees_no_account(const struct standing *standing, enum secret secret)
{
    (void)standing;
    return secret != SECRET_CONTRACT_ACCOUNT;
}

TEST("a list leaves out the columns its reader may not see, and keys nobody knows")
{
    static const char *const keys[] = {"serial", "bank", "account_number", "salary", "phone",
                                       "state",  NULL};
    struct arena *arena = arena_open();
    struct standing standing = {0};
    struct columns columns = columns_of(arena, keys, &standing, sees_no_account);

    assert_int_equal(columns.count, 3);
    assert_string_equal(columns.items[0]->key, "serial");
    assert_string_equal(columns.items[1]->key, "phone");
    assert_string_equal(columns.items[2]->key, "state");
    arena_close(arena);
}

TEST("a column reads its own member; absent texts and numbers are empty")
{
    struct listing row = {.account_number = "6222", .amount = 5, .spread = 0, .mean = 0};

    assert_string_equal(column_cell(column_find("account_number"), &row), "6222");
    assert_string_equal(column_cell(column_find("note"), &row), "");
    assert_int_equal(column_number(column_find("amount"), &row), 5);
    assert_int_equal(column_number(column_find("paid"), &row), 0);
    assert_int_equal(column_number(column_find("spread"), &row), 0);
    assert_true(column_number(column_find("mean"), &row) == COLUMN_EMPTY);
    assert_true(column_number(column_find("copies"), &row) == COLUMN_EMPTY);
}
