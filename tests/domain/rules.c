/* rules.c: each screening rule fires on its own example and falls silent on the next one. */

#include "domain/application.h"

#include "base/asset.h"
#include "base/text.h"
#include "support/test.h"

#define FILES  "\"attachments\""
#define BROKEN "\"unreadable\""

/* Answers to a section that break one rule, and the same ones mended.  "budget" and "dates" need
 * two sections, so each example is a whole of sections. */
static const struct example {
    const char *rule, *path, *broken, *mended;
} examples[] = {
    {"eligibility/full-time", "applicant.full_time", "{\"applicant\":{\"full_time\":false}}",
     "{\"applicant\":{\"full_time\":true}}"},
    {"topic/subtopic-missing", "basic.subtopic", "{\"basic\":{\"subtopic\":\"\"}}",
     "{\"basic\":{\"subtopic\":\"1-2\"}}"},
    {"topic/metric-mismatch", "basic.metric",
     "{\"basic\":{\"subtopic\":\"1-1\",\"metric\":\"venue\"}}",
     "{\"basic\":{\"subtopic\":\"1-1\",\"metric\":\"accuracy\"}}"},
    {"team/months", "applicant.months", "{\"applicant\":{\"months\":\"12.01\"}}",
     "{\"applicant\":{\"months\":\"12\"}}"},
    {"team/months", "applicant.months", "{\"applicant\":{\"months\":\"0\"}}",
     "{\"applicant\":{\"months\":\"0.4\"}}"},
    {"team/member-months", "members.rows.1.months",
     "{\"members\":{\"rows\":[{\"months\":\"1\"},{\"months\":\"13\"}]}}",
     "{\"members\":{\"rows\":[{\"months\":\"1\"},{\"months\":\"12\"}]}}"},
    {"team/twice", "members.rows.0.name",
     "{\"applicant\":{\"name\":\"林知远\",\"institution\":\"临江大学\"},"
     "\"members\":{\"rows\":[{\"name\":\"林知远\",\"institution\":\"临江大学\"}]}}",
     "{\"applicant\":{\"name\":\"林知远\",\"institution\":\"临江大学\"},"
     "\"members\":{\"rows\":[{\"name\":\"林知远\",\"institution\":\"临海大学\"}]}}"},
    {"team/twice", "members.rows.1.name",
     "{\"members\":{\"rows\":[{\"name\":\"周庭芳\"},{\"name\":\"周庭芳\"}]}}",
     "{\"members\":{\"rows\":[{\"name\":\"周庭芳\"},{\"name\":\"陈砚秋\"}]}}"},
    {"record/year", "record.papers.0.year", "{\"record\":{\"papers\":[{\"year\":\"去年\"}]}}",
     "{\"record\":{\"papers\":[{\"year\":\"2022\"}]}}"},
    {"dates/order", "basic.end", "{\"basic\":{\"start\":\"2024-06\",\"end\":\"2024-05\"}}",
     "{\"basic\":{\"start\":\"2024-06\",\"end\":\"2024-06\"}}"},
    {"dates/milestones", "schedule.milestones.0.date",
     "{\"basic\":{\"start\":\"2024-01\",\"end\":\"2024-12\"},"
     "\"schedule\":{\"milestones\":[{\"date\":\"2025-01\"}]}}",
     "{\"basic\":{\"start\":\"2024-01\",\"end\":\"2024-12\"},"
     "\"schedule\":{\"milestones\":[{\"date\":\"2024-12\"}]}}"},
    {"budget/sum-less", "budget.lines",
     "{\"basic\":{\"amount\":3},\"budget\":{\"lines\":[{\"row\":\"labour\",\"amount\":2}]}}",
     "{\"basic\":{\"amount\":3},\"budget\":{\"lines\":[{\"row\":\"labour\",\"amount\":3}]}}"},
    {"budget/sum-more", "budget.lines",
     "{\"basic\":{\"amount\":3},\"budget\":{\"lines\":[{\"row\":\"labour\",\"amount\":4}]}}",
     "{\"basic\":{\"amount\":3},\"budget\":{\"lines\":[{\"row\":\"labour\",\"amount\":3}]}}"},
    {"team/consent", "members.agree", "{\"members\":{\"rows\":[{\"name\":\"周庭芳\"}]}}",
     "{\"members\":{\"rows\":[{\"name\":\"周庭芳\"}],\"agree\":true}}"},
    {"outcomes/repositories", "outcomes.repository_openi",
     "{\"outcomes\":{\"repository_mindspore\":\"https://a.example\","
     "\"repository_openi\":\"https://a.example\"}}",
     "{\"outcomes\":{\"repository_mindspore\":\"https://a.example\","
     "\"repository_openi\":\"https://b.example\"}}"},
    {"attachments/missing", "attachments.commitment", "{}", "{" FILES ":{}}"},
    {"attachments/unreadable", "attachments.papers", "{" BROKEN ":{}}", "{" FILES ":{}}"},
};

/* Does the rule speak at the path?  Answers that hold FILES come with the commitment page, with
 * BROKEN a PDF that cannot be read. */
static bool fires(struct arena *arena, const struct call *call, const struct example *example,
                  const char *text)
{
    struct problems problems = problems_in(arena);
    struct error err = {0};
    struct answers answers = {.sections = json_parse(arena, text, strlen(text), &err)};

    assert_non_null(answers.sections);
    if (strstr(text, FILES) != NULL)
        *list_add(arena, &answers.attachments) = "commitment";
    if (strstr(text, BROKEN) != NULL)
        *list_add(arena, &answers.unreadable) = (struct unreadable_file){"papers", "论文.pdf"};
    application_check(call, definition_topic(call->definition, "1"), &answers, &problems);
    for (size_t i = 0; i < problems.count; i++)
        if (text_equal(problems.items[i].path, example->path) &&
            text_equal(problems.items[i].code, example->rule))
            return true;
    return false;
}

static struct call call_of_2023(struct arena *arena)
{
    const struct asset *asset = asset_find("templates/calls/2023.json");
    struct problems problems = problems_in(arena);
    struct error err = {0};
    struct call call = {.switches = json_root(arena)};

    call.definition = definition_read(
        arena, json_parse(arena, (const char *)asset->bytes, asset->length, &err), &problems);
    assert_non_null(call.definition);
    return call;
}

TEST("every screening rule speaks at its place when it is broken, and no longer when it is mended")
{
    struct arena *arena = arena_open();
    struct call call = call_of_2023(arena);

    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        const struct example *one = &examples[i];

        if (!fires(arena, &call, one, one->broken) || fires(arena, &call, one, one->mended))
            fail_msg("%s: %s", one->rule, one->broken);
    }
    arena_close(arena);
}

TEST("no screening rule is without an example")
{
    size_t rule = 0;

    for (const char *id; (id = application_rule_id(rule)) != NULL; rule++) {
        size_t i = 0;

        while (i < sizeof examples / sizeof examples[0] && !text_equal(examples[i].rule, id))
            i++;
        if (i == sizeof examples / sizeof examples[0])
            fail_msg("%s has no example", id);
    }
    assert_true(rule > 0);
}

TEST("a section is whole only when all it asks for is there and no error remains")
{
    assert_int_equal(form_percent(0, 0, 0), 100);
    assert_int_equal(form_percent(0, 0, 1), 99);
    assert_int_equal(form_percent(0, 3, 3), 0);
    assert_int_equal(form_percent(2, 3, 1), 66);
    assert_int_equal(form_percent(3, 3, 0), 100);
    assert_int_equal(form_percent(3, 3, 1), 99);
}
