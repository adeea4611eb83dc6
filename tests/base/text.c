/* text.c: UTF-8, 字 counting, money and times. */

#include "base/text.h"

#include "support/test.h"

TEST("字 count as Word does: each CJK character, each unbroken run of anything else")
{
    assert_int_equal(text_words(""), 0);
    assert_int_equal(text_words("人工智能"), 4);
    assert_int_equal(text_words("基于 MindSpore 的研究"), 6);
    assert_int_equal(text_words("five hundred English words"), 4);
    assert_int_equal(text_words("，。　\t\n"), 2);
    assert_int_equal(text_words("AI4S方向"), 3);
}

TEST("text that is not UTF-8 is told from text that is")
{
    assert_true(text_is_utf8("申请书", 9));
    assert_false(text_is_utf8("\xff", 1));
    assert_false(text_is_utf8("\xe7\x94", 2));
    assert_false(text_is_utf8("\xc0\x80", 2));
    assert_false(text_is_utf8("\xed\xa0\x80", 3));
    assert_false(text_is_utf8("a\0b", 3));
    assert_true(text_is_utf8("\xEF\xBF\xBD", 3));
}

TEST("control bytes and bidi overrides are not clean; line breaks are where lines are allowed")
{
    assert_true(text_is_clean("一\n二", true));
    assert_false(text_is_clean("一\n二", false));
    assert_false(text_is_clean("a\x01", true));
    assert_false(text_is_clean("a\u202Eb", true));
}

TEST("trimming removes white space of every width at both ends")
{
    struct arena *arena = arena_open();

    assert_string_equal(text_trim(arena, "　 林知远 \n"), "林知远");
    assert_string_equal(text_trim(arena, "  \u3000"), "");
    assert_string_equal(text_trim(arena, "a b"), "a b");
    arena_close(arena);
}

TEST("clipping never cuts a character in two")
{
    char small[5];

    text_clip(small, sizeof small, "申请书");
    assert_string_equal(small, "申");
    text_clip(small, sizeof small, "abcdef");
    assert_string_equal(small, "abcd");
}

TEST("money is read as people type it and written with groups of three")
{
    struct arena *arena = arena_open();
    int64_t fen = 0;

    assert_true(text_to_fen("300,000", &fen));
    assert_int_equal(fen, 30000000);
    assert_true(text_to_fen("３００，０００．５", &fen));
    assert_int_equal(fen, 30000050);
    assert_false(text_to_fen("三十万", &fen));
    assert_false(text_to_fen("-5", &fen));
    assert_false(text_to_fen("1.234", &fen));
    assert_false(text_to_fen("", &fen));
    assert_false(text_to_fen("99999999999999999999999", &fen));
    assert_string_equal(text_from_fen(arena, 30000000), "300,000");
    assert_string_equal(text_from_fen(arena, 123456789), "1,234,567.89");
    assert_string_equal(text_from_fen(arena, 5), "0.05");
    arena_close(arena);
}

TEST("times are Beijing time unless a zone is written; days that do not exist are refused")
{
    struct arena *arena = arena_open();
    int64_t at = 0;

    assert_true(text_to_time("2023-11-24T17:00:00+08:00", &at));
    assert_int_equal(at, 1700816400);
    assert_true(text_to_time("2023-11-24 17:00", &at));
    assert_int_equal(at, 1700816400);
    assert_true(text_to_time("2023-11-24T09:00:00Z", &at));
    assert_int_equal(at, 1700816400);
    assert_false(text_to_time("2023-02-30", &at));
    assert_false(text_to_time("2023-11-24T25:00", &at));
    assert_false(text_to_time("tomorrow", &at));
    assert_string_equal(text_time(arena, at), "2023-11-24 17:00:00");
    assert_string_equal(text_rfc3339(arena, at), "2023-11-24T17:00:00+08:00");
    assert_string_equal(text_time_minutes(arena, at), "2023-11-24 17:00");
    assert_string_equal(text_clock(arena, at), "17:00:00");
    arena_close(arena);
}

TEST("base64 and hexadecimal follow their standards")
{
    struct arena *arena = arena_open();
    unsigned char back[3];

    assert_string_equal(text_base64(arena, "foobar", 6), "Zm9vYmFy");
    assert_string_equal(text_base64(arena, "foob", 4), "Zm9vYg==");
    assert_string_equal(text_base64(arena, "fooba", 5), "Zm9vYmE=");
    assert_string_equal(text_hex(arena, "\x01\xff\x10", 3), "01ff10");
    assert_true(text_unhex("01ff10", back, 3));
    assert_int_equal(back[1], 0xff);
    assert_false(text_unhex("01FF10", back, 3));
    arena_close(arena);
}

TEST("base64 comes back only from the one way its bytes are written")
{
    struct arena *arena = arena_open();
    char bytes[4] = "";

    assert_string_equal(text_base64(arena, "ab\xff", 3), "YWL/");
    assert_true(text_unbase64("YWL/", bytes, 3));
    assert_memory_equal(bytes, "ab\xff", 3);
    assert_true(text_unbase64("YQ==", bytes, 1));
    assert_false(text_unbase64("YR==", bytes, 1));
    assert_false(text_unbase64("YQ=a", bytes, 1));
    assert_false(text_unbase64("YQ", bytes, 1));
    assert_false(text_unbase64("YQ==", bytes, 2));
    assert_false(text_unbase64("Y!==", bytes, 1));
    arena_close(arena);
}
