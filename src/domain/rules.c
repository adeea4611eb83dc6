/* rules.c: the screening rules that look at more than one field, as one table (domain.md §5). */

#include "domain/application.h"

#include "base/text.h"
#include "domain/form_value.h"

/* What is being screened. */
struct screening {
    const struct call *call;
    const struct topic_definition *topic;
    const struct answers *answers;
    struct problems *problems;
};

struct rule {
    const char *id; /* worded in rule.json */
    enum meaning where;
    enum severity severity;
    void (*look)(const struct screening *screening, const struct rule *rule);
    const char *only_switch, *only_value; /* NULL: always; else asked while the switch says so */
};

/* Files that the call may ask for, not ask for, or let follow. */
static const struct {
    const char *slot, *key;
} slot_switches[] = {
    {"commitment", "rule/seal"},
    {"employment", "rule/employment"},
    {"papers", "rule/papers"},
};

/* What a field alone is told, and a rule at the same place says better. */
static bool is_plain(const char *code)
{
    return text_equal(code, "required") || text_equal(code, "must-tick") ||
           text_equal(code, "out-of-range");
}

/* A rule takes over what the field alone was told. */
static struct problem *tell(const struct screening *screening, const struct rule *rule,
                            const char *path)
{
    struct problems *problems = screening->problems;

    for (size_t i = 0; i < problems->count; i++) {
        struct problem *plain = &problems->items[i];

        if (text_equal(plain->path, path) && is_plain(plain->code))
            return plain->code = rule->id, plain->severity = rule->severity, plain;
    }
    return problems_add(problems, rule->severity, path, rule->id);
}

/* The field that means something where this topic asks for it, with its answer and path. */
struct found {
    const struct field *field;
    const json_t *value;
    const char *path;
};

static bool find(const struct screening *screening, enum meaning means, struct found *found)
{
    const struct section *section = NULL;
    const json_t *answers;

    found->field = definition_meaning(screening->call->definition, means, &section);
    if (found->field == NULL || !section_applies(section, screening->topic->code))
        return false;
    answers = json_at(screening->answers->sections, section->key);
    found->value = json_at(answers, found->field->key);
    found->path = form_path(screening->problems->arena, section->key, found->field->key);
    return field_shown(found->field, answers);
}

static const char *text_meaning(const struct screening *screening, enum meaning means)
{
    struct found found;

    return find(screening, means, &found) && json_is_string(found.value)
               ? json_string_value(found.value)
               : "";
}

static const char *column_meaning(const struct field *table, enum meaning means)
{
    for (size_t i = 0; i < table->columns.count; i++)
        if (table->columns.items[i].means == means)
            return table->columns.items[i].key;
    return "";
}

static const char *cell_path(const struct screening *screening, const struct found *table,
                             size_t row, const char *column)
{
    return arena_format(screening->problems->arena, "%s.%zu.%s", table->path, row, column);
}

static void full_time(const struct screening *screening, const struct rule *rule)
{
    struct found tick;

    if (find(screening, rule->where, &tick) && value_empty(tick.value))
        tell(screening, rule, tick.path);
}

static void subtopic_missing(const struct screening *screening, const struct rule *rule)
{
    struct found subtopic;

    if (screening->topic->subtopics.count > 0 && find(screening, rule->where, &subtopic) &&
        value_empty(subtopic.value))
        tell(screening, rule, subtopic.path);
}

static void metric_mismatch(const struct screening *screening, const struct rule *rule)
{
    const struct definition *definition = screening->call->definition;
    const char *chosen = text_meaning(screening, MEANS_METRIC);
    const char *const *keys = definition_metric_choices(definition, screening->topic->code,
                                                        text_meaning(screening, MEANS_SUBTOPIC));
    struct found metric;

    if (!find(screening, rule->where, &metric) || definition_metric(definition, chosen) == NULL)
        return;
    for (size_t i = 0; keys[i] != NULL; i++)
        if (text_equal(keys[i], chosen))
            return;
    tell(screening, rule, metric.path);
}

/* Months and dates compare as text by their first seven characters: "2024-01". */
static int month_order(const char *a, const char *b)
{
    return strncmp(a, b, 7);
}

static bool dates(const struct screening *screening, const char **start, const char **end)
{
    int year, month;

    *start = text_meaning(screening, MEANS_START);
    *end = text_meaning(screening, MEANS_END);
    return value_month(*start, &year, &month) && value_month(*end, &year, &month);
}

static void dates_order(const struct screening *screening, const struct rule *rule)
{
    const char *start, *end;
    struct found found;

    if (dates(screening, &start, &end) && month_order(end, start) < 0 &&
        find(screening, rule->where, &found))
        problem_text(tell(screening, rule, found.path), "start", start);
}

static void dates_milestones(const struct screening *screening, const struct rule *rule)
{
    const char *start, *end, *column;
    struct found table;

    if (!dates(screening, &start, &end) || month_order(end, start) < 0 ||
        !find(screening, rule->where, &table))
        return;
    column = column_meaning(table.field, MEANS_MILESTONE_DATE);
    for (size_t i = 0; i < json_array_size(table.value); i++) {
        const char *at = json_word(json_array_get(table.value, i), column);
        struct problem *problem;

        if (value_wrong(FIELD_MONTH, at) != NULL && value_wrong(FIELD_DATE, at) != NULL)
            continue;
        if (month_order(at, start) >= 0 && month_order(at, end) <= 0)
            continue;
        problem = tell(screening, rule, cell_path(screening, &table, i, column));
        problem_text(problem_text(problem, "start", start), "end", end);
    }
}

/* The sum of the lines less the amount asked; false while either cannot be read. */
static bool budget_excess(const struct screening *screening, struct found *table, int64_t *amount,
                          int64_t *excess)
{
    struct found asked;
    const char *column;
    int64_t sum = 0;

    if (!find(screening, MEANS_BUDGET, table) || !find(screening, MEANS_AMOUNT, &asked) ||
        !json_is_integer(asked.value))
        return false;
    column = column_meaning(table->field, MEANS_BUDGET_AMOUNT);
    for (size_t i = 0; i < json_array_size(table->value); i++) {
        const json_t *line = json_at(json_array_get(table->value, i), column);

        if (!json_is_integer(line) && !value_empty(line))
            return false;
        sum += json_integer_value(line);
    }
    *amount = json_integer_value(asked.value);
    *excess = sum - *amount;
    return true;
}

static void tell_sum(const struct screening *screening, const struct rule *rule, const char *path,
                     int64_t amount, int64_t difference)
{
    struct arena *arena = screening->problems->arena;
    struct problem *problem = tell(screening, rule, path);

    problem_text(problem, "amount", text_from_fen(arena, amount));
    problem_text(problem, "difference", text_from_fen(arena, difference));
}

static void budget_less(const struct screening *screening, const struct rule *rule)
{
    struct found table;
    int64_t amount, excess;

    if (budget_excess(screening, &table, &amount, &excess) && excess < 0)
        tell_sum(screening, rule, table.path, amount, -excess);
}

static void budget_more(const struct screening *screening, const struct rule *rule)
{
    struct found table;
    int64_t amount, excess;

    if (budget_excess(screening, &table, &amount, &excess) && excess > 0)
        tell_sum(screening, rule, table.path, amount, excess);
}

static void team_consent(const struct screening *screening, const struct rule *rule)
{
    struct found members, agree;

    if (find(screening, MEANS_MEMBERS, &members) && json_array_size(members.value) > 0 &&
        find(screening, rule->where, &agree) && value_empty(agree.value))
        tell(screening, rule, agree.path);
}

/* Nobody has more than twelve months a year, and nobody takes part with none. */
static void tell_months(const struct screening *screening, const struct rule *rule,
                        const char *path, const json_t *value)
{
    int64_t hundredths;

    if (json_is_string(value) && value_number(json_string_value(value), &hundredths) &&
        (hundredths == 0 || hundredths > 1200))
        tell(screening, rule, path);
}

static void months_leader(const struct screening *screening, const struct rule *rule)
{
    struct found months;

    if (find(screening, rule->where, &months))
        tell_months(screening, rule, months.path, months.value);
}

static void months_members(const struct screening *screening, const struct rule *rule)
{
    struct found table;
    const char *column;

    if (!find(screening, rule->where, &table))
        return;
    column = column_meaning(table.field, MEANS_MEMBER_MONTHS);
    for (size_t i = 0; i < json_array_size(table.value); i++)
        tell_months(screening, rule, cell_path(screening, &table, i, column),
                    json_at(json_array_get(table.value, i), column));
}

/* One person's months counted twice: the leader among the members, or a member in two rows.  The
 * same name elsewhere is somebody else. */
static void team_twice(const struct screening *screening, const struct rule *rule)
{
    const char *name, *institution;
    struct found table;

    if (!find(screening, rule->where, &table))
        return;
    name = column_meaning(table.field, MEANS_MEMBER_NAME);
    institution = column_meaning(table.field, MEANS_MEMBER_INSTITUTION);
    for (size_t i = 0; i < json_array_size(table.value); i++) {
        const json_t *row = json_array_get(table.value, i);
        const char *who = json_word(row, name), *from = json_word(row, institution);
        bool twice = text_equal(who, text_meaning(screening, MEANS_NAME)) &&
                     text_equal(from, text_meaning(screening, MEANS_INSTITUTION));

        for (size_t j = 0; j < i; j++)
            twice = twice ||
                    (text_equal(who, json_word(json_array_get(table.value, j), name)) &&
                     text_equal(from, json_word(json_array_get(table.value, j), institution)));
        if (twice && !text_blank(who))
            problem_text(tell(screening, rule, cell_path(screening, &table, i, name)), "name", who);
    }
}

static bool is_year(const char *text)
{
    return strlen(text) == 4 && (text_starts(text, "19") || text_starts(text, "20")) &&
           strspn(text, "0123456789") == 4;
}

static void record_year(const struct screening *screening, const struct rule *rule)
{
    struct found table;
    const char *column;

    if (!find(screening, rule->where, &table))
        return;
    column = column_meaning(table.field, MEANS_RECORD_YEAR);
    for (size_t i = 0; i < json_array_size(table.value); i++) {
        const char *year = json_word(json_array_get(table.value, i), column);

        if (!text_blank(year) && !is_year(year))
            tell(screening, rule, cell_path(screening, &table, i, column));
    }
}

/* The guide names two communities, so each address is asked for, and each is another one. */
static void repositories(const struct screening *screening, const struct rule *rule)
{
    const struct section *section = NULL;
    const char *before = NULL;
    const json_t *answers;

    if (definition_meaning(screening->call->definition, rule->where, &section) == NULL ||
        !section_applies(section, screening->topic->code))
        return;
    answers = json_at(screening->answers->sections, section->key);
    for (size_t i = 0; i < section->fields.count; i++) {
        const struct field *field = &section->fields.items[i];
        const char *address = json_word(answers, field->key);

        if (field->means != rule->where)
            continue;
        if (text_blank(address) || text_equal(address, before))
            tell(screening, rule, form_path(screening->problems->arena, section->key, field->key));
        before = text_blank(address) ? before : address;
    }
}

static const struct switch_definition *switch_of_slot(const struct definition *definition,
                                                      const char *slot)
{
    for (size_t i = 0; i < sizeof slot_switches / sizeof slot_switches[0]; i++)
        for (size_t j = 0; j < definition->switches.count; j++)
            if (text_equal(slot_switches[i].slot, slot) &&
                text_equal(slot_switches[i].key, definition->switches.items[j].key))
                return &definition->switches.items[j];
    return NULL;
}

/* Is a file asked for in this slot, and how strictly? */
static bool slot_asked(const struct call *call, const struct attachment_slot *slot,
                       enum severity *severity)
{
    const struct switch_definition *one = switch_of_slot(call->definition, slot->key);
    const char *set = one == NULL ? NULL : call_switch(call, one->key);
    bool warning = set == NULL ? slot->warn_only : text_equal(set, "warning");

    *severity = warning ? SEVERITY_WARNING : SEVERITY_ERROR;
    return set == NULL ? slot->required || slot->warn_only : !text_equal(set, "off");
}

static bool slot_filled(const struct answers *answers, const char *slot)
{
    for (size_t i = 0; i < answers->attachments.count; i++)
        if (text_equal(answers->attachments.items[i], slot))
            return true;
    return false;
}

static void attachments(const struct screening *screening, const struct rule *rule)
{
    const struct definition *definition = screening->call->definition;

    for (size_t i = 0; i < definition->attachments.count; i++) {
        const struct attachment_slot *slot = &definition->attachments.items[i];
        struct rule asked = *rule;

        if (slot_asked(screening->call, slot, &asked.severity) &&
            !slot_filled(screening->answers, slot->key))
            tell(screening, &asked,
                 form_path(screening->problems->arena, "attachments", slot->key));
    }
}

/* Broken, or shut by a password: whoever is to read it will know no more than we do. */
static void unreadable(const struct screening *screening, const struct rule *rule)
{
    for (size_t i = 0; i < screening->answers->unreadable.count; i++) {
        const struct unreadable_file *file = &screening->answers->unreadable.items[i];

        problem_text(
            tell(screening, rule, form_path(screening->problems->arena, "attachments", file->slot)),
            "name", file->name);
    }
}

static const struct rule rules[] = {
    {"eligibility/full-time", MEANS_FULL_TIME, SEVERITY_ERROR, full_time, NULL, NULL},
    {"topic/subtopic-missing", MEANS_SUBTOPIC, SEVERITY_ERROR, subtopic_missing, NULL, NULL},
    {"topic/metric-mismatch", MEANS_METRIC, SEVERITY_ERROR, metric_mismatch, NULL, NULL},
    {"team/months", MEANS_MONTHS, SEVERITY_ERROR, months_leader, NULL, NULL},
    {"team/member-months", MEANS_MEMBERS, SEVERITY_ERROR, months_members, NULL, NULL},
    {"team/twice", MEANS_MEMBERS, SEVERITY_WARNING, team_twice, NULL, NULL},
    {"record/year", MEANS_RECORD, SEVERITY_WARNING, record_year, NULL, NULL},
    {"dates/order", MEANS_END, SEVERITY_ERROR, dates_order, NULL, NULL},
    {"dates/milestones", MEANS_MILESTONES, SEVERITY_WARNING, dates_milestones, NULL, NULL},
    {"budget/sum-less", MEANS_BUDGET, SEVERITY_ERROR, budget_less, "budget-form", "lines"},
    {"budget/sum-more", MEANS_BUDGET, SEVERITY_ERROR, budget_more, "budget-form", "lines"},
    {"team/consent", MEANS_MEMBERS_AGREE, SEVERITY_ERROR, team_consent, NULL, NULL},
    {"outcomes/repositories", MEANS_REPOSITORY, SEVERITY_ERROR, repositories, NULL, NULL},
    {"attachments/missing", MEANS_NONE, SEVERITY_ERROR, attachments, NULL, NULL},
    {"attachments/unreadable", MEANS_NONE, SEVERITY_WARNING, unreadable, NULL, NULL},
};

const char *application_rule_id(size_t index)
{
    return index < sizeof rules / sizeof rules[0] ? rules[index].id : NULL;
}

void application_check(const struct call *call, const struct topic_definition *topic,
                       const struct answers *answers, struct problems *problems)
{
    const struct definition *definition = call->definition;
    struct screening screening = {call, topic, answers, problems};

    for (size_t i = 0; i < definition->sections.count; i++) {
        const struct section *section = &definition->sections.items[i];

        if (section_applies(section, topic->code))
            form_check(definition, topic, section, json_at(answers->sections, section->key),
                       problems);
    }
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if (rules[i].only_switch == NULL ||
            text_equal(call_switch(call, rules[i].only_switch), rules[i].only_value))
            rules[i].look(&screening, &rules[i]);
}
