/* capital.c: amounts of money in capital numerals (大写), by the rules for bank forms. */

#include "domain/capital.h"

#include "base/text.h"

static const char *const digits[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};

/* A number being written; `gap` waits for a digit behind zeros that stand after one. */
struct writing {
    struct buffer out;
    bool gap;
};

static void write_digit(struct writing *writing, int64_t digit, const char *unit)
{
    if (digit == 0) {
        writing->gap = true;
        return;
    }
    if (writing->gap && writing->out.length > 0)
        buffer_text(&writing->out, digits[0]);
    writing->gap = false;
    buffer_text(&writing->out, digits[digit]);
    buffer_text(&writing->out, unit);
}

/* Four digits; the zeros that end them need no 零 when the next four begin with a digit, so they
 * are forgotten at the unit (107,000 is 壹拾万柒仟). */
static void write_four(struct writing *writing, int64_t number, const char *unit)
{
    static const char *const places[] = {"仟", "佰", "拾", ""};
    int64_t place = 1000;

    if (number == 0) {
        writing->gap = true;
        return;
    }
    for (int i = 0; i < 4; i++, place /= 10)
        write_digit(writing, number / place % 10, places[i]);
    writing->gap = false;
    buffer_text(&writing->out, unit);
}

static void write_yuan(struct writing *writing, int64_t yuan)
{
    int64_t high = yuan / 100000000;

    write_four(writing, high / 10000, "万");
    write_four(writing, high % 10000, "");
    if (high > 0) {
        buffer_text(&writing->out, "亿");
        writing->gap = false;
    }
    write_four(writing, yuan / 10000 % 10000, "万");
    write_four(writing, yuan % 10000, "");
}

char *capital_of(struct arena *arena, int64_t fen)
{
    struct writing writing = {.out = buffer_in(arena)};
    int64_t yuan = fen / 100, cents = fen % 100;

    if (fen < 0 || fen > CAPITAL_MOST)
        return arena_text(arena, "");
    write_yuan(&writing, yuan);
    if (yuan > 0 || cents == 0)
        buffer_text(&writing.out, yuan > 0 ? "元" : "零元");
    if (cents == 0)
        buffer_text(&writing.out, "整");
    writing.gap = false;
    if (cents > 0) {
        write_digit(&writing, cents / 10, "角");
        write_digit(&writing, cents % 10, "分");
    }
    return writing.out.bytes;
}
