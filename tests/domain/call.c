/* call.c: the definition of 2023 says what the guide says; mistakes are named by their path. */

#include "base/asset.h"
#include "base/text.h"
#include "domain/call.h"
#include "domain/number.h"
#include "support/test.h"

static json_t *document(struct arena *arena)
{
    const struct asset *asset = asset_find("templates/calls/2023.json");
    struct error err = {0};

    assert_non_null(asset);
    return json_parse(arena, (const char *)asset->bytes, asset->length, &err);
}

static const struct definition *season(struct arena *arena)
{
    struct problems problems = problems_in(arena);
    const struct definition *d = definition_read(arena, document(arena), &problems);

    for (size_t i = 0; i < problems.count; i++)
        print_error("%s %s %s\n", problems.items[i].path, problems.items[i].code,
                    problems.items[i].values[0].text);
    assert_non_null(d);
    return d;
}

TEST("the call of 2023 has four directions, seven topics and the guide's subtopics")
{
    static const size_t subtopics[] = {4, 0, 0, 0, 2, 3, 3};
    struct arena *arena = arena_open();
    const struct definition *d = season(arena);
    int64_t weights = 0;

    assert_int_equal(d->directions.count, 4);
    assert_int_equal(d->topics.count, 7);
    for (size_t i = 0; i < 7; i++)
        assert_int_equal(d->topics.items[i].subtopics.count, subtopics[i]);
    assert_string_equal(definition_topic(d, "7")->title.in[LANGUAGE_ZH], "AI 编译优化技术研究");
    for (size_t i = 0; i < d->criteria.count; i++)
        weights += d->criteria.items[i].weight;
    assert_int_equal(weights, 100);
    assert_int_equal(d->criteria.count, 10);
    assert_int_equal(d->closes_at, 0);
    assert_int_equal(d->acceptance.count, 3);
    arena_close(arena);
}

TEST("an empty metric cell shares its topic's; topic 1 may choose either, its own row first")
{
    struct arena *arena = arena_open();
    const struct definition *d = season(arena);

    assert_string_equal(definition_metric_choices(d, "1", "1-1")[0], "performance");
    assert_string_equal(definition_metric_choices(d, "1", "1-2")[0], "accuracy");
    assert_string_equal(definition_metric_choices(d, "1", "1-2")[1], "performance");
    assert_string_equal(definition_metric_choices(d, "5", "5-2")[0], "performance");
    assert_string_equal(definition_metric_choices(d, "6", "6-1")[0], "venue");
    assert_string_equal(definition_metric_choices(d, "7", "7-1")[0], "performance");
    assert_string_equal(definition_metric_choices(d, "2", "")[0], "open");
    assert_int_equal(definition_metric(d, "venue")->kind, METRIC_VENUE);
    assert_null(definition_metric_choices(d, "9", NULL)[0]);
    arena_close(arena);
}

/* Each row breaks one thing and names the path that must be complained of. */
static const struct mutation {
    const char *path;  /* of the member to change, dots between; digits are places */
    const char *value; /* JSON; NULL removes it */
    const char *complaint, *code;
} mutations[] = {
    {"sections.0.fields.0.kind", "\"colour\"", "$.sections[0].fields[0].kind",
     "definition/unknown-word"},
    {"sections.0.fields.0.kind", "\"money\"", "$.sections[0].fields[0].kind",
     "definition/meaning-kind"},
    {"sections.0.fields.0.means", "\"\"", "$.sections", "definition/meaning-missing"},
    {"topics.0.direction", "\"9\"", "$.topics[0].direction", "definition/unknown-direction"},
    {"topics.0.title.en", NULL, "$.topics[0].title.en", "definition/missing"},
    {"topics.1.code", "\"1\"", "$.topics[1].code", "definition/twice"},
    {"topics.4.subtopics.0.metrics.0", "\"speed\"", "$.topics[4].subtopics[0].metrics",
     "definition/unknown-metric"},
    {"criteria.0.group", "\"x\"", "$.criteria[0].group", "definition/unknown-group"},
    {"criteria.0.weight", "\"ten\"", "$.criteria[0].weight", "definition/not-a-number"},
    {"award_number", "\"MindSpore07\"", "$.award_number", "definition/pattern"},
    {"opens_at", "\"9 November\"", "$.opens_at", "definition/not-a-time"},
    {"closes_at", "\"2023-11-01T00:00:00+08:00\"", "$.closes_at", "definition/dates"},
    {"colour", "1", "$.colour", "definition/unknown-member"},
    {"mailbox", NULL, "$.mailbox", "definition/missing"},
    {"topics", "{}", "$.topics", "definition/not-a-list"},
    {"sections.10.fields.2.shown.field", "\"nowhere\"", "$.sections[10].fields",
     "definition/unknown-field"},
};

static void mutate(struct arena *arena, json_t *at, const struct mutation *m)
{
    char *path = arena_text(arena, m->path), *rest = path, *word;
    struct error err = {0};
    json_t *value = m->value == NULL ? NULL : json_parse(arena, m->value, strlen(m->value), &err);

    for (word = strsep(&rest, "."); rest != NULL; word = strsep(&rest, "."))
        at = json_is_array(at) ? json_array_get(at, (size_t)strtoul(word, NULL, 10))
                               : json_object_get(at, word);
    if (json_is_array(at))
        json_array_set(at, (size_t)strtoul(word, NULL, 10), value);
    else if (value == NULL)
        json_object_del(at, word);
    else
        json_object_set(at, word, value);
}

TEST("every kind of mistake in a definition is named with its JSON path")
{
    for (size_t i = 0; i < sizeof mutations / sizeof mutations[0]; i++) {
        struct arena *arena = arena_open();
        struct problems problems = problems_in(arena);
        json_t *broken = document(arena);
        bool found = false;

        mutate(arena, broken, &mutations[i]);
        assert_null(definition_read(arena, broken, &problems));
        for (size_t p = 0; p < problems.count; p++)
            found = found || (strcmp(problems.items[p].path, mutations[i].complaint) == 0 &&
                              strcmp(problems.items[p].code, mutations[i].code) == 0);
        if (!found)
            fail_msg("%s: no %s at %s (first: %s at %s)", mutations[i].path, mutations[i].code,
                     mutations[i].complaint, problems.items[0].code, problems.items[0].path);
        arena_close(arena);
    }
}

TEST("a call is open from opening up to and including closing, and events are never undone")
{
    struct arena *arena = arena_open();
    struct call call = {.opens_at = 100, .closes_at = 200, .switches = json_root(arena)};

    assert_int_equal(call_gate(&call, 99), GATE_BEFORE);
    assert_int_equal(call_gate(&call, 100), GATE_OPEN);
    assert_int_equal(call_gate(&call, 200), GATE_OPEN);
    assert_int_equal(call_gate(&call, 201), GATE_CLOSED);
    call.closed_at = 200;
    assert_int_equal(call_gate(&call, 150), GATE_CLOSED);
    call.closes_at = 900;
    assert_int_equal(call_gate(&call, 300), GATE_CLOSED);
    call.released_at = 400;
    assert_int_equal(call_gate(&call, 100), GATE_RELEASED);
    call = (struct call){.opens_at = 100};
    assert_int_equal(call_gate(&call, 1L << 40), GATE_OPEN);
    arena_close(arena);
}

TEST("a switch is the office's value, else the definition's")
{
    struct arena *arena = arena_open();
    struct call call = {.definition = season(arena), .switches = json_root(arena)};

    assert_true(call_switched_on(&call, "two-persons/release"));
    assert_false(call_switched_on(&call, "release-scores"));
    json_put_text((json_t *)(uintptr_t)call.switches, "two-persons/release", "off");
    assert_false(call_switched_on(&call, "two-persons/release"));
    assert_string_equal(call_switch(&call, "budget-form"), "lines");
    assert_string_equal(call_switch(&call, "nothing"), "off");
    arena_close(arena);
}

TEST("the difference of two definitions names what was dropped and that it breaks answers")
{
    struct arena *arena = arena_open();
    struct problems problems = problems_in(arena);
    const struct definition *from = season(arena), *to;
    json_t *changed = document(arena);
    struct definition_diff diff;
    bool dropped = false;

    json_array_remove(json_at(json_array_get(json_at(changed, "sections"), 7), "fields"), 1);
    to = definition_read(arena, changed, &problems);
    assert_non_null(to);
    diff = definition_compare(arena, from, to);
    for (size_t i = 0; i < diff.count; i++)
        dropped = dropped || (strcmp(diff.items[i].path, "$.sections.record.projects") == 0 &&
                              diff.items[i].breaks);
    assert_true(dropped);
    assert_int_equal(definition_compare(arena, from, season(arena)).count, 0);
    arena_close(arena);
}

TEST("numbers follow the call's patterns")
{
    struct arena *arena = arena_open();
    uint8_t random[3] = {0x12, 0x34, 0x56};

    assert_string_equal(number_sequence(arena, "X-2023-MindSpore{seq:02}", 7),
                        "X-2023-MindSpore07");
    assert_string_equal(number_sequence(arena, "X-2023-MindSpore{seq:02}", 123),
                        "X-2023-MindSpore123");
    assert_int_equal(strlen(number_random(arena, "A2023-{random4}", random)), 10);
    arena_close(arena);
}
