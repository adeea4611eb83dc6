/* definition_diff.c: what changes between two definitions (declared in call.h). */

#include "base/text.h"
#include "domain/call.h"

struct comparison {
    struct arena *arena;
    struct definition_diff diff;
};

static void note(struct comparison *c, const char *path, const char *what, const char *before,
                 const char *after, bool breaks)
{
    *list_add(c->arena, &c->diff) = (struct definition_change){arena_text(c->arena, path), what,
                                                               before, after, breaks};
}

static void compare_text(struct comparison *c, const char *path, const char *before,
                         const char *after)
{
    if (!text_equal(before, after))
        note(c, path, "changed", before, after, false);
}

static void compare_words(struct comparison *c, const char *path, const struct words *before,
                          const struct words *after)
{
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        compare_text(c, arena_format(c->arena, "%s.%s", path, i == LANGUAGE_ZH ? "zh" : "en"),
                     before->in[i], after->in[i]);
}

static void compare_number(struct comparison *c, const char *path, int64_t before, int64_t after)
{
    compare_text(c, path, arena_format(c->arena, "%lld", (long long)before),
                 arena_format(c->arena, "%lld", (long long)after));
}

static const struct field *field_named(const struct field_list *fields, const char *key)
{
    for (size_t i = 0; i < fields->count; i++)
        if (strcmp(fields->items[i].key, key) == 0)
            return &fields->items[i];
    return NULL;
}

static void compare_fields(struct comparison *c, const char *path, const struct field_list *from,
                           const struct field_list *to);

static void compare_field(struct comparison *c, const char *path, const struct field *from,
                          const struct field *to)
{
    if (from->kind != to->kind || from->means != to->means)
        note(c, path, "changed", from->label.in[LANGUAGE_ZH], to->label.in[LANGUAGE_ZH], true);
    compare_words(c, arena_format(c->arena, "%s.label", path), &from->label, &to->label);
    compare_words(c, arena_format(c->arena, "%s.help", path), &from->help, &to->help);
    compare_number(c, arena_format(c->arena, "%s.most_words", path), from->most_words,
                   to->most_words);
    compare_number(c, arena_format(c->arena, "%s.most", path), from->most, to->most);
    compare_number(c, arena_format(c->arena, "%s.required", path), from->required, to->required);
    compare_fields(c, path, &from->columns, &to->columns);
}

static void compare_fields(struct comparison *c, const char *path, const struct field_list *from,
                           const struct field_list *to)
{
    for (size_t i = 0; i < from->count; i++) {
        const struct field *old = &from->items[i], *new = field_named(to, old->key);
        const char *place = arena_format(c->arena, "%s.%s", path, old->key);

        if (new == NULL)
            note(c, place, "removed", old->label.in[LANGUAGE_ZH], "", true);
        else
            compare_field(c, place, old, new);
    }
    for (size_t i = 0; i < to->count; i++)
        if (field_named(from, to->items[i].key) == NULL)
            note(c, arena_format(c->arena, "%s.%s", path, to->items[i].key), "added", "",
                 to->items[i].label.in[LANGUAGE_ZH], false);
}

static void compare_sections(struct comparison *c, const struct definition *from,
                             const struct definition *to)
{
    for (size_t i = 0; i < from->sections.count; i++) {
        const struct section *old = &from->sections.items[i];
        const struct section *new = definition_section(to, old->key);
        const char *path = arena_format(c->arena, "$.sections.%s", old->key);

        if (new == NULL) {
            note(c, path, "removed", old->title.in[LANGUAGE_ZH], "", true);
            continue;
        }
        if (old->shared != new->shared)
            note(c, path, "changed", old->title.in[LANGUAGE_ZH], new->title.in[LANGUAGE_ZH], true);
        compare_words(c, arena_format(c->arena, "%s.title", path), &old->title, &new->title);
        compare_fields(c, path, &old->fields, &new->fields);
    }
    for (size_t i = 0; i < to->sections.count; i++)
        if (definition_section(from, to->sections.items[i].key) == NULL)
            note(c, arena_format(c->arena, "$.sections.%s", to->sections.items[i].key), "added", "",
                 to->sections.items[i].title.in[LANGUAGE_ZH], false);
}

static void compare_topics(struct comparison *c, const struct definition *from,
                           const struct definition *to)
{
    for (size_t i = 0; i < from->topics.count; i++) {
        const struct topic_definition *old = &from->topics.items[i];
        const struct topic_definition *new = definition_topic(to, old->code);
        const char *path = arena_format(c->arena, "$.topics.%s", old->code);

        if (new == NULL) {
            note(c, path, "removed", old->title.in[LANGUAGE_ZH], "", true);
            continue;
        }
        compare_words(c, arena_format(c->arena, "%s.title", path), &old->title, &new->title);
        compare_words(c, arena_format(c->arena, "%s.brief", path), &old->brief, &new->brief);
        for (size_t s = 0; s < old->subtopics.count; s++)
            if (topic_subtopic(new, old->subtopics.items[s].key) == NULL)
                note(c, arena_format(c->arena, "%s.%s", path, old->subtopics.items[s].key),
                     "removed", old->subtopics.items[s].title.in[LANGUAGE_ZH], "", true);
    }
    for (size_t i = 0; i < to->topics.count; i++)
        if (definition_topic(from, to->topics.items[i].code) == NULL)
            note(c, arena_format(c->arena, "$.topics.%s", to->topics.items[i].code), "added", "",
                 to->topics.items[i].title.in[LANGUAGE_ZH], false);
}

static void compare_criteria(struct comparison *c, const struct definition *from,
                             const struct definition *to)
{
    size_t common = from->criteria.count < to->criteria.count ? from->criteria.count
                                                              : to->criteria.count;

    compare_number(c, "$.criteria.length", (int64_t)from->criteria.count,
                   (int64_t)to->criteria.count);
    for (size_t i = 0; i < common; i++) {
        const struct criterion *old = &from->criteria.items[i], *new = &to->criteria.items[i];
        const char *path = arena_format(c->arena, "$.criteria.%s", old->key);

        if (strcmp(old->key, new->key) != 0)
            note(c, path, "changed", old->key, new->key, true);
        compare_number(c, arena_format(c->arena, "%s.weight", path), old->weight, new->weight);
    }
}

struct definition_diff definition_compare(struct arena *arena, const struct definition *from,
                                          const struct definition *to)
{
    struct comparison c = {.arena = arena};

    compare_words(&c, "$.title", &from->title, &to->title);
    compare_words(&c, "$.lede", &from->lede, &to->lede);
    compare_text(&c, "$.mailbox", from->mailbox, to->mailbox);
    compare_text(&c, "$.guide", from->guide, to->guide);
    compare_text(&c, "$.application_number", from->application_number, to->application_number);
    compare_text(&c, "$.award_number", from->award_number, to->award_number);
    compare_number(&c, "$.opens_at", from->opens_at, to->opens_at);
    compare_number(&c, "$.closes_at", from->closes_at, to->closes_at);
    compare_topics(&c, from, to);
    compare_sections(&c, from, to);
    compare_criteria(&c, from, to);
    return c.diff;
}
