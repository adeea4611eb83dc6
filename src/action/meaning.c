/* meaning.c: submitted answers found by what they mean. */

#include "action/meaning.h"

#include "store/application.h"

const json_t *submitted_sections(struct env *env, struct application_id application,
                                 int64_t version, struct error *err)
{
    struct submission submission;
    const json_t *content;

    if (!store_submission_get(env, application, version, &submission, err))
        return NULL;
    content = json_parse(env->arena, submission.content, strlen(submission.content), err);
    return json_at(content, "sections");
}

const char *meaning_word(const struct definition *d, const json_t *sections, enum meaning means)
{
    const struct section *section;
    const struct field *field = definition_meaning(d, means, &section);

    return field == NULL ? "" : json_word(json_at(sections, section->key), field->key);
}

const char *meaning_subtopic(const struct definition *d, const json_t *sections, const char *topic,
                             enum language language)
{
    const struct topic_definition *t = definition_topic(d, topic);
    const struct subtopic *subtopic = t == NULL ? NULL
                                                : topic_subtopic(
                                                      t, meaning_word(d, sections, MEANS_SUBTOPIC));

    return subtopic == NULL ? "" : words_in(&subtopic->title, language);
}

const struct metric *meaning_metric(const struct definition *d, const json_t *sections)
{
    return definition_metric(d, meaning_word(d, sections, MEANS_METRIC));
}
