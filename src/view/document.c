/* document.c: a submitted version as one page that stands alone. */

#include "view/document.h"

#include "base/text.h"
#include "view/common.h"
#include "view/form.h"

static void put_sections(struct arena *arena, const struct document_facts *facts, json_t *into)
{
    /* The list is cut already; the office reads all that is left. */
    struct standing office = {.secretary = true, .gate = GATE_OPEN};
    const json_t *answers = json_at(facts->content, "sections");

    for (size_t i = 0; i < facts->sections.count; i++) {
        const struct section *section = &facts->sections.items[i];
        struct section_model m = {.definition = facts->definition,
                                  .topic = facts->topic,
                                  .section = section,
                                  .answers = json_at(answers, section->key),
                                  .language = LANGUAGE_ZH};

        if (section_applies(section, facts->topic->code))
            view_section_read(arena, &m, &office, json_add_object(into));
    }
}

static const char *slot_label(const struct definition *d, const char *slot)
{
    for (size_t i = 0; i < d->attachments.count; i++)
        if (text_equal(d->attachments.items[i].key, slot))
            return words_in(&d->attachments.items[i].label, LANGUAGE_ZH);
    return slot;
}

static void put_files(const struct document_facts *facts, json_t *into)
{
    const json_t *files = json_at(facts->content, "files");

    for (size_t i = 0; i < json_array_size(files); i++) {
        const json_t *file = json_array_get(files, i);
        json_t *item = json_add_object(into);

        json_put_text(item, "label", slot_label(facts->definition, json_word(file, "slot")));
        json_put_text(item, "name", json_word(file, "name"));
        json_put_int(item, "bytes", json_int(file, "size", 0));
        json_put_text(item, "sha256", json_word(file, "sha256"));
    }
}

json_t *view_document(struct arena *arena, const struct document_facts *facts)
{
    const struct definition *d = facts->definition;
    json_t *model = json_root(arena);

    json_put_text(model, "lang", language_tag(LANGUAGE_ZH));
    json_put_text(model, "society", words_in(&d->society, LANGUAGE_ZH));
    json_put_text(model, "programme", words_in(&d->programme, LANGUAGE_ZH));
    json_put_text(model, "call_title", words_in(&d->title, LANGUAGE_ZH));
    json_put_text(model, "number", json_word(facts->content, "number"));
    json_put_int(model, "version", json_int(facts->content, "version", 0));
    json_put_text(model, "topic_code", facts->topic->code);
    json_put_text(model, "topic", words_in(&facts->topic->title, LANGUAGE_ZH));
    json_put_text(model, "sha256", facts->sha256);
    view_time(model, "at", facts->at);
    put_sections(arena, facts, json_put_array(model, "sections"));
    put_files(facts, json_put_array(model, "files"));
    return model;
}
