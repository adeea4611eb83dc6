/* form.c: reading what was typed, merging, progress. */

#include "domain/form.h"

#include "base/text.h"
#include "domain/form_value.h"

static const char *typed_value(const struct typed_list *typed, const char *name)
{
    for (size_t i = typed->count; i-- > 0;)
        if (strcmp(typed->items[i].name, name) == 0)
            return typed->items[i].value;
    return NULL;
}

/* Was any cell of the table typed, or its presence announced? */
static bool typed_inside(struct arena *arena, const struct typed_list *typed, const char *key)
{
    const char *prefix = arena_format(arena, "%s.", key);

    for (size_t i = 0; i < typed->count; i++)
        if (text_starts(typed->items[i].name, prefix))
            return true;
    return false;
}

static json_t *read_row(struct arena *arena, const struct section *section,
                        const struct field *table, const struct typed_list *typed,
                        const char *index, struct problems *problems)
{
    json_t *row = json_root(arena);

    for (size_t c = 0; c < table->columns.count; c++) {
        const struct field *column = &table->columns.items[c];
        const char *name = arena_format(arena, "%s.%s.%s", table->key, index, column->key);
        const char *value = typed_value(typed, name);
        const char *problem = value == NULL ? NULL : form_value_problem(column, value);

        if (problem != NULL)
            problems_add(problems, SEVERITY_ERROR, arena_format(arena, "%s.%s", section->key, name),
                         problem);
        else if (value != NULL)
            json_put(row, column->key, form_value(arena, column, value));
    }
    return row;
}

static bool row_is_blank(const json_t *row)
{
    for (void *at = json_object_iter((json_t *)(uintptr_t)row); at != NULL;
         at = json_object_iter_next((json_t *)(uintptr_t)row, at))
        if (!form_value_empty(json_object_iter_value(at)))
            return false;
    return true;
}

#define ROWS_MOST 100

static json_t *read_table(struct arena *arena, const struct section *section,
                          const struct field *table, const struct typed_list *typed,
                          struct problems *problems)
{
    json_t *rows = json_array();
    bool fixed = table->rows.count > 0;
    size_t count = fixed ? table->rows.count : ROWS_MOST;

    for (size_t r = 0; r < count; r++) {
        const char *index = fixed ? table->rows.items[r].key : arena_format(arena, "%zu", r);
        json_t *row = read_row(arena, section, table, typed, index, problems);

        if (row_is_blank(row))
            continue;
        if (fixed)
            json_put_text(row, "row", index);
        json_add(rows, json_incref(row));
    }
    return rows;
}

json_t *form_read(struct arena *arena, const struct section *section,
                  const struct typed_list *typed, struct problems *problems)
{
    json_t *answers = json_root(arena);

    for (size_t i = 0; i < section->fields.count; i++) {
        const struct field *field = &section->fields.items[i];
        const char *value = typed_value(typed, field->key), *problem;
        bool there = typed_value(typed, arena_format(arena, "%s.there", field->key)) != NULL;

        if (field->kind == FIELD_TABLE) {
            if (there || typed_inside(arena, typed, field->key))
                json_put(answers, field->key, read_table(arena, section, field, typed, problems));
            continue;
        }
        if (value == NULL && there)
            value = "";
        if (value == NULL)
            continue;
        problem = form_value_problem(field, value);
        if (problem != NULL)
            problems_add(problems, SEVERITY_ERROR,
                         arena_format(arena, "%s.%s", section->key, field->key), problem);
        else
            json_put(answers, field->key, form_value(arena, field, value));
    }
    return answers;
}

static json_t *value_from_json(struct arena *arena, const struct field *field, const json_t *value);

static json_t *table_from_json(struct arena *arena, const struct field *table, const json_t *value)
{
    json_t *rows = json_array();

    for (size_t r = 0; r < json_array_size(value) && r < ROWS_MOST; r++) {
        const json_t *from = json_array_get(value, r);
        json_t *row = json_root(arena);

        for (size_t c = 0; c < table->columns.count; c++) {
            const struct field *column = &table->columns.items[c];
            const json_t *cell = json_at(from, column->key);

            if (cell != NULL)
                json_put(row, column->key, value_from_json(arena, column, cell));
        }
        if (row_is_blank(row))
            continue;
        if (table->rows.count > 0)
            json_put_text(row, "row", json_word(from, "row"));
        json_add(rows, json_incref(row));
    }
    return rows;
}

/* Texts are cleaned as if typed; numbers of money are fen already. */
static json_t *value_from_json(struct arena *arena, const struct field *field, const json_t *value)
{
    if (field->kind == FIELD_TABLE)
        return table_from_json(arena, field, value);
    if (json_is_string(value))
        return form_value(arena, field, json_string_value(value));
    if (field->kind == FIELD_TICK)
        return json_boolean(json_is_true(value));
    if (field->kind == FIELD_MONEY && json_is_integer(value) && json_integer_value(value) >= 0)
        return json_integer(json_integer_value(value));
    if (field->kind == FIELD_LIST && json_is_array(value)) {
        json_t *list = json_array();

        for (size_t i = 0; i < json_array_size(value); i++)
            if (json_is_string(json_array_get(value, i)))
                json_add_text(list, text_trim(arena, json_string_value(json_array_get(value, i))));
        return list;
    }
    return json_string("");
}

json_t *form_read_json(struct arena *arena, const struct section *section, const json_t *fields,
                       struct problems *problems)
{
    json_t *answers = json_root(arena);

    for (size_t i = 0; i < section->fields.count; i++) {
        const struct field *field = &section->fields.items[i];
        const json_t *value = json_at(fields, field->key);
        const char *problem = json_is_string(value)
                                  ? form_value_problem(field, json_string_value(value))
                                  : NULL;

        if (problem != NULL)
            problems_add(problems, SEVERITY_ERROR,
                         arena_format(arena, "%s.%s", section->key, field->key), problem);
        else if (value != NULL)
            json_put(answers, field->key, value_from_json(arena, field, value));
    }
    return answers;
}

static bool same(const json_t *a, const json_t *b)
{
    if (form_value_empty(a) && form_value_empty(b))
        return true;
    return a != NULL && b != NULL && json_equal(a, b);
}

struct form_merge form_combine(struct arena *arena, const json_t *base, const json_t *typed,
                               const json_t *stored)
{
    struct form_merge merge = {.answers = json_own(arena, json_copy((json_t *)(uintptr_t)stored))};

    for (void *at = json_object_iter((json_t *)(uintptr_t)typed); at != NULL;
         at = json_object_iter_next((json_t *)(uintptr_t)typed, at)) {
        const char *field = json_object_iter_key(at);
        const json_t *now = json_object_iter_value(at), *there = json_at(stored, field);

        if (same(now, there) || (base != NULL && same(now, json_at(base, field))))
            continue;
        if (base != NULL && !same(there, json_at(base, field))) {
            *list_add(arena, &merge.conflicts) = (struct form_conflict){field, now, there};
            continue;
        }
        json_put(merge.answers, field, json_incref((json_t *)(uintptr_t)now));
        *list_add(arena, &merge.fields) = field;
        merge.changed = true;
    }
    return merge;
}

bool field_shown(const struct field *field, const json_t *answers)
{
    return field->shown_field == NULL ||
           strcmp(json_word(answers, field->shown_field), field->shown_value) == 0;
}

void form_progress(const struct section *section, const json_t *answers, size_t *filled,
                   size_t *asked)
{
    *filled = *asked = 0;
    for (size_t i = 0; i < section->fields.count; i++) {
        const struct field *field = &section->fields.items[i];

        if (!field->required || !field_shown(field, answers))
            continue;
        ++*asked;
        *filled += !form_value_empty(json_at(answers, field->key));
    }
}

static void add_metrics(struct arena *arena, const struct definition *d, const char *const *metrics,
                        struct option_list *options)
{
    for (size_t i = 0; metrics[i] != NULL; i++) {
        const struct metric *metric = definition_metric(d, metrics[i]);

        if (metric != NULL)
            *list_add(arena, options) = (struct option){metric->key, metric->title};
    }
}

struct option_list field_options(struct arena *arena, const struct definition *definition,
                                 const struct topic_definition *topic, const struct field *field,
                                 const json_t *answers)
{
    struct option_list options = {0};
    const struct field *subtopic;

    if (field->means == MEANS_SUBTOPIC) {
        for (size_t i = 0; i < topic->subtopics.count; i++)
            *list_add(arena, &options) = (struct option){topic->subtopics.items[i].key,
                                                         topic->subtopics.items[i].title};
        return options;
    }
    if (field->means == MEANS_METRIC) {
        subtopic = definition_meaning(definition, MEANS_SUBTOPIC, NULL);
        add_metrics(
            arena, definition,
            definition_metric_choices(definition, topic->code, json_word(answers, subtopic->key)),
            &options);
        return options;
    }
    return field->options;
}
