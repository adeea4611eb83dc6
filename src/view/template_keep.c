/* template_keep.c: compiled templates without what compiling left behind: pages share most of their
 * markup, so each text is kept once.
 */

#include "view/template_program.h"

#define FIRST_ROOM 4096

struct kept {
    const char *text;
    size_t length;
};

struct texts {
    struct arena *keep, *scratch;
    struct kept *table; /* open addressing */
    size_t room, count;
};

struct texts *texts_open(struct arena *keep, struct arena *scratch)
{
    struct texts *texts = arena_alloc(scratch, sizeof *texts);

    *texts = (struct texts){.keep = keep, .scratch = scratch, .room = FIRST_ROOM};
    texts->table = arena_array(scratch, texts->room, sizeof *texts->table);
    return texts;
}

static size_t hash_of(const char *text, size_t length)
{
    uint64_t hash = 1469598103934665603ULL;

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 1099511628211ULL;
    return (size_t)(hash ^ (hash >> 29));
}

static struct kept *place_of(const struct texts *texts, const char *text, size_t length)
{
    size_t at = hash_of(text, length) % texts->room;

    while (texts->table[at].text != NULL &&
           (texts->table[at].length != length || memcmp(texts->table[at].text, text, length) != 0))
        at = (at + 1) % texts->room;
    return &texts->table[at];
}

static void grow(struct texts *texts)
{
    struct texts larger = *texts;

    larger.room = texts->room * 2;
    larger.table = arena_array(texts->scratch, larger.room, sizeof *larger.table);
    for (size_t i = 0; i < texts->room; i++)
        if (texts->table[i].text != NULL)
            *place_of(&larger, texts->table[i].text, texts->table[i].length) = texts->table[i];
    *texts = larger;
}

static const char *keep_text(struct texts *texts, const char *text, size_t length)
{
    struct kept *place;

    if (text == NULL || length == 0)
        return "";
    if (texts->count * 2 >= texts->room)
        grow(texts);
    place = place_of(texts, text, length);
    if (place->text == NULL) {
        *place = (struct kept){arena_copy(texts->keep, text, length), length};
        texts->count++;
    }
    return place->text;
}

static const struct name_part *keep_names(struct texts *texts, const struct step *step)
{
    struct name_part *names;

    if (step->count == 0)
        return NULL;
    names = arena_array(texts->keep, step->count, sizeof *names);
    for (size_t i = 0; i < step->count; i++)
        names[i] = (struct name_part){keep_text(texts, step->names[i].text, step->names[i].length),
                                      step->names[i].length};
    return names;
}

struct program program_keep(struct texts *texts, const struct program *program)
{
    struct step *steps = arena_array(texts->keep, program->count, sizeof *steps);

    for (size_t i = 0; i < program->count; i++) {
        steps[i] = program->steps[i];
        steps[i].text = keep_text(texts, steps[i].text, steps[i].length);
        steps[i].names = keep_names(texts, &program->steps[i]);
    }
    return (struct program){steps, program->count};
}
