/* form_copy.c: an earlier application's answers into a later call's form, where they fit. */

#include "domain/form_copy.h"

#include "base/text.h"
#include "domain/form_value.h"

static const char *const words[] = {
#define AS_WORD(name, word) [COPY_##name] = word,
    COPY_REASONS(AS_WORD)
#undef AS_WORD
};

const char *copy_word(enum copy_reason reason)
{
    return words[reason];
}

struct copying {
    struct arena *arena;
    const struct definition *later;
    const struct topic_definition *topic;
    const json_t *now;
    struct form_copy *copy;
};

static const struct field *field_named(const struct section *section, const char *key)
{
    for (size_t i = 0; section != NULL && i < section->fields.count; i++)
        if (text_equal(section->fields.items[i].key, key))
            return &section->fields.items[i];
    return NULL;
}

static bool offered(const struct copying *c, const struct section *section,
                    const struct field *field, const json_t *value)
{
    struct option_list options;

    if (field->kind != FIELD_CHOICE)
        return true;
    options = field_options(c->arena, c->later, c->topic, field, json_at(c->now, section->key));
    for (size_t i = 0; i < options.count; i++)
        if (text_equal(options.items[i].key, json_string_value(value)))
            return true;
    return false;
}

static void leave(struct copying *c, const struct section *section, const struct field *field,
                  const json_t *value, enum copy_reason reason)
{
    *list_add(c->arena, &c->copy->left) = (struct left_field){section, field, value, reason};
}

static void take(struct copying *c, const struct section *section, const struct field *field,
                 const json_t *value)
{
    json_t *answers = json_at(c->copy->sections, section->key);

    if (answers == NULL)
        answers = json_put_object(c->copy->sections, section->key);
    json_put(answers, field->key, json_incref((json_t *)(uintptr_t)value));
    *list_add(c->arena, &c->copy->copied) = (struct copied_field){section, field};
}

static void copy_field(struct copying *c, const struct section *from, const struct field *field,
                       const json_t *value)
{
    const struct section *section = definition_section(c->later, from->key);
    const struct field *to = field_named(section, field->key);
    const json_t *there;

    if (to == NULL || !section_applies(section, c->topic->code)) {
        leave(c, from, field, value, COPY_GONE);
        return;
    }
    there = json_at(json_at(c->now, section->key), to->key);
    if (to->kind != field->kind)
        leave(c, from, field, value, COPY_KIND);
    else if (!value_empty(there) && !value_same(there, value))
        leave(c, from, field, value, COPY_FILLED);
    else if (!offered(c, section, to, value))
        leave(c, from, field, value, COPY_CHOICE);
    else if (value_empty(there))
        take(c, section, to, value);
}

struct form_copy form_copy(struct arena *arena, const struct definition *earlier,
                           const struct topic_definition *earlier_topic, const json_t *answers,
                           const struct definition *later,
                           const struct topic_definition *later_topic, const json_t *now)
{
    struct form_copy copy = {.sections = json_root(arena)};
    struct copying c = {arena, later, later_topic, now, &copy};

    for (size_t s = 0; s < earlier->sections.count; s++) {
        const struct section *section = &earlier->sections.items[s];

        for (size_t f = 0; f < section->fields.count; f++) {
            const struct field *field = &section->fields.items[f];
            const json_t *value = json_at(json_at(answers, section->key), field->key);

            /* a promise is made anew each time, and a topic's own choices are its own */
            if (value_empty(value) || field->kind == FIELD_TICK ||
                !section_applies(section, earlier_topic->code))
                continue;
            copy_field(&c, section, field, value);
        }
    }
    return copy;
}
