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

static const char *const audiences[] = {
#define AS_WORD(name, word) word,
    AUDIENCES(AS_WORD)
#undef AS_WORD
};

/* What a field with a meaning must be: one of two kinds, in the table with the meaning `inside`
 * (none: not in a table), and read by no wider an audience than `audience`. */
static const struct rule {
    enum meaning means;
    enum field_kind kind, other;
    enum meaning inside;
    enum audience audience;
} rules[] = {
    {MEANS_TITLE, FIELD_TEXT, FIELD_TEXT, MEANS_NONE, AUDIENCE_READERS},
    {MEANS_SUBTOPIC, FIELD_CHOICE, FIELD_CHOICE, MEANS_NONE, AUDIENCE_READERS},
    {MEANS_METRIC, FIELD_CHOICE, FIELD_CHOICE, MEANS_NONE, AUDIENCE_READERS},
    {MEANS_ABSTRACT, FIELD_LONG, FIELD_TEXT, MEANS_NONE, AUDIENCE_READERS},
    {MEANS_KEYWORDS, FIELD_LIST, FIELD_LIST, MEANS_NONE, AUDIENCE_READERS},
    {MEANS_START, FIELD_MONTH, FIELD_MONTH, MEANS_NONE, AUDIENCE_READERS},
    {MEANS_END, FIELD_MONTH, FIELD_MONTH, MEANS_NONE, AUDIENCE_READERS},
    {MEANS_AMOUNT, FIELD_MONEY, FIELD_MONEY, MEANS_NONE, AUDIENCE_READERS},
    {MEANS_NAME, FIELD_TEXT, FIELD_TEXT, MEANS_NONE, AUDIENCE_READERS},
    {MEANS_POSITION, FIELD_TEXT, FIELD_CHOICE, MEANS_NONE, AUDIENCE_READERS},
    {MEANS_INSTITUTION, FIELD_TEXT, FIELD_TEXT, MEANS_NONE, AUDIENCE_READERS},
    {MEANS_INSTITUTION_KIND, FIELD_CHOICE, FIELD_CHOICE, MEANS_NONE, AUDIENCE_READERS},
    {MEANS_FULL_TIME, FIELD_TICK, FIELD_TICK, MEANS_NONE, AUDIENCE_READERS},
    {MEANS_MONTHS, FIELD_NUMBER, FIELD_NUMBER, MEANS_NONE, AUDIENCE_READERS},
    {MEANS_PHONE, FIELD_PHONE, FIELD_PHONE, MEANS_NONE, AUDIENCE_OFFICE},
    {MEANS_EMAIL, FIELD_EMAIL, FIELD_EMAIL, MEANS_NONE, AUDIENCE_OFFICE},
    {MEANS_ORCID, FIELD_ORCID, FIELD_ORCID, MEANS_NONE, AUDIENCE_READERS},
    {MEANS_MEMBERS, FIELD_TABLE, FIELD_TABLE, MEANS_NONE, AUDIENCE_READERS},
    {MEANS_MEMBER_NAME, FIELD_TEXT, FIELD_TEXT, MEANS_MEMBERS, AUDIENCE_READERS},
    {MEANS_MEMBER_INSTITUTION, FIELD_TEXT, FIELD_TEXT, MEANS_MEMBERS, AUDIENCE_READERS},
    {MEANS_MEMBER_EMAIL, FIELD_EMAIL, FIELD_EMAIL, MEANS_MEMBERS, AUDIENCE_OFFICE},
    {MEANS_MEMBERS_AGREE, FIELD_TICK, FIELD_TICK, MEANS_NONE, AUDIENCE_READERS},
    {MEANS_BASELINE, FIELD_LONG, FIELD_TEXT, MEANS_NONE, AUDIENCE_READERS},
    {MEANS_TARGET, FIELD_LONG, FIELD_TEXT, MEANS_NONE, AUDIENCE_READERS},
    {MEANS_REPOSITORY, FIELD_URL, FIELD_URL, MEANS_NONE, AUDIENCE_READERS},
    {MEANS_PAPERS, FIELD_TABLE, FIELD_TABLE, MEANS_NONE, AUDIENCE_READERS},
    {MEANS_MILESTONES, FIELD_TABLE, FIELD_TABLE, MEANS_NONE, AUDIENCE_READERS},
    {MEANS_MEMBER_MONTHS, FIELD_NUMBER, FIELD_NUMBER, MEANS_MEMBERS, AUDIENCE_READERS},
    {MEANS_RECORD, FIELD_TABLE, FIELD_TABLE, MEANS_NONE, AUDIENCE_READERS},
    {MEANS_RECORD_YEAR, FIELD_TEXT, FIELD_TEXT, MEANS_RECORD, AUDIENCE_READERS},
    {MEANS_MILESTONE_DATE, FIELD_MONTH, FIELD_MONTH, MEANS_MILESTONES, AUDIENCE_READERS},
    {MEANS_BUDGET, FIELD_TABLE, FIELD_TABLE, MEANS_NONE, AUDIENCE_READERS},
    {MEANS_BUDGET_AMOUNT, FIELD_MONEY, FIELD_MONEY, MEANS_BUDGET, AUDIENCE_READERS},
    {MEANS_LARGE_MODEL, FIELD_CHOICE, FIELD_CHOICE, MEANS_NONE, AUDIENCE_READERS},
    {MEANS_AVOID, FIELD_TABLE, FIELD_TABLE, MEANS_NONE, AUDIENCE_SECRETARY},
    {MEANS_AVOID_NAME, FIELD_TEXT, FIELD_TEXT, MEANS_AVOID, AUDIENCE_SECRETARY},
    {MEANS_COMMITMENT, FIELD_TICK, FIELD_TICK, MEANS_NONE, AUDIENCE_READERS},
};

static bool has_option(const struct option_list *options, const char *key)
{
    for (size_t i = 0; i < options->count; i++)
        if (strcmp(options->items[i].key, key) == 0)
            return true;
    return false;
}

/* Notes the keys that stand twice in a list; every item begins with its key. */
static void check_unique(const struct node *node, const char *list, const void *items, size_t count,
                         size_t size, const char *member)
{
    const char *const *keys[2];

    for (size_t i = 1; i < count; i++)
        for (size_t j = 0; j < i; j++) {
            struct node twin;

            keys[0] = (const void *)((const char *)items + j * size);
            keys[1] = (const void *)((const char *)items + i * size);
            if (**keys[1] == '\0' || strcmp(*keys[0], *keys[1]) != 0)
                continue;
            twin = node_item(node, list, i);
            problem_text(node_bad(&twin, member, "definition/twice"), "word", *keys[1]);
            break;
        }
}

#define UNIQUE(node, name, list, member)                                                           \
    check_unique((node), (name), (list).items, (list).count, sizeof *(list).items, (member))

static void check_rule(const struct node *node, const struct field *field, const struct rule *rule,
                       enum meaning inside)
{
    if (field->kind != rule->kind && field->kind != rule->other)
        problem_text(node_bad(node, "kind", "definition/meaning-kind"), "means",
                     words[field->means]);
    if (inside != rule->inside)
        problem_text(node_bad(node, "means", "definition/meaning-place"), "means",
                     words[field->means]);
    if (field->audience < rule->audience)
        problem_text(node_bad(node, "audience", "definition/audience"), "word",
                     audiences[rule->audience]);
}

/* A field or column; `inside` is what its table means. */
static void check_meaning(const struct node *node, const struct field *field, enum meaning inside)
{
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if (rules[i].means == field->means)
            check_rule(node, field, &rules[i], inside);
    for (size_t i = 0; i < field->columns.count; i++) {
        struct node column = node_item(node, "columns", i);

        check_meaning(&column, &field->columns.items[i], field->means);
    }
}

void definition_check_field(const struct node *node, const struct field *field)
{
    bool own_options = field->means == MEANS_SUBTOPIC || field->means == MEANS_METRIC;

    if (field->kind == FIELD_CHOICE && field->options.count == 0 && !own_options)
        node_bad(node, "options", "definition/no-options");
    if (field->means == MEANS_LARGE_MODEL && !has_option(&field->options, "yes"))
        problem_text(node_bad(node, "options", "definition/no-option"), "word", "yes");
    for (size_t i = 0; i < field->columns.count; i++)
        if (field->columns.items[i].kind == FIELD_TABLE)
            node_bad(node, "columns", "definition/table-in-table");
    if (field->most != 0 && field->least > field->most)
        node_bad(node, "least", "definition/limits");
    UNIQUE(node, "options", field->options, "key");
    UNIQUE(node, "rows", field->rows, "key");
    UNIQUE(node, "columns", field->columns, "key");
}

static void check_keys(const struct node *root, const struct definition *d)
{
    UNIQUE(root, "stages", d->stages, "key");
    UNIQUE(root, "directions", d->directions, "key");
    UNIQUE(root, "topics", d->topics, "code");
    UNIQUE(root, "metrics", d->metrics, "key");
    UNIQUE(root, "sections", d->sections, "key");
    UNIQUE(root, "attachments", d->attachments, "key");
    UNIQUE(root, "groups", d->groups, "key");
    UNIQUE(root, "criteria", d->criteria, "key");
    UNIQUE(root, "recommendations", d->recommendations, "key");
    UNIQUE(root, "switches", d->switches, "key");
    UNIQUE(root, "exports", d->exports, "key");
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
        check_metrics(&node, d, topic->metrics);
        UNIQUE(&node, "subtopics", topic->subtopics, "key");
        for (size_t j = 0; j < topic->subtopics.count; j++) {
            struct node inner = node_item(&node, "subtopics", j);

            check_metrics(&inner, d, topic->subtopics.items[j].metrics);
        }
    }
}

/* A condition names another field of the section, and a value that field can have. */
static void check_shown(const struct node *node, const struct section *section, size_t which)
{
    const struct field *field = &section->fields.items[which], *other = NULL;
    struct node shown = node_member(node, "shown");

    if (field->shown_field == NULL)
        return;
    for (size_t i = 0; i < section->fields.count; i++)
        if (i != which && strcmp(section->fields.items[i].key, field->shown_field) == 0)
            other = &section->fields.items[i];
    if (other == NULL)
        problem_text(node_bad(&shown, "field", "definition/unknown-field"), "word",
                     field->shown_field);
    else if (other->options.count > 0 && !has_option(&other->options, field->shown_value))
        problem_text(node_bad(&shown, "value", "definition/no-option"), "word", field->shown_value);
    /* Who sees that it is shown knows the other's value; and a paper without the other would not
     * know that it is. */
    else if (other->audience > field->audience)
        problem_text(node_bad(&shown, "field", "definition/shown-audience"), "word",
                     audiences[other->audience]);
}

/* Names that forms, rows and paths need for themselves. */
static void check_reserved(const struct node *node, const char *key, const char *const *taken)
{
    for (; *taken != NULL; taken++)
        if (text_equal(key, *taken))
            problem_text(node_bad(node, "key", "definition/reserved"), "word", key);
}

static void check_names(const struct node *node, const struct field *field)
{
    static const char *const inputs[] = {"base", "csrf", NULL}, *const cells[] = {"row", NULL};

    check_reserved(node, field->key, inputs);
    for (size_t i = 0; i < field->columns.count; i++) {
        struct node column = node_item(node, "columns", i);

        check_reserved(&column, field->columns.items[i].key, cells);
    }
}

static void count_meanings(const struct field_list *fields, int *seen)
{
    for (size_t i = 0; i < fields->count; i++) {
        seen[fields->items[i].means]++;
        count_meanings(&fields->items[i].columns, seen);
    }
}

/* A needed meaning must be asked for every topic; a section of some topics does not count. */
static void check_meanings(const struct node *root, const struct definition *d)
{
    int everywhere[MEANING_COUNT] = {0}, seen[MEANING_COUNT] = {0};

    for (size_t i = 0; i < d->sections.count; i++) {
        count_meanings(&d->sections.items[i].fields, seen);
        if (d->sections.items[i].topics == NULL)
            count_meanings(&d->sections.items[i].fields, everywhere);
    }
    for (int m = MEANS_NONE + 1; m < MEANING_COUNT; m++) {
        bool many = m == MEANS_COMMITMENT || m == MEANS_REPOSITORY || m == MEANS_PAPERS;

        if (needed[m] && everywhere[m] == 0)
            problem_text(node_bad(root, "sections", "definition/meaning-missing"), "means",
                         words[m]);
        if (!many && seen[m] > 1)
            problem_text(node_bad(root, "sections", "definition/meaning-twice"), "means", words[m]);
    }
}

static void check_sections(const struct node *root, const struct definition *d)
{
    static const char *const parts[] = {"attachments", NULL};

    for (size_t i = 0; i < d->sections.count; i++) {
        const struct section *section = &d->sections.items[i];
        struct node node = node_item(root, "sections", i);

        UNIQUE(&node, "fields", section->fields, "key");
        check_reserved(&node, section->key, parts);
        for (size_t f = 0; f < section->fields.count; f++) {
            struct node field = node_item(&node, "fields", f);

            check_meaning(&field, &section->fields.items[f], MEANS_NONE);
            check_names(&field, &section->fields.items[f]);
            check_shown(&field, section, f);
        }
        for (size_t t = 0; section->topics != NULL && section->topics[t] != NULL; t++)
            if (definition_topic(d, section->topics[t]) == NULL)
                problem_text(node_bad(&node, "topics", "definition/unknown-topic"), "word",
                             section->topics[t]);
    }
}

static bool is_extension(const char *text)
{
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789");

    return length > 0 && length <= 8 && text[length] == '\0';
}

static void check_attachments(const struct node *root, const struct definition *d)
{
    for (size_t i = 0; i < d->attachments.count; i++) {
        struct node node = node_item(root, "attachments", i);
        const char *const *types = d->attachments.items[i].types;

        for (size_t t = 0; types[t] != NULL; t++)
            if (!is_extension(types[t]))
                problem_text(node_bad(&node, "types", "definition/extension"), "word", types[t]);
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

static void check_switches(const struct node *root, const struct definition *d)
{
    for (size_t i = 0; i < d->switches.count; i++) {
        const struct switch_definition *one = &d->switches.items[i];
        struct node node = node_item(root, "switches", i);
        bool known = one->options.count > 0
                         ? has_option(&one->options, one->fallback)
                         : text_equal(one->fallback, "on") || text_equal(one->fallback, "off");

        if (!known)
            problem_text(node_bad(&node, "fallback", "definition/no-option"), "word",
                         one->fallback);
    }
}

/* Exactly one {word}, or {word:NN} when it may have a width, and no other brace. */
static void check_pattern(const struct node *root, const char *key, const char *pattern,
                          const char *word, bool width)
{
    const char *open = strchr(pattern, '{'), *at = open;
    size_t length = strlen(word);
    bool good = open != NULL && strncmp(open + 1, word, length) == 0;

    at = good ? open + 1 + length : pattern;
    if (good && width && *at == ':')
        at += strspn(at + 1, "0123456789") == 2 && at[1] <= '1' ? 3 : 0;
    if (!good || *at != '}' || strpbrk(at + 1, "{}") != NULL || strchr(pattern, '}') != at)
        problem_text(node_bad(root, key, "definition/pattern"), "word",
                     width ? "{seq:02}" : "{random4}");
}

/* Printable ASCII, one '@' and a dot behind it; what sends mail looks closer. */
static bool is_address(const char *text)
{
    const char *at = strchr(text, '@');

    for (const char *c = text; *c != '\0'; c++)
        if (*c <= 0x20 || *c == 0x7f || strchr("<>\"\\,;:()", *c) != NULL)
            return false;
    return at != NULL && at != text && strchr(at + 1, '@') == NULL && strchr(at + 1, '.') != NULL &&
           strlen(text) <= 254;
}

/* Times that are set stand in the order of the table. */
static void check_times(const struct node *root, const struct definition *d)
{
    const struct {
        const char *key;
        int64_t at;
    } times[] = {{"published_at", d->published_at},
                 {"opens_at", d->opens_at},
                 {"closes_at", d->closes_at},
                 {"review_by", d->review_by}};
    int64_t latest = 0;

    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        if (times[i].at != 0 && times[i].at < latest)
            node_bad(root, times[i].key, "definition/dates");
        if (times[i].at > latest)
            latest = times[i].at;
    }
    if (d->closes_at != 0 && d->closes_at == d->opens_at)
        node_bad(root, "closes_at", "definition/dates");
}

void definition_check(const struct node *root, const struct definition *d)
{
    check_keys(root, d);
    check_topics(root, d);
    check_sections(root, d);
    check_meanings(root, d);
    check_attachments(root, d);
    check_criteria(root, d);
    check_switches(root, d);
    check_pattern(root, "application_number", d->application_number, "random4", false);
    check_pattern(root, "award_number", d->award_number, "seq", true);
    check_times(root, d);
    if (*d->mailbox != '\0' && !is_address(d->mailbox))
        node_bad(root, "mailbox", "definition/not-an-address");
}
