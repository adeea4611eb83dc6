/* likeness.c: pairs of persons that may be one human being (declared in award.h). */

#include "domain/award.h"

#include "base/text.h"

/* Full-width forms stand 0xFEE0 above their ASCII ones. */
static uint32_t half_width(uint32_t c)
{
    if (c >= 0xFF01 && c <= 0xFF5E)
        c -= 0xFEE0;
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

/* White space, and the marks by which one name is written in several ways. */
static bool is_noise(uint32_t c)
{
    return c <= ' ' || c == 0xA0 || c == 0x3000 || c == '-' || c == '.' || c == ',' || c == '\'' ||
           c == 0xB7 || c == 0x2010 || c == 0x2011 || c == 0x2019 || c == 0x2022 || c == 0x30FB ||
           c == '(' || c == ')';
}

char *likeness_fold(struct arena *arena, const char *text)
{
    struct buffer out = buffer_in(arena);
    const char *before = text;

    for (uint32_t c; (c = text_next(&text)) != 0; before = text) {
        uint32_t half = half_width(c);

        if (is_noise(half))
            continue;
        if (half < 0x80)
            buffer_byte(&out, (char)half);
        else
            buffer_add(&out, before, (size_t)(text - before));
    }
    return arena_text(arena, buffer_get(&out));
}

/* Digits only, without the country's 86; "" when there are too few to tell anybody by. */
static char *phone_fold(struct arena *arena, const char *phone)
{
    struct buffer out = buffer_in(arena);
    const char *digits;

    for (const char *c = likeness_fold(arena, phone); *c != '\0'; c++)
        if (*c >= '0' && *c <= '9')
            buffer_byte(&out, *c);
    digits = buffer_get(&out);
    if (strncmp(digits, "0086", 4) == 0)
        digits += 4;
    else if (strlen(digits) >= 12 && strncmp(digits, "86", 2) == 0)
        digits += 2;
    return arena_text(arena, strlen(digits) < 7 ? "" : digits);
}

static bool agree(const char *a, const char *b)
{
    return *a != '\0' && strcmp(a, b) == 0;
}

static struct likeness folded(struct arena *arena, const struct likeness *person)
{
    return (struct likeness){
        .person = person->person,
        .name = likeness_fold(arena, person->name),
        .institution = likeness_fold(arena, person->institution),
        .phone = phone_fold(arena, person->phone),
        .orcid = likeness_fold(arena, person->orcid),
    };
}

struct same_pairs same_persons(struct arena *arena, const struct likenesses *persons)
{
    struct same_pairs pairs = {0};
    struct likeness *folds = arena_array(arena, persons->count, sizeof *folds);

    for (size_t i = 0; i < persons->count; i++)
        folds[i] = folded(arena, &persons->items[i]);
    for (size_t j = 1; j < persons->count; j++)
        for (size_t i = 0; i < j; i++) {
            const struct likeness *a = &folds[i], *b = &folds[j];
            struct same_pair pair = {&persons->items[i], &persons->items[j],
                                     agree(a->phone, b->phone), agree(a->orcid, b->orcid),
                                     agree(a->institution, b->institution)};

            if (a->person.value != b->person.value && agree(a->name, b->name) &&
                (pair.phone || pair.orcid || pair.institution))
                *list_add(arena, &pairs) = pair;
        }
    return pairs;
}
