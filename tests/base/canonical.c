/* canonical.c: the form of JSON that two programs agree on to the byte (RFC 8785). */

#include "base/json.h"

#include "support/test.h"

static const char *canonical(struct arena *arena, const char *text)
{
    struct error err = {0};
    json_t *value = json_parse(arena, text, strlen(text), &err);

    assert_non_null(value);
    return json_canonical(arena, value);
}

TEST("the canonical form sorts keys by UTF-16 units and escapes least (RFC 8785)")
{
    struct arena *arena = arena_open();
    struct error err = {0};
    const char *text = "{\"b\":[1,true,null],\"a\":\"\\u20ac\\n/\\u0001\",\"\\ufb33\":1,"
                       "\"\\ud83d\\ude00\":2}";
    json_t *value = json_parse(arena, text, strlen(text), &err);

    assert_non_null(value);
    assert_string_equal(json_canonical(arena, value),
                        "{\"a\":\"€\\n/\\u0001\",\"b\":[1,true,null],\"😀\":2,\"\uFB33\":1}");
    arena_close(arena);
}

/* Bits of a double beside what ECMAScript writes: the facts of RFC 8785, appendix B. */
static const struct {
    uint64_t bits;
    const char *text;
} numbers[] = {
    {0x0000000000000000, "0"},
    {0x8000000000000000, "0"},
    {0x0000000000000001, "5e-324"},
    {0x8000000000000001, "-5e-324"},
    {0x7fefffffffffffff, "1.7976931348623157e+308"},
    {0xffefffffffffffff, "-1.7976931348623157e+308"},
    {0x4340000000000000, "9007199254740992"},
    {0xc340000000000000, "-9007199254740992"},
    {0x4430000000000000, "295147905179352830000"},
    {0x44b52d02c7e14af5, "9.999999999999997e+22"},
    {0x44b52d02c7e14af6, "1e+23"},
    {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
    {0x444b1ae4d6e2ef4e, "999999999999999700000"},
    {0x444b1ae4d6e2ef4f, "999999999999999900000"},
    {0x444b1ae4d6e2ef50, "1e+21"},
    {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
    {0x3eb0c6f7a0b5ed8d, "0.000001"},
    {0x41b3de4355555553, "333333333.3333332"},
    {0x41b3de4355555554, "333333333.33333325"},
    {0x41b3de4355555555, "333333333.3333333"},
    {0x41b3de4355555556, "333333333.3333334"},
    {0x41b3de4355555557, "333333333.33333343"},
    {0xbecbf647612f3696, "-0.0000033333333333333333"},
    {0x43143ff3c1cb0959, "1424953923781206.2"},
    {0x3d30000000000000, "5.684341886080802e-14"},
};

TEST("numbers are written as ECMAScript writes them, shortest digits that come back (RFC 8785)")
{
    struct arena *arena = arena_open();

    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        double number;

        memcpy(&number, &numbers[i].bits, sizeof number);
        assert_string_equal(json_canonical(arena, json_own(arena, json_real(number))),
                            numbers[i].text);
    }
    arena_close(arena);
}

TEST("a number's spelling does not matter: what is meant is written once")
{
    struct arena *arena = arena_open();

    assert_string_equal(
        canonical(arena, "[333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001]"),
        "[333333333.3333333,1e+30,4.5,0.002,1e-27]");
    assert_string_equal(canonical(arena, "[1.0, -0.0, 100e-2, 30000000, -7]"),
                        "[1,0,1,30000000,-7]");
    assert_string_equal(canonical(arena, "[9007199254740992, 9007199254740993]"),
                        "[9007199254740992,9007199254740992]");
    arena_close(arena);
}

TEST("strings keep every character but quotes, backslashes and controls as it is (RFC 8785)")
{
    struct arena *arena = arena_open();

    assert_string_equal(canonical(arena, "\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c"
                                         "\\\\\\\"\\/\""),
                        "\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
    assert_string_equal(canonical(arena, "\"\\b\\t\\f\\r\\u007f\\u2028\""),
                        "\"\\b\\t\\f\\r\x7f\u2028\"");
    arena_close(arena);
}

TEST("members are sorted by UTF-16 units at every depth, and arrays keep their order (RFC 8785)")
{
    struct arena *arena = arena_open();

    assert_string_equal(
        canonical(arena, "{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,"
                         "\"\\u0080\":6,\"\\u00f6\":7}"),
        "{\"\\r\":2,\"1\":4,\"\xc2\x80\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\uFB33\":3}");
    assert_string_equal(canonical(arena, "[56, {\"d\": true, \"10\": null, \"1\": []}, \"\"]"),
                        "[56,{\"1\":[],\"10\":null,\"d\":true},\"\"]");
    arena_close(arena);
}
