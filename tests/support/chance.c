/* chance.c: what a seed brings: numbers, choices and texts. */

#include "support/chance.h"

/* splitmix64: short, and every seed is as good as another. */
uint64_t chance_next(struct chance *chance)
{
    uint64_t z = chance->state += 0x9E3779B97F4A7C15u;

    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

size_t chance_below(struct chance *chance, size_t count)
{
    return (size_t)(chance_next(chance) % count);
}

size_t chance_between(struct chance *chance, size_t least, size_t most)
{
    return least + chance_below(chance, most - least + 1);
}

bool chance_one_in(struct chance *chance, size_t count)
{
    return chance_below(chance, count) == 0;
}

void chance_character(struct buffer *out, uint32_t c)
{
    if (c < 0x80) {
        buffer_byte(out, (char)c);
        return;
    }
    if (c < 0x800) {
        buffer_byte(out, (char)(0xC0 | c >> 6));
    } else {
        if (c < 0x10000) {
            buffer_byte(out, (char)(0xE0 | c >> 12));
        } else {
            buffer_byte(out, (char)(0xF0 | c >> 18));
            buffer_byte(out, (char)(0x80 | (c >> 12 & 0x3F)));
        }
        buffer_byte(out, (char)(0x80 | (c >> 6 & 0x3F)));
    }
    buffer_byte(out, (char)(0x80 | (c & 0x3F)));
}

/* First and last of a run; the first three are what a text may begin and end with. */
static const struct range {
    uint32_t from, to;
} solid[] = {{'a', 'z'}, {'0', '9'}, {0x4E00, 0x9FA5}},
  plain[] = {{'A', 'Z'}, {0x4E00, 0x9FA5},   {'#', '+'},      {'.', '/'},     {'<', '@'},
             {'[', '`'}, {'{', '~'},         {0xE0, 0xF6},    {0x3B1, 0x3C9}, {0x300C, 0x300D},
             {'"', '"'}, {0x20BB7, 0x20BB7}, {0xFF08, 0xFF09}},
  odd[] = {{0x1F600, 0x1F64F}, {0x1F680, 0x1F6C5}, {0x200D, 0x200D},     {0xFE0F, 0xFE0F},
           {0x300, 0x304},     {0x5D0, 0x5EA},     {0x627, 0x64A},       {0x200B, 0x200F},
           {0xE000, 0xE003},   {0xFFFC, 0xFFFF},   {0x10FFFE, 0x10FFFF}, {0xAD, 0xAD},
           {0x2028, 0x2029},   {0xA0, 0xA0},       {0xD7FF, 0xD7FF},     {0x1F1E6, 0x1F1FF}},
  space[] = {{' ', ' '}, {0x3000, 0x3000}};

#define RUN(ranges) (ranges), sizeof(ranges) / sizeof(ranges)[0]

static uint32_t one_of(struct chance *chance, const struct range *ranges, size_t count)
{
    const struct range *range = &ranges[chance_below(chance, count)];

    return (uint32_t)chance_between(chance, range->from, range->to);
}

static void add(struct two_texts *texts, uint32_t c)
{
    chance_character(&texts->typed, c);
    chance_character(&texts->kept, c);
}

/* The same ending of a line as Windows, old ones and everybody else write it. */
static void add_line_end(struct chance *chance, struct two_texts *texts, enum text_shape shape)
{
    static const char *const ends[] = {"\r\n", "\n", "\r"};

    buffer_text(&texts->typed, ends[chance_below(chance, 3)]);
    buffer_text(&texts->kept, shape == SHAPE_PARAGRAPHS ? "\n" : " ");
    /* so that a CR and a following LF are not taken for one end */
    add(texts, one_of(chance, RUN(solid)));
}

static void add_inner(struct chance *chance, struct two_texts *texts, enum text_shape shape,
                      bool is_plain)
{
    if (shape != SHAPE_ITEM && chance_one_in(chance, 30))
        add_line_end(chance, texts, shape);
    else if (chance_one_in(chance, 8))
        add(texts, one_of(chance, RUN(space)));
    else if (!is_plain && chance_one_in(chance, 3))
        add(texts, one_of(chance, RUN(odd)));
    else if (chance_one_in(chance, 3))
        add(texts, one_of(chance, RUN(plain)));
    else
        add(texts, one_of(chance, RUN(solid)));
}

/* Blanks before and behind, which are not kept. */
static void add_edge(struct chance *chance, struct buffer *typed)
{
    static const char *const edges[] = {" ", "\t", "　", "\r\n", " \n　"};

    if (chance_one_in(chance, 4))
        buffer_text(typed, edges[chance_below(chance, sizeof edges / sizeof edges[0])]);
}

struct two_texts chance_text(struct chance *chance, struct arena *arena, enum text_shape shape,
                             size_t characters, bool is_plain)
{
    struct two_texts texts = {buffer_in(arena), buffer_in(arena)};

    add_edge(chance, &texts.typed);
    add(&texts, one_of(chance, RUN(solid)));
    for (size_t i = 2; i < characters; i++)
        add_inner(chance, &texts, shape, is_plain);
    if (characters > 1)
        add(&texts, one_of(chance, RUN(solid)));
    add_edge(chance, &texts.typed);
    return texts;
}
