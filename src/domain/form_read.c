/* form_read.c: typed names and values, or JSON from a client, into answers of a section. */

#include "domain/form_value.h"

#include "base/text.h"

/* One reading: where answers go and problems are noted. */
struct reading {
    struct arena *arena;
    const struct section *section;
    struct problems *problems;
};

static const char *path_of(const struct reading *reading, const char *name)
{
    return form_path(reading->arena, reading->section->key, name);
}

/* What follows "KEY." in a name, NULL when the name is of something else. */
static const char *name_below(const char *name, const char *key)
{
    size_t length = strlen(key);

    return text_starts(name, key) && name[length] == '.' ? name + length + 1 : NULL;
}

static const char *typed_value(const struct typed_list *typed, const char *name)
{
    for (size_t i = 0; i < typed->count; i++)
        if (text_equal(typed->items[i].name, name))
            return typed->items[i].value;
    return NULL;
}

static bool typed_there(const struct reading *reading, const struct typed_list *typed,
                        const char *name)
{
    return typed_value(typed, arena_format(reading->arena, "%s.there", name)) != NULL;
}

static bool means_yes(const char *text)
{
    static const char *const no[] = {"", "0", "off", "false", "no"};

    for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
        if (text_equal(no[i], text))
            return false;
    return text != NULL;
}

/* A list may come in several inputs of one name. */
static const char *typed_list_text(const struct reading *reading, const struct typed_list *typed,
                                   const char *name)
{
    struct buffer all = buffer_in(reading->arena);
    bool found = typed_there(reading, typed, name);

    for (size_t i = 0; i < typed->count; i++)
        if (text_equal(typed->items[i].name, name)) {
            buffer_text(&all, typed->items[i].value);
            buffer_byte(&all, '\n');
            found = true;
        }
    return found ? buffer_get(&all) : NULL;
}

/* The value of one field or cell; NULL when it was not typed or may not be stored. */
static json_t *read_plain(const struct reading *reading, const struct typed_list *typed,
                          const struct field *field, const char *name, bool *refused)
{
    const char *text;
    json_t *value;

    if (field->kind == FIELD_TICK) {
        text = typed_value(typed, name);
        if (text == NULL && !typed_there(reading, typed, name))
            return NULL;
        return json_own(reading->arena, json_boolean(means_yes(text)));
    }
    text = field->kind == FIELD_LIST ? typed_list_text(reading, typed, name)
                                     : typed_value(typed, name);
    if (text == NULL)
        return NULL;
    value = value_read(reading->problems, field, path_of(reading, name), text);
    *refused = *refused || value == NULL;
    return value;
}

/* The key of the row a name speaks of: "0" in "rows.0.name"; NULL for anything else. */
static const char *row_key(const struct reading *reading, const struct field *table,
                           const char *name)
{
    const char *row = name_below(name, table->key), *dot = row == NULL ? NULL : strchr(row, '.');
    const char *key = dot == NULL ? NULL : arena_copy(reading->arena, row, (size_t)(dot - row));
    int64_t index;

    if (key == NULL)
        return NULL;
    for (size_t i = 0; i < table->rows.count; i++)
        if (text_equal(table->rows.items[i].key, key))
            return key;
    return table->rows.count == 0 && strspn(key, "0123456789") == strlen(key) &&
                   text_to_int(key, &index)
               ? key
               : NULL;
}

static void read_row(const struct reading *reading, const struct typed_list *typed,
                     const struct field *table, const char *key, json_t *rows, bool *refused)
{
    json_t *row = json_root(reading->arena);

    for (size_t i = 0; i < table->columns.count; i++) {
        const struct field *column = &table->columns.items[i];
        const char *name = arena_format(reading->arena, "%s.%s.%s", table->key, key, column->key);
        json_t *value = read_plain(reading, typed, column, name, refused);

        if (!value_empty(value))
            json_put(row, column->key, json_incref(value));
    }
    if (json_object_size(row) == 0)
        return;
    if (table->rows.count > 0)
        json_put_text(row, "row", key);
    json_add(rows, json_incref(row));
}

/* The rows that were typed, in the order of their numbers or of the definition. */
static json_t *read_table(const struct reading *reading, const struct typed_list *typed,
                          const struct field *table, bool *refused)
{
    bool seen[FORM_ROWS] = {false}, found = typed_there(reading, typed, table->key);
    json_t *rows = json_root_array(reading->arena);
    int64_t index;

    for (size_t i = 0; i < typed->count; i++) {
        const char *key = row_key(reading, table, typed->items[i].name);

        found = found || key != NULL;
        if (key == NULL || table->rows.count > 0 || !text_to_int(key, &index))
            continue;
        if (index >= FORM_ROWS) {
            problem_number(problems_add(reading->problems, SEVERITY_ERROR,
                                        path_of(reading, table->key), "too-many"),
                           "max", FORM_ROWS);
            return *refused = true, NULL;
        }
        seen[index] = true;
    }
    for (size_t i = 0; i < table->rows.count; i++)
        read_row(reading, typed, table, table->rows.items[i].key, rows, refused);
    for (size_t i = 0; i < FORM_ROWS; i++)
        if (seen[i])
            read_row(reading, typed, table, arena_format(reading->arena, "%zu", i), rows, refused);
    return found ? rows : NULL;
}

json_t *form_read(struct arena *arena, const struct section *section,
                  const struct typed_list *typed, struct problems *problems)
{
    struct reading reading = {arena, section, problems};
    json_t *answers = json_root(arena);

    for (size_t i = 0; i < section->fields.count; i++) {
        const struct field *field = &section->fields.items[i];
        bool refused = false;
        json_t *value = field->kind == FIELD_TABLE
                            ? read_table(&reading, typed, field, &refused)
                            : read_plain(&reading, typed, field, field->key, &refused);

        if (value != NULL && !refused)
            json_put(answers, field->key, json_incref(value));
    }
    return answers;
}
