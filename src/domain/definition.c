/* definition.c: reads a call's definition from its JSON document (declared in call.h). */

#include "base/text.h"
#include "domain/definition_check.h"
#include "domain/reader.h"

static int word_at(const char *const *words, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(words[i], word) == 0)
            return (int)i;
    return -1;
}

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The place of a member's word among the words of an enum; 0 and a problem for any other. */
static int node_choice(const struct node *node, const char *key, const char *const *words,
                       size_t count, const char *fallback)
{
    const char *word = node_text(node, key, fallback == NULL ? NEEDED : OPTIONAL);
    int place = word_at(words, count, *word == '\0' && fallback != NULL ? fallback : word);

    if (place < 0 && *word != '\0')
        problem_text(node_bad(node, key, "definition/unknown-word"), "word", word);
    return place < 0 ? 0 : place;
}

#define AS_WORD(name, word) word,
static const char *const field_words[] = {FIELD_KINDS(AS_WORD)};
static const char *const audience_words[] = {AUDIENCES(AS_WORD)};
static const char *const metric_words[] = {METRIC_KINDS(AS_WORD)};
#undef AS_WORD
#define AS_WORD(name, word, needed) word,
static const char *const meaning_words[] = {MEANINGS(AS_WORD)};
#undef AS_WORD

static struct option option_of(const struct node *node, const char *marks)
{
    node_only(node, "key label");
    return (struct option){node_key(node, "key", marks), node_words(node, "label", NEEDED)};
}

/* Option lists have the same shape wherever they stand. */
static void read_options(const struct node *node, const char *key, struct option_list *options,
                         enum need need, const char *marks)
{
    for (size_t i = 0, n = node_count(node, key, need); i < n; i++) {
        struct node item = node_item(node, key, i);

        *list_add(node->reader->arena, options) = option_of(&item, marks);
    }
}

static void read_fields(const struct node *node, const char *key, struct field_list *fields);

static void read_shown(const struct node *node, struct field *field)
{
    struct node shown = node_member(node, "shown");

    if (shown.value == NULL)
        return;
    node_only(&shown, "field value");
    field->shown_field = node_text(&shown, "field", NEEDED);
    field->shown_value = node_text(&shown, "value", NEEDED);
}

static void read_field(const struct node *node, struct field *field)
{
    node_only(node, "key label help kind means audience required warn_only most_words least most "
                    "unit shown options columns rows");
    field->key = node_key(node, "key", "");
    field->label = node_words(node, "label", NEEDED);
    field->help = node_words(node, "help", OPTIONAL);
    field->kind = (enum field_kind)node_choice(node, "kind", field_words, COUNT(field_words), NULL);
    field->means = (enum meaning)node_choice(node, "means", meaning_words, COUNT(meaning_words),
                                             "");
    field->audience = (enum audience)node_choice(node, "audience", audience_words,
                                                 COUNT(audience_words), "readers");
    field->required = node_flag(node, "required");
    field->warn_only = node_flag(node, "warn_only");
    field->most_words = node_int(node, "most_words", OPTIONAL, 0);
    field->least = node_int(node, "least", OPTIONAL, 0);
    field->most = node_int(node, "most", OPTIONAL, 0);
    field->unit = node_text(node, "unit", OPTIONAL);
    read_shown(node, field);
    read_options(node, "options", &field->options, OPTIONAL, ".");
    read_options(node, "rows", &field->rows, OPTIONAL, "");
    if (field->kind == FIELD_TABLE)
        read_fields(node, "columns", &field->columns);
    definition_check_field(node, field);
}

static void read_fields(const struct node *node, const char *key, struct field_list *fields)
{
    for (size_t i = 0, n = node_count(node, key, NEEDED); i < n; i++) {
        struct node item = node_item(node, key, i);

        read_field(&item, list_add(node->reader->arena, fields));
    }
}

static void read_section(const struct node *node, struct section *section)
{
    node_only(node, "key number title help shared topics fields");
    section->key = node_key(node, "key", "");
    section->number = (int)node_range(node, "number", NEEDED, 1, 99, 0);
    section->title = node_words(node, "title", NEEDED);
    section->help = node_words(node, "help", OPTIONAL);
    section->shared = node_flag(node, "shared");
    if (json_at(node->value, "topics") != NULL)
        section->topics = node_texts(node, "topics", NEEDED);
    read_fields(node, "fields", &section->fields);
}

static void read_slot(const struct node *node, struct attachment_slot *slot)
{
    node_only(node, "key label help required warn_only by_office most audience types");
    slot->key = node_key(node, "key", "");
    slot->label = node_words(node, "label", NEEDED);
    slot->help = node_words(node, "help", OPTIONAL);
    slot->required = node_flag(node, "required");
    slot->warn_only = node_flag(node, "warn_only");
    slot->by_office = node_flag(node, "by_office");
    slot->most = node_range(node, "most", OPTIONAL, 1, 50, 1);
    slot->audience = (enum audience)node_choice(node, "audience", audience_words,
                                                COUNT(audience_words), "readers");
    slot->types = node_texts(node, "types", NEEDED);
}

static void read_subtopic(const struct node *node, struct subtopic *subtopic)
{
    node_only(node, "key title metrics");
    subtopic->key = node_key(node, "key", "");
    subtopic->title = node_words(node, "title", NEEDED);
    subtopic->metrics = node_texts(node, "metrics", OPTIONAL);
}

static void read_topic(const struct node *node, struct topic_definition *topic)
{
    node_only(node, "code direction title brief metrics quota subtopics");
    topic->code = node_key(node, "code", "");
    topic->direction = node_text(node, "direction", NEEDED);
    topic->title = node_words(node, "title", NEEDED);
    topic->brief = node_words(node, "brief", NEEDED);
    topic->metrics = node_texts(node, "metrics", NEEDED);
    topic->quota = node_range(node, "quota", OPTIONAL, 0, 1000, 1);
    for (size_t i = 0, n = node_count(node, "subtopics", OPTIONAL); i < n; i++) {
        struct node item = node_item(node, "subtopics", i);

        read_subtopic(&item, list_add(node->reader->arena, &topic->subtopics));
    }
}

static void read_metric(const struct node *node, struct metric *metric)
{
    node_only(node, "key kind title text");
    metric->key = node_key(node, "key", "");
    metric->kind = (enum metric_kind)node_choice(node, "kind", metric_words, COUNT(metric_words),
                                                 NULL);
    metric->title = node_words(node, "title", NEEDED);
    metric->text = node_words(node, "text", NEEDED);
}

static void read_criterion(const struct node *node, struct criterion *criterion)
{
    node_only(node, "key group title help weight");
    criterion->key = node_key(node, "key", "");
    criterion->group = node_text(node, "group", NEEDED);
    criterion->title = node_words(node, "title", NEEDED);
    criterion->help = node_words(node, "help", OPTIONAL);
    criterion->weight = node_range(node, "weight", NEEDED, 0, 1000, 0);
}

static void read_switch(const struct node *node, struct switch_definition *one)
{
    node_only(node, "key label fallback options");
    one->key = node_key(node, "key", "/");
    one->label = node_words(node, "label", NEEDED);
    one->fallback = node_text(node, "fallback", NEEDED);
    read_options(node, "options", &one->options, OPTIONAL, "");
}

static void read_consent(const struct node *node, struct consent_definition *consent)
{
    node_only(node, "key version title text");
    consent->key = node_key(node, "key", "/");
    consent->version = node_text(node, "version", NEEDED);
    consent->title = node_words(node, "title", NEEDED);
    consent->text = node_words(node, "text", NEEDED);
}

static void read_preset(const struct node *node, struct export_preset *preset)
{
    node_only(node, "key title columns");
    preset->key = node_key(node, "key", "");
    preset->title = node_words(node, "title", NEEDED);
    preset->columns = node_texts(node, "columns", NEEDED);
}

static void read_stage(const struct node *node, struct stage *stage)
{
    node_only(node, "key title when at");
    stage->key = node_key(node, "key", "");
    stage->title = node_words(node, "title", NEEDED);
    stage->when = node_words(node, "when", NEEDED);
    stage->at = node_time(node, "at");
}

static void read_direction(const struct node *node, struct direction *direction)
{
    node_only(node, "key title");
    direction->key = node_key(node, "key", "");
    direction->title = node_words(node, "title", NEEDED);
}

static void read_group(const struct node *node, struct criterion_group *group)
{
    node_only(node, "key title");
    group->key = node_key(node, "key", "");
    group->title = node_words(node, "title", NEEDED);
}

static void read_sentence(const struct node *node, struct words *words)
{
    *words = words_of(node);
}

static void read_privacy(const struct node *root, struct privacy *privacy)
{
    struct node node = node_member(root, "privacy");

    if (node.value == NULL) {
        node_bad(root, "privacy", "definition/missing");
        return;
    }
    node_only(&node, "version handler contact purposes kinds recipients retention rights");
    privacy->version = node_text(&node, "version", NEEDED);
    privacy->handler = node_words(&node, "handler", NEEDED);
    privacy->contact = node_words(&node, "contact", NEEDED);
    privacy->purposes = node_words(&node, "purposes", NEEDED);
    privacy->kinds = node_words(&node, "kinds", NEEDED);
    privacy->recipients = node_words(&node, "recipients", NEEDED);
    privacy->retention = node_words(&node, "retention", NEEDED);
    privacy->rights = node_words(&node, "rights", NEEDED);
}

static void read_scale(const struct node *root, struct definition *d)
{
    struct node scale = node_member(root, "scale");

    node_only(&scale, "least most");
    d->scale_least = node_range(&scale, "least", NEEDED, 0, 100, 1);
    d->scale_most = node_range(&scale, "most", NEEDED, 0, 100, 10);
}

static void read_head(const struct node *root, struct definition *d)
{
    d->key = node_key(root, "key", "");
    d->title = node_words(root, "title", NEEDED);
    d->society = node_words(root, "society", NEEDED);
    d->programme = node_words(root, "programme", NEEDED);
    d->lede = node_words(root, "lede", NEEDED);
    d->contact = node_words(root, "contact", NEEDED);
    d->mailbox = node_text(root, "mailbox", NEEDED);
    d->guide = node_lines(root, "guide", OPTIONAL);
    d->published_at = node_time(root, "published_at");
    d->opens_at = node_time(root, "opens_at");
    d->closes_at = node_time(root, "closes_at");
    d->review_by = node_time(root, "review_by");
    d->grace = node_range(root, "grace_seconds", OPTIONAL, 0, 86400, 900);
    d->application_number = node_text(root, "application_number", NEEDED);
    d->award_number = node_text(root, "award_number", NEEDED);
    d->award_first = node_range(root, "award_first", OPTIONAL, 0, 1000000, 1);
    d->budget = node_int(root, "budget_fen", OPTIONAL, 0);
    d->reviewers_per_application = node_range(root, "reviewers_per_application", OPTIONAL, 1, 20,
                                              3);
}

#define READ_LIST(name, reader, need)                                                              \
    for (size_t i = 0, n = node_count(&root, #name, (need)); i < n; i++) {                         \
        struct node item = node_item(&root, #name, i);                                             \
        reader(&item, list_add(arena, &d->name));                                                  \
    }

static void read_lists(struct arena *arena, struct node root, struct definition *d)
{
    READ_LIST(eligibility, read_sentence, NEEDED)
    READ_LIST(steps, read_sentence, OPTIONAL)
    READ_LIST(acceptance, read_sentence, NEEDED)
    READ_LIST(property, read_sentence, OPTIONAL)
    READ_LIST(stages, read_stage, NEEDED)
    READ_LIST(directions, read_direction, NEEDED)
    READ_LIST(metrics, read_metric, NEEDED)
    READ_LIST(topics, read_topic, NEEDED)
    READ_LIST(sections, read_section, NEEDED)
    READ_LIST(attachments, read_slot, OPTIONAL)
    READ_LIST(groups, read_group, NEEDED)
    READ_LIST(criteria, read_criterion, NEEDED)
    READ_LIST(switches, read_switch, OPTIONAL)
    READ_LIST(exports, read_preset, OPTIONAL)
    READ_LIST(consents, read_consent, OPTIONAL)
    read_options(&root, "recommendations", &d->recommendations, NEEDED, "");
}

static const char MEMBERS[] =
    "format key title society programme lede contact mailbox guide published_at opens_at closes_at "
    "review_by grace_seconds application_number award_number award_first scale budget_fen "
    "reviewers_per_application eligibility steps acceptance property stages directions metrics "
    "topics sections attachments groups criteria recommendations switches exports consents privacy";

const struct definition *definition_read(struct arena *arena, const json_t *document,
                                         struct problems *problems)
{
    struct reader reader = {arena, problems};
    struct node root = {&reader, document, "$"};
    struct definition *d = arena_alloc(arena, sizeof *d);
    size_t before = problems_errors(problems);

    node_only(&root, MEMBERS);
    if (!json_is_object(document))
        return NULL;
    if (strcmp(node_text(&root, "format", NEEDED), "grantd-call-1") != 0)
        node_bad(&root, "format", "definition/unknown-format");
    read_head(&root, d);
    read_scale(&root, d);
    read_lists(arena, root, d);
    read_privacy(&root, &d->privacy);
    definition_check(&root, d);
    return problems_errors(problems) == before ? d : NULL;
}
