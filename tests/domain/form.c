/* form.c: what is typed becomes answers of one shape; nothing anybody typed is lost or guessed. */

#include "domain/form.h"

#include "base/asset.h"
#include "base/text.h"
#include "support/test.h"

struct desk {
    struct arena *arena;
    const struct definition *definition;
    struct typed_list typed;
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

static void type(struct desk *desk, const char *name, const char *value)
{
    *list_add(desk->arena, &desk->typed) = (struct typed){name, value};
}

static json_t *read_section(struct desk *desk, const char *section)
{
    return form_read(desk->arena, definition_section(desk->definition, section), &desk->typed,
                     &desk->problems);
}

/* The code of the first problem at a path, "" for none. */
static const char *problem_at(const struct desk *desk, const char *path)
{
    for (size_t i = 0; i < desk->problems.count; i++)
        if (text_equal(desk->problems.items[i].path, path))
            return desk->problems.items[i].code;
    return "";
}

static void assert_json(struct desk *desk, const json_t *value, const char *text)
{
    assert_string_equal(json_write(desk->arena, value), text);
}

TEST("text is trimmed, CRLF becomes LF, and only what was typed is answered")
{
    struct desk desk = desk_open();
    json_t *answers;

    type(&desk, "title", "　 低比特训练 \r\n");
    type(&desk, "abstract", "一\r\n二\r三\n");
    type(&desk, "nobody", "x");
    answers = read_section(&desk, "basic");
    assert_string_equal(json_word(answers, "title"), "低比特训练");
    assert_string_equal(json_word(answers, "abstract"), "一\n二\n三");
    assert_int_equal(json_object_size(answers), 2);
    assert_int_equal(desk.problems.count, 0);
    arena_close(desk.arena);
}

TEST("control bytes, bidi overrides and bad UTF-8 are refused, and that field is left out")
{
    static const char *const bad[] = {"a\x01"
                                      "b",
                                      "a\x1b[2J",
                                      "a\xE2\x80\xAE"
                                      "b",
                                      "a\xFF", "\xC0\xAF"};

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct desk desk = desk_open();
        json_t *answers;

        type(&desk, "title", bad[i]);
        type(&desk, "abstract", "完好");
        answers = read_section(&desk, "basic");
        assert_null(json_at(answers, "title"));
        assert_string_equal(problem_at(&desk, "basic.title"), "control-bytes");
        assert_string_equal(json_word(answers, "abstract"), "完好");
        arena_close(desk.arena);
    }
}

TEST("a table with one refused cell is left out whole, so that saving cannot empty the cell")
{
    struct desk desk = desk_open();
    json_t *answers;

    type(&desk, "rows.0.name", "周庭芳");
    type(&desk, "rows.1.name", "王\x02");
    answers = read_section(&desk, "members");
    assert_null(json_at(answers, "rows"));
    assert_string_equal(problem_at(&desk, "members.rows.1.name"), "control-bytes");
    arena_close(desk.arena);
}

TEST("one line holds 1000 bytes and paragraphs 64 KiB, not one byte more")
{
    struct desk desk = desk_open();
    char line[1002], *text = arena_alloc(desk.arena, 64 * 1024 + 2);

    memset(line, 'a', 1000);
    line[1000] = '\0';
    memset(text, 'a', 64 * 1024);
    type(&desk, "title", line);
    type(&desk, "abstract", text);
    assert_int_equal(json_object_size(read_section(&desk, "basic")), 2);
    line[1000] = 'a', line[1001] = '\0', text[64 * 1024] = 'a';
    assert_int_equal(json_object_size(read_section(&desk, "basic")), 0);
    assert_string_equal(problem_at(&desk, "basic.title"), "too-long");
    assert_string_equal(problem_at(&desk, "basic.abstract"), "too-long");
    arena_close(desk.arena);
}

TEST("money is fen, in digits of any width; what is no money stays as typed and is named")
{
    struct desk desk = desk_open();

    type(&desk, "amount", "３００，０００．５");
    assert_json(&desk, read_section(&desk, "basic"), "{\"amount\":30000050}");
    desk.typed.count = 0;
    type(&desk, "amount", "三十万");
    assert_json(&desk, read_section(&desk, "basic"), "{\"amount\":\"三十万\"}");
    assert_string_equal(problem_at(&desk, "basic.amount"), "not-money");
    desk.typed.count = 0;
    type(&desk, "amount", " ");
    assert_json(&desk, read_section(&desk, "basic"), "{\"amount\":null}");
    arena_close(desk.arena);
}

TEST("months come in all the ways people write them, and stay as typed when they are none")
{
    static const char *const same[] = {"2024-01",   "2024-1",           "2024/1",  "2024.01",
                                       "2024年1月", "２０２４年０１月", " 2024-1 "};
    static const char *const none[] = {"2024-13", "2024-0", "24-1", "2024", "下个月", "2024-1-5"};

    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        struct desk desk = desk_open();

        type(&desk, "start", same[i]);
        assert_string_equal(json_word(read_section(&desk, "basic"), "start"), "2024-01");
        assert_int_equal(desk.problems.count, 0);
        arena_close(desk.arena);
    }
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        struct desk desk = desk_open();

        type(&desk, "start", none[i]);
        assert_string_equal(json_word(read_section(&desk, "basic"), "start"), none[i]);
        assert_string_equal(problem_at(&desk, "basic.start"), "not-a-month");
        arena_close(desk.arena);
    }
}

TEST("keywords are parted by every mark people use")
{
    struct desk desk = desk_open();

    type(&desk, "keywords", "大模型；低比特; 量化，ascend,推理、 ；\r\n训练");
    assert_json(&desk, read_section(&desk, "basic"),
                "{\"keywords\":[\"大模型\",\"低比特\",\"量化\",\"ascend\",\"推理\",\"训练\"]}");
    arena_close(desk.arena);
}

TEST("an ORCID loses its address and gains its hyphens")
{
    static const char *const same[] = {"https://orcid.org/0000-0002-1694-233X",
                                       "orcid.org/0000-0002-1694-233x", "000000021694233X"};

    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        struct desk desk = desk_open();

        type(&desk, "orcid", same[i]);
        assert_string_equal(json_word(read_section(&desk, "applicant"), "orcid"),
                            "0000-0002-1694-233X");
        arena_close(desk.arena);
    }
}

TEST("a tick that is announced but absent is off; one that is not announced stays as it was")
{
    struct desk desk = desk_open();

    type(&desk, "truth", "on");
    type(&desk, "property.there", "1");
    assert_json(&desk, read_section(&desk, "commitments"), "{\"truth\":true,\"property\":false}");
    arena_close(desk.arena);
}

TEST("rows keep their order, blank ones are dropped, and an announced empty table is empty")
{
    struct desk desk = desk_open();

    type(&desk, "rows.10.name", "乙");
    type(&desk, "rows.2.name", "甲");
    type(&desk, "rows.2.months", "６．５");
    type(&desk, "rows.3.name", "  ");
    type(&desk, "rows.x.name", "丙");
    type(&desk, "rows.2.unknown", "丁");
    assert_json(&desk, read_section(&desk, "members"),
                "{\"rows\":[{\"name\":\"甲\",\"months\":\"6.5\"},{\"name\":\"乙\"}]}");
    desk.typed.count = 0;
    type(&desk, "rows.there", "1");
    assert_json(&desk, read_section(&desk, "members"), "{\"rows\":[]}");
    arena_close(desk.arena);
}

TEST("the buttons that add and remove rows are no answers")
{
    struct desk desk = desk_open();

    type(&desk, "rows.add", "1");
    type(&desk, "rows.remove", "0");
    assert_json(&desk, read_section(&desk, "members"), "{}");
    arena_close(desk.arena);
}

TEST("more rows than any table holds are named, never cut off in silence")
{
    struct desk desk = desk_open();

    type(&desk, "rows.0.name", "甲");
    type(&desk, "rows.200.name", "乙");
    assert_json(&desk, read_section(&desk, "members"), "{}");
    assert_string_equal(problem_at(&desk, "members.rows"), "too-many");
    arena_close(desk.arena);
}

TEST("lines of a budget carry the key of their row, in the order of the definition")
{
    struct desk desk = desk_open();

    type(&desk, "lines.labour.amount", "2,000");
    type(&desk, "lines.equipment.amount", "1,000");
    type(&desk, "lines.equipment.reason", "板卡");
    type(&desk, "lines.bribes.amount", "9");
    assert_json(&desk, read_section(&desk, "budget"),
                "{\"lines\":[{\"amount\":100000,\"reason\":\"板卡\",\"row\":\"equipment\"},"
                "{\"amount\":200000,\"row\":\"labour\"}]}");
    arena_close(desk.arena);
}

static json_t *from_json(struct desk *desk, const char *section, const char *text)
{
    struct error err = {0};

    return form_read_json(desk->arena, definition_section(desk->definition, section),
                          json_parse(desk->arena, text, strlen(text), &err), &desk->problems);
}

TEST("JSON clients send the stored shapes, and texts as people type them")
{
    struct desk desk = desk_open();

    assert_json(
        &desk,
        from_json(&desk, "basic",
                  "{\"title\":\" 题 \",\"amount\":100,\"keywords\":[\"a\",\" b \"],"
                  "\"start\":\"2024年3月\",\"other\":1}"),
        "{\"title\":\"题\",\"keywords\":[\"a\",\"b\"],\"start\":\"2024-03\",\"amount\":100}");
    assert_json(&desk,
                from_json(&desk, "budget", "{\"lines\":[{\"row\":\"labour\",\"amount\":5}]}"),
                "{\"lines\":[{\"amount\":5,\"row\":\"labour\"}]}");
    assert_int_equal(desk.problems.count, 0);
    arena_close(desk.arena);
}

TEST("JSON of another shape is named and changes nothing")
{
    static const struct {
        const char *section, *json, *path, *code;
    } wrong[] = {
        {"basic", "{\"title\":7}", "basic.title", "wrong-shape"},
        {"basic", "{\"amount\":-1}", "basic.amount", "wrong-shape"},
        {"basic", "{\"amount\":1.5}", "basic.amount", "wrong-shape"},
        {"basic", "{\"amount\":100000000000001}", "basic.amount", "wrong-shape"},
        {"basic", "{\"keywords\":[1]}", "basic.keywords", "wrong-shape"},
        {"basic", "{\"keywords\":[\"\\u0001\"]}", "basic.keywords", "control-bytes"},
        {"commitments", "{\"truth\":\"yes\"}", "commitments.truth", "wrong-shape"},
        {"members", "{\"rows\":{}}", "members.rows", "wrong-shape"},
        {"members", "{\"rows\":[7]}", "members.rows.0", "wrong-shape"},
        {"members", "{\"rows\":[{\"name\":[]}]}", "members.rows.0.name", "wrong-shape"},
        {"members", "{\"rows\":[{\"name\":\"\\u0007\"}]}", "members.rows.0.name", "control-bytes"},
        {"budget", "{\"lines\":[{\"row\":\"x\",\"amount\":5}]}", "budget.lines.0", "wrong-shape"},
    };

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct desk desk = desk_open();

        assert_json(&desk, from_json(&desk, wrong[i].section, wrong[i].json), "{}");
        assert_string_equal(problem_at(&desk, wrong[i].path), wrong[i].code);
        arena_close(desk.arena);
    }
}

static struct form_merge combine(struct desk *desk, const char *base, const char *typed,
                                 const char *stored)
{
    struct error err = {0};

    return form_combine(desk->arena,
                        base == NULL ? NULL : json_parse(desk->arena, base, strlen(base), &err),
                        json_parse(desk->arena, typed, strlen(typed), &err),
                        json_parse(desk->arena, stored, strlen(stored), &err));
}

TEST("fields that two people changed apart are both kept; the same field is a conflict")
{
    struct desk desk = desk_open();
    struct form_merge merge = combine(&desk, "{\"a\":\"1\",\"b\":\"1\"}",
                                      "{\"a\":\"2\",\"b\":\"1\"}", "{\"a\":\"1\",\"b\":\"3\"}");

    assert_json(&desk, merge.answers, "{\"a\":\"2\",\"b\":\"3\"}");
    assert_int_equal(merge.fields.count, 1);
    assert_int_equal(merge.conflicts.count, 0);
    merge = combine(&desk, "{\"a\":\"1\"}", "{\"a\":\"2\"}", "{\"a\":\"3\"}");
    assert_false(merge.changed);
    assert_int_equal(merge.conflicts.count, 1);
    assert_string_equal(merge.conflicts.items[0].field, "a");
    assert_string_equal(json_string_value(merge.conflicts.items[0].typed), "2");
    assert_string_equal(json_string_value(merge.conflicts.items[0].stored), "3");
    assert_json(&desk, merge.answers, "{\"a\":\"3\"}");
    arena_close(desk.arena);
}

TEST("typing what is stored already changes nothing, and nothing answered is one with absent")
{
    struct desk desk = desk_open();

    assert_false(combine(&desk, "{\"a\":\"1\"}", "{\"a\":\"2\"}", "{\"a\":\"2\"}").changed);
    assert_false(
        combine(&desk, "{}", "{\"a\":\"\",\"b\":[],\"c\":false,\"d\":null}", "{}").changed);
    assert_true(combine(&desk, "{\"a\":\"1\"}", "{\"a\":\"\"}", "{\"a\":\"1\"}").changed);
    arena_close(desk.arena);
}

TEST("without knowing what the person read, everything typed counts and nothing conflicts")
{
    struct desk desk = desk_open();
    struct form_merge merge = combine(&desk, NULL, "{\"a\":\"2\"}", "{\"a\":\"3\",\"b\":\"4\"}");

    assert_true(merge.changed);
    assert_int_equal(merge.conflicts.count, 0);
    assert_json(&desk, merge.answers, "{\"a\":\"2\",\"b\":\"4\"}");
    arena_close(desk.arena);
}

TEST("a path is of its field and of what is in it, not of a field whose name begins alike")
{
    struct desk desk = desk_open();
    const struct section *members = definition_section(desk.definition, "members");

    assert_true(form_is_of("rows", "rows"));
    assert_true(form_is_of("rows.0.name", "rows"));
    assert_false(form_is_of("rowspan.0", "rows"));
    assert_false(form_is_of("row", "rows"));
    assert_string_equal(form_field_at(members, "members.rows.0.email")->key, "rows");
    assert_string_equal(form_field_at(members, "members.team")->key, "team");
    assert_null(form_field_at(members, "members"));
    assert_null(form_field_at(members, "members.absent"));
    assert_null(form_field_at(members, "membership.rows"));
    arena_close(desk.arena);
}
