/* capital.c: amounts in capital numerals: the cases of the rules, and every word read back. */

#include "domain/capital.h"

#include "base/text.h"
#include "support/test.h"

static const struct {
    int64_t fen;
    const char *words;
} amounts[] = {
    {0, "零元整"},
    {1, "壹分"},
    {5, "伍分"},
    {10, "壹角"},
    {55, "伍角伍分"},
    {100, "壹元整"},
    {105, "壹元零伍分"},
    {150, "壹元伍角"},
    {1000, "壹拾元整"},
    {1100, "壹拾壹元整"},
    {2000, "贰拾元整"},
    {10000, "壹佰元整"},
    {10005, "壹佰元零伍分"},
    {10050, "壹佰元伍角"},
    {10100, "壹佰零壹元整"},
    {11000, "壹佰壹拾元整"},
    {32504, "叁佰贰拾伍元零肆分"},
    {100100, "壹仟零壹元整"},
    {101000, "壹仟零壹拾元整"},
    {140950, "壹仟肆佰零玖元伍角"},
    {168032, "壹仟陆佰捌拾元叁角贰分"},
    {600714, "陆仟零柒元壹角肆分"},
    {1000000, "壹万元整"},
    {1000100, "壹万零壹元整"},
    {1001000, "壹万零壹拾元整"},
    {1010000, "壹万零壹佰元整"},
    {1100000, "壹万壹仟元整"},
    {1640902, "壹万陆仟肆佰零玖元零贰分"},
    {10700053, "壹拾万柒仟元伍角叁分"},
    {30000000, "叁拾万元整"},
    {30050000, "叁拾万零伍佰元整"},
    {301000000, "叁佰零壹万元整"},
    {1004000000, "壹仟零肆万元整"},
    {1000000000, "壹仟万元整"},
    {1000000100, "壹仟万零壹元整"},
    {10000000000, "壹亿元整"},
    {10000000100, "壹亿零壹元整"},
    {10000000005, "壹亿元零伍分"},
    {10001000100, "壹亿零壹万零壹元整"},
    {10100000000, "壹亿零壹佰万元整"},
    {11000000000, "壹亿壹仟万元整"},
    {123456789012, "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分"},
    {1000000000000, "壹佰亿元整"},
    {1000001000000, "壹佰亿零壹万元整"},
    {10000000000000, "壹仟亿元整"},
    {99999999999999, "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"},
    {100000000000000, "壹万亿元整"},
};

TEST("amounts in capitals are as the rules for bank forms write them")
{
    struct arena *arena = arena_open();

    for (size_t i = 0; i < sizeof amounts / sizeof amounts[0]; i++)
        assert_string_equal(capital_of(arena, amounts[i].fen), amounts[i].words);
    arena_close(arena);
}

TEST("an amount below zero or above 10^12 yuan has no words rather than wrong ones")
{
    struct arena *arena = arena_open();

    assert_string_equal(capital_of(arena, -1), "");
    assert_string_equal(capital_of(arena, CAPITAL_MOST + 1), "");
    arena_close(arena);
}

/* What a clerk's eye does: digits wait for their unit, 万 and 亿 multiply all that came before. */
static int64_t read_back(const char *words)
{
    static const char *const marks[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌",
                                        "玖", "拾", "佰", "仟", "万", "亿", "元", "角", "分"};
    static const int64_t worth[] = {10, 100, 1000};
    int64_t fen = 0, all = 0, section = 0, digit = 0;

    for (size_t length = strlen("零"); *words != '\0'; words += length) {
        int mark = 0;

        while (mark < 18 && strncmp(words, marks[mark], length) != 0)
            mark++;
        if (mark < 10)
            digit = mark;
        else if (mark < 13)
            section += digit * worth[mark - 10], digit = 0;
        else if (mark == 13)
            all += (section + digit) * 10000, section = digit = 0;
        else if (mark == 14)
            all = (all + section + digit) * 100000000, section = digit = 0;
        else if (mark == 15)
            fen = (all + section + digit) * 100, digit = 0;
        else if (mark < 18)
            fen += digit * (mark == 16 ? 10 : 1), digit = 0;
    }
    return fen;
}

/* A fixed sequence (xorshift64), so that a failure repeats. */
static uint64_t next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

TEST("any amount read back from its capitals is the same to the fen")
{
    uint64_t seed = 20231109;

    for (int round = 0; round < 200; round++) {
        struct arena *arena = arena_open();

        for (int i = 0; i < 200; i++) {
            uint64_t bound = UINT64_C(1) << (1 + next(&seed) % 46);
            int64_t fen = (int64_t)(next(&seed) % bound);
            char *words = capital_of(arena, fen);

            assert_int_equal(read_back(words), fen);
            assert_null(strstr(words, "零零"));
            assert_true(strcmp(words, "零元整") == 0 || strncmp(words, "零", 3) != 0);
            assert_true((fen % 100 == 0) == text_ends(words, "整"));
        }
        arena_close(arena);
    }
}
