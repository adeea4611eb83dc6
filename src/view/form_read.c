/* form_read.c: sections of a call's form as models to be read (declared in form.h). */

#include "base/text.h"
#include "view/form.h"
#include "view/wording.h"

static const char *word(const struct section_model *m, const struct words *words)
{
    return words->in[m->language] == NULL ? "" : words->in[m->language];
}

static const char *option_label(struct arena *arena, const struct section_model *m,
                                const struct field *field, const char *key)
{
    struct option_list options = field_options(arena, m->definition, m->topic, field, m->answers);

    for (size_t i = 0; i < options.count; i++)
        if (strcmp(options.items[i].key, key) == 0)
            return word(m, &options.items[i].label);
    return key;
}

static const char *joined(struct arena *arena, const struct section_model *m, const json_t *list)
{
    struct buffer out = buffer_in(arena);

    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *text = json_string_value(json_array_get(list, i));

        buffer_text(&out, i == 0 ? "" : wording(m->language, "form.between"));
        buffer_text(&out, text == NULL ? "" : text);
    }
    return buffer_get(&out);
}

const char *view_answer_text(struct arena *arena, const struct section_model *m,
                             const struct field *field, const json_t *value)
{
    if (json_is_boolean(value))
        return wording(m->language, json_is_true(value) ? "application.yes" : "application.no");
    if (json_is_integer(value))
        return arena_format(arena, "%s %s", text_from_fen(arena, json_integer_value(value)),
                            field->unit == NULL ? "" : field->unit);
    if (field->kind == FIELD_LIST && json_is_array(value))
        return joined(arena, m, value);
    if (field->kind == FIELD_CHOICE && json_is_string(value))
        return option_label(arena, m, field, json_string_value(value));
    return json_is_string(value) ? json_string_value(value) : "";
}

static void add_text(struct buffer *out, const json_t *value)
{
    const char *between = "";

    if (json_is_string(value))
        buffer_text(out, json_string_value(value));
    else if (json_is_integer(value))
        buffer_text(out, text_from_fen(out->arena, json_integer_value(value)));
    else if (json_is_boolean(value))
        buffer_text(out, json_is_true(value) ? "✓" : "–");
    for (size_t i = 0; i < json_array_size(value); i++, between = "\n") {
        buffer_text(out, between);
        add_text(out, json_array_get(value, i));
    }
    for (void *at = json_object_iter((json_t *)(uintptr_t)value); at != NULL;
         at = json_object_iter_next((json_t *)(uintptr_t)value, at), between = " · ") {
        buffer_text(out, between);
        add_text(out, json_object_iter_value(at));
    }
}

const char *view_value_text(struct arena *arena, const json_t *value)
{
    struct buffer out = buffer_in(arena);

    add_text(&out, value);
    return buffer_get(&out);
}

static void add_row(struct buffer *out, const struct section_model *m, const struct field *table,
                    const json_t *row)
{
    const char *between = "";

    for (size_t i = 0; i < table->rows.count; i++)
        if (strcmp(json_word(row, "row"), table->rows.items[i].key) == 0) {
            buffer_text(out, word(m, &table->rows.items[i].label));
            between = " · ";
        }
    for (size_t c = 0; c < table->columns.count; c++) {
        const struct field *column = &table->columns.items[c];
        const char *text = view_answer_text(out->arena, m, column, json_at(row, column->key));

        if (*text == '\0')
            continue;
        buffer_format(out, "%s%s", between, text);
        between = " · ";
    }
}

const char *view_field_text(struct arena *arena, const struct section_model *m,
                            const struct field *field, const json_t *value)
{
    struct buffer out = buffer_in(arena);

    if (field->kind != FIELD_TABLE && field->kind != FIELD_LIST)
        return value == NULL ? "" : view_answer_text(arena, m, field, value);
    for (size_t i = 0; i < json_array_size(value); i++) {
        if (i > 0)
            buffer_byte(&out, '\n');
        if (field->kind == FIELD_TABLE)
            add_row(&out, m, field, json_array_get(value, i));
        else
            buffer_text(&out, json_string_value(json_array_get(value, i)));
    }
    return buffer_get(&out);
}

/* Paragraphs by line breaks. */
static void put_lines(json_t *into, const char *text)
{
    json_t *lines = json_put_array(into, "lines");

    while (*text != '\0') {
        size_t length = strcspn(text, "\n");

        if (length > 0)
            json_add(lines, json_stringn(text, length));
        text += length + (text[length] == '\n');
    }
}

static void put_table(struct arena *arena, const struct section_model *m,
                      const struct standing *standing, const struct field *field,
                      const json_t *value, json_t *into)
{
    json_t *table = json_put_object(into, "table");
    json_t *columns = json_put_array(table, "columns"), *rows = json_put_array(table, "rows");

    if (field->rows.count > 0)
        json_put_text(json_add_object(columns), "label", word(m, &field->label));
    for (size_t c = 0; c < field->columns.count; c++)
        if (policy_may_see(standing, secret_of_audience(field->columns.items[c].audience)))
            json_put_text(json_add_object(columns), "label",
                          word(m, &field->columns.items[c].label));
    for (size_t r = 0; r < json_array_size(value); r++) {
        const json_t *row = json_array_get(value, r);
        json_t *cells = json_put_array(json_add_object(rows), "cells");

        for (size_t i = 0; i < field->rows.count; i++)
            if (strcmp(json_word(row, "row"), field->rows.items[i].key) == 0)
                json_put_text(json_add_object(cells), "text", word(m, &field->rows.items[i].label));
        for (size_t c = 0; c < field->columns.count; c++) {
            const struct field *column = &field->columns.items[c];
            json_t *cell;

            if (!policy_may_see(standing, secret_of_audience(column->audience)))
                continue;
            cell = json_add_object(cells);
            json_put_text(cell, "label", word(m, &column->label));
            json_put_text(cell, "text",
                          view_answer_text(arena, m, column, json_at(row, column->key)));
        }
    }
}

static void put_value(struct arena *arena, const struct section_model *m,
                      const struct standing *standing, const struct field *field, json_t *into)
{
    const json_t *value = json_at(m->answers, field->key);
    json_t *list;

    json_put_text(into, "label", word(m, &field->label));
    switch (field->kind) {
    case FIELD_TABLE:
        put_table(arena, m, standing, field, value, into);
        return;
    case FIELD_LONG:
        put_lines(into, view_answer_text(arena, m, field, value));
        return;
    case FIELD_LIST:
        list = json_put_array(into, "list");
        for (size_t i = 0; i < json_array_size(value); i++)
            json_add_text(list, json_string_value(json_array_get(value, i)));
        return;
    case FIELD_TEXT:
    case FIELD_CHOICE:
    case FIELD_TICK:
    case FIELD_NUMBER:
    case FIELD_MONEY:
    case FIELD_MONTH:
    case FIELD_DATE:
    case FIELD_EMAIL:
    case FIELD_PHONE:
    case FIELD_ORCID:
    case FIELD_URL:
        json_put_text(into, "text", view_answer_text(arena, m, field, value));
        return;
    }
}

void view_section_read(struct arena *arena, const struct section_model *m,
                       const struct standing *standing, json_t *into)
{
    json_t *fields = json_put_array(into, "fields");

    json_put_int(into, "number", m->section->number);
    json_put_text(into, "title", word(m, &m->section->title));
    for (size_t i = 0; i < m->section->fields.count; i++) {
        const struct field *field = &m->section->fields.items[i];

        if ((field->means == MEANS_SUBTOPIC && m->topic->subtopics.count == 0) ||
            !policy_may_see(standing, secret_of_audience(field->audience)) ||
            !field_shown(field, m->answers))
            continue;
        put_value(arena, m, standing, field, json_add_object(fields));
    }
    json_put_flag(into, "any", json_array_size(fields) > 0);
}
