/* form_copy.c: an earlier application's answers into a later call's form, where they fit. */

#include "domain/form_copy.h"

#include "base/text.h"
#include "domain/form.h"
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

/* As the section will be: what may be chosen in one field hangs on others of it. */
static json_t *answers_then(const struct copying *c, const struct section *section)
{
    json_t *then = json_root(c->arena);
    const json_t *now = json_at(c->now, section->key);
    const json_t *copied = json_at(c->copy->sections, section->key);

    if (now != NULL)
        json_object_update(then, (json_t *)(uintptr_t)now);
    if (copied != NULL)
        json_object_update(then, (json_t *)(uintptr_t)copied);
    return then;
}

static bool offered(const struct copying *c, const struct section *section,
                    const struct field *field, const json_t *value)
{
    struct option_list options;

    if (field->kind != FIELD_CHOICE)
        return true;
    options = field_options(c->arena, c->later, c->topic, field, answers_then(c, section));
    for (size_t i = 0; i < options.count; i++)
        if (text_equal(options.items[i].key, json_string_value(value)))
            return true;
    return false;
}

static const struct field *column_named(const struct field *table, const char *key)
{
    for (size_t i = 0; i < table->columns.count; i++)
        if (text_equal(table->columns.items[i].key, key))
            return &table->columns.items[i];
    return NULL;
}

static bool row_asked(const struct field *table, const json_t *row)
{
    for (size_t i = 0; i < table->rows.count; i++)
        if (text_equal(table->rows.items[i].key, json_text(row, "row")))
            return true;
    return table->rows.count == 0;
}

/* The cells of a row that the later table asks in the same kind; *whole is cleared when not all. */
static void copy_row(const struct copying *c, const struct section *section,
                     const struct field *from, const struct field *to, const json_t *row,
                     json_t *rows, bool *whole)
{
    json_t *cells = json_root(c->arena);

    for (size_t i = 0; i < from->columns.count; i++) {
        const struct field *then = &from->columns.items[i];
        const struct field *column = column_named(to, then->key);
        const json_t *cell = json_at(row, then->key);

        if (value_empty(cell))
            continue;
        if (column != NULL && column->kind == then->kind && offered(c, section, column, cell))
            json_put(cells, column->key, json_incref((json_t *)(uintptr_t)cell));
        else
            *whole = false;
    }
    if (json_object_size(cells) == 0)
        return;
    if (to->rows.count > 0)
        json_put_text(cells, "row", json_word(row, "row"));
    json_add(rows, json_incref(cells));
}

static const json_t *fitting_rows(const struct copying *c, const struct section *section,
                                  const struct field *from, const struct field *to,
                                  const json_t *value, bool *whole)
{
    json_t *rows = json_root_array(c->arena);

    for (size_t i = 0; i < json_array_size(value); i++) {
        const json_t *row = json_array_get(value, i);

        if (row_asked(to, row))
            copy_row(c, section, from, to, row, rows, whole);
        else
            *whole = false;
    }
    return rows;
}

static void leave(struct copying *c, const struct section *section, const struct field *field,
                  const json_t *value, enum copy_reason reason)
{
    *list_add(c->arena, &c->copy->left) = (struct left_field){section, field, value, reason};
}

/* Through the same reading as every save: what that refuses would be lost without a word. */
static bool take(struct copying *c, const struct section *section, const struct field *field,
                 const json_t *value)
{
    json_t *answers = json_at(c->copy->sections, section->key), *one = json_root(c->arena);
    struct problems problems = problems_in(c->arena);
    json_t *read;

    json_put(one, field->key, json_incref((json_t *)(uintptr_t)value));
    read = json_at(form_read_json(c->arena, section, one, &problems), field->key);
    if (value_empty(read))
        return false;
    if (answers == NULL)
        answers = json_put_object(c->copy->sections, section->key);
    json_put(answers, field->key, json_incref(read));
    *list_add(c->arena, &c->copy->copied) = (struct copied_field){section, field, NULL};
    return true;
}

/* Into a field that asks the same kind of answer and has none. */
static void fit(struct copying *c, const struct section *from, const struct field *field,
                const struct section *section, const struct field *to, const json_t *value)
{
    const json_t *fitting = value;
    bool whole = true;

    if (to->kind == FIELD_TABLE)
        fitting = fitting_rows(c, section, field, to, value, &whole);
    if (value_empty(fitting))
        leave(c, from, field, value, COPY_GONE);
    else if (!take(c, section, to, fitting))
        leave(c, from, field, value, COPY_REFUSED);
    else if (!whole)
        leave(c, from, field, value, COPY_PART);
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
        fit(c, from, field, section, to, value);
}

/* Of the problems a section has then: the first that is of the field or in it. */
static void mark(struct copying *c, struct copied_field *copied)
{
    struct problems *problems = arena_alloc(c->arena, sizeof *problems);

    *problems = problems_in(c->arena);
    form_check(c->later, c->topic, copied->section, answers_then(c, copied->section), problems);
    for (size_t i = 0; i < problems->count && copied->problem == NULL; i++) {
        const struct problem *problem = &problems->items[i];

        if (form_field_at(copied->section, problem->path) == copied->field)
            copied->problem = problem;
    }
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
    for (size_t i = 0; i < copy.copied.count; i++)
        mark(&c, &copy.copied.items[i]);
    return copy;
}
