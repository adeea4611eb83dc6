/* json.c: reading foreign JSON with care. */

#include "base/json.h"

#include "support/test.h"

TEST("a document with a key twice, trailing bytes or broken UTF-8 is refused with its place")
{
    struct arena *arena = arena_open();
    static const char *const bad[] = {"{\"a\":1,\"a\":2}", "{} x", "{\"a\":", "\"\xff\""};

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct error err = {0};

        assert_null(json_parse(arena, bad[i], strlen(bad[i]), &err));
        assert_string_equal(err.code, "json/malformed");
        assert_string_equal(err.values[0].name, "line");
    }
    arena_close(arena);
}

TEST("text that is not UTF-8 is stored with a replacement character, never lost silently")
{
    struct arena *arena = arena_open();
    json_t *root = json_root(arena);

    json_put_text(root, "name",
                  "a\xff"
                  "b");
    assert_string_equal(json_word(root, "name"), "a\uFFFDb");
    json_put_text(root, "none", NULL);
    assert_null(json_text(root, "none"));
    arena_close(arena);
}
