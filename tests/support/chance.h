/* chance.h: what a seed brings: numbers, choices and texts, the same ones for the same seed.
 *
 * Texts come in two: as somebody types them, and as they are to be kept (form.h: trimmed, CRLF and
 * CR become LF, on one line a space).  Both are written down together, piece by piece, so that the
 * code under test has no part in saying what is right.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/text.h"

struct chance {
    uint64_t state;
};

uint64_t chance_next(struct chance *chance);
size_t chance_below(struct chance *chance, size_t count); /* 0 … count - 1 */
size_t chance_between(struct chance *chance, size_t least, size_t most);
bool chance_one_in(struct chance *chance, size_t count);

struct two_texts {
    struct buffer typed, kept;
};

enum text_shape {
    SHAPE_ITEM, /* of a list: none of the marks that stand between items */
    SHAPE_LINE,
    SHAPE_PARAGRAPHS
};

/* Never blank.  `plain`: only what a paper prints and another program reads off it again; else
 * anything that may be kept: emoji, joiners, marks from right to left, private and last code
 * points. */
struct two_texts chance_text(struct chance *chance, struct arena *arena, enum text_shape shape,
                             size_t characters, bool plain);

void chance_character(struct buffer *out, uint32_t c); /* as UTF-8 */
