/* reminder.c: when somebody is reminded before a date. */

#include "domain/reminder.h"

#include "support/test.h"

#define DUE  1000000
#define HOUR 3600

TEST("each mark is reached to the second, and only the nearest counts")
{
    static const struct {
        int64_t before;
        const char *mark;
    } table[] = {{72 * HOUR + 1, NULL},
                 {72 * HOUR, "3d"},
                 {24 * HOUR + 1, "3d"},
                 {24 * HOUR, "1d"},
                 {3 * HOUR + 1, "1d"},
                 {3 * HOUR, "3h"},
                 {0, "3h"},
                 {-1, NULL}};

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        const char *mark = reminder_mark(DUE, 1, DUE - table[i].before);

        if (table[i].mark == NULL)
            assert_null(mark);
        else
            assert_string_equal(mark, table[i].mark);
    }
    assert_null(reminder_mark(0, 1, 5));
}

TEST("whoever began after a mark is not reminded of it, but of the next")
{
    assert_null(reminder_mark(DUE, DUE - 2 * HOUR, DUE - HOUR));
    assert_string_equal(reminder_mark(DUE, DUE - 30 * HOUR, DUE - 20 * HOUR), "1d");
}
