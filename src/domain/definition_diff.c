/* definition_diff.c: what changes between two definitions (declared in call.h). */

#include "base/text.h"
#include "domain/call.h"

struct comparison {
    struct arena *arena;
    struct definition_diff diff;
};

/* One member of a struct and how its value is told. */
enum leaf_kind {
    LEAF_WORDS,
    LEAF_TEXT,
    LEAF_NUMBER,
    LEAF_MONEY,
    LEAF_TIME,
    LEAF_FLAG,
    LEAF_LIST,
    LEAF_KIND,
    LEAF_MEANING,
    LEAF_AUDIENCE,
    LEAF_METRIC
};

struct leaf {
    const char *name;
    enum leaf_kind kind;
    size_t offset;
    bool breaks; /* a list: when it loses an item */
};

/* A list in a struct.  Its items begin with the key by which they are matched. */
struct part {
    const char *name; /* "" where the path goes on with the item's key */
    size_t offset, size;
    bool breaks; /* when an item is dropped */
    size_t label;
    const struct leaf *leaves;
    size_t leaf_count;
    const struct part *parts;
    size_t part_count;
};

#define COUNT(array)  (sizeof(array) / sizeof((array)[0]))
#define LEAVES(array) (array), COUNT(array)
#define SIZE(s, list) sizeof *((struct s *)0)->list.items
#define LIST_OF(s, l) offsetof(struct s, l), SIZE(s, l)
#define LEAF(s, m, k) #m, LEAF_##k, offsetof(struct s, m)

static const struct leaf option_leaves[] = {{LEAF(option, label, WORDS), false}};
static const struct leaf field_leaves[] = {
    {LEAF(field, label, WORDS), false},       {LEAF(field, help, WORDS), false},
    {LEAF(field, kind, KIND), true},          {LEAF(field, means, MEANING), true},
    {LEAF(field, audience, AUDIENCE), false}, {LEAF(field, required, FLAG), false},
    {LEAF(field, warn_only, FLAG), false},    {LEAF(field, most_words, NUMBER), false},
    {LEAF(field, least, NUMBER), false},      {LEAF(field, most, NUMBER), false},
    {LEAF(field, unit, TEXT), false},         {LEAF(field, shown_field, TEXT), false},
    {LEAF(field, shown_value, TEXT), false}};
static const struct part column_parts[] = {{"options", LIST_OF(field, options), true,
                                            offsetof(struct option, label), LEAVES(option_leaves),
                                            NULL, 0}};
static const struct part field_parts[] = {
    {"options", LIST_OF(field, options), true, offsetof(struct option, label),
     LEAVES(option_leaves), NULL, 0},
    {"rows", LIST_OF(field, rows), true, offsetof(struct option, label), LEAVES(option_leaves),
     NULL, 0},
    {"", LIST_OF(field, columns), true, offsetof(struct field, label), LEAVES(field_leaves),
     LEAVES(column_parts)}};
static const struct leaf section_leaves[] = {{LEAF(section, title, WORDS), false},
                                             {LEAF(section, help, WORDS), false},
                                             {LEAF(section, shared, FLAG), true},
                                             {LEAF(section, topics, LIST), true}};
static const struct part section_parts[] = {{"", LIST_OF(section, fields), true,
                                             offsetof(struct field, label), LEAVES(field_leaves),
                                             LEAVES(field_parts)}};
static const struct leaf subtopic_leaves[] = {{LEAF(subtopic, title, WORDS), false},
                                              {LEAF(subtopic, metrics, LIST), true}};
static const struct leaf topic_leaves[] = {{LEAF(topic_definition, title, WORDS), false},
                                           {LEAF(topic_definition, brief, WORDS), false},
                                           {LEAF(topic_definition, direction, TEXT), false},
                                           {LEAF(topic_definition, metrics, LIST), true},
                                           {LEAF(topic_definition, quota, NUMBER), false}};
static const struct part topic_parts[] = {{"", LIST_OF(topic_definition, subtopics), true,
                                           offsetof(struct subtopic, title),
                                           LEAVES(subtopic_leaves), NULL, 0}};
static const struct leaf metric_leaves[] = {{LEAF(metric, title, WORDS), false},
                                            {LEAF(metric, text, WORDS), false},
                                            {LEAF(metric, kind, METRIC), true}};
static const struct leaf slot_leaves[] = {{LEAF(attachment_slot, label, WORDS), false},
                                          {LEAF(attachment_slot, help, WORDS), false},
                                          {LEAF(attachment_slot, required, FLAG), false},
                                          {LEAF(attachment_slot, warn_only, FLAG), false},
                                          {LEAF(attachment_slot, by_office, FLAG), false},
                                          {LEAF(attachment_slot, most, NUMBER), false},
                                          {LEAF(attachment_slot, audience, AUDIENCE), false},
                                          {LEAF(attachment_slot, types, LIST), false}};
static const struct leaf criterion_leaves[] = {{LEAF(criterion, title, WORDS), false},
                                               {LEAF(criterion, help, WORDS), false},
                                               {LEAF(criterion, group, TEXT), false},
                                               {LEAF(criterion, weight, NUMBER), false}};
static const struct leaf group_leaves[] = {{LEAF(criterion_group, title, WORDS), false}};
static const struct leaf direction_leaves[] = {{LEAF(direction, title, WORDS), false}};
static const struct leaf stage_leaves[] = {{LEAF(stage, title, WORDS), false},
                                           {LEAF(stage, when, WORDS), false},
                                           {LEAF(stage, at, TIME), false}};
static const struct leaf switch_leaves[] = {{LEAF(switch_definition, label, WORDS), false},
                                            {LEAF(switch_definition, fallback, TEXT), false}};
static const struct part switch_parts[] = {{"options", LIST_OF(switch_definition, options), false,
                                            offsetof(struct option, label), LEAVES(option_leaves),
                                            NULL, 0}};
static const struct leaf preset_leaves[] = {{LEAF(export_preset, title, WORDS), false},
                                            {LEAF(export_preset, columns, LIST), false}};

static const struct leaf head_leaves[] = {
    {LEAF(definition, title, WORDS), false},
    {LEAF(definition, society, WORDS), false},
    {LEAF(definition, programme, WORDS), false},
    {LEAF(definition, lede, WORDS), false},
    {LEAF(definition, contact, WORDS), false},
    {LEAF(definition, mailbox, TEXT), false},
    {LEAF(definition, guide, TEXT), false},
    {LEAF(definition, published_at, TIME), false},
    {LEAF(definition, opens_at, TIME), false},
    {LEAF(definition, closes_at, TIME), false},
    {LEAF(definition, review_by, TIME), false},
    {LEAF(definition, grace, NUMBER), false},
    {LEAF(definition, application_number, TEXT), false},
    {LEAF(definition, award_number, TEXT), false},
    {LEAF(definition, award_first, NUMBER), false},
    {LEAF(definition, scale_least, NUMBER), true},
    {LEAF(definition, scale_most, NUMBER), true},
    {LEAF(definition, budget, MONEY), false},
    {LEAF(definition, reviewers_per_application, NUMBER), false},
    {LEAF(definition, privacy.version, TEXT), false},
    {LEAF(definition, privacy.handler, WORDS), false},
    {LEAF(definition, privacy.contact, WORDS), false},
    {LEAF(definition, privacy.purposes, WORDS), false},
    {LEAF(definition, privacy.kinds, WORDS), false},
    {LEAF(definition, privacy.recipients, WORDS), false},
    {LEAF(definition, privacy.retention, WORDS), false},
    {LEAF(definition, privacy.rights, WORDS), false},
};

static const struct leaf consent_leaves[] = {
    {LEAF(consent_definition, version, TEXT), false},
    {LEAF(consent_definition, text, WORDS), false},
};

static const struct part head_parts[] = {
    {"stages", LIST_OF(definition, stages), false, offsetof(struct stage, title),
     LEAVES(stage_leaves), NULL, 0},
    {"directions", LIST_OF(definition, directions), false, offsetof(struct direction, title),
     LEAVES(direction_leaves), NULL, 0},
    {"topics", LIST_OF(definition, topics), true, offsetof(struct topic_definition, title),
     LEAVES(topic_leaves), LEAVES(topic_parts)},
    {"metrics", LIST_OF(definition, metrics), true, offsetof(struct metric, title),
     LEAVES(metric_leaves), NULL, 0},
    {"sections", LIST_OF(definition, sections), true, offsetof(struct section, title),
     LEAVES(section_leaves), LEAVES(section_parts)},
    {"attachments", LIST_OF(definition, attachments), true, offsetof(struct attachment_slot, label),
     LEAVES(slot_leaves), NULL, 0},
    {"groups", LIST_OF(definition, groups), false, offsetof(struct criterion_group, title),
     LEAVES(group_leaves), NULL, 0},
    {"criteria", LIST_OF(definition, criteria), true, offsetof(struct criterion, title),
     LEAVES(criterion_leaves), NULL, 0},
    {"recommendations", LIST_OF(definition, recommendations), true, offsetof(struct option, label),
     LEAVES(option_leaves), NULL, 0},
    {"switches", LIST_OF(definition, switches), false, offsetof(struct switch_definition, label),
     LEAVES(switch_leaves), LEAVES(switch_parts)},
    {"exports", LIST_OF(definition, exports), false, offsetof(struct export_preset, title),
     LEAVES(preset_leaves), NULL, 0},
    {"consents", LIST_OF(definition, consents), false, offsetof(struct consent_definition, title),
     LEAVES(consent_leaves), NULL, 0},
};

/* Lists of sentences, which have no keys: matched by place. */
static const struct {
    const char *name;
    size_t offset;
} sentences[] = {{"eligibility", offsetof(struct definition, eligibility)},
                 {"steps", offsetof(struct definition, steps)},
                 {"acceptance", offsetof(struct definition, acceptance)},
                 {"property", offsetof(struct definition, property)}};

#define AS_WORD(name, word) word,
static const char *const kind_words[] = {FIELD_KINDS(AS_WORD)};
static const char *const audience_words[] = {AUDIENCES(AS_WORD)};
static const char *const metric_words[] = {METRIC_KINDS(AS_WORD)};
#undef AS_WORD
#define AS_WORD(name, word, needed) word,
static const char *const meaning_words[] = {MEANINGS(AS_WORD)};
#undef AS_WORD

/* Any LIST, as far as it is alike. */
struct items {
    const char *first;
    size_t count, size;
};

static struct items items_at(const void *whole, size_t offset, size_t size)
{
    struct {
        LIST(void);
    } list;

    memcpy(&list, (const char *)whole + offset, sizeof list);
    return (struct items){list.items, list.count, size};
}

static const char *key_at(const struct items *items, size_t i)
{
    const char *key;

    memcpy(&key, items->first + i * items->size, sizeof key);
    return key;
}

/* The item of that key; NULL when there is none. */
static const char *item_named(const struct items *items, const char *key)
{
    for (size_t i = 0; i < items->count; i++)
        if (strcmp(key_at(items, i), key) == 0)
            return items->first + i * items->size;
    return NULL;
}

static void note(struct comparison *c, const char *path, const char *what, const char *before,
                 const char *after, bool breaks)
{
    *list_add(c->arena, &c->diff) = (struct definition_change){arena_text(c->arena, path), what,
                                                               before == NULL ? "" : before,
                                                               after == NULL ? "" : after, breaks};
}

static void compare_text(struct comparison *c, const char *path, const char *before,
                         const char *after, bool breaks)
{
    if (strcmp(before == NULL ? "" : before, after == NULL ? "" : after) != 0)
        note(c, path, "changed", before, after, breaks);
}

static void compare_words(struct comparison *c, const char *path, const struct words *before,
                          const struct words *after)
{
    compare_text(c, arena_format(c->arena, "%s.zh", path), before->in[LANGUAGE_ZH],
                 after->in[LANGUAGE_ZH], false);
    compare_text(c, arena_format(c->arena, "%s.en", path), before->in[LANGUAGE_EN],
                 after->in[LANGUAGE_EN], false);
}

static const char *joined(struct arena *arena, const char *const *texts)
{
    struct buffer out = buffer_in(arena);

    for (size_t i = 0; texts != NULL && texts[i] != NULL; i++)
        buffer_format(&out, "%s%s", i == 0 ? "" : ", ", texts[i]);
    return buffer_get(&out);
}

static bool among(const char *const *texts, const char *text)
{
    for (size_t i = 0; texts[i] != NULL; i++)
        if (strcmp(texts[i], text) == 0)
            return true;
    return false;
}

/* Does the list lose an item?  NULL stands for all, and an empty list shares another. */
static bool narrows(const char *const *before, const char *const *after)
{
    if (after == NULL || before == NULL)
        return after != NULL;
    for (size_t i = 0; before[i] != NULL; i++)
        if (!among(after, before[i]))
            return after[0] != NULL;
    return false;
}

static const char *number_text(struct arena *arena, int64_t number)
{
    return arena_format(arena, "%lld", (long long)number);
}

/* The value as it is told; lists and words are compared elsewhere. */
static const char *value_text(struct arena *arena, const struct leaf *leaf, const void *at)
{
    switch (leaf->kind) {
    case LEAF_WORDS:
        break;
    case LEAF_LIST:
        return joined(arena, *(const char *const *const *)at);
    case LEAF_TEXT:
        return *(const char *const *)at;
    case LEAF_NUMBER:
        return number_text(arena, *(const int64_t *)at);
    case LEAF_MONEY:
        return *(const int64_t *)at == 0 ? "" : text_from_fen(arena, *(const int64_t *)at);
    case LEAF_TIME:
        return *(const int64_t *)at == 0 ? "" : text_time(arena, *(const int64_t *)at);
    case LEAF_FLAG:
        return *(const bool *)at ? "true" : "false";
    case LEAF_KIND:
        return kind_words[*(const enum field_kind *)at];
    case LEAF_MEANING:
        return meaning_words[*(const enum meaning *)at];
    case LEAF_AUDIENCE:
        return audience_words[*(const enum audience *)at];
    case LEAF_METRIC:
        return metric_words[*(const enum metric_kind *)at];
    }
    return "";
}

static void compare_leaf(struct comparison *c, const char *path, const struct leaf *leaf,
                         const void *from, const void *to)
{
    const void *before = (const char *)from + leaf->offset;
    const void *after = (const char *)to + leaf->offset;
    const char *place = arena_format(c->arena, "%s.%s", path, leaf->name);
    bool breaks = leaf->breaks;

    if (leaf->kind == LEAF_WORDS) {
        compare_words(c, place, before, after);
        return;
    }
    if (leaf->kind == LEAF_LIST)
        breaks = breaks &&
                 narrows(*(const char *const *const *)before, *(const char *const *const *)after);
    compare_text(c, place, value_text(c->arena, leaf, before), value_text(c->arena, leaf, after),
                 breaks);
}

static const char *label_of(const struct part *part, const char *item)
{
    return ((const struct words *)(const void *)(item + part->label))->in[LANGUAGE_ZH];
}

/* The keys of a list that the other list has too, in its order. */
static const char *common_order(struct arena *arena, const struct items *items,
                                const struct items *other)
{
    struct buffer out = buffer_in(arena);

    for (size_t i = 0; i < items->count; i++)
        if (item_named(other, key_at(items, i)) != NULL)
            buffer_format(&out, "%s%s", out.length == 0 ? "" : ", ", key_at(items, i));
    return buffer_get(&out);
}

static const char *place_of(struct arena *arena, const char *path, const struct part *part)
{
    return *part->name == '\0' ? path : arena_format(arena, "%s.%s", path, part->name);
}

static void compare_part(struct comparison *c, const char *path, const struct part *part,
                         const void *from, const void *to)
{
    struct items before = items_at(from, part->offset, part->size);
    struct items after = items_at(to, part->offset, part->size);
    const char *list = place_of(c->arena, path, part);

    for (size_t i = 0; i < before.count; i++) {
        const char *old = before.first + i * before.size;
        const char *new = item_named(&after, key_at(&before, i));
        const char *place = arena_format(c->arena, "%s.%s", list, key_at(&before, i));

        if (new == NULL) {
            note(c, place, "removed", label_of(part, old), "", part->breaks);
            continue;
        }
        for (size_t l = 0; l < part->leaf_count; l++)
            compare_leaf(c, place, &part->leaves[l], old, new);
        for (size_t p = 0; p < part->part_count; p++)
            compare_part(c, place, &part->parts[p], old, new);
    }
    for (size_t i = 0; i < after.count; i++)
        if (item_named(&before, key_at(&after, i)) == NULL)
            note(c, arena_format(c->arena, "%s.%s", list, key_at(&after, i)), "added", "",
                 label_of(part, after.first + i * after.size), false);
    compare_text(c, list, common_order(c->arena, &before, &after),
                 common_order(c->arena, &after, &before), false);
}

static void compare_sentences(struct comparison *c, const char *name, const struct items *before,
                              const struct items *after)
{
    const struct words *old = (const void *)before->first, *new = (const void *)after->first;
    size_t most = before->count > after->count ? before->count : after->count;

    for (size_t i = 0; i < most; i++) {
        const char *path = arena_format(c->arena, "$.%s[%zu]", name, i);

        if (i >= after->count)
            note(c, path, "removed", old[i].in[LANGUAGE_ZH], "", false);
        else if (i >= before->count)
            note(c, path, "added", "", new[i].in[LANGUAGE_ZH], false);
        else
            compare_words(c, path, &old[i], &new[i]);
    }
}

struct definition_diff definition_compare(struct arena *arena, const struct definition *from,
                                          const struct definition *to)
{
    struct comparison c = {.arena = arena};

    for (size_t i = 0; i < COUNT(head_leaves); i++)
        compare_leaf(&c, "$", &head_leaves[i], from, to);
    for (size_t i = 0; i < COUNT(sentences); i++) {
        struct items before = items_at(from, sentences[i].offset, sizeof(struct words));
        struct items after = items_at(to, sentences[i].offset, sizeof(struct words));

        compare_sentences(&c, sentences[i].name, &before, &after);
    }
    for (size_t i = 0; i < COUNT(head_parts); i++)
        compare_part(&c, "$", &head_parts[i], from, to);
    return c.diff;
}
