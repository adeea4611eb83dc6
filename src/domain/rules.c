/* rules.c: the screening rules over a whole application (domain.md §5), as one table. */

#include "base/text.h"
#include "domain/application.h"
#include "domain/form_value.h"

struct subject {
    const struct call *call;
    const struct topic_definition *topic;
    const struct answers *answers;
    struct problems *problems;
};

/* The answer to the field that means something, and that field's path. */
static const json_t *answer_to(const struct subject *s, enum meaning means, const char **path)
{
    const struct section *section;
    const struct field *field = definition_meaning(s->call->definition, means, &section);

    if (field == NULL)
        return NULL;
    *path = arena_format(s->problems->arena, "%s.%s", section->key, field->key);
    return json_at(json_at(s->answers->sections, section->key), field->key);
}

static struct problem *say(const struct subject *s, const char *path, const char *rule)
{
    return problems_add(s->problems, SEVERITY_ERROR, path, rule);
}

/* budget/sum: the lines add up to the amount asked. */
static void rule_budget(const struct subject *s)
{
    const char *path = "", *amount_path;
    const json_t *rows = answer_to(s, MEANS_BUDGET, &path);
    const json_t *asked = answer_to(s, MEANS_AMOUNT, &amount_path);
    const struct field *column = definition_meaning(s->call->definition, MEANS_BUDGET_AMOUNT, NULL);
    struct arena *arena = s->problems->arena;
    int64_t sum = 0, difference;
    struct problem *problem;

    if (strcmp(call_switch(s->call, "budget-form"), "lines") != 0 || column == NULL ||
        !json_is_integer(asked))
        return;
    for (size_t i = 0; i < json_array_size(rows); i++)
        sum += json_int(json_array_get(rows, i), column->key, 0);
    difference = json_integer_value(asked) - sum;
    if (difference == 0)
        return;
    problem = say(s, path, difference > 0 ? "budget/sum-less" : "budget/sum-more");
    problem_text(problem, "amount", text_from_fen(arena, json_integer_value(asked)));
    problem_text(problem, "difference",
                 text_from_fen(arena, difference > 0 ? difference : -difference));
}

/* dates/order: the first month comes before the last, milestones lie between. */
static void rule_dates(const struct subject *s)
{
    const char *path, *end_path = "", *list_path = "";
    const json_t *start = answer_to(s, MEANS_START, &path);
    const json_t *end = answer_to(s, MEANS_END, &end_path);
    const json_t *rows = answer_to(s, MEANS_MILESTONES, &list_path);
    const struct field *column = definition_meaning(s->call->definition, MEANS_MILESTONE_DATE,
                                                    NULL);

    if (form_value_empty(start) || form_value_empty(end))
        return;
    if (strcmp(json_string_value(start), json_string_value(end)) > 0)
        say(s, end_path, "dates/order");
    for (size_t i = 0; column != NULL && i < json_array_size(rows); i++) {
        const char *date = json_word(json_array_get(rows, i), column->key);

        if (*date != '\0' && (strcmp(date, json_string_value(start)) < 0 ||
                              strcmp(date, json_string_value(end)) > 0))
            say(s, arena_format(s->problems->arena, "%s.%zu.%s", list_path, i, column->key),
                "dates/milestone");
    }
}

/* team/consent: members that are named have agreed. */
static void rule_consent(const struct subject *s)
{
    const char *path = "", *rows_path;
    const json_t *rows = answer_to(s, MEANS_MEMBERS, &rows_path);
    const json_t *agree = answer_to(s, MEANS_MEMBERS_AGREE, &path);

    if (json_array_size(rows) > 0 && !json_is_true(agree) && *path != '\0')
        say(s, path, "team/consent");
}

/* A file slot's severity: the definition's, unless a switch of the call has the last word. */
static const struct {
    const char *slot, *key;
} slot_switches[] = {
    {"commitment", "rule/seal"}, {"employment", "rule/employment"}, {"papers", "rule/papers"}};

static bool slot_severity(const struct subject *s, const struct attachment_slot *slot,
                          enum severity *severity)
{
    *severity = slot->required ? SEVERITY_ERROR : SEVERITY_WARNING;
    for (size_t i = 0; i < sizeof slot_switches / sizeof slot_switches[0]; i++)
        if (strcmp(slot->key, slot_switches[i].slot) == 0) {
            const char *value = call_switch(s->call, slot_switches[i].key);

            *severity = strcmp(value, "error") == 0 ? SEVERITY_ERROR : SEVERITY_WARNING;
            return strcmp(value, "off") != 0;
        }
    return slot->required || slot->warn_only;
}

/* attachments/missing: each slot that asks for a file has one. */
static void rule_attachments(const struct subject *s)
{
    const struct definition *d = s->call->definition;

    for (size_t i = 0; i < d->attachments.count; i++) {
        const struct attachment_slot *slot = &d->attachments.items[i];
        enum severity severity;
        bool there = false;

        for (size_t f = 0; f < s->answers->attachments.count; f++)
            there = there || strcmp(s->answers->attachments.items[f], slot->key) == 0;
        if (!there && slot_severity(s, slot, &severity))
            problem_text(problems_add(s->problems, severity,
                                      arena_format(s->problems->arena, "attachments.%s", slot->key),
                                      "attachments/missing"),
                         "label", slot->label.in[LANGUAGE_ZH]);
    }
}

static const struct {
    const char *id;
    void (*check)(const struct subject *);
} rules[] = {
    {"budget/sum", rule_budget},
    {"dates/order", rule_dates},
    {"team/consent", rule_consent},
    {"attachments/missing", rule_attachments},
};

void application_check(const struct call *call, const struct topic_definition *topic,
                       const struct answers *answers, struct problems *problems)
{
    const struct definition *d = call->definition;
    struct subject subject = {call, topic, answers, problems};

    for (size_t i = 0; i < d->sections.count; i++)
        if (section_applies(&d->sections.items[i], topic->code))
            form_check(d, topic, &d->sections.items[i],
                       json_at(answers->sections, d->sections.items[i].key), problems);
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        rules[i].check(&subject);
}
