/* front.c: models of the public pages of a call. */

#include "view/front.h"

#include "base/text.h"
#include "view/common.h"

void view_paragraphs(json_t *model, const char *key, const char *text)
{
    json_t *list = json_put_array(model, key);

    while (*text != '\0') {
        size_t length = strcspn(text, "\n");

        if (length > 0)
            json_add(list, json_stringn(text, length));
        text += length + (text[length] == '\n');
    }
}

static void put_sentences(json_t *model, const char *key, const struct words *items, size_t count,
                          enum language language)
{
    json_t *list = json_put_array(model, key);

    for (size_t i = 0; i < count; i++)
        json_add_text(list, words_in(&items[i], language));
}

static void put_topics(struct arena *arena, const struct definition *d,
                       const struct direction *direction, enum language language, json_t *into)
{
    for (size_t i = 0; i < d->topics.count; i++) {
        const struct topic_definition *topic = &d->topics.items[i];
        json_t *item;

        if (strcmp(topic->direction, direction->key) != 0)
            continue;
        item = json_add_object(into);
        json_put_text(item, "code", topic->code);
        json_put_text(item, "title", words_in(&topic->title, language));
        json_put_text(item, "href", arena_format(arena, "/topics/%s", topic->code));
        json_put_int(item, "subtopics", (int64_t)topic->subtopics.count);
    }
}

static void put_stages(const struct definition *d, enum language language, json_t *model)
{
    json_t *list = json_put_array(model, "stages");

    for (size_t i = 0; i < d->stages.count; i++) {
        json_t *item = json_add_object(list);

        json_put_text(item, "title", words_in(&d->stages.items[i].title, language));
        json_put_text(item, "when", words_in(&d->stages.items[i].when, language));
    }
}

json_t *view_home(struct arena *arena, const struct call *call, enum language language, int64_t now)
{
    json_t *model = json_root(arena), *directions;
    const struct definition *d;

    json_put_flag(model, "published", call != NULL);
    if (call == NULL)
        return model;
    d = call->definition;
    json_put_text(model, "programme", words_in(&d->programme, language));
    json_put_text(model, "call", words_in(&d->title, language));
    json_put_text(model, "lede", words_in(&d->lede, language));
    json_put_text(model, "contact", words_in(&d->contact, language));
    json_put_flag(model, "open", call_gate(call, now) == GATE_OPEN);
    view_time(model, "closes_at", call->closes_at);
    json_put_int(model, "topic_count", (int64_t)d->topics.count);
    json_put_int(model, "direction_count", (int64_t)d->directions.count);
    put_stages(d, language, model);
    directions = json_put_array(model, "directions");
    for (size_t i = 0; i < d->directions.count; i++) {
        json_t *item = json_add_object(directions);

        json_put_text(item, "key", d->directions.items[i].key);
        json_put_text(item, "title", words_in(&d->directions.items[i].title, language));
        put_topics(arena, d, &d->directions.items[i], language, json_put_array(item, "topics"));
    }
    put_sentences(model, "eligibility", d->eligibility.items, d->eligibility.count, language);
    put_sentences(model, "steps", d->steps.items, d->steps.count, language);
    put_sentences(model, "acceptance", d->acceptance.items, d->acceptance.count, language);
    put_sentences(model, "property", d->property.items, d->property.count, language);
    view_paragraphs(model, "guide", d->guide);
    return model;
}

static void put_metrics(const struct definition *d, const char *const *keys, enum language language,
                        json_t *into)
{
    json_t *list = json_put_array(into, "metrics");

    for (size_t i = 0; keys[i] != NULL; i++) {
        const struct metric *metric = definition_metric(d, keys[i]);

        if (metric != NULL)
            json_add_text(list, words_in(&metric->text, language));
    }
}

json_t *view_topic(struct arena *arena, const struct call *call,
                   const struct topic_definition *topic, enum language language, int64_t now)
{
    const struct definition *d = call->definition;
    json_t *model = json_root(arena), *subtopics = json_put_array(model, "subtopics");

    json_put_text(model, "code", topic->code);
    json_put_text(model, "heading", words_in(&topic->title, language));
    json_put_text(model, "brief", words_in(&topic->brief, language));
    json_put_flag(model, "open", call_gate(call, now) == GATE_OPEN);
    json_put_flag(model, "plain", topic->subtopics.count == 0);
    for (size_t i = 0; i < topic->subtopics.count; i++) {
        json_t *item = json_add_object(subtopics);

        json_put_text(item, "key", topic->subtopics.items[i].key);
        json_put_text(item, "title", words_in(&topic->subtopics.items[i].title, language));
        put_metrics(d, definition_metric_choices(d, topic->code, topic->subtopics.items[i].key),
                    language, item);
    }
    put_metrics(d, topic->metrics, language, model);
    put_sentences(model, "acceptance", d->acceptance.items, d->acceptance.count, language);
    json_put_text(model, "next", arena_format(arena, "/sign-in?next=/topics/%s", topic->code));
    return model;
}
