/* form_check.c: everything wrong with the answers of one section, field by field. */

#include "domain/form_value.h"

#include "base/text.h"

struct checking {
    const struct definition *definition;
    const struct topic_definition *topic;
    struct problems *problems;
};

static struct problem *say(const struct checking *checking, const char *path, const char *code)
{
    return problems_add(checking->problems, SEVERITY_ERROR, path, code);
}

/* Reading has named it perhaps, into the same list. */
static void say_unread(const struct checking *checking, const char *path, const char *code)
{
    const struct problems *problems = checking->problems;

    for (size_t i = 0; i < problems->count; i++)
        if (text_equal(problems->items[i].path, path) && text_equal(problems->items[i].code, code))
            return;
    say(checking, path, code);
}

static void check_words(const struct checking *checking, const struct field *field,
                        const char *path, const char *text)
{
    int64_t count = (int64_t)text_words(text);
    int64_t bytes = field->kind == FIELD_LONG ? FORM_LONG_BYTES : FORM_TEXT_BYTES;

    if ((int64_t)strlen(text) > bytes)
        problem_number(say(checking, path, "too-long"), "max", bytes);
    if (field->most_words > 0 && count > field->most_words)
        problem_number(
            problem_number(say(checking, path, "too-many-words"), "max", field->most_words), "n",
            count);
}

/* Tenths as people write them: 65 is 6.5, 120 is 12. */
static const char *tenths(struct arena *arena, int64_t number)
{
    return number % 10 == 0 ? arena_format(arena, "%lld", (long long)(number / 10))
                            : arena_format(arena, "%lld.%lld", (long long)(number / 10),
                                           (long long)(number % 10));
}

static void check_range(const struct checking *checking, const struct field *field,
                        const char *path, int64_t number, int64_t scale)
{
    struct arena *arena = checking->problems->arena;
    bool money = field->kind == FIELD_MONEY;
    struct problem *problem;

    if (field->most == 0 || (number >= field->least * scale && number <= field->most * scale))
        return;
    problem = say(checking, path, "out-of-range");
    problem_text(problem, "least",
                 money ? text_from_fen(arena, field->least) : tenths(arena, field->least));
    problem_text(problem, "most",
                 money ? text_from_fen(arena, field->most) : tenths(arena, field->most));
}

/* A metric of the call that is not the topic's is a cross rule: topic/metric-mismatch. */
static bool choice_known(const struct checking *checking, const struct field *field,
                         const char *key)
{
    if (field->means == MEANS_METRIC)
        return definition_metric(checking->definition, key) != NULL;
    if (field->means == MEANS_SUBTOPIC)
        return checking->topic == NULL || topic_subtopic(checking->topic, key) != NULL;
    for (size_t i = 0; i < field->options.count; i++)
        if (text_equal(field->options.items[i].key, key))
            return true;
    return false;
}

static void check_text(const struct checking *checking, const struct field *field, const char *path,
                       const char *text)
{
    const char *wrong = value_wrong(field->kind, text);
    int64_t hundredths;

    if (wrong != NULL)
        say_unread(checking, path, wrong);
    else if (field->kind == FIELD_NUMBER && value_number(text, &hundredths))
        check_range(checking, field, path, hundredths, 10);
    else if (field->kind == FIELD_CHOICE && !choice_known(checking, field, text))
        say(checking, path, "unknown-choice");
    else if (field->kind != FIELD_CHOICE)
        check_words(checking, field, path, text);
}

static void check_count(const struct checking *checking, const struct field *field,
                        const char *path, size_t count)
{
    if (field->most > 0 && (int64_t)count > field->most)
        problem_number(say(checking, path, "too-many"), "max", field->most);
    if (field->least > 0 && (int64_t)count < field->least)
        problem_number(say(checking, path, "too-few"), "least", field->least);
}

static void check_list(const struct checking *checking, const struct field *field, const char *path,
                       const json_t *list)
{
    check_count(checking, field, path, json_array_size(list));
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *item = json_string_value(json_array_get(list, i));

        if (item == NULL || strlen(item) > FORM_TEXT_BYTES) {
            problem_number(say(checking, path, "too-long"), "max", FORM_TEXT_BYTES);
            return;
        }
    }
}

/* A value that is there: by its shape.  One of a wrong shape was stored under an older
 * definition and counts as one that cannot be read. */
static void check_plain(const struct checking *checking, const struct field *field,
                        const char *path, const json_t *value)
{
    if (field->kind == FIELD_TICK)
        return;
    if (field->kind == FIELD_LIST && json_is_array(value))
        check_list(checking, field, path, value);
    else if (field->kind == FIELD_MONEY && json_is_integer(value))
        check_range(checking, field, path, json_integer_value(value), 1);
    else if (field->kind == FIELD_MONEY)
        say_unread(checking, path, "not-money");
    else if (json_is_string(value) && field->kind != FIELD_LIST)
        check_text(checking, field, path, json_string_value(value));
    else
        say(checking, path, "wrong-shape");
}

static bool is_asked(const struct checking *checking, const struct field *field)
{
    if (field->means == MEANS_SUBTOPIC && checking->topic != NULL)
        return checking->topic->subtopics.count > 0;
    return true;
}

static void check_cell(const struct checking *checking, const struct field *field, const char *path,
                       const json_t *value)
{
    if (!value_empty(value))
        check_plain(checking, field, path, value);
    else if (field->required || field->warn_only)
        problems_add(checking->problems, field->warn_only ? SEVERITY_WARNING : SEVERITY_ERROR, path,
                     field->kind == FIELD_TICK ? "must-tick" : "required");
}

static bool row_known(const struct field *table, const char *key)
{
    for (size_t i = 0; i < table->rows.count; i++)
        if (text_equal(table->rows.items[i].key, key))
            return true;
    return false;
}

static void check_row(const struct checking *checking, const struct field *table, const char *path,
                      const json_t *row)
{
    for (size_t i = 0; i < table->columns.count; i++) {
        const struct field *column = &table->columns.items[i];

        if (field_shown(column, row))
            check_cell(checking, column, form_path(checking->problems->arena, path, column->key),
                       json_at(row, column->key));
    }
}

static void check_table(const struct checking *checking, const struct field *table,
                        const char *path, const json_t *rows)
{
    struct arena *arena = checking->problems->arena;

    if (!json_is_array(rows)) {
        say(checking, path, "wrong-shape");
        return;
    }
    check_count(checking, table, path, json_array_size(rows));
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);
        const char *key = json_text(row, "row");

        if (table->rows.count == 0)
            key = arena_format(arena, "%zu", i);
        if (table->rows.count == 0 || row_known(table, key))
            check_row(checking, table, form_path(arena, path, key), row);
    }
}

void form_check(const struct definition *definition, const struct topic_definition *topic,
                const struct section *section, const json_t *answers, struct problems *problems)
{
    struct checking checking = {definition, topic, problems};

    for (size_t i = 0; i < section->fields.count; i++) {
        const struct field *field = &section->fields.items[i];
        const json_t *value = json_at(answers, field->key);
        const char *path = form_path(problems->arena, section->key, field->key);

        if (!is_asked(&checking, field) || !field_shown(field, answers))
            continue;
        if (field->kind == FIELD_TABLE && !value_empty(value))
            check_table(&checking, field, path, value);
        else
            check_cell(&checking, field, path, value);
    }
}
