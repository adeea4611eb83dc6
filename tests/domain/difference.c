/* difference.c: what changed between two texts, word by word, in bounded time. */

#include "domain/difference.h"

#include "base/text.h"
#include "support/test.h"

/* "same[-gone-]{+new+}" */
static const char *marked(struct arena *arena, const char *before, const char *after)
{
    struct differences list = differences_of(arena, before, after);
    struct buffer out = buffer_in(arena);

    for (size_t i = 0; i < list.count; i++)
        switch (list.items[i].kind) {
        case DIFFERENCE_SAME:
            buffer_format(&out, "%s", list.items[i].text);
            break;
        case DIFFERENCE_GONE:
            buffer_format(&out, "[-%s-]", list.items[i].text);
            break;
        case DIFFERENCE_NEW:
            buffer_format(&out, "{+%s+}", list.items[i].text);
            break;
        }
    return buffer_get(&out);
}

/* Joined back the parts are both texts. */
static void holds_both(struct arena *arena, const char *before, const char *after)
{
    struct differences list = differences_of(arena, before, after);
    struct buffer first = buffer_in(arena), second = buffer_in(arena);

    for (size_t i = 0; i < list.count; i++) {
        if (list.items[i].kind != DIFFERENCE_NEW)
            buffer_text(&first, list.items[i].text);
        if (list.items[i].kind != DIFFERENCE_GONE)
            buffer_text(&second, list.items[i].text);
    }
    assert_string_equal(buffer_get(&first), before);
    assert_string_equal(buffer_get(&second), after);
}

TEST("a changed character of a Chinese sentence is marked alone, a changed English word whole")
{
    struct arena *arena = arena_open();

    assert_string_equal(marked(arena, "先做小模型，再做大模型。", "先做小模型，后做大模型。"),
                        "先做小模型，[-再-]{+后+}做大模型。");
    assert_string_equal(marked(arena, "train on Ascend 910", "train on MindSpore 910"),
                        "train on [-Ascend-]{+MindSpore+} 910");
    assert_string_equal(marked(arena, "", "新写"), "{+新写+}");
    assert_string_equal(marked(arena, "都删", ""), "[-都删-]");
    assert_string_equal(marked(arena, "不变", "不变"), "不变");
    assert_string_equal(marked(arena, "", ""), "");
    assert_string_equal(marked(arena, "一行\n二行", "一行\n新行\n二行"), "一行\n{+新行\n+}二行");
    arena_close(arena);
}

TEST("the parts of random texts join to both texts")
{
    static const char *const pool[] = {"光",  "流",   "卡", " ",    "\n",
                                       "net", "work", "，", "🙂", "é"};
    struct arena *arena = arena_open();
    unsigned seed = 20231124;

    for (int round = 0; round < 300; round++) {
        struct buffer texts[2] = {buffer_in(arena), buffer_in(arena)};

        for (int t = 0; t < 2; t++)
            for (int i = 0; i < round % 40; i++) {
                seed = seed * 1103515245u + 12345u;
                buffer_text(&texts[t], pool[(seed >> 16) % (sizeof pool / sizeof pool[0])]);
            }
        holds_both(arena, buffer_get(&texts[0]), buffer_get(&texts[1]));
    }
    arena_close(arena);
}

TEST("two long texts that share nothing count as replaced, in bounded memory")
{
    struct arena *arena = arena_open();
    struct buffer a = buffer_in(arena), b = buffer_in(arena);
    struct differences list;

    for (int i = 0; i < 20000; i++) {
        buffer_text(&a, i % 2 == 0 ? "甲" : "乙");
        buffer_text(&b, i % 3 == 0 ? "丙" : "丁");
    }
    buffer_text(&a, "尾");
    buffer_text(&b, "尾");
    list = differences_of(arena, buffer_get(&a), buffer_get(&b));
    assert_int_equal(list.count, 3);
    assert_int_equal(list.items[0].kind, DIFFERENCE_GONE);
    assert_int_equal(list.items[1].kind, DIFFERENCE_NEW);
    assert_string_equal(list.items[2].text, "尾");
    holds_both(arena, buffer_get(&a), buffer_get(&b));
    arena_close(arena);
}
