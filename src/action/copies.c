/* copies.c: what goes with a notice as attachments, by its event. */

#include "action/copies.h"

#include "base/text.h"
#include "store/application.h"
#include "store/call.h"
#include "view/document.h"
#include "view/template.h"

/* Section 12 and all else that only the secretary may see, in no copy for a mailbox. */
static bool may_leave(enum audience audience)
{
    return audience != AUDIENCE_SECRETARY;
}

static struct field_list open_fields(struct arena *arena, const struct field_list *from)
{
    struct field_list open = {0};

    for (size_t i = 0; i < from->count; i++) {
        struct field *field;

        if (!may_leave(from->items[i].audience))
            continue;
        field = list_add(arena, &open);
        *field = from->items[i];
        field->columns = open_fields(arena, &from->items[i].columns);
    }
    return open;
}

static struct section_list open_sections(struct arena *arena, const struct definition *d)
{
    struct section_list open = {0};

    for (size_t i = 0; i < d->sections.count; i++) {
        struct field_list fields = open_fields(arena, &d->sections.items[i].fields);
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

static bool slot_may_leave(const struct definition *d, const char *slot)
{
    for (size_t i = 0; i < d->attachments.count; i++)
        if (strcmp(d->attachments.items[i].key, slot) == 0)
            return may_leave(d->attachments.items[i].audience);
    return false;
}

static json_t *open_content(struct arena *arena, const struct definition *d,
                            const struct section_list *sections, const json_t *content)
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
        if (slot_may_leave(d, json_word(json_array_get(all, i), "slot")))
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

static void add_copy(struct env *env, struct copies *copies, const char *name, const char *type,
                     const char *text)
{
    *list_add(env->arena, copies) = (struct copy){name, type, text, strlen(text)};
}

static void add_both(struct env *env, const struct document_facts *facts, struct copies *copies)
{
    struct buffer page = buffer_in(env->arena);
    const char *name = arena_format(env->arena, "%s-v%lld", json_word(facts->content, "number"),
                                    (long long)json_int(facts->content, "version", 0));

    add_copy(env, copies, arena_format(env->arena, "%s.json", name), "application/json",
             json_canonical(env->arena, facts->content));
    template_render(service_templates(service_of(env)), "document/application.html", false,
                    LANGUAGE_ZH, view_document(env->arena, facts), &page);
    add_copy(env, copies, arena_format(env->arena, "%s.html", name), "text/html; charset=utf-8",
             buffer_get(&page));
}

static bool add_submission(struct env *env, const struct notice *notice, struct copies *copies,
                           struct error *err)
{
    struct submission submission;
    struct document_facts facts = {0};
    const struct call *call;
    json_t *content;

    if (!service_call_by_id(env, notice->call, &call, err) ||
        !store_submission_by_id(env, (struct submission_id){notice->object}, &submission, err) ||
        (content = json_parse(env->arena, submission.content, strlen(submission.content), err)) ==
            NULL ||
        (facts.definition = definition_then(env, call, submission.call_version, err)) == NULL)
        return false;
    facts.topic = definition_topic(facts.definition, json_word(content, "topic"));
    if (facts.topic == NULL)
        return error_set(err, ERROR_BROKEN, "call/definition");
    facts.sections = open_sections(env->arena, facts.definition);
    facts.content = open_content(env->arena, facts.definition, &facts.sections, content);
    facts.sha256 = submission.sha256;
    facts.at = submission.submitted_at;
    add_both(env, &facts, copies);
    return true;
}

/* Events whose recipient gets more than words. */
static const struct {
    const char *event, *object_kind;
    bool (*add)(struct env *, const struct notice *, struct copies *, struct error *);
} attached[] = {{"received", "submission", add_submission}};

bool action_copies(struct env *env, const struct notice *notice, struct copies *copies,
                   struct error *err)
{
    for (size_t i = 0; i < sizeof attached / sizeof attached[0]; i++)
        if (strcmp(attached[i].event, notice->event) == 0 &&
            text_equal(attached[i].object_kind, notice->object_kind))
            return attached[i].add(env, notice, copies, err);
    return true;
}
