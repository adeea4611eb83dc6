/* call.c: finding things in a definition, gates and switches. */

#include "domain/call.h"

#include "base/text.h"

const char *words_in(const struct words *words, enum language language)
{
    return words->in[language];
}

const struct topic_definition *definition_topic(const struct definition *d, const char *code)
{
    for (size_t i = 0; i < d->topics.count; i++)
        if (strcmp(d->topics.items[i].code, code) == 0)
            return &d->topics.items[i];
    return NULL;
}

const struct section *definition_section(const struct definition *d, const char *key)
{
    for (size_t i = 0; i < d->sections.count; i++)
        if (strcmp(d->sections.items[i].key, key) == 0)
            return &d->sections.items[i];
    return NULL;
}

const struct metric *definition_metric(const struct definition *d, const char *key)
{
    for (size_t i = 0; i < d->metrics.count; i++)
        if (strcmp(d->metrics.items[i].key, key) == 0)
            return &d->metrics.items[i];
    return NULL;
}

const struct subtopic *topic_subtopic(const struct topic_definition *t, const char *key)
{
    for (size_t i = 0; i < t->subtopics.count; i++)
        if (strcmp(t->subtopics.items[i].key, key) == 0)
            return &t->subtopics.items[i];
    return NULL;
}

const struct attachment_slot *definition_slot(const struct definition *d, const char *key)
{
    for (size_t i = 0; i < d->attachments.count; i++)
        if (strcmp(d->attachments.items[i].key, key) == 0)
            return &d->attachments.items[i];
    return NULL;
}

bool section_applies(const struct section *section, const char *topic)
{
    if (section->topics == NULL)
        return true;
    for (size_t i = 0; section->topics[i] != NULL; i++)
        if (strcmp(section->topics[i], topic) == 0)
            return true;
    return false;
}

static const struct field *field_meaning(const struct field_list *fields, enum meaning means)
{
    for (size_t i = 0; i < fields->count; i++) {
        const struct field *inner;

        if (fields->items[i].means == means)
            return &fields->items[i];
        if ((inner = field_meaning(&fields->items[i].columns, means)) != NULL)
            return inner;
    }
    return NULL;
}

const struct field *definition_meaning(const struct definition *d, enum meaning means,
                                       const struct section **section)
{
    for (size_t i = 0; i < d->sections.count; i++) {
        const struct field *field = field_meaning(&d->sections.items[i].fields, means);

        if (field == NULL)
            continue;
        if (section != NULL)
            *section = &d->sections.items[i];
        return field;
    }
    return NULL;
}

/* An empty cell shares its topic's (domain.md §2). */
const char *const *definition_metric_choices(const struct definition *d, const char *topic,
                                             const char *subtopic)
{
    static const char *const none[] = {NULL};
    const struct topic_definition *t = definition_topic(d, topic);
    const struct subtopic *s = t == NULL || subtopic == NULL ? NULL : topic_subtopic(t, subtopic);

    if (t == NULL)
        return none;
    return s != NULL && s->metrics[0] != NULL ? s->metrics : t->metrics;
}

enum gate call_gate(const struct call *call, int64_t now)
{
    if (call->released_at != 0)
        return GATE_RELEASED;
    if (call->closed_at != 0 || (call->closes_at != 0 && now > call->closes_at))
        return GATE_CLOSED;
    if (call->opened_at != 0 || (call->opens_at != 0 && now >= call->opens_at))
        return GATE_OPEN;
    return GATE_BEFORE;
}

const char *call_switch(const struct call *call, const char *key)
{
    const char *set = json_text(call->switches, key);

    if (set != NULL)
        return set;
    for (size_t i = 0; i < call->definition->switches.count; i++)
        if (strcmp(call->definition->switches.items[i].key, key) == 0)
            return call->definition->switches.items[i].fallback;
    return "off";
}

bool call_switched_on(const struct call *call, const char *key)
{
    return strcmp(call_switch(call, key), "on") == 0;
}
