/* cut.c: an application's content cut down to what an audience may read. */

#include "action/cut.h"

#include "base/text.h"
#include "store/call.h"

/* Audiences are in order: what readers may see the office may see as well. */
static struct field_list open_fields(struct arena *arena, const struct field_list *from,
                                     enum audience audience)
{
    struct field_list open = {0};

    for (size_t i = 0; i < from->count; i++) {
        struct field *field;

        if (from->items[i].audience > audience)
            continue;
        field = list_add(arena, &open);
        *field = from->items[i];
        field->columns = open_fields(arena, &from->items[i].columns, audience);
    }
    return open;
}

static struct section_list open_sections(struct arena *arena, const struct definition *d,
                                         enum audience audience)
{
    struct section_list open = {0};

    for (size_t i = 0; i < d->sections.count; i++) {
        struct field_list fields = open_fields(arena, &d->sections.items[i].fields, audience);
        struct section *section;

        if (fields.count == 0)
            continue;
        section = list_add(arena, &open);
        *section = d->sections.items[i];
        section->fields = fields;
    }
    return open;
}

/* Rows with the named columns only; `row` names the line of a table whose rows are fixed. */
static void put_rows(const struct field *field, const json_t *from, json_t *into)
{
    for (size_t r = 0; r < json_array_size(from); r++) {
        const json_t *row = json_array_get(from, r);
        json_t *to = json_add_object(into);

        if (json_text(row, "row") != NULL)
            json_put_text(to, "row", json_word(row, "row"));
        for (size_t c = 0; c < field->columns.count; c++) {
            const char *key = field->columns.items[c].key;

            if (json_at(row, key) != NULL)
                json_put(to, key, json_deep_copy(json_at(row, key)));
        }
    }
}

/* Only what the sections name is taken over, so a field nobody knows stays behind. */
static void put_answers(const struct section_list *sections, const json_t *from, json_t *into)
{
    for (size_t s = 0; s < sections->count; s++) {
        const struct section *section = &sections->items[s];
        const json_t *answers = json_at(from, section->key);
        json_t *to;

        if (answers == NULL)
            continue;
        to = json_put_object(into, section->key);
        for (size_t i = 0; i < section->fields.count; i++) {
            const struct field *field = &section->fields.items[i];
            const json_t *value = json_at(answers, field->key);

            if (value != NULL && json_is_array(value) && field->kind == FIELD_TABLE)
                put_rows(field, value, json_put_array(to, field->key));
            else if (value != NULL)
                json_put(to, field->key, json_deep_copy(value));
        }
    }
}

static bool slot_is_open(const struct definition *d, const char *slot, enum audience audience)
{
    for (size_t i = 0; i < d->attachments.count; i++)
        if (strcmp(d->attachments.items[i].key, slot) == 0)
            return d->attachments.items[i].audience <= audience;
    return false;
}

static json_t *open_content(struct arena *arena, const struct definition *d,
                            const struct section_list *sections, const json_t *content,
                            enum audience audience)
{
    static const char *const kept[] = {"format", "call",  "definition",
                                       "number", "topic", "version"};
    json_t *open = json_root(arena), *files;
    const json_t *all = json_at(content, "files");

    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        if (json_at(content, kept[i]) != NULL)
            json_put(open, kept[i], json_deep_copy(json_at(content, kept[i])));
    put_answers(sections, json_at(content, "sections"), json_put_object(open, "sections"));
    files = json_put_array(open, "files");
    for (size_t i = 0; i < json_array_size(all); i++)
        if (slot_is_open(d, json_word(json_array_get(all, i), "slot"), audience))
            json_add(files, json_deep_copy(json_array_get(all, i)));
    return open;
}

/* As it was when the version was made: an import since then may have moved fields. */
static const struct definition *definition_then(struct env *env, const struct call *call,
                                                int64_t version, struct error *err)
{
    struct problems problems = problems_in(env->arena);
    const struct definition *definition;
    const char *text;
    json_t *document;

    if (version == call->version)
        return call->definition;
    if (!store_call_definition(env, call->id, version, &text, err))
        return NULL;
    document = json_parse(env->arena, text, strlen(text), err);
    definition = document == NULL ? NULL : definition_read(env->arena, document, &problems);
    if (definition == NULL)
        error_set(err, ERROR_BROKEN, "call/definition");
    return definition;
}

bool action_cut(struct env *env, const struct call *call, const struct cut_content *from,
                enum audience audience, struct document_facts *facts, struct error *err)
{
    const json_t *content = json_parse(env->arena, from->content, strlen(from->content), err);

    *facts = (struct document_facts){
        .sha256 = from->sha256, .at = from->at, .readers = audience == AUDIENCE_READERS};
    if (content == NULL ||
        (facts->definition = definition_then(env, call, from->call_version, err)) == NULL)
        return false;
    facts->topic = definition_topic(facts->definition, json_word(content, "topic"));
    if (facts->topic == NULL)
        return error_set(err, ERROR_BROKEN, "call/definition");
    facts->sections = open_sections(env->arena, facts->definition, audience);
    facts->content = open_content(env->arena, facts->definition, &facts->sections, content,
                                  audience);
    facts->draft = from->sha256 == NULL;
    return true;
}

bool action_cut_version(struct env *env, const struct call *call,
                        const struct submission *submission, enum audience audience,
                        struct document_facts *facts, struct error *err)
{
    struct cut_content from = {submission->content, submission->sha256, submission->call_version,
                               submission->submitted_at};

    return action_cut(env, call, &from, audience, facts, err);
}
