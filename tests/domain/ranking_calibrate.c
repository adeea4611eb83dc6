/* ranking_calibrate.c: a ranking's rows calibrated by all reviews of the call. */

#include "domain/ranking.h"

#include "support/test.h"

struct trial {
    struct arena *arena;
    struct ranking ranking;
    struct ranking_reviews reviews;
};

static struct trial trial_open(int64_t quota)
{
    struct trial t = {.arena = arena_open()};

    *list_add(t.arena, &t.ranking.topics) = (struct ranking_topic){.code = "1", .quota = quota};
    return t;
}

static void review(struct trial *t, int64_t application, int64_t reviewer, int64_t total)
{
    *list_add(t->arena,
              &t->reviews) = (struct ranking_review){{application}, {reviewer}, "somebody", total};
}

/* A row with its mean's totals, as the store reads them. */
static void row(struct trial *t, int64_t application, const char *number)
{
    struct ranking_row *added = list_add(t->arena, &t->ranking.rows);

    added->application.value = application;
    added->topic = "1";
    added->number = number;
    for (size_t i = 0; i < t->reviews.count; i++)
        if (t->reviews.items[i].application.value == application)
            *list_add(t->arena, &added->totals) = t->reviews.items[i].total;
}

static const struct ranking_row *find(const struct trial *t, const char *number)
{
    for (size_t i = 0; i < t->ranking.rows.count; i++)
        if (strcmp(t->ranking.rows.items[i].number, number) == 0)
            return &t->ranking.rows.items[i];
    fail_msg("no row %s", number);
    return NULL;
}

/* Reviewer 71 is twenty points stricter than 70; only C was spared. */
static void strict_reviewer(struct trial *t)
{
    for (int64_t i = 1; i <= 3; i++) {
        review(t, i, 70, 800000 + i * 10000);
        review(t, i, 71, 600000 + i * 10000);
    }
    review(t, 9, 70, 780000);
    review(t, 9, 72, 780000);
    row(t, 9, "C");
    row(t, 3, "A");
    row(t, 1, "B");
}

TEST("means decide until the switch says otherwise, with the calibrated score beside them")
{
    struct trial t = trial_open(1);

    strict_reviewer(&t);
    ranking_calibrate(t.arena, &t.ranking, &t.reviews);
    ranking_make(&t.ranking);
    assert_int_equal(find(&t, "C")->rank_topic, 1);
    assert_int_equal(find(&t, "C")->score, 780000);
    assert_int_equal(find(&t, "A")->rank_calibrated, 1);
    assert_true(find(&t, "A")->calibrated > find(&t, "C")->calibrated);
    assert_true(find(&t, "A")->low < find(&t, "A")->calibrated);
    assert_true(find(&t, "A")->calibrated < find(&t, "A")->high);
    assert_true(find(&t, "A")->chance > find(&t, "C")->chance);
    arena_close(t.arena);
}

TEST("the switch puts the calibrated order in force")
{
    struct trial t = trial_open(1);

    strict_reviewer(&t);
    t.ranking.by_calibrated = true;
    ranking_calibrate(t.arena, &t.ranking, &t.reviews);
    ranking_make(&t.ranking);
    assert_string_equal(t.ranking.rows.items[0].number, "A");
    assert_int_equal(find(&t, "A")->rank_topic, 1);
    assert_int_equal(find(&t, "A")->side, QUOTA_WITHIN);
    assert_int_equal(find(&t, "A")->score, find(&t, "A")->calibrated);
    assert_int_equal(find(&t, "C")->raw, 780000);
    arena_close(t.arena);
}

TEST("reviews of an application one may not see count for strictness, and take no place")
{
    struct trial all = trial_open(1), some = trial_open(1);

    strict_reviewer(&all);
    row(&all, 2, "D");
    strict_reviewer(&some);
    ranking_calibrate(all.arena, &all.ranking, &all.reviews);
    ranking_calibrate(some.arena, &some.ranking, &some.reviews);
    assert_int_equal(find(&some, "A")->calibrated, find(&all, "A")->calibrated);
    assert_int_equal(find(&some, "B")->rank_calibrated, 2);
    assert_int_equal(find(&all, "B")->rank_calibrated, 3);
    assert_int_equal(some.ranking.reviewers.count, 3);
    arena_close(all.arena);
    arena_close(some.arena);
}

TEST("reviewers stand from the most lenient to the strictest, with what their absence would change")
{
    struct trial t = trial_open(1);

    strict_reviewer(&t);
    t.ranking.leave_out = true;
    ranking_calibrate(t.arena, &t.ranking, &t.reviews);
    assert_int_equal(t.ranking.reviewers.items[0].reviewer.value, 70);
    assert_int_equal(t.ranking.reviewers.items[2].reviewer.value, 71);
    assert_int_equal(t.ranking.reviewers.items[2].reviews, 3);
    assert_true(t.ranking.reviewers.items[0].bias > 0);
    assert_true(t.ranking.reviewers.items[2].bias < 0);
    assert_string_equal(t.ranking.reviewers.items[2].name, "somebody");
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(t.ranking.reviewers.items[i].lost, t.ranking.reviewers.items[i].gained);
    arena_close(t.arena);
}

TEST("groups without a common reviewer are counted, in the call and in each topic")
{
    struct trial t = trial_open(1);

    review(&t, 1, 70, 900000);
    review(&t, 2, 71, 700000);
    row(&t, 1, "A");
    row(&t, 2, "B");
    row(&t, 3, "C");
    ranking_calibrate(t.arena, &t.ranking, &t.reviews);
    assert_int_equal(t.ranking.components, 2);
    assert_int_equal(t.ranking.topics.items[0].components, 2);
    assert_int_equal(find(&t, "A")->component, 1);
    assert_int_equal(find(&t, "C")->component, 0);
    assert_int_equal(find(&t, "C")->chance, 0);
    arena_close(t.arena);
}

TEST("no chance that is open is rounded to none or to certainty")
{
    struct trial t = trial_open(1);

    review(&t, 1, 70, 1000000);
    review(&t, 2, 70, 0);
    row(&t, 1, "A");
    row(&t, 2, "B");
    ranking_calibrate(t.arena, &t.ranking, &t.reviews);
    assert_int_equal(find(&t, "A")->chance, 9999);
    assert_int_equal(find(&t, "B")->chance, 1);
    arena_close(t.arena);
}

TEST("a ranking of a call without reviews is calibrated without complaint")
{
    struct trial t = trial_open(1);

    row(&t, 1, "A");
    ranking_calibrate(t.arena, &t.ranking, &t.reviews);
    ranking_make(&t.ranking);
    assert_int_equal(t.ranking.components, 0);
    assert_int_equal(find(&t, "A")->side, QUOTA_UNRANKED);
    arena_close(t.arena);
}
