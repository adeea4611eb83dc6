/* arena.c: memory that lives as long as one request; errors and keys. */

#include "base/arena.h"

#include "base/digest.h"
#include "base/env.h"
#include "base/error.h"
#include "support/test.h"

static int order;

static void note(void *thing)
{
    order = order * 10 + *(int *)thing;
}

TEST("cleanups run newest first when the arena closes")
{
    struct arena *arena = arena_open();
    int one = 1, two = 2;

    order = 0;
    arena_cleanup(arena, note, &one);
    arena_cleanup(arena, note, &two);
    arena_close(arena);
    assert_int_equal(order, 21);
}

TEST("an arena gives zeroed, aligned memory of any size")
{
    struct arena *arena = arena_open();

    for (size_t size = 1; size < 100000; size *= 3) {
        unsigned char *bytes = arena_alloc(arena, size);

        assert_int_equal((uintptr_t)bytes % _Alignof(max_align_t), 0);
        assert_int_equal(bytes[0] | bytes[size - 1], 0);
        memset(bytes, 0xff, size);
    }
    arena_close(arena);
}

TEST("only the first failure is kept, with its values")
{
    struct error err = {0};

    assert_false(error_set(&err, ERROR_CONFLICT, "call/closed"));
    error_text(&err, "topic", "课题 1");
    error_set(&err, ERROR_BROKEN, "later");
    assert_string_equal(err.code, "call/closed");
    assert_string_equal(err.values[0].text, "课题 1");
    assert_int_equal(error_status(err.kind), 409);
}

TEST("keys are sixteen Crockford characters and forgive what people confuse")
{
    struct key key, again;
    uint8_t bytes[10] = {0xff, 0, 0xaa, 0x55, 1, 2, 3, 4, 5, 6};

    key = key_of(bytes);
    assert_int_equal(strlen(key.text), KEY_LENGTH);
    assert_true(key_parse(key.text, &again));
    assert_string_equal(key.text, again.text);
    assert_true(key_parse("OIL0123456789ABC", &again));
    assert_string_equal(again.text, "0110123456789abc");
    assert_false(key_parse("short", &again));
    assert_false(key_parse("u123456789abcdef", &again));
}

TEST("SHA-256 of nothing and of abc are the published ones")
{
    struct arena *arena = arena_open();
    struct digest none = digest_of("", 0), abc = digest_of("abc", 3);
    struct digesting *pieces = digest_start(arena);
    struct digest same;

    assert_string_equal(digest_hex(arena, &none),
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    digest_add(pieces, "a", 1);
    digest_add(pieces, "bc", 2);
    same = digest_take(pieces);
    assert_true(digest_equal(&abc, &same));
    arena_close(arena);
}
