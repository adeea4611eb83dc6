/* calibration.c: variances, biases, errors, ranks, chances and leaving one out, by hand. */

#include "domain/calibration.h"

#include <math.h>
#include "support/test.h"

/* A small call: applications in one topic unless said otherwise, reviews as they are added. */
struct trial {
    struct arena *arena;
    struct calibration c;
    struct {
        LIST(struct calibration_review);
    } reviews;
};

static struct trial trial_open(size_t applications, size_t reviewers, int64_t quota)
{
    struct trial t = {.arena = arena_open()};

    t.c.prior = calibration_prior;
    t.c.application_count = applications;
    t.c.applications = arena_array(t.arena, applications, sizeof *t.c.applications);
    t.c.reviewer_count = reviewers;
    t.c.reviewers = arena_array(t.arena, reviewers, sizeof *t.c.reviewers);
    t.c.topic_count = 1;
    t.c.topics = arena_array(t.arena, 2, sizeof *t.c.topics);
    t.c.topics[0].quota = quota;
    return t;
}

static void weighed(struct trial *t, uint32_t application, uint32_t reviewer, double score,
                    double weight)
{
    *list_add(t->arena, &t->reviews) = (struct calibration_review){application, reviewer, score,
                                                                   weight};
}

static void review(struct trial *t, uint32_t application, uint32_t reviewer, double score)
{
    weighed(t, application, reviewer, score, 1);
}

static void leave_out(struct trial *t, uint32_t reviewer)
{
    t->c.drops = arena_array(t->arena, 1, sizeof *t->c.drops);
    t->c.drops[0].reviewer = reviewer;
    t->c.drop_count = 1;
}

static void make(struct trial *t)
{
    t->c.reviews = t->reviews.items;
    t->c.review_count = t->reviews.count;
    calibration_make(t->arena, &t->c);
}

static void close_to(double got, double wanted)
{
    if (!(fabs(got - wanted) <= 1e-9 * fmax(1, fabs(wanted))))
        fail_msg("%.15g instead of %.15g", got, wanted);
}

TEST("one review says its own score, with the error that the prior expects")
{
    struct trial t = trial_open(1, 1, 1);

    review(&t, 0, 0, 82.5);
    make(&t);
    assert_int_equal(t.c.df_noise, 0);
    assert_int_equal(t.c.df_bias, 0);
    close_to(t.c.noise_sd, 6);
    close_to(t.c.bias_sd, 4);
    close_to(t.c.applications[0].raw, 82.5);
    close_to(t.c.applications[0].calibrated, 82.5);
    close_to(t.c.applications[0].se, 6);
    close_to(t.c.applications[0].low, 82.5 - 6 * 1.6448536269514722);
    close_to(t.c.reviewers[0].bias, 0);
    close_to(t.c.applications[0].chance, 1);
    assert_false(t.c.topics[0].has_line);
    arena_close(t.arena);
}

/* g = (10, −10), S0 = (1 −1; −1 1): E = 100, no rest; σ² = 144/5, σ_b² = (32 + 35.6)/3. */
TEST("two reviewers ten points apart: variances, biases and errors as computed by hand")
{
    struct trial t = trial_open(2, 2, 1);
    double noise = 28.8, bias = 67.6 / 3, lambda = noise / bias;

    review(&t, 0, 0, 80);
    review(&t, 0, 1, 70);
    review(&t, 1, 0, 60);
    review(&t, 1, 1, 50);
    make(&t);
    assert_int_equal(t.c.df_noise, 1);
    assert_int_equal(t.c.df_bias, 1);
    close_to(t.c.noise_sd, sqrt(noise));
    close_to(t.c.bias_sd, sqrt(bias));
    close_to(t.c.lambda, lambda);
    close_to(t.c.reviewers[0].bias, 10 / (2 + lambda));
    close_to(t.c.reviewers[1].bias, -10 / (2 + lambda));
    close_to(t.c.applications[0].calibrated, 75);
    close_to(t.c.applications[1].calibrated, 55);
    close_to(t.c.applications[0].se, sqrt(noise / 2));
    close_to(t.c.topics[0].line, 65);
    close_to(t.c.applications[0].chance + t.c.applications[1].chance, 1);
    close_to(t.c.applications[0].chance, 0.5 * erfc(-10 / sqrt(noise)));
    arena_close(t.arena);
}

/* N = 4, mean 65, S0 = ¾ (1 −1; −1 1), g = (15, −15): E = 300, m = (300 − 36)/1.5. */
TEST("a confident review counts more in the mean, and less of it is taken for strictness")
{
    struct trial t = trial_open(1, 2, 1);
    double lambda = 36 / (208 / 3.0), bias = 15 / (1.5 + lambda);

    weighed(&t, 0, 0, 80, 1);
    weighed(&t, 0, 1, 60, 3);
    make(&t);
    close_to(t.c.lambda, lambda);
    close_to(t.c.applications[0].raw, 70);
    close_to(t.c.reviewers[0].bias, bias);
    close_to(t.c.applications[0].calibrated, 65 + bias / 2);
    arena_close(t.arena);
}

TEST("whoever was spared the strict reviewer falls behind, whatever the raw mean says")
{
    struct trial t = trial_open(4, 3, 1);

    for (uint32_t i = 0; i < 3; i++) { /* reviewer 1 is twenty points stricter than the others */
        review(&t, i, 0, 80 + i);
        review(&t, i, 1, 60 + i);
    }
    review(&t, 3, 0, 78);
    review(&t, 3, 2, 78);
    make(&t);
    assert_true(t.c.applications[3].raw > t.c.applications[2].raw);
    assert_true(t.c.applications[3].calibrated < t.c.applications[2].calibrated);
    assert_true(t.c.reviewers[1].bias < t.c.reviewers[0].bias);
    close_to(t.c.reviewers[0].bias + t.c.reviewers[1].bias + t.c.reviewers[2].bias, 0);
    assert_true(t.c.applications[2].top);
    assert_false(t.c.applications[3].top);
    arena_close(t.arena);
}

TEST("equal scores share a rank, and a tie at the line makes the top longer than the quota")
{
    struct trial t = trial_open(4, 2, 1);

    for (uint32_t i = 0; i < 4; i++) {
        review(&t, i, 0, i == 3 ? 60 : 80);
        review(&t, i, 1, i == 3 ? 66 : 86);
    }
    make(&t);
    for (uint32_t i = 0; i < 3; i++) {
        assert_int_equal(t.c.applications[i].rank_topic, 1);
        assert_int_equal(t.c.applications[i].rank_overall, 1);
        assert_true(t.c.applications[i].top);
        close_to(t.c.applications[i].chance, t.c.applications[0].chance);
    }
    assert_int_equal(t.c.applications[3].rank_topic, 4);
    assert_false(t.c.applications[3].top);
    arena_close(t.arena);
}

TEST("differences of more than a ten-millionth of a point are no ties")
{
    struct trial t = trial_open(3, 1, 1);

    review(&t, 0, 0, 70);
    review(&t, 1, 0, 70 + 5e-8);
    review(&t, 2, 0, 70 + 3e-7);
    make(&t);
    assert_int_equal(t.c.applications[2].rank_topic, 1);
    assert_int_equal(t.c.applications[1].rank_topic, 2);
    assert_int_equal(t.c.applications[0].rank_topic, 2);
    arena_close(t.arena);
}

/* σ² = 36, σ_b² = 16 and one reviewer each: the difference of 20 has variance 2·52. */
TEST("calibration moves nothing between components, whose leniency widens the chances")
{
    struct trial t = trial_open(2, 2, 1);

    review(&t, 0, 1, 90);
    review(&t, 1, 0, 70);
    make(&t);
    assert_int_equal(t.c.component_count, 2);
    assert_int_equal(t.c.applications[0].component, 1);
    assert_int_equal(t.c.reviewers[1].component, 1);
    assert_int_equal(t.c.reviewers[0].component, 2);
    assert_int_equal(t.c.topics[0].components, 2);
    close_to(t.c.applications[0].calibrated, 90);
    close_to(t.c.applications[1].calibrated, 70);
    close_to(t.c.applications[0].se, 6);
    close_to(t.c.topics[0].line, 80);
    close_to(t.c.applications[0].chance, 0.5 * erfc(-10 / sqrt(2 * 52)));
    arena_close(t.arena);
}

TEST("a topic without places gives no chance and draws no line; one with room gives all")
{
    struct trial t = trial_open(4, 2, 0);

    t.c.topic_count = 2;
    t.c.topics[1].quota = 2;
    t.c.applications[2].topic = t.c.applications[3].topic = 1;
    for (uint32_t i = 0; i < 4; i++)
        review(&t, i, i % 2, 60 + i);
    make(&t);
    assert_false(t.c.topics[0].has_line);
    close_to(t.c.applications[0].chance, 0);
    assert_false(t.c.applications[1].top);
    assert_int_equal(t.c.applications[1].rank_topic, 1);
    assert_false(t.c.topics[1].has_line);
    close_to(t.c.applications[2].chance, 1);
    assert_true(t.c.applications[2].top);
    arena_close(t.arena);
}

TEST("the chances of a topic add up to its places")
{
    struct trial t = trial_open(12, 4, 5);
    double sum = 0;

    for (uint32_t i = 0; i < 12; i++)
        for (uint32_t j = 0; j < 3; j++)
            review(&t, i, (i + j) % 4, 50 + (i * 37 + j * 11) % 41);
    make(&t);
    for (uint32_t i = 0; i < 12; i++) {
        assert_true(t.c.applications[i].chance > 0 && t.c.applications[i].chance < 1);
        sum += t.c.applications[i].chance;
    }
    close_to(sum, 5);
    arena_close(t.arena);
}

TEST("an application without a review has neither score nor rank nor chance")
{
    struct trial t = trial_open(2, 1, 5);

    review(&t, 1, 0, 0);
    make(&t);
    assert_int_equal(t.c.applications[0].reviews, 0);
    assert_int_equal(t.c.applications[0].component, 0);
    assert_int_equal(t.c.applications[0].rank_overall, 0);
    assert_false(t.c.applications[0].top);
    close_to(t.c.applications[0].chance, 0);
    assert_int_equal(t.c.topics[0].reviewed, 1);
    assert_int_equal(t.c.applications[1].rank_topic, 1);
    arena_close(t.arena);
}

TEST("a call without any review is calibrated too")
{
    struct trial t = trial_open(0, 0, 3);

    make(&t);
    assert_int_equal(t.c.component_count, 0);
    close_to(t.c.noise_sd, 6);
    close_to(t.c.lambda, 36.0 / 16);
    arena_close(t.arena);
}

TEST("leaving a reviewer out says who would lose a place to whom")
{
    struct trial t = trial_open(2, 3, 1);

    t.c.prior.bias_sd = 1; /* surely nobody is strict: scores stay near the means, 77.5 and 70 */
    t.c.prior.bias_weight = 1000;
    review(&t, 0, 0, 95);
    review(&t, 0, 1, 60);
    review(&t, 1, 1, 70);
    review(&t, 1, 2, 70);
    leave_out(&t, 0);
    make(&t);
    assert_true(t.c.applications[0].top);
    assert_int_equal(t.c.drops[0].lost.count, 1);
    assert_int_equal(t.c.drops[0].lost.items[0], 0);
    assert_int_equal(t.c.drops[0].gained.count, 1);
    assert_int_equal(t.c.drops[0].gained.items[0], 1);
    arena_close(t.arena);
}

TEST("an application whose only reviewer is left out loses its place; others keep theirs")
{
    struct trial t = trial_open(3, 2, 2);

    review(&t, 0, 0, 90);
    review(&t, 1, 1, 80);
    review(&t, 2, 1, 70);
    leave_out(&t, 0);
    make(&t);
    assert_int_equal(t.c.drops[0].lost.count, 1);
    assert_int_equal(t.c.drops[0].lost.items[0], 0);
    assert_int_equal(t.c.drops[0].gained.count, 1);
    assert_int_equal(t.c.drops[0].gained.items[0], 2);
    arena_close(t.arena);
}

TEST("leaving out somebody who changes nothing changes nothing")
{
    struct trial t = trial_open(3, 3, 1);

    for (uint32_t i = 0; i < 3; i++)
        for (uint32_t j = 0; j < 3; j++)
            review(&t, i, j, 60 + 10 * i);
    leave_out(&t, 1);
    make(&t);
    assert_int_equal(t.c.drops[0].lost.count, 0);
    assert_int_equal(t.c.drops[0].gained.count, 0);
    arena_close(t.arena);
}

/* A ring of 1200: too large to factor, and the worst connected of its size. */
static void ring(struct trial *t, uint32_t size)
{
    for (uint32_t i = 0; i < size; i++) {
        review(t, i, i, 40 + (i * 7919) % 53);
        review(t, i, (i + 1) % size, 40 + (i * 104729) % 47);
    }
}

TEST("the biases of a large component solve their equations to a billionth of a point")
{
    enum { SIZE = 1200 };

    struct trial t = trial_open(SIZE, SIZE, 10);
    double sum[SIZE] = {0};

    ring(&t, SIZE);
    make(&t);
    assert_int_equal(t.c.component_count, 1);
    assert_false(t.c.components[0].exact);
    for (size_t k = 0; k < t.c.review_count; k++)
        sum[t.c.reviews[k].reviewer] += t.c.reviews[k].score -
                                        t.c.applications[t.c.reviews[k].application].calibrated;
    for (uint32_t j = 0; j < SIZE; j++)
        close_to(t.c.reviewers[j].bias, sum[j] / (2 + t.c.lambda));
    close_to(t.c.applications[5].se, /* S0_jj = 1, u = ½ */
             t.c.noise_sd * sqrt(0.5 + 2 * 0.25 / (1 + t.c.lambda)));
    arena_close(t.arena);
}

TEST("the same reviews in another order give the same ranks")
{
    struct trial a = trial_open(200, 200, 10), b = trial_open(200, 200, 10);

    ring(&a, 200);
    for (size_t k = a.reviews.count; k-- > 0;)
        *list_add(b.arena, &b.reviews) = a.reviews.items[k];
    make(&a);
    make(&b);
    for (uint32_t i = 0; i < 200; i++) {
        assert_int_equal(a.c.applications[i].rank_topic, b.c.applications[i].rank_topic);
        close_to(a.c.applications[i].calibrated, b.c.applications[i].calibrated);
    }
    arena_close(a.arena);
    arena_close(b.arena);
}
