/* tape.c: large JSON documents as flat arrays; names as numbers. */

#include "base/tape.h"

#include <math.h>
#include "base/names.h"
#include "base/text.h"
#include "support/test.h"

static const struct tape *tape_of(struct arena *arena, const char *text)
{
    return tape_read(arena, arena_text(arena, text), strlen(text));
}

TEST("a tape is a value followed by its members")
{
    struct arena *arena = arena_open();
    const struct tape *tape = tape_of(arena, " {\"a\": [1, -2.5e1], \"b\":true} ");
    const struct tape *list = tape_get(tape, "a");
    double number = 0;

    assert_int_equal(tape->length, 2);
    assert_int_equal(list->length, 2);
    assert_true(tape_is(tape_first(list), TAPE_INTEGER));
    assert_true(tape_number(tape_next(tape_first(list)), &number));
    assert_true(number == -25);
    assert_true(tape_is(tape_get(tape, "b"), TAPE_TRUE));
    assert_null(tape_get(tape, "c"));
    arena_close(arena);
}

TEST("of equal keys the last counts")
{
    struct arena *arena = arena_open();
    const struct tape *tape = tape_of(arena, "{\"a\":1,\"b\":[{\"a\":7}],\"a\":{}}");

    assert_true(tape_is(tape_get(tape, "a"), TAPE_OBJECT));
    arena_close(arena);
}

TEST("numbers are the nearest double, and whole ones are told from others")
{
    static const struct {
        const char *text;
        double value;
        bool whole;
    } rows[] = {{"77.31", 77.31, false},
                {"-0", 0, true},
                {"1e2", 100, false},
                {"0.1", 0.1, false},
                {"123456789012345678901234567890", 123456789012345678901234567890.0, true},
                {"99.99999999999999999999", 100, false},
                {"0.000000000000001", 1e-15, false}};
    struct arena *arena = arena_open();

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct tape *tape = tape_of(arena, rows[i].text);

        assert_true(tape->as.number == rows[i].value);
        assert_int_equal(tape_is(tape, TAPE_INTEGER), rows[i].whole);
    }
    assert_true(isinf(tape_of(arena, "1e999")->as.number));
    arena_close(arena);
}

TEST("what is not JSON is not read")
{
    static const char *const bad[] = {
        "",        " ",           "01",       "1.",         ".5",       "+1",
        "-",       "1e",          "NaN",      "nul",        "truex",    "[1,]",
        "[,1]",    "{\"a\"}",     "{1:2}",    "[1",         "[1]]",     "\"a",
        "\"\\x\"", "\"\\u12g4\"", "\"\n\"",   "{\"a\":1,}", "\"\xFF\"", "\xEF\xBB\xBF[]",
        "[1}",     "{\"a\":1]",   "\"\\u123", "-a",
    };
    struct arena *arena = arena_open();

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (tape_of(arena, bad[i]) != NULL)
            fail_msg("read: %s", bad[i]);
    arena_close(arena);
}

TEST("nesting ends where it was said to")
{
    char text[2 * (TAPE_DEEPEST + 1) + 1] = {0};
    struct arena *arena = arena_open();

    memset(text, '[', TAPE_DEEPEST);
    memset(text + TAPE_DEEPEST, ']', TAPE_DEEPEST);
    assert_non_null(tape_of(arena, text));
    memset(text, '[', TAPE_DEEPEST + 1);
    memset(text + TAPE_DEEPEST + 1, ']', TAPE_DEEPEST + 1);
    assert_null(tape_of(arena, text));
    arena_close(arena);
}

TEST("names are numbered in the order in which they came")
{
    struct arena *arena = arena_open();
    struct names names = {0};
    bool is_new;

    for (int i = 0; i < 1000; i++) {
        const char *name = arena_format(arena, "name %d", i % 500);

        assert_int_equal(names_add(arena, &names, name, strlen(name), &is_new), i % 500);
        assert_int_equal(is_new, i < 500);
    }
    assert_int_equal(names_find(&names, "name 7", 6), 7);
    assert_int_equal(names_find(&names, "name 77", 6), 7);
    assert_int_equal(names_find(&names, "name", 4), NAMES_NONE);
    arena_close(arena);
}
