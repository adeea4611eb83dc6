/* application.c: deadlines to the second, and the rules that look at the whole application. */

#include "domain/application.h"

#include "base/asset.h"
#include "base/text.h"
#include "support/test.h"

#define OPENS  1000
#define CLOSES 2000
#define GRACE  90

static struct call season(struct arena *arena)
{
    const struct asset *asset = asset_find("templates/calls/2023.json");
    struct problems problems = problems_in(arena);
    struct error err = {0};
    struct call call = {.key = "2023", .version = 4, .grace = GRACE};

    call.definition = definition_read(
        arena, json_parse(arena, (const char *)asset->bytes, asset->length, &err), &problems);
    assert_non_null(call.definition);
    call.switches = json_root(arena);
    call.opens_at = OPENS;
    call.closes_at = CLOSES;
    return call;
}

/* An application with which nothing is wrong, on topic 1. */
static const char complete[] =
    "{\"basic\":{\"title\":\"低比特训练\",\"subtopic\":\"1-1\",\"metric\":\"performance\","
    "\"abstract\":\"摘要\",\"keywords\":[\"量化\"],\"start\":\"2024-01\",\"end\":\"2024-12\","
    "\"amount\":30000000},"
    "\"applicant\":{\"name\":\"林知远\",\"position\":\"教授\",\"degree\":\"博士\","
    "\"institution\":\"临江大学\",\"institution_kind\":\"university\",\"department\":\"计算机系\","
    "\"months\":\"6.5\",\"phone\":\"13800000000\",\"email\":\"lin@example.org\",\"full_time\":true}"
    ","
    "\"members\":{\"rows\":[{\"name\":\"周庭芳\",\"institution\":\"临江大学\",\"work\":\"算子\","
    "\"months\":\"3\"}],\"team\":\"队伍\",\"agree\":true},"
    "\"basis\":{\"background\":\"a\",\"aims\":\"a\",\"problems\":\"a\",\"approach\":\"a\","
    "\"innovation\":\"a\"},"
    "\"target\":{\"baseline\":\"a\",\"benchmark\":\"a\",\"environment\":\"a\",\"goal\":\"a\","
    "\"measure\":\"a\"},"
    "\"value\":{\"value\":\"a\"},"
    "\"outcomes\":{\"papers\":[{\"venue\":\"会议\",\"class\":\"A\",\"content\":\"论文\"}],"
    "\"repository_mindspore\":\"https://code.example.org/m\","
    "\"repository_openi\":\"https://openi.example.org/o\",\"licence\":\"mit\"},"
    "\"record\":{\"projects\":\"a\",\"experience\":\"a\",\"relevance\":\"a\"},"
    "\"schedule\":{\"milestones\":[{\"date\":\"2024-06\",\"content\":\"原型\"}]},"
    "\"budget\":{\"lines\":[{\"row\":\"equipment\",\"amount\":10000000},"
    "{\"row\":\"labour\",\"amount\":20000000}]},"
    "\"resources\":{\"card_hours\":\"100\",\"large_model\":\"no\"},"
    "\"commitments\":{\"truth\":true,\"one_award\":true,\"acceptance\":true,\"property\":true}}";

struct folder {
    struct arena *arena;
    struct call call;
    json_t *sections, *switches;
    struct answers answers;
    struct problems problems;
};

static struct folder folder_open(void)
{
    static const char *const slots[] = {"commitment", "employment", "papers"};
    struct folder folder = {.arena = arena_open()};
    struct error err = {0};

    folder.call = season(folder.arena);
    folder.call.switches = folder.switches = json_root(folder.arena);
    folder.sections = json_parse(folder.arena, complete, sizeof complete - 1, &err);
    folder.answers.sections = folder.sections;
    for (size_t i = 0; i < 3; i++)
        *list_add(folder.arena, &folder.answers.attachments) = slots[i];
    return folder;
}

static void answer(struct folder *folder, const char *section, const char *field, const char *json)
{
    struct error err = {0};
    json_t *value = json_parse(folder->arena, json, strlen(json), &err);

    assert_non_null(value);
    json_put(json_at(folder->sections, section), field, json_incref(value));
}

static const struct problem *check(struct folder *folder, const char *topic)
{
    folder->problems = problems_in(folder->arena);
    application_check(&folder->call, definition_topic(folder->call.definition, topic),
                      &folder->answers, &folder->problems);
    return folder->problems.count == 0 ? NULL : &folder->problems.items[0];
}

/* Exactly one thing is wrong. */
static const struct problem *only(struct folder *folder, const char *path, const char *code)
{
    const struct problem *problem = check(folder, "1");

    assert_int_equal(folder->problems.count, 1);
    assert_string_equal(problem->path, path);
    assert_string_equal(problem->code, code);
    return problem;
}

TEST("a complete application has no problem at all")
{
    struct folder folder = folder_open();

    assert_null(check(&folder, "1"));
    arena_close(folder.arena);
}

TEST("the rules that need more than one field, each broken alone, name their own place")
{
    static const struct {
        const char *section, *field, *json, *path, *code;
    } broken[] = {
        {"applicant", "full_time", "false", "applicant.full_time", "eligibility/full-time"},
        {"basic", "subtopic", "\"\"", "basic.subtopic", "topic/subtopic-missing"},
        {"basic", "metric", "\"venue\"", "basic.metric", "topic/metric-mismatch"},
        {"members", "agree", "false", "members.agree", "team/consent"},
        {"schedule", "milestones", "[{\"date\":\"2025-01\",\"content\":\"x\"}]",
         "schedule.milestones.0.date", "dates/milestones"},
        {"outcomes", "repository_openi", "\"\"", "outcomes.repository_openi",
         "outcomes/repositories"},
        {"outcomes", "repository_openi", "\"https://code.example.org/m\"",
         "outcomes.repository_openi", "outcomes/repositories"},
    };

    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        struct folder folder = folder_open();

        answer(&folder, broken[i].section, broken[i].field, broken[i].json);
        only(&folder, broken[i].path, broken[i].code);
        arena_close(folder.arena);
    }
}

TEST("an end before the start is told once, at the end; the milestones wait")
{
    struct folder folder = folder_open();

    answer(&folder, "basic", "end", "\"2023-12\"");
    assert_string_equal(only(&folder, "basic.end", "dates/order")->values[0].text, "2024-01");
    arena_close(folder.arena);
}

TEST("a budget that is 8,000 short or over says so in yuan; lump sums and none are not added up")
{
    struct folder folder = folder_open();
    const struct problem *problem;

    answer(
        &folder, "budget", "lines",
        "[{\"row\":\"equipment\",\"amount\":10000000},{\"row\":\"labour\",\"amount\":19200000}]");
    problem = only(&folder, "budget.lines", "budget/sum-less");
    assert_string_equal(problem->values[0].text, "300,000");
    assert_string_equal(problem->values[1].text, "8,000");
    answer(&folder, "budget", "lines", "[{\"row\":\"equipment\",\"amount\":30800000}]");
    assert_string_equal(only(&folder, "budget.lines", "budget/sum-more")->values[1].text, "8,000");
    json_put_text(folder.switches, "budget-form", "lump");
    assert_null(check(&folder, "1"));
    json_put_text(folder.switches, "budget-form", "none");
    assert_null(check(&folder, "1"));
    arena_close(folder.arena);
}

TEST("a budget line that is no money is told as such, without a sum nobody can check")
{
    struct folder folder = folder_open();

    answer(&folder, "budget", "lines", "[{\"row\":\"equipment\",\"amount\":\"三十万\"}]");
    only(&folder, "budget.lines.equipment.amount", "not-money");
    arena_close(folder.arena);
}

TEST("missing files warn, hold up the submission or are not asked for, as the call is switched")
{
    static const char *const keys[] = {"rule/seal", "rule/employment", "rule/papers"};
    struct folder folder = folder_open();

    folder.answers.attachments.count = 0;
    check(&folder, "1");
    assert_int_equal(folder.problems.count, 3);
    assert_int_equal(problems_errors(&folder.problems), 0);
    assert_string_equal(folder.problems.items[0].path, "attachments.commitment");
    assert_string_equal(folder.problems.items[0].code, "attachments/missing");
    for (size_t i = 0; i < 3; i++) {
        json_put_text(folder.switches, keys[i], "error");
        check(&folder, "1");
        assert_int_equal(problems_errors(&folder.problems), 1);
        json_put_text(folder.switches, keys[i], "off");
        check(&folder, "1");
        assert_int_equal(folder.problems.count, 2 - i);
    }
    arena_close(folder.arena);
}

TEST("nothing answered at all is a list of problems, not a crash; nor are answers of odd shapes")
{
    struct folder folder = folder_open();

    folder.answers.sections = NULL;
    check(&folder, "1");
    assert_true(problems_errors(&folder.problems) > 30);
    folder.answers.sections = folder.sections;
    answer(&folder, "basic", "start", "7");
    answer(&folder, "basic", "metric", "[]");
    answer(&folder, "schedule", "milestones", "\"x\"");
    answer(&folder, "budget", "lines", "[null,7,{}]");
    answer(&folder, "members", "rows", "{\"a\":1}");
    check(&folder, "1");
    assert_true(problems_errors(&folder.problems) >= 4);
    arena_close(folder.arena);
}

static struct application filed(enum application_state state)
{
    return (struct application){.state = state, .number = "A2023-7K3M", .topic_code = "1"};
}

static const char *submitting(struct call *call, struct application application, int64_t now,
                              int64_t upload_began, bool *in_grace)
{
    struct error err = {0};

    if (!application_submit(&application, call, now, upload_began, in_grace, &err))
        return err.code;
    assert_int_equal(application.state, APPLICATION_SUBMITTED);
    assert_int_equal(application.submitted_at, now);
    return "";
}

TEST("a submission counts up to and including the closing second, and not one later")
{
    struct arena *arena = arena_open();
    struct call call = season(arena);
    bool grace;

    assert_string_equal(submitting(&call, filed(APPLICATION_DRAFT), OPENS - 1, 0, &grace),
                        "call/not-open");
    assert_string_equal(submitting(&call, filed(APPLICATION_DRAFT), OPENS, 0, &grace), "");
    assert_string_equal(submitting(&call, filed(APPLICATION_DRAFT), CLOSES, 0, &grace), "");
    assert_false(grace);
    assert_string_equal(submitting(&call, filed(APPLICATION_DRAFT), CLOSES + 1, 0, &grace),
                        "call/closed");
    arena_close(arena);
}

TEST("the grace is for uploads that began in time, to its last second")
{
    struct arena *arena = arena_open();
    struct call call = season(arena);
    int64_t last = CLOSES + GRACE;
    bool grace;

    assert_string_equal(submitting(&call, filed(APPLICATION_DRAFT), last, CLOSES, &grace), "");
    assert_true(grace);
    assert_string_equal(submitting(&call, filed(APPLICATION_DRAFT), last + 1, CLOSES, &grace),
                        "call/closed");
    assert_string_equal(submitting(&call, filed(APPLICATION_DRAFT), last, CLOSES + 1, &grace),
                        "call/closed");
    arena_close(arena);
}

TEST("an extension or a date of correction moves this application's gate and no other")
{
    struct arena *arena = arena_open();
    struct call call = season(arena);
    struct application later = filed(APPLICATION_DRAFT), back = filed(APPLICATION_RETURNED);
    bool grace;

    later.extended_until = CLOSES + 500;
    back.due_at = CLOSES + 700;
    assert_int_equal(application_gate(&later, &call), CLOSES + 500);
    assert_int_equal(application_gate(&back, &call), CLOSES + 700);
    assert_string_equal(submitting(&call, later, CLOSES + 500, 0, &grace), "");
    assert_string_equal(submitting(&call, later, CLOSES + 501, 0, &grace), "call/closed");
    assert_string_equal(submitting(&call, back, CLOSES + 700, 0, &grace), "");
    back.state = APPLICATION_SUBMITTED;
    assert_int_equal(application_gate(&back, &call), CLOSES);
    arena_close(arena);
}

TEST("closing by hand closes at once; an extension reaches beyond it; no date is no gate")
{
    struct arena *arena = arena_open();
    struct call call = season(arena);
    struct application one = filed(APPLICATION_DRAFT);

    call.closed_at = 1500;
    assert_true(application_writable(&one, &call, 1499));
    assert_false(application_writable(&one, &call, 1500));
    one.extended_until = 1800;
    assert_true(application_writable(&one, &call, 1800));
    call.closed_at = CLOSES + 5;
    one.extended_until = 0;
    assert_true(application_writable(&one, &call, CLOSES));
    assert_false(application_writable(&one, &call, CLOSES + 1));
    call.closes_at = call.closed_at = 0;
    assert_int_equal(application_gate(&one, &call), 0);
    assert_true(application_writable(&one, &call, 1 << 30));
    arena_close(arena);
}

TEST("each state lets through what it says and names why not")
{
    static const struct {
        enum application_state state;
        const char *submit, *withdraw, *reopen;
    } table[] = {
        {APPLICATION_DRAFT, "", "", "application/not-withdrawn"},
        {APPLICATION_SUBMITTED, "", "", "application/not-withdrawn"},
        {APPLICATION_WITHDRAWN, "application/withdrawn", "application/withdrawn", ""},
        {APPLICATION_INELIGIBLE, "application/settled", "application/settled",
         "application/not-withdrawn"},
        {APPLICATION_ELIGIBLE, "application/settled", "application/settled",
         "application/not-withdrawn"},
    };
    struct arena *arena = arena_open();
    struct call call = season(arena);
    bool grace;

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct application one = filed(table[i].state), two = one;
        struct error withdrawing = {0}, reopening = {0};

        assert_string_equal(submitting(&call, one, OPENS, 0, &grace), table[i].submit);
        application_withdraw(&one, &call, OPENS, &withdrawing);
        assert_string_equal(withdrawing.code == NULL ? "" : withdrawing.code, table[i].withdraw);
        application_reopen(&two, &call, OPENS, &reopening);
        assert_string_equal(reopening.code == NULL ? "" : reopening.code, table[i].reopen);
    }
    arena_close(arena);
}

TEST("a withdrawn application becomes a draft again only before its gate")
{
    struct arena *arena = arena_open();
    struct call call = season(arena);
    struct application one = filed(APPLICATION_WITHDRAWN);
    struct error err = {0};

    assert_false(application_reopen(&one, &call, CLOSES + 1, &err));
    assert_string_equal(err.code, "call/closed");
    assert_true(application_reopen(&one, &call, CLOSES, &err));
    assert_int_equal(one.state, APPLICATION_DRAFT);
    arena_close(arena);
}

TEST("words and states are one to one")
{
    enum application_state found;

    for (int i = 0; i < APPLICATION_STATE_COUNT; i++) {
        assert_true(application_state_of(application_word((enum application_state)i), &found));
        assert_int_equal(found, i);
    }
    assert_false(application_state_of("funded", &found));
}

TEST("what is submitted has one canonical form, whatever order it was typed in")
{
    struct arena *arena = arena_open();
    struct call call = {.key = "2023", .version = 4};
    struct application one = filed(APPLICATION_SUBMITTED);
    struct submitted_files files = {0};
    json_t *sections = json_root(arena), *basic = json_put_object(sections, "basic");

    one.version = 2;
    one.preference = 1;
    json_put_text(basic, "title", "题");
    json_put_int(basic, "amount", 30000000);
    *list_add(arena, &files) = (struct submitted_file){"papers", "a.pdf", "application/pdf", "ab",
                                                       7};
    assert_string_equal(
        application_canonical(arena, &call, &one, sections, &files),
        "{\"call\":\"2023\",\"definition\":4,\"files\":[{\"name\":\"a.pdf\",\"sha256\":\"ab\","
        "\"size\":7,\"slot\":\"papers\",\"type\":\"application/pdf\"}],"
        "\"format\":\"grantd-application-1\",\"number\":\"A2023-7K3M\","
        "\"sections\":{\"basic\":{\"amount\":30000000,\"title\":\"题\"}},\"topic\":\"1\","
        "\"version\":2}");
    arena_close(arena);
}
