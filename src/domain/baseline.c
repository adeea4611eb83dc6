/* baseline.c: what a project is measured against. */

#include "domain/baseline.h"

#include "base/text.h"

#define DECIMAL_MOST 24 /* characters */

static const char *const kinds[] = {
#define AS_WORD(name, word) [METRIC_##name] = word,
    METRIC_KINDS(AS_WORD)
#undef AS_WORD
};

static const char *meant(const struct baseline_facts *f, enum meaning means)
{
    const struct section *section;
    const struct field *field = definition_meaning(f->definition, means, &section);

    return field == NULL ? "" : json_word(json_at(f->sections, section->key), field->key);
}

static void put_metric(const struct baseline_facts *f, json_t *document)
{
    const struct metric *metric = definition_metric(f->definition, meant(f, MEANS_METRIC));
    json_t *into = json_put_object(document, "metric");

    json_put_text(into, "key", metric == NULL ? "" : metric->key);
    json_put_text(into, "kind", metric == NULL ? "" : kinds[metric->kind]);
    json_put_text(into, "text", f->contract->metric);
}

/* Only what readers may see: the document is read by whoever judges the result. */
static void put_answers(const struct baseline_facts *f, json_t *into)
{
    const struct section *section;
    const json_t *answers;

    if (definition_meaning(f->definition, MEANS_BASELINE, &section) == NULL)
        return;
    answers = json_at(f->sections, section->key);
    for (size_t i = 0; i < section->fields.count; i++) {
        const struct field *field = &section->fields.items[i];
        json_t *value = json_at(answers, field->key);

        if (value != NULL && field->audience == AUDIENCE_READERS)
            json_put(into, field->key, json_incref(value));
    }
}

json_t *baseline_document(struct arena *arena, const struct baseline_facts *f)
{
    const struct contract *c = f->contract;
    json_t *document = json_root(arena);

    json_put_text(document, "format", "grantd-baseline-1");
    json_put_text(document, "contract", c->number);
    json_put_text(document, "project", c->project_number);
    json_put_text(document, "application", f->application);
    json_put_int(document, "version", f->version);
    json_put_text(document, "topic", f->topic);
    json_put_text(document, "subtopic", meant(f, MEANS_SUBTOPIC));
    put_metric(f, document);
    json_put_int(document, "amount", c->amount);
    json_put_text(document, "starts_on", c->starts_on);
    json_put_text(document, "ends_on", c->ends_on);
    json_put_text(document, "baseline", meant(f, MEANS_BASELINE));
    json_put_text(document, "target", meant(f, MEANS_TARGET));
    put_answers(f, json_put_object(document, "answers"));
    json_put_object(document, "confirmed");
    return document;
}

static bool is_decimal(const char *text)
{
    size_t whole = strspn(text, "0123456789"), part;

    if (whole == 0 || strlen(text) > DECIMAL_MOST)
        return false;
    if (text[whole] == '\0')
        return true;
    part = strspn(text + whole + 1, "0123456789");
    return text[whole] == '.' && part > 0 && text[whole + 1 + part] == '\0';
}

void baseline_check(const struct baseline_change *change, struct problems *problems)
{
    bool value = !text_blank(change->value);

    if (text_blank(change->reason))
        problems_add(problems, SEVERITY_ERROR, "why", "required");
    if (value && !is_decimal(change->value))
        problems_add(problems, SEVERITY_ERROR, "value", "contract/decimal");
    if (value && text_blank(change->unit))
        problems_add(problems, SEVERITY_ERROR, "unit", "required");
    if (!value && text_blank(change->baseline) && text_blank(change->target))
        problems_add(problems, SEVERITY_ERROR, "baseline", "required");
}

static void amend(json_t *object, const char *key, const char *text)
{
    if (!text_blank(text))
        json_put_text(object, key, text);
}

json_t *baseline_amend(struct arena *arena, const json_t *document,
                       const struct baseline_change *change)
{
    json_t *amended = json_own(arena, json_deep_copy(document));
    json_t *confirmed = json_at(amended, "confirmed");

    amend(amended, "baseline", change->baseline);
    amend(amended, "target", change->target);
    amend(confirmed, "value", change->value);
    amend(confirmed, "unit", change->unit);
    amend(confirmed, "environment", change->environment);
    return amended;
}

bool baseline_open(enum contract_state state)
{
    return state == CONTRACT_EFFECTIVE || state == CONTRACT_FILED || state == CONTRACT_RUNNING;
}
