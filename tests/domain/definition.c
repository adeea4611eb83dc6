/* definition.c: mistakes in a definition are named by their path; what changes between two. */

#include "base/asset.h"
#include "base/text.h"
#include "domain/call.h"
#include "support/test.h"

static json_t *json_asset(struct arena *arena, const char *path)
{
    const struct asset *asset = asset_find(path);
    struct error err = {0};

    assert_non_null(asset);
    return json_parse(arena, (const char *)asset->bytes, asset->length, &err);
}

static json_t *document(struct arena *arena)
{
    return json_asset(arena, "templates/calls/2023.json");
}

/* Sets, or with NULL removes, the member at "sections.0.fields.2.kind". */
static void mutate(struct arena *arena, json_t *at, const char *path, const char *json)
{
    char *rest = arena_text(arena, path), *word;
    struct error err = {0};
    json_t *value = json == NULL ? NULL : json_parse(arena, json, strlen(json), &err);

    for (word = strsep(&rest, "."); rest != NULL; word = strsep(&rest, "."))
        at = json_is_array(at) ? json_array_get(at, (size_t)strtoul(word, NULL, 10))
                               : json_object_get(at, word);
    assert_non_null(at);
    if (json_is_array(at))
        value == NULL ? json_array_remove(at, (size_t)strtoul(word, NULL, 10))
                      : json_array_set(at, (size_t)strtoul(word, NULL, 10), value);
    else if (value == NULL)
        json_object_del(at, word);
    else
        json_object_set(at, word, value);
}

/* Each row breaks one thing and names the path that must be complained of. */
static const struct mutation {
    const char *path;  /* of the member to change, dots between; digits are places */
    const char *value; /* JSON; NULL removes it */
    const char *complaint, *code;
} mutations[] = {
    /* shape */
    {"colour", "1", "$.colour", "unknown-member"},
    {"scale.middle", "5", "$.scale.middle", "unknown-member"},
    {"format", "\"grantd-call-9\"", "$.format", "unknown-format"},
    {"mailbox", NULL, "$.mailbox", "missing"},
    {"scale", NULL, "$.scale.least", "missing"},
    {"privacy", NULL, "$.privacy", "missing"},
    {"topics.0.title.en", NULL, "$.topics[0].title.en", "missing"},
    {"topics.0.title.en", "\"  \"", "$.topics[0].title.en", "not-a-text"},
    {"topics.0.title", "\"课题\"", "$.topics[0].title", "not-an-object"},
    {"topics.0", "7", "$.topics[0]", "not-an-object"},
    {"topics", "{}", "$.topics", "not-a-list"},
    {"topics", "[]", "$.topics", "empty"},
    {"topics.0.metrics", "[]", "$.topics[0].metrics", "empty"},
    {"topics.0.metrics.0", "5", "$.topics[0].metrics[0]", "not-a-text"},
    {"sections.2.fields.0.columns", "[]", "$.sections[2].fields[0].columns", "empty"},
    {"exports.0.columns.0", "\" \"", "$.exports[0].columns[0]", "not-a-text"},
    {"title.zh", "\"a\\u202eb\"", "$.title.zh", "not-clean"},
    {"mailbox", "\"a@b.cn\\r\\nBcc: c@d.cn\"", "$.mailbox", "not-clean"},
    {"mailbox", "\"the office\"", "$.mailbox", "not-an-address"},
    {"sections.0.fields.0.required", "1", "$.sections[0].fields[0].required", "not-a-flag"},
    {"opens_at", "\"9 November\"", "$.opens_at", "not-a-time"},
    {"criteria.0.weight", "\"ten\"", "$.criteria[0].weight", "not-a-number"},
    {"criteria.0.weight", "10.5", "$.criteria[0].weight", "not-a-number"},
    {"criteria.0.weight", "9223372036854775807", "$.criteria[0].weight", "range"},
    {"grace_seconds", "-1", "$.grace_seconds", "range"},
    {"attachments.0.most", "0", "$.attachments[0].most", "range"},
    /* words and keys */
    {"sections.0.fields.0.kind", "\"colour\"", "$.sections[0].fields[0].kind", "unknown-word"},
    {"sections.0.fields.0.means", "\"colour\"", "$.sections[0].fields[0].means", "unknown-word"},
    {"sections.0.fields.0.audience", "\"all\"", "$.sections[0].fields[0].audience", "unknown-word"},
    {"metrics.0.kind", "\"speed\"", "$.metrics[0].kind", "unknown-word"},
    {"key", "\"20 23\"", "$.key", "key"},
    {"sections.0.key", "\"a/b\"", "$.sections[0].key", "key"},
    {"sections.0.fields.0.key", "\"a.b\"", "$.sections[0].fields[0].key", "key"},
    {"topics.0.code", "\"../1\"", "$.topics[0].code", "key"},
    {"topics.1.code", "\"1\"", "$.topics[1].code", "twice"},
    {"topics.0.subtopics.1.key", "\"1-1\"", "$.topics[0].subtopics[1].key", "twice"},
    {"sections.1.key", "\"basic\"", "$.sections[1].key", "twice"},
    {"sections.0.fields.1.key", "\"title\"", "$.sections[0].fields[1].key", "twice"},
    {"sections.2.fields.0.columns.1.key", "\"name\"", "$.sections[2].fields[0].columns[1].key",
     "twice"},
    {"sections.5.key", "\"attachments\"", "$.sections[5].key", "reserved"},
    {"sections.4.fields.1.key", "\"base\"", "$.sections[4].fields[1].key", "reserved"},
    {"sections.4.fields.1.key", "\"csrf\"", "$.sections[4].fields[1].key", "reserved"},
    {"sections.2.fields.0.columns.2.key", "\"row\"", "$.sections[2].fields[0].columns[2].key",
     "reserved"},
    {"recommendations.2.key", "\"priority\"", "$.recommendations[2].key", "twice"},
    /* references */
    {"topics.0.direction", "\"9\"", "$.topics[0].direction", "unknown-direction"},
    {"topics.1.metrics.0", "\"speed\"", "$.topics[1].metrics", "unknown-metric"},
    {"topics.4.subtopics.0.metrics.0", "\"speed\"", "$.topics[4].subtopics[0].metrics",
     "unknown-metric"},
    {"criteria.0.group", "\"x\"", "$.criteria[0].group", "unknown-group"},
    {"sections.5.topics", "[\"1\", \"8\"]", "$.sections[5].topics", "unknown-topic"},
    {"sections.10.fields.2.shown.field", "\"nowhere\"", "$.sections[10].fields[2].shown.field",
     "unknown-field"},
    {"sections.10.fields.2.shown.value", "\"maybe\"", "$.sections[10].fields[2].shown.value",
     "no-option"},
    {"sections.10.fields.1.audience", "\"office\"", "$.sections[10].fields[2].shown.field",
     "shown-audience"},
    {"switches.0.fallback", "\"perhaps\"", "$.switches[0].fallback", "no-option"},
    /* meanings */
    {"sections.0.fields.0.means", "\"\"", "$.sections", "meaning-missing"},
    {"sections.0.topics", "[\"1\"]", "$.sections", "meaning-missing"},
    {"sections.1.fields.1.means", "\"name\"", "$.sections", "meaning-twice"},
    {"sections.0.fields.0.kind", "\"money\"", "$.sections[0].fields[0].kind", "meaning-kind"},
    {"sections.2.fields.0.kind", "\"long\"", "$.sections[2].fields[0].kind", "meaning-kind"},
    {"sections.2.fields.0.columns.2.means", "\"orcid\"", "$.sections[2].fields[0].columns[2].means",
     "meaning-place"},
    {"sections.1.fields.1.means", "\"member-name\"", "$.sections[1].fields[1].means",
     "meaning-place"},
    {"sections.11.fields.0.audience", "\"office\"", "$.sections[11].fields[0].audience",
     "audience"},
    {"sections.1.fields.8.audience", "\"readers\"", "$.sections[1].fields[8].audience", "audience"},
    /* sense */
    {"sections.1.fields.5.options", "[]", "$.sections[1].fields[5].options", "no-options"},
    {"sections.10.fields.1.options.1.key", "\"ja\"", "$.sections[10].fields[1].options",
     "no-option"},
    {"sections.2.fields.0.columns.2.kind", "\"table\"", "$.sections[2].fields[0].columns",
     "table-in-table"},
    {"sections.0.fields.4.least", "6", "$.sections[0].fields[4].least", "limits"},
    {"scale.least", "10", "$.scale", "limits"},
    {"attachments.0.types.0", "\".PDF\"", "$.attachments[0].types", "extension"},
    {"award_number", "\"MindSpore07\"", "$.award_number", "pattern"},
    {"award_number", "\"X{seq:02}{seq:02}\"", "$.award_number", "pattern"},
    {"award_number", "\"X{seq:99999999}\"", "$.award_number", "pattern"},
    {"award_number", "\"X}{seq:02}\"", "$.award_number", "pattern"},
    {"award_number", "\"X{seq:02\"", "$.award_number", "pattern"},
    {"application_number", "\"A2023-{seq:02}\"", "$.application_number", "pattern"},
    {"application_number", "\"A2023-{random4:02}\"", "$.application_number", "pattern"},
    {"opens_at", "\"2023-11-01T00:00:00+08:00\"", "$.opens_at", "dates"},
    {"closes_at", "\"2023-11-01T00:00:00+08:00\"", "$.closes_at", "dates"},
    {"closes_at", "\"2023-12-24T00:00:00+08:00\"", "$.review_by", "dates"},
};

static bool complains(const struct problems *problems, const char *path, const char *code)
{
    for (size_t i = 0; i < problems->count; i++)
        if (strcmp(problems->items[i].path, path) == 0 &&
            strcmp(problems->items[i].code + strlen("definition/"), code) == 0)
            return true;
    return false;
}

TEST("every kind of mistake in a definition is named with its JSON path")
{
    for (size_t i = 0; i < sizeof mutations / sizeof mutations[0]; i++) {
        struct arena *arena = arena_open();
        struct problems problems = problems_in(arena);
        json_t *broken = document(arena);

        mutate(arena, broken, mutations[i].path, mutations[i].value);
        if (definition_read(arena, broken, &problems) != NULL)
            fail_msg("%s = %s was taken", mutations[i].path, mutations[i].value);
        if (!complains(&problems, mutations[i].complaint, mutations[i].code))
            fail_msg("%s: no %s at %s (first: %s at %s)", mutations[i].path, mutations[i].code,
                     mutations[i].complaint, problems.items[0].code, problems.items[0].path);
        arena_close(arena);
    }
}

TEST("every mistake is worded in both languages")
{
    struct arena *arena = arena_open();
    json_t *zh = json_asset(arena, "templates/i18n/zh-CN/rule.json");
    json_t *en = json_asset(arena, "templates/i18n/en/rule.json");

    for (size_t i = 0; i < sizeof mutations / sizeof mutations[0]; i++) {
        const char *key = arena_format(arena, "definition/%s", mutations[i].code);

        if (json_text(zh, key) == NULL || json_text(en, key) == NULL)
            fail_msg("%s is not worded", key);
    }
    arena_close(arena);
}

TEST("the weights of all criteria must be more than nothing")
{
    struct arena *arena = arena_open();
    struct problems problems = problems_in(arena);
    json_t *broken = document(arena);

    for (int i = 0; i < 10; i++)
        mutate(arena, broken, arena_format(arena, "criteria.%d.weight", i), "0");
    assert_null(definition_read(arena, broken, &problems));
    assert_true(complains(&problems, "$.criteria", "weights"));
    arena_close(arena);
}

TEST("a document of the wrong shape, or with a list without end, is refused in a moment")
{
    struct arena *arena = arena_open();
    struct problems problems = problems_in(arena);
    json_t *broken = document(arena), *many = json_root_array(arena);

    for (int i = 0; i < 100000; i++)
        json_add_object(many);
    json_object_set(broken, "topics", many);
    assert_null(definition_read(arena, broken, &problems));
    assert_true(complains(&problems, "$.topics", "too-many"));
    assert_true(problems.count < 10);
    problems = problems_in(arena);
    assert_null(definition_read(arena, json_root_array(arena), &problems));
    assert_true(complains(&problems, "$", "not-an-object"));
    arena_close(arena);
}

static struct definition_diff difference(struct arena *arena, const char *path, const char *json)
{
    struct problems problems = problems_in(arena);
    json_t *changed = document(arena);
    const struct definition *from = definition_read(arena, document(arena), &problems), *to;

    mutate(arena, changed, path, json);
    to = definition_read(arena, changed, &problems);
    for (size_t i = 0; i < problems.count; i++)
        print_error("%s %s\n", problems.items[i].path, problems.items[i].code);
    assert_non_null(from);
    assert_non_null(to);
    return definition_compare(arena, from, to);
}

TEST("a definition does not differ from itself")
{
    struct arena *arena = arena_open();

    assert_int_equal(difference(arena, "award_first", "1").count, 0);
    arena_close(arena);
}

/* Each row changes one thing; the difference is that and nothing else. */
static const struct change {
    const char *path, *value; /* as in mutations */
    const char *place, *what;
    bool breaks;
} changes[] = {
    {"mailbox", "\"fund@society.example\"", "$.mailbox", "changed", false},
    {"closes_at", "\"2023-11-24T17:00:00+08:00\"", "$.closes_at", "changed", false},
    {"budget_fen", "100000000", "$.budget", "changed", false},
    {"privacy.version", "\"2023-12\"", "$.privacy.version", "changed", false},
    {"acceptance.1.zh", "\"开源\"", "$.acceptance[1].zh", "changed", false},
    {"steps.6", NULL, "$.steps[6]", "removed", false},
    {"scale.most", "5", "$.scale_most", "changed", true},
    {"topics.2.brief.en", "\"Else\"", "$.topics.3.brief.en", "changed", false},
    {"topics.2.quota", "2", "$.topics.3.quota", "changed", false},
    {"topics.2", NULL, "$.topics.3", "removed", true},
    {"topics.0.subtopics.3", NULL, "$.topics.1.1-4", "removed", true},
    {"topics.0.subtopics.3.metrics", "[\"accuracy\"]", "$.topics.1.1-4.metrics", "changed", true},
    {"topics.0.subtopics.3.metrics", "[\"accuracy\", \"performance\"]", "$.topics.1.1-4.metrics",
     "changed", false},
    {"sections.7.fields.1", NULL, "$.sections.record.projects", "removed", true},
    {"sections.7.fields.1.kind", "\"text\"", "$.sections.record.projects.kind", "changed", true},
    {"sections.7.fields.1.audience", "\"office\"", "$.sections.record.projects.audience", "changed",
     false},
    {"sections.7.shared", "false", "$.sections.record.shared", "changed", true},
    {"sections.7.topics", "[\"1\"]", "$.sections.record.topics", "changed", true},
    {"sections.5", NULL, "$.sections.value", "removed", true},
    {"sections.2.fields.0.columns.3", NULL, "$.sections.members.rows.degree", "removed", true},
    {"sections.9.fields.0.rows.0", NULL, "$.sections.budget.lines.rows.equipment", "removed", true},
    {"sections.1.fields.5.options.2", NULL, "$.sections.applicant.institution_kind.options.company",
     "removed", true},
    {"attachments.2", NULL, "$.attachments.papers", "removed", true},
    {"attachments.1.audience", "\"readers\"", "$.attachments.employment.audience", "changed",
     false},
    {"criteria.0", NULL, "$.criteria.significance", "removed", true},
    {"criteria.9.weight", "20", "$.criteria.relevance.weight", "changed", false},
    {"switches.0.fallback", "\"off\"", "$.switches.two-persons/release.fallback", "changed", false},
    {"exports.0.columns", "[\"title\"]", "$.exports.contracts.columns", "changed", false},
};

TEST("the difference of two definitions is what changed, and says what breaks answers")
{
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        struct arena *arena = arena_open();
        struct definition_diff diff = difference(arena, changes[i].path, changes[i].value);

        if (diff.count != 1)
            fail_msg("%s: %zu changes", changes[i].path, diff.count);
        assert_string_equal(diff.items[0].path, changes[i].place);
        assert_string_equal(diff.items[0].what, changes[i].what);
        assert_int_equal(diff.items[0].breaks, changes[i].breaks);
        arena_close(arena);
    }
}

TEST("the difference tells old and new as people read them")
{
    struct arena *arena = arena_open();
    struct definition_diff diff = difference(arena, "closes_at", "\"2023-11-24T17:00:00+08:00\"");

    assert_string_equal(diff.items[0].before, "");
    assert_string_equal(diff.items[0].after, "2023-11-24 17:00:00");
    diff = difference(arena, "topics.2", NULL);
    assert_string_equal(diff.items[0].before, "基于 MindSpore 的 SOTA 多模态大模型研究");
    assert_string_equal(diff.items[0].after, "");
    arena_close(arena);
}

TEST("a change of order alone is a change")
{
    struct arena *arena = arena_open();
    struct problems problems = problems_in(arena);
    json_t *changed = document(arena), *list = json_at(changed, "recommendations");
    const struct definition *from = definition_read(arena, document(arena), &problems);
    struct definition_diff diff;

    json_array_append(list, json_array_get(list, 0));
    json_array_remove(list, 0);
    diff = definition_compare(arena, from, definition_read(arena, changed, &problems));
    assert_int_equal(diff.count, 1);
    assert_string_equal(diff.items[0].path, "$.recommendations");
    assert_string_equal(diff.items[0].after, "fundable, decline, priority");
    arena_close(arena);
}
