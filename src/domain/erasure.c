/* erasure.c: what is in the way of erasing what is kept of a person. */

#include "domain/erasure.h"

#include <stddef.h>
#include <string.h>

#define ERASURE_AS_WORD(name, word) [ERASURE_##name] = word,
static const char *const words[] = {ERASURE_STATES(ERASURE_AS_WORD)};
#undef ERASURE_AS_WORD

const char *erasure_word(enum erasure_state state)
{
    return words[state];
}

enum erasure_state erasure_of(const char *word)
{
    for (int i = 0; i < ERASURE_STATE_COUNT; i++)
        if (strcmp(words[i], word) == 0)
            return (enum erasure_state)i;
    return ERASURE_ASKED;
}

const char *erasure_hindrance(const struct erasure_facts *facts)
{
    if (facts->awards > 0)
        return "erasure/award";
    if (facts->in_review > 0)
        return "erasure/in-review";
    return facts->roles > 0 ? "erasure/role" : NULL;
}
