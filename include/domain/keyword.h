/* keyword.h: words of expertise and of applications, and how many two lists have in common.
 *
 * Width, case, spaces and marks do not tell words apart.  Two are the same when they are equal or
 * the shorter stands inside the longer: 低比特训练 and 低比特; but not two letters inside a word.
 */
#pragma once

#include <stdint.h>
#include "base/list.h"

struct keywords {
    LIST(const char *); /* folded, each once, none empty */
};

/* Adds the words of a text: a line end or one of ; , 、 and their wide forms ends a word. */
void keywords_add(struct arena *arena, struct keywords *keywords, const char *text);

/* How many of `a` there are in `b`. */
int64_t keywords_shared(const struct keywords *a, const struct keywords *b);
