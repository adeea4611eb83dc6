/* institution.c: folding and comparing names of institutions. */

#include "domain/institution.h"

#include <strings.h>

#include "base/text.h"

/* Blocks that hold nothing but marks and spaces. */
static const struct {
    uint32_t first, last;
} marks[] = {
    {0x00, 0x2F},     {0x3A, 0x40},     {0x5B, 0x60},     {0x7B, 0xBF},
    {0x2000, 0x206F}, {0x3000, 0x3004}, {0x3008, 0x3020}, {0x30FB, 0x30FB},
    {0xFE30, 0xFE6F}, {0xFEFF, 0xFEFF}, {0xFF5F, 0xFF65},
};

static bool is_mark(uint32_t c)
{
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (c >= marks[i].first && c <= marks[i].last)
            return true;
    return false;
}

/* Adds the character at *from, narrow and in lower case; a mark is left out. */
static void add_folded(struct buffer *out, const char **from)
{
    const char *before = *from;
    uint32_t c = text_next(from);

    if (c >= 0xFF01 && c <= 0xFF5E)
        c -= 0xFEE0;
    if (is_mark(c))
        return;
    if (c >= 'A' && c <= 'Z')
        c += 'a' - 'A';
    if (c < 0x80)
        buffer_byte(out, (char)c);
    else
        buffer_add(out, before, (size_t)(*from - before));
}

char *institution_fold(struct arena *arena, const char *name)
{
    struct buffer out = buffer_in(arena);
    const char *at = text_trim(arena, name);

    if (strncasecmp(at, "the ", 4) == 0)
        at += 4;
    while (*at != '\0')
        add_folded(&out, &at);
    return arena_text(arena, buffer_get(&out));
}

/* The one name for all ways of writing it, folded. */
static const char *standard(struct arena *arena, const char *name,
                            const struct institution_aliases *aliases)
{
    const char *folded = institution_fold(arena, arena_text(arena, name));
    const char *known = aliases == NULL || aliases->find == NULL
                            ? NULL
                            : aliases->find(aliases->context, folded);

    return known == NULL ? folded : institution_fold(arena, known);
}

bool same_institution(struct arena *arena, const char *a, const char *b,
                      const struct institution_aliases *aliases)
{
    const char *left = standard(arena, a, aliases);

    return *left != '\0' && strcmp(left, standard(arena, b, aliases)) == 0;
}

const char *institution_find(const void *list, const char *folded)
{
    const struct institution_list *known = list;

    for (size_t i = 0; i < known->count; i++)
        if (strcmp(known->items[i].alias, folded) == 0)
            return known->items[i].institution;
    return NULL;
}

static bool add_alias(struct arena *arena, struct institution_list *list, const char *alias,
                      const char *institution, struct error *err)
{
    const char *folded = institution_fold(arena, alias);
    const char *known = institution_find(list, folded);

    if (*folded == '\0' || (known != NULL && strcmp(known, institution) == 0))
        return true;
    if (known != NULL) {
        error_set(err, ERROR_INVALID, "institution/ambiguous");
        return error_text(err, "alias", alias);
    }
    *list_add(arena, list) = (struct institution_alias){folded, institution};
    return true;
}

static bool add_institution(struct arena *arena, struct institution_list *list, const json_t *row,
                            struct error *err)
{
    const char *name = arena_text(arena, json_word(row, "name"));
    const json_t *aliases = json_at(row, "aliases");
    bool added = add_alias(arena, list, name, name, err);

    for (size_t i = 0; added && i < json_array_size(aliases); i++) {
        const char *alias = json_string_value(json_array_get(aliases, i));

        added = alias == NULL || add_alias(arena, list, alias, name, err);
    }
    return added;
}

bool institution_read(struct arena *arena, const json_t *document, struct institution_list *list,
                      struct error *err)
{
    const json_t *rows = json_at(document, "institutions");
    bool added = true;

    for (size_t i = 0; added && i < json_array_size(rows); i++)
        added = add_institution(arena, list, json_array_get(rows, i), err);
    return added;
}
