/* form_json.c: answers of a section as a JSON client sends them: every value in its shape. */

#include "domain/form_value.h"

#include "base/text.h"

static json_t *wrong_shape(struct problems *problems, const char *path)
{
    problems_add(problems, SEVERITY_ERROR, path, "wrong-shape");
    return NULL;
}

/* The texts of a list joined again, so that one rule cuts and checks them. */
static json_t *list_value(struct problems *problems, const struct field *field, const char *path,
                          const json_t *value)
{
    struct buffer all = buffer_in(problems->arena);

    for (size_t i = 0; i < json_array_size(value); i++) {
        const char *item = json_string_value(json_array_get(value, i));

        if (item == NULL)
            return wrong_shape(problems, path);
        buffer_text(&all, item);
        buffer_byte(&all, '\n');
    }
    return value_read(problems, field, path, buffer_get(&all));
}

static json_t *plain_value(struct problems *problems, const struct field *field, const char *path,
                           const json_t *value)
{
    struct arena *arena = problems->arena;

    if (field->kind == FIELD_TICK)
        return json_is_boolean(value) || json_is_null(value)
                   ? json_own(arena, json_boolean(json_is_true(value)))
                   : wrong_shape(problems, path);
    if (json_is_null(value))
        return value_read(problems, field, path, "");
    if (field->kind == FIELD_LIST && json_is_array(value))
        return list_value(problems, field, path, value);
    if (field->kind == FIELD_MONEY && json_is_integer(value))
        return json_integer_value(value) >= 0 && json_integer_value(value) <= 100000000000000
                   ? json_own(arena, json_integer(json_integer_value(value)))
                   : wrong_shape(problems, path);
    return json_is_string(value) ? value_read(problems, field, path, json_string_value(value))
                                 : wrong_shape(problems, path);
}

static const char *row_named(const struct field *table, const json_t *row)
{
    for (size_t i = 0; i < table->rows.count; i++)
        if (text_equal(table->rows.items[i].key, json_text(row, "row")))
            return table->rows.items[i].key;
    return NULL;
}

static bool row_value(struct problems *problems, const struct field *table, const char *path,
                      const json_t *from, json_t *rows)
{
    json_t *row = json_root(problems->arena);
    const char *named = row_named(table, from);

    if (!json_is_object(from) || (table->rows.count > 0 && named == NULL))
        return wrong_shape(problems, path) != NULL;
    for (size_t i = 0; i < table->columns.count; i++) {
        const struct field *column = &table->columns.items[i];
        const json_t *cell = json_at(from, column->key);
        json_t *value = cell == NULL
                            ? NULL
                            : plain_value(problems, column,
                                          form_path(problems->arena, path, column->key), cell);

        if (cell != NULL && value == NULL)
            return false;
        if (!value_empty(value))
            json_put(row, column->key, json_incref(value));
    }
    if (json_object_size(row) == 0)
        return true;
    if (named != NULL)
        json_put_text(row, "row", named);
    return json_add(rows, json_incref(row)), true;
}

static json_t *table_value(struct problems *problems, const struct field *table, const char *path,
                           const json_t *value)
{
    json_t *rows = json_root_array(problems->arena);

    if (!json_is_array(value) && !json_is_null(value))
        return wrong_shape(problems, path);
    if (json_array_size(value) > FORM_ROWS) {
        problem_number(problems_add(problems, SEVERITY_ERROR, path, "too-many"), "max", FORM_ROWS);
        return NULL;
    }
    for (size_t i = 0; i < json_array_size(value); i++) {
        const json_t *from = json_array_get(value, i);
        const char *named = row_named(table, from);
        const char *key = named != NULL ? named : arena_format(problems->arena, "%zu", i);

        if (!row_value(problems, table, form_path(problems->arena, path, key), from, rows))
            return NULL;
    }
    return rows;
}

json_t *form_read_json(struct arena *arena, const struct section *section, const json_t *fields,
                       struct problems *problems)
{
    json_t *answers = json_root(arena);

    for (size_t i = 0; i < section->fields.count; i++) {
        const struct field *field = &section->fields.items[i];
        const json_t *from = json_at(fields, field->key);
        const char *path = form_path(arena, section->key, field->key);
        json_t *value;

        if (from == NULL)
            continue;
        value = field->kind == FIELD_TABLE ? table_value(problems, field, path, from)
                                           : plain_value(problems, field, path, from);
        if (value != NULL)
            json_put(answers, field->key, json_incref(value));
    }
    return answers;
}
