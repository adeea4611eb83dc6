/* call.c: the definition of 2023 says what the guide says; gates, switches and numbers. */

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

TEST("the call of 2023 has the guide's four directions and seven topics in its words")
{
    static const struct {
        const char *direction, *title;
        size_t subtopics;
    } guide[] = {
        {"大模型性能优化方向", "基于 MindSpore 的大模型训练、微调、推理、应用技术研究", 4},
        {"大模型原生模型方向", "基于 MindSpore 的新型基础模型结构研究", 0},
        {"大模型原生模型方向", "基于 MindSpore 的 SOTA 多模态大模型研究", 0},
        {"大模型原生模型方向", "基于 MindSpore 的 AI Agent 技术研究", 0},
        {"大模型原生模型方向", "基于 MindSpore 的高保真图像/音视频/3D 视觉生成技术研究", 2},
        {"AI4S 方向", "基于 MindSpore 的生物、流体、化学、气象领域基础模型研究", 3},
        {"核心框架贡献方向", "AI 编译优化技术研究", 3},
    };
    struct arena *arena = arena_open();
    const struct definition *d = season(arena);

    assert_int_equal(d->directions.count, 4);
    assert_int_equal(d->topics.count, 7);
    for (size_t i = 0; i < 7; i++) {
        const struct topic_definition *topic = &d->topics.items[i];
        size_t place = (size_t)(*topic->direction - '1');

        assert_int_equal(*topic->code, '1' + (char)i);
        assert_string_equal(topic->title.in[LANGUAGE_ZH], guide[i].title);
        assert_string_equal(d->directions.items[place].title.in[LANGUAGE_ZH], guide[i].direction);
        assert_int_equal(topic->subtopics.count, guide[i].subtopics);
        assert_int_equal(topic->quota, 1);
    }
    assert_string_equal(topic_subtopic(definition_topic(d, "6"), "6-2")->title.in[LANGUAGE_ZH],
                        "PDE 基础模型构建研究");
    assert_null(definition_topic(d, "8"));
    assert_null(topic_subtopic(definition_topic(d, "2"), "2-1"));
    arena_close(arena);
}

TEST("the dates of 2023 are the guide's: opened 9 November, reviewed by 10 December, no closing")
{
    struct arena *arena = arena_open();
    const struct definition *d = season(arena);

    assert_string_equal(text_rfc3339(arena, d->opens_at), "2023-11-09T00:00:00+08:00");
    assert_string_equal(text_date(arena, d->review_by), "2023-12-10");
    assert_int_equal(d->closes_at, 0);
    assert_int_equal(d->grace, 900);
    assert_string_equal(d->mailbox, "xsjljj@caai.cn");
    assert_int_equal(d->acceptance.count, 3);
    arena_close(arena);
}

TEST("ten criteria in three groups weigh 60, 25 and 15 of 100, each scored 1 to 10")
{
    struct arena *arena = arena_open();
    const struct definition *d = season(arena);
    int64_t weights[3] = {0};

    assert_int_equal(d->criteria.count, 10);
    assert_int_equal(d->groups.count, 3);
    for (size_t i = 0; i < d->criteria.count; i++)
        for (size_t g = 0; g < 3; g++)
            if (strcmp(d->criteria.items[i].group, d->groups.items[g].key) == 0)
                weights[g] += d->criteria.items[i].weight;
    assert_int_equal(weights[0], 60);
    assert_int_equal(weights[1], 25);
    assert_int_equal(weights[2], 15);
    assert_int_equal(d->scale_least, 1);
    assert_int_equal(d->scale_most, 10);
    assert_string_equal(d->recommendations.items[0].label.in[LANGUAGE_ZH], "优先资助");
    assert_int_equal(d->recommendations.count, 3);
    arena_close(arena);
}

TEST("only the secretary reads whom to avoid, only the office phone and e-mail")
{
    struct arena *arena = arena_open();
    const struct definition *d = season(arena);
    const struct section *section = NULL;

    assert_int_equal(definition_meaning(d, MEANS_AVOID, &section)->audience, AUDIENCE_SECRETARY);
    assert_int_equal(section->number, 12);
    assert_int_equal(definition_meaning(d, MEANS_PHONE, NULL)->audience, AUDIENCE_OFFICE);
    assert_int_equal(definition_meaning(d, MEANS_EMAIL, NULL)->audience, AUDIENCE_OFFICE);
    assert_int_equal(definition_slot(d, "employment")->audience, AUDIENCE_OFFICE);
    assert_true(definition_section(d, "applicant")->shared);
    assert_false(definition_section(d, "basic")->shared);
    assert_true(section_applies(section, "3"));
    arena_close(arena);
}

TEST("consent to share with the other founders is asked and never needed")
{
    struct arena *arena = arena_open();
    const struct section *section = definition_section(season(arena), "commitments");
    int asked = 0;

    for (size_t i = 0; i < section->fields.count; i++) {
        const struct field *field = &section->fields.items[i];

        if (field->means == MEANS_COMMITMENT)
            assert_true(field->required);
        else
            asked += !field->required && !field->warn_only;
    }
    assert_int_equal(asked, 2);
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
    assert_string_equal(definition_metric_choices(d, "7", "7-1")[0], "performance-7");
    assert_string_equal(definition_metric_choices(d, "2", "")[0], "open");
    assert_string_equal(definition_metric_choices(d, "6", "6-3")[0], "venue");
    assert_int_equal(definition_metric(d, "venue")->kind, METRIC_VENUE);
    assert_int_equal(definition_metric(d, "open")->kind, METRIC_OPEN);
    assert_int_equal(definition_metric(d, definition_metric_choices(d, "3", NULL)[0])->kind,
                     METRIC_ACCURACY);
    assert_int_equal(definition_metric(d, definition_metric_choices(d, "4", NULL)[0])->kind,
                     METRIC_ACCURACY);
    assert_int_equal(definition_metric(d, "performance-7")->kind, METRIC_PERFORMANCE);
    assert_null(definition_metric_choices(d, "9", NULL)[0]);
    arena_close(arena);
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
    arena_close(arena);
}

TEST("a call without a closing time never closes; an opening written early is not undone")
{
    struct call call = {.opens_at = 100};

    assert_int_equal(call_gate(&call, 1L << 40), GATE_OPEN);
    call = (struct call){.opens_at = 100, .opened_at = 50};
    assert_int_equal(call_gate(&call, 60), GATE_OPEN);
}

TEST("a call whose times are not set does not open by itself")
{
    struct arena *arena = arena_open();
    struct call call = {.switches = json_root(arena)};

    assert_int_equal(call_gate(&call, 1L << 40), GATE_BEFORE);
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

TEST("numbers follow the call's patterns")
{
    struct arena *arena = arena_open();
    uint8_t random[3] = {0x12, 0x34, 0x56};

    assert_string_equal(number_sequence(arena, "X-2023-MindSpore{seq:02}", 7),
                        "X-2023-MindSpore07");
    assert_string_equal(number_sequence(arena, "X-2023-MindSpore{seq:02}", 123),
                        "X-2023-MindSpore123");
    assert_string_equal(number_sequence(arena, "X-{seq}/Y", 7), "X-7/Y");
    assert_string_equal(number_random(arena, "A2023-{random4}", random), "A2023-P2D4");
    arena_close(arena);
}
