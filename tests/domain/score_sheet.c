/* score_sheet.c: what a spreadsheet's cells say of reviews, and which cell is wrong. */

#include "domain/score_sheet.h"

#include "base/text.h"
#include "support/test.h"

static struct criterion criteria[] = {
    {.key = "innovation", .title = {{"创新性", "Innovation"}}, .weight = 60},
    {.key = "time", .title = {{"投入时间", "Time"}}, .weight = 40},
};
static struct option recommendations[] = {{.key = "priority", .label = {{"优先资助", "Priority"}}},
                                          {.key = "fundable", .label = {{"可资助", "Fundable"}}}};

static const struct score_words words[LANGUAGE_COUNT] = {
    {{"编号", "名称", "课题", "总分", "建议", "熟悉", "委员会", "申请人", "理由", "版本"},
     {"了解", "熟悉", "本人"}},
    {{"Number", "Title", "Topic", "Total", "Recommendation", "Familiarity", "Committee",
      "Applicant", "Reason", "Revision"},
     {"Some", "Well", "Own"}},
};

struct desk {
    struct arena *arena;
    struct definition definition;
    struct cells cells;
    struct problems problems;
    struct score_sheet sheet;
};

static struct desk open_desk(void)
{
    struct desk d = {.arena = arena_open(), .definition = {.scale_least = 1, .scale_most = 10}};

    d.definition.criteria.items = criteria;
    d.definition.criteria.count = 2;
    d.definition.recommendations.items = recommendations;
    d.definition.recommendations.count = 2;
    d.problems = problems_in(d.arena);
    return d;
}

/* A row of texts from column A; "" leaves a cell out. */
static void put(struct desk *d, uint32_t row, const char *const *texts, size_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (*texts[i] != '\0')
            *list_add(d->arena, &d->cells) = (struct cell){row, i, texts[i]};
}

#define PUT(d, row, ...)                                                                           \
    put(d, row, (const char *const[]){__VA_ARGS__},                                                \
        sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

static void put_heading(struct desk *d)
{
    PUT(d, 0, "编号", "创新性", "投入时间", "建议", "熟悉", "委员会", "申请人", "理由", "版本");
}

static const struct score_row *read_cells(struct desk *d)
{
    d->sheet = score_sheet_read(d->arena, &d->definition, words, &d->cells, &d->problems);
    return d->sheet.rows.items;
}

static bool complains(const struct desk *d, const char *cell, const char *code)
{
    for (size_t i = 0; i < d->problems.count; i++)
        if (text_equal(d->problems.items[i].path, cell) &&
            text_equal(d->problems.items[i].code, code))
            return true;
    return false;
}

TEST("a row says what its cells say, full-width digits, a point and nought and padding included")
{
    struct desk d = open_desk();
    const struct score_row *row;

    put_heading(&d);
    PUT(&d, 1, " A2023-AAAA ", "８", "7.0", "可资助", "熟悉", "基线清楚\r\n可复现", "", "更正",
        "4");
    row = read_cells(&d);
    assert_int_equal(d.problems.count, 0);
    assert_int_equal(d.sheet.rows.count, 1);
    assert_string_equal(row->number, "A2023-AAAA");
    assert_int_equal(review_score(&row->typed.values, "innovation"), 8);
    assert_int_equal(review_score(&row->typed.values, "time"), 7);
    assert_string_equal(row->typed.values.recommendation, "fundable");
    assert_int_equal(row->typed.values.familiarity, 2);
    assert_string_equal(row->typed.values.to_committee, "基线清楚\n可复现");
    assert_true(row->typed.sent[REVIEW_PART_TO_APPLICANT]);
    assert_string_equal(row->reason, "更正");
    assert_int_equal(row->typed.base[REVIEW_PART_SCORES], 4);
    arena_close(d.arena);
}

TEST("headings are found in either language, in any order, below what somebody wrote on top")
{
    struct desk d = open_desk();

    PUT(&d, 0, "", "我的评分");
    PUT(&d, 2, "Revision", "Time", "Innovation", "Recommendation", "Familiarity", "Committee",
        "Applicant", "Reason", "Number");
    PUT(&d, 3, "0", "3", "4", "Priority", "1", "", "", "", "A2023-BBBB");
    read_cells(&d);
    assert_int_equal(d.problems.count, 0);
    assert_int_equal(review_score(&d.sheet.rows.items[0].typed.values, "time"), 3);
    assert_int_equal(review_score(&d.sheet.rows.items[0].typed.values, "innovation"), 4);
    assert_int_equal(d.sheet.rows.items[0].typed.values.familiarity, 1);
    arena_close(d.arena);
}

TEST("blank scores and choices say nothing, a blank comment says there is none")
{
    struct desk d = open_desk();
    const struct score_row *row;

    put_heading(&d);
    PUT(&d, 1, "A2023-AAAA", "", " ", "", "", "", "", "", "0");
    row = read_cells(&d);
    assert_int_equal(d.problems.count, 0);
    assert_false(row->typed.sent[REVIEW_PART_SCORES]);
    assert_false(row->typed.sent[REVIEW_PART_RECOMMENDATION]);
    assert_false(row->typed.sent[REVIEW_PART_FAMILIARITY]);
    assert_true(row->typed.sent[REVIEW_PART_TO_COMMITTEE]);
    arena_close(d.arena);
}

TEST("each wrong cell is named by its address")
{
    struct desk d = open_desk();

    put_heading(&d);
    PUT(&d, 1, "A2023-AAAA", "11", "七", "也许", "4", "", "", "", "x");
    PUT(&d, 2, "A2023-AAAA", "1", "1", "", "", "", "", "", "0");
    PUT(&d, 4, "", "5", "5", "", "", "", "", "", "0");
    PUT(&d, 5, "A2023-CCCC", "7.5", "", "", "", "\x01", "", "", "0");
    read_cells(&d);
    assert_true(complains(&d, "B2", "score-sheet/number"));
    assert_true(complains(&d, "C2", "score-sheet/number"));
    assert_true(complains(&d, "D2", "score-sheet/choice"));
    assert_true(complains(&d, "E2", "score-sheet/choice"));
    assert_true(complains(&d, "I2", "score-sheet/revision"));
    assert_true(complains(&d, "A3", "score-sheet/twice"));
    assert_true(complains(&d, "A5", "score-sheet/no-number"));
    assert_true(complains(&d, "B6", "score-sheet/number"));
    assert_true(complains(&d, "F6", "score-sheet/comment"));
    assert_int_equal(d.problems.count, 9);
    arena_close(d.arena);
}

TEST("a column that is missing or there twice is named, and no row is read")
{
    struct desk d = open_desk();

    PUT(&d, 0, "编号", "创新性", "创新性", "建议", "熟悉", "委员会", "申请人", "理由", "版本");
    PUT(&d, 1, "A2023-AAAA", "8", "7", "", "", "", "", "", "0");
    read_cells(&d);
    assert_true(complains(&d, "", "score-sheet/heading"));
    assert_int_equal(d.problems.count, 2);
    assert_int_equal(d.sheet.rows.count, 0);
    arena_close(d.arena);
}

TEST("what a review lacks is said of the cell it belongs to")
{
    struct desk d = open_desk();

    put_heading(&d);
    read_cells(&d);
    assert_string_equal(score_sheet_cell(d.arena, &d.sheet, 6, "scores.time"), "C7");
    assert_string_equal(score_sheet_cell(d.arena, &d.sheet, 6, "reason"), "H7");
    assert_string_equal(score_sheet_cell(d.arena, &d.sheet, 6, "scan"), "");
    arena_close(d.arena);
}
