/* keyword.c: words are the same whatever their width, and inside each other only when long enough.
 */

#include "domain/keyword.h"

#include "support/test.h"

static int64_t shared(const char *a, const char *b)
{
    struct arena *arena = arena_open();
    struct keywords left = {.count = 0}, right = {.count = 0};
    int64_t count;

    keywords_add(arena, &left, a);
    keywords_add(arena, &right, b);
    count = keywords_shared(&left, &right);
    arena_close(arena);
    return count;
}

TEST("keywords are cut at lines and marks, folded, and counted once each")
{
    assert_int_equal(shared("低比特训练；长序列、算子融合", "长序列\n算子融合"), 2);
    assert_int_equal(shared("MindSpore, mindspore，ＭＩＮＤＳＰＯＲＥ", "Mind Spore"), 1);
    assert_int_equal(shared("", "低比特训练"), 0);
    assert_int_equal(shared("；、,", "；"), 0);
}

TEST("a word stands inside a longer one, but two letters inside a word tell nothing")
{
    assert_int_equal(shared("面向昇腾的低比特训练", "低比特"), 1);
    assert_int_equal(shared("低比特", "面向昇腾的低比特训练"), 1);
    assert_int_equal(shared("brain imaging", "AI"), 0);
    assert_int_equal(shared("AI", "ai"), 1);
    assert_int_equal(shared("deep compiler", "compiler"), 1);
    assert_int_equal(shared("模", "模型"), 0);
}
