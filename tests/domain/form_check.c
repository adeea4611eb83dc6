/* form_check.c: what passes and what does not, by tables of answers. */

#include "domain/form.h"

#include "base/asset.h"
#include "base/text.h"
#include "support/test.h"

struct desk {
    struct arena *arena;
    const struct definition *definition;
    struct problems problems;
};

static struct desk desk_open(void)
{
    const struct asset *asset = asset_find("templates/calls/2023.json");
    struct desk desk = {.arena = arena_open()};
    struct problems problems = problems_in(desk.arena);
    struct error err = {0};

    desk.definition = definition_read(
        desk.arena, json_parse(desk.arena, (const char *)asset->bytes, asset->length, &err),
        &problems);
    assert_non_null(desk.definition);
    desk.problems = problems_in(desk.arena);
    return desk;
}

/* The code of the first problem at a path, "" for none. */
static const char *problem_at(const struct desk *desk, const char *path)
{
    for (size_t i = 0; i < desk->problems.count; i++)
        if (text_equal(desk->problems.items[i].path, path))
            return desk->problems.items[i].code;
    return "";
}

static void check(struct desk *desk, const char *topic, const char *section, const char *answers)
{
    struct error err = {0};
    json_t *parsed = json_parse(desk->arena, answers, strlen(answers), &err);

    assert_non_null(parsed);
    desk->problems = problems_in(desk->arena);
    form_check(desk->definition, definition_topic(desk->definition, topic),
               definition_section(desk->definition, section), parsed, &desk->problems);
}

TEST("every kind of answer is checked by its own rule")
{
    static const struct {
        const char *section, *answers, *path, *code;
    } cases[] = {
        {"basic", "{}", "basic.title", "required"},
        {"basic", "{\"keywords\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\"]}", "basic.keywords",
         "too-many"},
        {"basic", "{\"keywords\":[\"1\",\"2\",\"3\",\"4\",\"5\"]}", "basic.keywords", ""},
        {"basic", "{\"amount\":\"三十万\"}", "basic.amount", "not-money"},
        {"basic", "{\"subtopic\":\"5-1\"}", "basic.subtopic", "unknown-choice"},
        {"basic", "{\"subtopic\":\"1-2\"}", "basic.subtopic", ""},
        {"basic", "{\"metric\":\"speed\"}", "basic.metric", "unknown-choice"},
        {"basic", "{\"start\":\"2024-13\"}", "basic.start", "not-a-month"},
        {"applicant", "{\"months\":\"0.4\"}", "applicant.months", "out-of-range"},
        {"applicant", "{\"months\":\"0.5\"}", "applicant.months", ""},
        {"applicant", "{\"months\":\"12\"}", "applicant.months", ""},
        {"applicant", "{\"months\":\"12.01\"}", "applicant.months", "out-of-range"},
        {"applicant", "{\"months\":\"-1\"}", "applicant.months", "not-a-number"},
        {"applicant", "{\"months\":\"6.\"}", "applicant.months", "not-a-number"},
        {"applicant", "{\"institution_kind\":\"club\"}", "applicant.institution_kind",
         "unknown-choice"},
        {"applicant", "{\"full_time\":false}", "applicant.full_time", "must-tick"},
        {"applicant", "{}", "applicant.orcid", ""},
        {"members", "{\"rows\":[{\"name\":\"甲\"}]}", "members.rows.0.work", "required"},
        {"members", "{\"rows\":[{\"months\":\"0\"}]}", "members.rows.0.months", "out-of-range"},
        {"outcomes", "{}", "outcomes.papers", "required"},
        {"budget", "{\"lines\":[{\"row\":\"labour\",\"amount\":\"x\"}]}",
         "budget.lines.labour.amount", "not-money"},
        {"resources", "{\"large_model\":\"no\"}", "resources.large_model_why", ""},
        {"resources", "{\"large_model\":\"yes\"}", "resources.large_model_why", "required"},
        {"avoid",
         "{\"rows\":[{\"name\":\"1\"},{\"name\":\"2\"},{\"name\":\"3\"},{\"name\":\"4\"}]}",
         "avoid.rows", "too-many"},
        {"avoid", "{}", "avoid.rows", ""},
        {"commitments", "{}", "commitments.property", "must-tick"},
    };
    struct desk desk = desk_open();

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        check(&desk, "1", cases[i].section, cases[i].answers);
        assert_string_equal(problem_at(&desk, cases[i].path), cases[i].code);
    }
    arena_close(desk.arena);
}

TEST("addresses, phones, ORCIDs and URLs: what passes and what does not")
{
    static const struct {
        const char *section, *field, *good[6], *bad[9], *code;
    } cases[] = {
        {"applicant",
         "email",
         {"lin@example.org", "a.b+c@mail.example.edu.cn"},
         {"lin", "lin@", "@example.org", "lin@example", "lin..x@example.org", ".l@example.org",
          "林@example.org", "lin@-x.org", "a b@example.org"},
         "not-an-address"},
        {"applicant",
         "phone",
         {"13800000000", "138 0000 0000", "010-62780000", "0571-8795 0000-801", "+86 138 0000 0000",
          "+1 (212) 555-0100"},
         {"1380000000", "138000000001", "12800000000", "62780000", "+12", "abc", "010-6278000x",
          "+86 1280 000 0000", "0"},
         "not-a-phone"},
        {"applicant",
         "orcid",
         {"0000-0002-1825-0097", "0000-0002-1694-233X"},
         {"0000-0002-1825-0098", "0000-0002-1694-2330", "0000-0002-1825", "0000_0002_1825_0097"},
         "not-an-orcid"},
        {"outcomes",
         "repository_openi",
         {"https://openi.example.org/team/x", "http://a.example:8080/b?c#d"},
         {"openi.example.org", "ftp://example.org/x", "https://", "https://host",
          "javascript:alert(1)", "https://u:p@example.org/", "https://example.org/a b",
          "https://example.org:x/"},
         "not-a-url"},
    };
    struct desk desk = desk_open();

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *path = arena_format(desk.arena, "%s.%s", cases[i].section, cases[i].field);

        for (size_t k = 0; k < 6 && cases[i].good[k] != NULL; k++) {
            check(&desk, "1", cases[i].section,
                  arena_format(desk.arena, "{\"%s\":\"%s\"}", cases[i].field, cases[i].good[k]));
            assert_string_equal(problem_at(&desk, path), "");
        }
        for (size_t k = 0; k < 9 && cases[i].bad[k] != NULL; k++) {
            check(&desk, "1", cases[i].section,
                  arena_format(desk.arena, "{\"%s\":\"%s\"}", cases[i].field, cases[i].bad[k]));
            assert_string_equal(problem_at(&desk, path), cases[i].code);
        }
    }
    arena_close(desk.arena);
}

TEST("a title of 40 字 passes and one of 41 says how many there are")
{
    struct desk desk = desk_open();
    struct buffer title = buffer_in(desk.arena);

    for (size_t i = 0; i < 40; i++)
        buffer_text(&title, "字");
    check(&desk, "1", "basic", arena_format(desk.arena, "{\"title\":\"%s\"}", buffer_get(&title)));
    assert_string_equal(problem_at(&desk, "basic.title"), "");
    check(&desk, "1", "basic",
          arena_format(desk.arena, "{\"title\":\"%s A\"}", buffer_get(&title)));
    assert_string_equal(problem_at(&desk, "basic.title"), "too-many-words");
    assert_string_equal(desk.problems.items[0].values[0].text, "40");
    assert_string_equal(desk.problems.items[0].values[1].text, "41");
    arena_close(desk.arena);
}

TEST("a topic without subtopics asks for none; options follow topic and subtopic")
{
    struct desk desk = desk_open();
    const struct definition *d = desk.definition;
    const struct field *metric = definition_meaning(d, MEANS_METRIC, NULL);
    struct option_list options;
    json_t *answers = json_root(desk.arena);

    check(&desk, "2", "basic", "{}");
    assert_string_equal(problem_at(&desk, "basic.subtopic"), "");
    json_put_text(answers, "subtopic", "1-2");
    options = field_options(desk.arena, d, definition_topic(d, "1"), metric, answers);
    assert_int_equal(options.count, 2);
    assert_string_equal(options.items[0].key, "accuracy");
    options = field_options(desk.arena, d, definition_topic(d, "7"),
                            definition_meaning(d, MEANS_SUBTOPIC, NULL), answers);
    assert_int_equal(options.count, 3);
    arena_close(desk.arena);
}

TEST("progress counts what is asked for now and what of it is filled")
{
    struct desk desk = desk_open();
    const struct section *resources = definition_section(desk.definition, "resources");
    json_t *answers = json_root(desk.arena);
    size_t filled, asked;

    form_progress(resources, answers, &filled, &asked);
    assert_int_equal(filled, 0);
    assert_int_equal(asked, 2);
    json_put_text(answers, "large_model", "yes");
    form_progress(resources, answers, &filled, &asked);
    assert_int_equal(filled, 1);
    assert_int_equal(asked, 3);
    form_progress(definition_section(desk.definition, "avoid"), answers, &filled, &asked);
    assert_int_equal(asked, 0);
    arena_close(desk.arena);
}

TEST("what cannot be read is told once by reading and checking together")
{
    struct desk desk = desk_open();
    const struct section *basic = definition_section(desk.definition, "basic");
    struct typed items[] = {{"amount", "三十万"}, {"start", "下个月"}};
    struct typed_list typed = {.items = items, .count = 2};
    json_t *answers = form_read(desk.arena, basic, &typed, &desk.problems);
    size_t amount = 0, start = 0;

    form_check(desk.definition, definition_topic(desk.definition, "1"), basic, answers,
               &desk.problems);
    for (size_t i = 0; i < desk.problems.count; i++) {
        amount += text_equal(desk.problems.items[i].path, "basic.amount");
        start += text_equal(desk.problems.items[i].path, "basic.start");
    }
    assert_int_equal(amount, 1);
    assert_int_equal(start, 1);
    arena_close(desk.arena);
}
