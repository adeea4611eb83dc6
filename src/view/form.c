/* form.c: sections of a call's form as models to be filled in. */

#include "view/form.h"

#include "base/text.h"
#include "view/wording.h"

#define BLANK_ROWS 1 /* shown below the filled ones; blank rows are dropped when saved */

struct field_place {
    struct arena *arena;
    const struct section_model *m;
    const char *id, *name; /* "members.rows.0.name", "rows.0.name" */
};

static const char *word(const struct section_model *m, const struct words *words)
{
    return words->in[m->language] == NULL ? "" : words->in[m->language];
}

/* What stands in the input: as typed when it could not be read, else as people write it. */
static const char *input_value(struct arena *arena, const struct field *field, const json_t *value)
{
    if (json_is_string(value))
        return json_string_value(value);
    if (field->kind == FIELD_MONEY && json_is_integer(value))
        return text_from_fen(arena, json_integer_value(value));
    if (json_is_array(value)) {
        struct buffer out = buffer_in(arena);

        for (size_t i = 0; i < json_array_size(value); i++)
            buffer_format(&out, "%s%s", i == 0 ? "" : "；",
                          json_string_value(json_array_get(value, i)));
        return buffer_get(&out);
    }
    return "";
}

static const char *input_type(enum field_kind kind)
{
    switch (kind) {
    case FIELD_EMAIL:
        return "email";
    case FIELD_PHONE:
        return "tel";
    case FIELD_URL:
        return "url";
    case FIELD_TEXT:
    case FIELD_LONG:
    case FIELD_CHOICE:
    case FIELD_TICK:
    case FIELD_NUMBER:
    case FIELD_MONEY:
    case FIELD_MONTH:
    case FIELD_DATE:
    case FIELD_ORCID:
    case FIELD_LIST:
    case FIELD_TABLE:
        return "text";
    }
    return "text";
}

static void put_problems(const struct field_place *place, json_t *into)
{
    const struct problems *problems = place->m->problems;

    for (size_t i = 0; problems != NULL && i < problems->count; i++)
        if (strcmp(problems->items[i].path, place->id) == 0) {
            json_put_text(into, problems->items[i].severity == SEVERITY_ERROR ? "error" : "warning",
                          wording_problem(place->arena, place->m->language, &problems->items[i]));
            return;
        }
}

static void put_options(const struct field_place *place, const struct field *field,
                        const json_t *value, json_t *into)
{
    struct option_list options = field_options(place->arena, place->m->definition, place->m->topic,
                                               field, place->m->answers);
    const char *chosen = json_string_value(value);
    json_t *list = json_put_array(into, "options");
    bool few = options.count <= 3;

    /* With one way to answer there is nothing to ask: it is preselected; but a blank row of a table
     * would be answered by it, and so never be blank. */
    if (options.count == 1 && chosen == NULL && strchr(place->name, '.') == NULL)
        chosen = options.items[0].key;
    for (size_t i = 0; i < options.count; i++) {
        json_t *item = json_add_object(list);

        json_put_text(item, "key", options.items[i].key);
        json_put_text(item, "label", word(place->m, &options.items[i].label));
        json_put_text(item, "id",
                      arena_format(place->arena, "%s.%s", place->id, options.items[i].key));
        json_put_flag(item, "selected", text_equal(chosen, options.items[i].key));
    }
    json_put_flag(into, "options_shown", true);
    json_put_flag(into, few ? "radio" : "select", true);
}

static void put_field(const struct field_place *place, const struct field *field,
                      const json_t *value, json_t *into);

static void put_cells(const struct field_place *table, const struct field *field, const json_t *row,
                      const char *index, json_t *cells)
{
    for (size_t c = 0; c < field->columns.count; c++) {
        const struct field *column = &field->columns.items[c];
        struct field_place place = {
            .arena = table->arena,
            .m = table->m,
            .id = arena_format(table->arena, "%s.%s.%s", table->id, index, column->key),
            .name = arena_format(table->arena, "%s.%s.%s", table->name, index, column->key)};

        put_field(&place, column, json_at(row, column->key), json_add_object(cells));
    }
}

static void put_fixed_rows(const struct field_place *place, const struct field *field,
                           const json_t *value, json_t *rows)
{
    for (size_t r = 0; r < field->rows.count; r++) {
        const char *key = field->rows.items[r].key;
        const json_t *found = NULL;
        json_t *item = json_add_object(rows);

        for (size_t i = 0; i < json_array_size(value); i++)
            if (strcmp(json_word(json_array_get(value, i), "row"), key) == 0)
                found = json_array_get(value, i);
        json_put_text(item, "label", word(place->m, &field->rows.items[r].label));
        put_cells(place, field, found, key, json_put_array(item, "cells"));
    }
}

static void put_free_rows(const struct field_place *place, const struct field *field,
                          const json_t *value, json_t *rows)
{
    size_t count = json_array_size(value);

    for (size_t r = 0; r < count + BLANK_ROWS; r++) {
        json_t *item;

        if (field->most != 0 && (int64_t)r >= field->most)
            break;
        item = json_add_object(rows);
        json_put_int(item, "number", (int64_t)r + 1);
        put_cells(place, field, json_array_get(value, r), arena_format(place->arena, "%zu", r),
                  json_put_array(item, "cells"));
    }
}

static void put_table(const struct field_place *place, const struct field *field,
                      const json_t *value, json_t *into)
{
    json_t *columns = json_put_array(into, "columns"), *rows = json_put_array(into, "rows");

    json_put_flag(into, "table", true);
    json_put_flag(into, "fixed", field->rows.count > 0);
    if (field->most > 0)
        json_put_int(into, "most", field->most);
    for (size_t c = 0; c < field->columns.count; c++)
        json_put_text(json_add_object(columns), "label",
                      word(place->m, &field->columns.items[c].label));
    if (field->rows.count > 0)
        put_fixed_rows(place, field, value, rows);
    else
        put_free_rows(place, field, value, rows);
}

static void put_kind(const struct field_place *place, const struct field *field,
                     const json_t *value, json_t *into)
{
    const char *text = input_value(place->arena, field, value);

    if (field->kind == FIELD_TABLE) {
        put_table(place, field, value, into);
        return;
    }
    if (field->kind == FIELD_CHOICE)
        put_options(place, field, value, into);
    else if (field->kind == FIELD_TICK)
        json_put_flag(into, "tick", true);
    else
        json_put_flag(into, field->kind == FIELD_LONG ? "long" : "line", true);
    json_put_text(into, "type", input_type(field->kind));
    json_put_text(into, "value", text);
    json_put_flag(into, "checked", json_is_true(value));
    json_put_flag(into, "there", field->kind == FIELD_TICK);
    json_put_flag(into, "decimal", field->kind == FIELD_MONEY || field->kind == FIELD_NUMBER);
    json_put_flag(into, "money", field->kind == FIELD_MONEY);
    if (field->most_words > 0 && field->kind == FIELD_LONG) {
        json_put_int(into, "most_words", field->most_words);
        json_put_int(into, "words", (int64_t)text_words(text));
        json_put_int(into, "height",
                     field->most_words > 1200  ? 10
                     : field->most_words > 500 ? 6
                                               : 4);
    }
}

static void put_field(const struct field_place *place, const struct field *field,
                      const json_t *value, json_t *into)
{
    const char *help = word(place->m, &field->help);

    json_put_text(into, "id", place->id);
    json_put_text(into, "name", place->name);
    json_put_text(into, "label", word(place->m, &field->label));
    json_put_text(into, "unit", field->unit == NULL ? "" : field->unit);
    json_put_text(into, "help", help);
    json_put_flag(into, "optional", !field->required);
    put_kind(place, field, value, into);
    put_problems(place, into);
}

static void put_mark(const struct section_model *m, json_t *into)
{
    size_t filled = 0, asked = 0, errors = 0, warnings = 0;
    json_t *mark = json_put_object(into, "mark");

    form_progress(m->section, m->answers, &filled, &asked);
    for (size_t i = 0; m->problems != NULL && i < m->problems->count; i++)
        if (form_field_at(m->section, m->problems->items[i].path) != NULL) {
            errors += m->problems->items[i].severity == SEVERITY_ERROR;
            warnings += m->problems->items[i].severity == SEVERITY_WARNING;
        }
    json_put_int(into, "filled", (int64_t)filled);
    json_put_int(into, "asked", (int64_t)asked);
    json_put_int(mark, "count", (int64_t)errors);
    json_put_int(mark, "percent", form_percent(filled, asked, errors));
    json_put_flag(mark, "missing", errors > 0);
    json_put_flag(mark, "warning", errors == 0 && warnings > 0);
    json_put_flag(mark, "complete", errors == 0 && warnings == 0 && filled > 0);
    json_put_flag(mark, "optional", errors == 0 && warnings == 0 && filled == 0);
}

void view_section_form(struct arena *arena, const struct section_model *m, json_t *into)
{
    json_t *fields = json_put_array(into, "fields");

    json_put_text(into, "key", m->section->key);
    json_put_int(into, "number", m->section->number);
    json_put_text(into, "title", word(m, &m->section->title));
    json_put_text(into, "help", word(m, &m->section->help));
    json_put_flag(into, "shared", m->section->shared);
    for (size_t i = 0; i < m->section->fields.count; i++) {
        const struct field *field = &m->section->fields.items[i];
        struct field_place place = {.arena = arena,
                                    .m = m,
                                    .id = arena_format(arena, "%s.%s", m->section->key, field->key),
                                    .name = field->key};

        /* A topic without subtopics asks for none. */
        if (field->means == MEANS_SUBTOPIC && m->topic->subtopics.count == 0)
            continue;
        put_field(&place, field, json_at(m->answers, field->key), json_add_object(fields));
    }
    put_mark(m, into);
}
