/* keyword.c: words of expertise and of applications. */

#include "domain/keyword.h"

#include "base/text.h"
#include "domain/institution.h"

/* Shorter than this, a word only equals: "ai" stands inside too many. */
#define INSIDE_LETTERS 4
#define INSIDE_CJK     2

static bool is_end(uint32_t c)
{
    return c == '\n' || c == ';' || c == ',' || c == 0xFF1B || c == 0xFF0C || c == 0x3001;
}

static bool holds(const struct keywords *keywords, const char *word)
{
    for (size_t i = 0; i < keywords->count; i++)
        if (strcmp(keywords->items[i], word) == 0)
            return true;
    return false;
}

static void add_word(struct arena *arena, struct keywords *keywords, const char *from,
                     size_t length)
{
    const char *word = institution_fold(arena, arena_copy(arena, from, length));

    if (*word != '\0' && !holds(keywords, word))
        *list_add(arena, keywords) = word;
}

void keywords_add(struct arena *arena, struct keywords *keywords, const char *text)
{
    const char *start = text;

    while (*text != '\0') {
        const char *at = text;

        if (is_end(text_next(&text))) {
            add_word(arena, keywords, start, (size_t)(at - start));
            start = text;
        }
    }
    add_word(arena, keywords, start, strlen(start));
}

static bool may_stand_inside(const char *word)
{
    const char *at = word;

    return text_characters(word) >= (text_is_cjk(text_next(&at)) ? INSIDE_CJK : INSIDE_LETTERS);
}

static bool same_word(const char *a, const char *b)
{
    const char *inner = strlen(a) <= strlen(b) ? a : b, *outer = inner == a ? b : a;

    return strcmp(a, b) == 0 || (may_stand_inside(inner) && strstr(outer, inner) != NULL);
}

int64_t keywords_shared(const struct keywords *a, const struct keywords *b)
{
    int64_t shared = 0;

    for (size_t i = 0; i < a->count; i++)
        for (size_t j = 0; j < b->count; j++)
            if (same_word(a->items[i], b->items[j])) {
                shared++;
                break;
            }
    return shared;
}
