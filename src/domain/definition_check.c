/* definition_check.c: what holds between the parts of a definition. */

#include "domain/definition_check.h"

#include "base/text.h"

static const bool needed[MEANING_COUNT] = {
#define AS_NEEDED(name, word, need) [MEANS_##name] = need,
    MEANINGS(AS_NEEDED)
#undef AS_NEEDED
};

static const char *const words[MEANING_COUNT] = {
#define AS_WORD(name, word, need) [MEANS_##name] = word,
    MEANINGS(AS_WORD)
#undef AS_WORD
};

/* The kind a meaning asks for; meanings that are not listed fit any. */
static const struct {
    enum meaning means;
    enum field_kind kind;
} kinds[] = {
    {MEANS_TITLE, FIELD_TEXT},          {MEANS_SUBTOPIC, FIELD_CHOICE},
    {MEANS_METRIC, FIELD_CHOICE},       {MEANS_AMOUNT, FIELD_MONEY},
    {MEANS_NAME, FIELD_TEXT},           {MEANS_INSTITUTION, FIELD_TEXT},
    {MEANS_FULL_TIME, FIELD_TICK},      {MEANS_MONTHS, FIELD_NUMBER},
    {MEANS_PHONE, FIELD_PHONE},         {MEANS_EMAIL, FIELD_EMAIL},
    {MEANS_ORCID, FIELD_ORCID},         {MEANS_MEMBERS, FIELD_TABLE},
    {MEANS_MEMBERS_AGREE, FIELD_TICK},  {MEANS_BUDGET, FIELD_TABLE},
    {MEANS_BUDGET_AMOUNT, FIELD_MONEY}, {MEANS_LARGE_MODEL, FIELD_CHOICE},
    {MEANS_AVOID, FIELD_TABLE},         {MEANS_COMMITMENT, FIELD_TICK},
    {MEANS_START, FIELD_MONTH},         {MEANS_END, FIELD_MONTH},
    {MEANS_KEYWORDS, FIELD_LIST},       {MEANS_MILESTONES, FIELD_TABLE},
    {MEANS_PAPERS, FIELD_TABLE},        {MEANS_REPOSITORY, FIELD_URL},
};

void definition_check_field(const struct node *node, const struct field *field)
{
    bool own_options = field->means == MEANS_SUBTOPIC || field->means == MEANS_METRIC;

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (kinds[i].means == field->means && kinds[i].kind != field->kind)
            problem_text(node_bad(node, "kind", "definition/meaning-kind"), "means",
                         words[field->means]);
    if (field->kind == FIELD_CHOICE && field->options.count == 0 && !own_options)
        node_bad(node, "options", "definition/no-options");
    if (field->kind == FIELD_TABLE && field->columns.count == 0)
        node_bad(node, "columns", "definition/no-columns");
    for (size_t i = 0; i < field->columns.count; i++)
        if (field->columns.items[i].kind == FIELD_TABLE)
            node_bad(node, "columns", "definition/table-in-table");
    if (field->most != 0 && field->least > field->most)
        node_bad(node, "least", "definition/limits");
    if (strpbrk(field->key, ". /") != NULL)
        node_bad(node, "key", "definition/key");
}

/* Notes every key that stands twice in one list. */
#define CHECK_UNIQUE(root, name, list, member)                                                     \
    for (size_t a_ = 0; a_ < (list)->count; a_++)                                                  \
        for (size_t b_ = 0; b_ < a_; b_++)                                                         \
            if (strcmp((list)->items[a_].member, (list)->items[b_].member) == 0) {                 \
                struct node twin_ = node_item((root), (name), a_);                                 \
                problem_text(node_bad(&twin_, #member, "definition/twice"), "word",                \
                             (list)->items[a_].member);                                            \
            }

static void check_unique(const struct node *root, const struct definition *d)
{
    CHECK_UNIQUE(root, "topics", &d->topics, code)
    CHECK_UNIQUE(root, "metrics", &d->metrics, key)
    CHECK_UNIQUE(root, "sections", &d->sections, key)
    CHECK_UNIQUE(root, "attachments", &d->attachments, key)
    CHECK_UNIQUE(root, "criteria", &d->criteria, key)
    CHECK_UNIQUE(root, "switches", &d->switches, key)
    CHECK_UNIQUE(root, "exports", &d->exports, key)
}

static void check_metrics(const struct node *node, const struct definition *d,
                          const char *const *metrics)
{
    for (size_t i = 0; metrics[i] != NULL; i++)
        if (definition_metric(d, metrics[i]) == NULL)
            problem_text(node_bad(node, "metrics", "definition/unknown-metric"), "word",
                         metrics[i]);
}

static bool direction_exists(const struct definition *d, const char *key)
{
    for (size_t i = 0; i < d->directions.count; i++)
        if (strcmp(d->directions.items[i].key, key) == 0)
            return true;
    return false;
}

static void check_topics(const struct node *root, const struct definition *d)
{
    for (size_t i = 0; i < d->topics.count; i++) {
        const struct topic_definition *topic = &d->topics.items[i];
        struct node node = node_item(root, "topics", i);

        if (!direction_exists(d, topic->direction))
            problem_text(node_bad(&node, "direction", "definition/unknown-direction"), "word",
                         topic->direction);
        if (topic->metrics[0] == NULL)
            node_bad(&node, "metrics", "definition/empty");
        check_metrics(&node, d, topic->metrics);
        CHECK_UNIQUE(&node, "subtopics", &topic->subtopics, key)
        for (size_t j = 0; j < topic->subtopics.count; j++) {
            struct node inner = node_item(&node, "subtopics", j);

            check_metrics(&inner, d, topic->subtopics.items[j].metrics);
        }
    }
}

static void count_meanings(const struct field_list *fields, int *seen)
{
    for (size_t i = 0; i < fields->count; i++) {
        seen[fields->items[i].means]++;
        count_meanings(&fields->items[i].columns, seen);
    }
}

static void check_shown(const struct node *node, const struct section *section)
{
    for (size_t i = 0; i < section->fields.count; i++) {
        const char *other = section->fields.items[i].shown_field;
        bool found = other == NULL;

        for (size_t j = 0; j < section->fields.count && !found; j++)
            found = j != i && strcmp(section->fields.items[j].key, other) == 0;
        if (!found)
            problem_text(node_bad(node, "fields", "definition/unknown-field"), "word", other);
    }
}

static void check_sections(const struct node *root, const struct definition *d)
{
    int seen[MEANING_COUNT] = {0};

    for (size_t i = 0; i < d->sections.count; i++) {
        const struct section *section = &d->sections.items[i];
        struct node node = node_item(root, "sections", i);

        CHECK_UNIQUE(&node, "fields", &section->fields, key)
        check_shown(&node, section);
        count_meanings(&section->fields, seen);
        for (size_t t = 0; section->topics != NULL && section->topics[t] != NULL; t++)
            if (definition_topic(d, section->topics[t]) == NULL)
                problem_text(node_bad(&node, "topics", "definition/unknown-topic"), "word",
                             section->topics[t]);
    }
    for (int m = 1; m < MEANING_COUNT; m++) {
        bool many = m == MEANS_COMMITMENT || m == MEANS_REPOSITORY || m == MEANS_PAPERS;

        if (needed[m] && seen[m] == 0)
            problem_text(node_bad(root, "sections", "definition/meaning-missing"), "means",
                         words[m]);
        if (!many && seen[m] > 1)
            problem_text(node_bad(root, "sections", "definition/meaning-twice"), "means", words[m]);
    }
}

static void check_criteria(const struct node *root, const struct definition *d)
{
    int64_t sum = 0;

    for (size_t i = 0; i < d->criteria.count; i++) {
        const struct criterion *criterion = &d->criteria.items[i];
        struct node node = node_item(root, "criteria", i);
        bool found = false;

        for (size_t g = 0; g < d->groups.count; g++)
            found = found || strcmp(d->groups.items[g].key, criterion->group) == 0;
        if (!found)
            problem_text(node_bad(&node, "group", "definition/unknown-group"), "word",
                         criterion->group);
        sum += criterion->weight;
    }
    if (sum <= 0)
        node_bad(root, "criteria", "definition/weights");
    if (d->scale_least >= d->scale_most)
        node_bad(root, "scale", "definition/limits");
}

/* Exactly one {word} or {word:NN} in a number's pattern. */
static void check_pattern(const struct node *root, const char *key, const char *pattern,
                          const char *word)
{
    const char *open = strchr(pattern, '{');
    size_t length = strlen(word);

    if (open == NULL || strncmp(open + 1, word, length) != 0 ||
        (open[1 + length] != '}' && open[1 + length] != ':') || strchr(open + 1, '{') != NULL ||
        strchr(open, '}') == NULL)
        problem_text(node_bad(root, key, "definition/pattern"), "word", word);
}

void definition_check(const struct node *root, const struct definition *d)
{
    check_unique(root, d);
    check_topics(root, d);
    check_sections(root, d);
    check_criteria(root, d);
    check_pattern(root, "application_number", d->application_number, "random4");
    check_pattern(root, "award_number", d->award_number, "seq");
    if (strpbrk(d->key, " /.?#") != NULL)
        node_bad(root, "key", "definition/key");
    if (d->closes_at != 0 && d->closes_at <= d->opens_at)
        node_bad(root, "closes_at", "definition/dates");
}
