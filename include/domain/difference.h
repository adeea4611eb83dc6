/* difference.h: what changed between two texts, word by word.
 *
 * A word is one CJK character or full-width mark, or an unbroken run of anything else; white space
 * is told apart by line breaks.  The shortest edit is found (Myers 1986) as long as it is short;
 * texts that differ in more than a thousand words count as wholly replaced between their common
 * beginning and end, so that time and memory stay bounded whatever is compared.
 */
#pragma once

#include "base/list.h"

enum difference_kind { DIFFERENCE_SAME, DIFFERENCE_GONE, DIFFERENCE_NEW };

struct difference {
    enum difference_kind kind;
    const char *text; /* in the arena; joined, SAME and GONE are the first text, SAME and NEW the
                         second */
};
struct differences {
    LIST(struct difference);
};

struct differences differences_of(struct arena *arena, const char *before, const char *after);
