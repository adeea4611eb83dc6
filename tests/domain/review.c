/* review.c: exact totals, complete reviews, and versions that say why. */

#include "domain/review.h"

#include "base/text.h"
#include "support/test.h"

static struct criterion criteria[] = {
    {.key = "significance", .weight = 10}, {.key = "purpose", .weight = 10},
    {.key = "innovation", .weight = 15},   {.key = "feasibility", .weight = 10},
    {.key = "industry", .weight = 10},     {.key = "transfer", .weight = 5},
    {.key = "level", .weight = 10},        {.key = "capability", .weight = 10},
    {.key = "time", .weight = 5},          {.key = "experience", .weight = 15},
};
static struct option recommendations[] = {{.key = "priority"}, {.key = "fundable"}};

static struct definition definition_with(size_t count)
{
    struct definition definition = {.scale_least = 1, .scale_most = 10};

    definition.criteria.items = criteria;
    definition.criteria.count = count;
    definition.recommendations.items = recommendations;
    definition.recommendations.count = 2;
    return definition;
}

static struct review scored(struct arena *arena, size_t count, int64_t score)
{
    struct review review = {.recommendation = "fundable",
                            .familiarity = 2,
                            .to_committee = "",
                            .to_applicant = "目标清楚，基线可复现。"};

    for (size_t i = 0; i < count; i++)
        review_score_set(arena, &review, criteria[i].key, score);
    return review;
}

static bool has(const struct problems *problems, const char *path, const char *code)
{
    for (size_t i = 0; i < problems->count; i++)
        if (text_equal(problems->items[i].path, path) && text_equal(problems->items[i].code, code))
            return true;
    return false;
}

TEST("the total is the weighted share of the scale, in ten-thousandths of a point")
{
    struct arena *arena = arena_open();
    struct definition all = definition_with(10);
    struct review review = scored(arena, 10, 10);

    assert_int_equal(review_total(&all, &review), 1000000);
    review = scored(arena, 10, 1);
    assert_int_equal(review_total(&all, &review), 100000);
    review = scored(arena, 10, 8);
    review_score_set(arena, &review, "innovation", 9);
    review_score_set(arena, &review, "time", 6);
    assert_int_equal(review_total(&all, &review), 805000);
    arena_close(arena);
}

TEST("a total that does not come out even is rounded at the half, not cut")
{
    struct arena *arena = arena_open();
    struct definition two = definition_with(2);
    struct review review = {0};

    criteria[0].weight = 1;
    criteria[1].weight = 2;
    review_score_set(arena, &review, "significance", 1);
    review_score_set(arena, &review, "purpose", 2);
    assert_int_equal(review_total(&two, &review), 166667); /* 16.66666… */
    review_score_set(arena, &review, "significance", 2);
    review_score_set(arena, &review, "purpose", 1);
    assert_int_equal(review_total(&two, &review), 133333); /* 13.33333… */
    criteria[0].weight = criteria[1].weight = 10;
    two.scale_most = 64; /* 3/128 of a million is 23,437.5 */
    review_score_set(arena, &review, "significance", 1);
    review_score_set(arena, &review, "purpose", 2);
    assert_int_equal(review_total(&two, &review), 23438);
    arena_close(arena);
}

TEST("a review without every score has no total rather than a low one")
{
    struct arena *arena = arena_open();
    struct definition all = definition_with(10);
    struct review review = scored(arena, 9, 10);

    assert_int_equal(review_total(&all, &review), REVIEW_NO_TOTAL);
    review_score_set(arena, &review, "experience", 11);
    assert_int_equal(review_total(&all, &review), REVIEW_NO_TOTAL);
    arena_close(arena);
}

TEST("a draft may lack anything but holds no score outside the scale and no unknown word")
{
    struct arena *arena = arena_open();
    struct definition all = definition_with(10);
    struct problems problems = problems_in(arena);
    struct review review = {.recommendation = ""};

    review_check_draft(&all, &review, &problems);
    assert_int_equal(problems.count, 0);
    review_score_set(arena, &review, "level", 11);
    review_score_set(arena, &review, "purpose", -1);
    review_score_set(arena, &review, "beauty", 5);
    review.recommendation = "maybe";
    review.familiarity = 4;
    review_check_draft(&all, &review, &problems);
    assert_true(has(&problems, "scores.level", "out-of-range"));
    assert_string_equal(problems.items[0].values[1].text, "10");
    assert_true(has(&problems, "scores.purpose", "out-of-range"));
    assert_true(has(&problems, "scores.beauty", "review/unknown-criterion"));
    assert_true(has(&problems, "recommendation", "unknown-choice"));
    assert_true(has(&problems, "familiarity", "unknown-choice"));
    assert_int_equal(problems.count, 5);
    arena_close(arena);
}

TEST("a review is submitted only with every score, a recommendation and the familiarity")
{
    struct arena *arena = arena_open();
    struct definition all = definition_with(10);
    struct problems problems = problems_in(arena);
    struct review review = scored(arena, 8, 7);
    struct error err = {0};

    review.recommendation = "";
    review.familiarity = 0;
    assert_false(review_submit(&review, &all, "", 100, &problems, &err));
    assert_string_equal(err.code, "review/incomplete");
    assert_true(has(&problems, "scores.time", "required"));
    assert_true(has(&problems, "scores.experience", "required"));
    assert_true(has(&problems, "recommendation", "required"));
    assert_true(has(&problems, "familiarity", "required"));
    assert_int_equal(problems.count, 4);
    assert_int_equal(review.version, 0);
    assert_int_equal(review.state, REVIEW_DRAFT);
    arena_close(arena);
}

TEST("a signed sheet may lack the familiarity, since nobody can be asked")
{
    struct arena *arena = arena_open();
    struct definition all = definition_with(10);
    struct problems problems = problems_in(arena);
    struct review review = scored(arena, 10, 7);
    struct error err = {0};

    review.familiarity = 0;
    review.on_paper = true;
    assert_true(review_submit(&review, &all, "", 100, &problems, &err));
    assert_int_equal(review.total, 700000);
    arena_close(arena);
}

TEST("after submission a review changes only as a new version that says why")
{
    struct arena *arena = arena_open();
    struct definition all = definition_with(10);
    struct problems problems = problems_in(arena), again = problems_in(arena);
    struct review review = scored(arena, 10, 7);
    struct error err = {0};

    assert_true(review_submit(&review, &all, "", 100, &problems, &err));
    assert_int_equal(review.version, 1);
    assert_false(review_save(&review, &all, 150, &problems, &err));
    assert_string_equal(err.code, "review/submitted");
    err = (struct error){0};
    assert_false(review_submit(&review, &all, " \u3000", 200, &problems, &err));
    assert_true(has(&problems, "reason", "required"));
    assert_int_equal(review.submitted_at, 100);
    err = (struct error){0};
    assert_true(review_submit(&review, &all, "补看附件后更正", 200, &again, &err));
    assert_int_equal(review.version, 2);
    assert_int_equal(review.submitted_at, 200);
    arena_close(arena);
}

TEST("two tabs never overwrite each other's review silently, and what only one changed is merged")
{
    struct arena *arena = arena_open();
    struct definition all = definition_with(10);
    struct problems problems = problems_in(arena);
    struct review review = {.recommendation = "", .to_committee = "", .to_applicant = ""};
    struct review_typed tab = {.values = scored(arena, 3, 7)};
    struct review_merge merge;
    struct error err = {0};

    tab.sent[REVIEW_PART_SCORES] = tab.sent[REVIEW_PART_TO_APPLICANT] = true;
    merge = review_merge(arena, &review, &tab);
    assert_true(merge.changed && merge.conflicts == 0);
    assert_true(review_save(&review, &all, 100, &problems, &err));
    assert_int_equal(review.revision, 1);
    assert_int_equal(review.total, REVIEW_NO_TOTAL);

    tab.values = scored(arena, 3, 8); /* another tab, opened before that save */
    tab.values.to_committee = "须补基线。";
    tab.sent[REVIEW_PART_TO_COMMITTEE] = true;
    merge = review_merge(arena, &review, &tab);
    assert_int_equal(merge.conflicts, 1); /* its comment to the applicant says the same */
    assert_true(merge.stale[REVIEW_PART_SCORES]);
    assert_int_equal(review_score(&review, "purpose"), 7);
    assert_string_equal(review.to_committee, "须补基线。");
    assert_int_equal(review.changed[REVIEW_PART_TO_COMMITTEE], 2);

    tab.base[REVIEW_PART_SCORES] = 1; /* having seen what stands there */
    merge = review_merge(arena, &review, &tab);
    assert_true(merge.conflicts == 0 && review_score(&review, "purpose") == 8);
    arena_close(arena);
}

TEST("scores are kept as one object, and what a version keeps has one form")
{
    struct arena *arena = arena_open();
    struct review review = scored(arena, 0, 0), back = {0};

    review_score_set(arena, &review, "purpose", 9);
    review_score_set(arena, &review, "innovation", 8);
    review_score_set(arena, &review, "level", 0);
    review.total = 800000;
    assert_string_equal(json_canonical(arena, review_scores_write(arena, &review)),
                        "{\"innovation\":8,\"purpose\":9}");
    review_scores_read(arena, &back, review_scores_write(arena, &review));
    assert_int_equal(review_score(&back, "innovation"), 8);
    assert_int_equal(review_score(&back, "level"), 0);
    assert_string_equal(review_content(arena, &review),
                        "{\"familiarity\":2,\"recommendation\":\"fundable\","
                        "\"scores\":{\"innovation\":8,\"purpose\":9},\"to_applicant\":"
                        "\"目标清楚，基线可复现。\",\"to_committee\":\"\",\"total\":800000}");
    arena_close(arena);
}

TEST("every state of a review has a word of its own that reads back")
{
    enum review_state read;

    for (int i = 0; i < REVIEW_STATE_COUNT; i++) {
        assert_true(review_state_of(review_word((enum review_state)i), &read));
        assert_int_equal(read, i);
    }
    assert_false(review_state_of("gone", &read));
}
