/* form.c: which fields a section asks for now, with which options, and how far it is filled. */

#include "domain/form.h"

#include "base/text.h"
#include "domain/form_value.h"

bool form_is_of(const char *path, const char *field)
{
    size_t length = strlen(field);

    return strncmp(path, field, length) == 0 && (path[length] == '\0' || path[length] == '.');
}

const struct field *form_field_at(const struct section *section, const char *path)
{
    size_t above = strlen(section->key);

    if (!form_is_of(path, section->key) || path[above] == '\0')
        return NULL;
    for (size_t i = 0; i < section->fields.count; i++)
        if (form_is_of(path + above + 1, section->fields.items[i].key))
            return &section->fields.items[i];
    return NULL;
}

bool field_shown(const struct field *field, const json_t *answers)
{
    const json_t *value;

    if (field->shown_field == NULL)
        return true;
    value = json_at(answers, field->shown_field);
    if (json_is_string(value))
        return text_equal(json_string_value(value), field->shown_value);
    return text_equal(json_is_true(value) ? "true" : "false", field->shown_value);
}

static struct option_list subtopic_options(struct arena *arena,
                                           const struct topic_definition *topic)
{
    struct option_list options = {0};

    for (size_t i = 0; topic != NULL && i < topic->subtopics.count; i++)
        *(struct option *)list_add(arena, &options) = (struct option){
            topic->subtopics.items[i].key, topic->subtopics.items[i].title};
    return options;
}

static struct option_list metric_options(struct arena *arena, const struct definition *definition,
                                         const struct topic_definition *topic,
                                         const json_t *answers)
{
    const struct field *subtopic = definition_meaning(definition, MEANS_SUBTOPIC, NULL);
    const char *const *keys = definition_metric_choices(
        definition, topic == NULL ? "" : topic->code,
        subtopic == NULL ? NULL : json_text(answers, subtopic->key));
    struct option_list options = {0};

    for (size_t i = 0; keys[i] != NULL; i++) {
        const struct metric *metric = definition_metric(definition, keys[i]);

        if (metric != NULL)
            *(struct option *)list_add(arena, &options) = (struct option){metric->key,
                                                                          metric->title};
    }
    return options;
}

struct option_list field_options(struct arena *arena, const struct definition *definition,
                                 const struct topic_definition *topic, const struct field *field,
                                 const json_t *answers)
{
    if (field->means == MEANS_SUBTOPIC)
        return subtopic_options(arena, topic);
    if (field->means == MEANS_METRIC)
        return metric_options(arena, definition, topic, answers);
    return field->options;
}

/* Not every topic has subtopics, and without the topic at hand only an answer tells. */
static bool counts(const struct field *field, const json_t *answers)
{
    if (field->means == MEANS_SUBTOPIC && value_empty(json_at(answers, field->key)))
        return false;
    return (field->required || field->warn_only) && field_shown(field, answers);
}

void form_progress(const struct section *section, const json_t *answers, size_t *filled,
                   size_t *asked)
{
    *filled = *asked = 0;
    for (size_t i = 0; i < section->fields.count; i++) {
        const struct field *field = &section->fields.items[i];

        if (!counts(field, answers))
            continue;
        *asked += 1;
        *filled += !value_empty(json_at(answers, field->key));
    }
}

int64_t form_percent(size_t filled, size_t asked, size_t errors)
{
    int64_t percent = asked == 0 ? 100 : (int64_t)(filled * 100 / asked);

    return errors > 0 && percent == 100 ? 99 : percent;
}
