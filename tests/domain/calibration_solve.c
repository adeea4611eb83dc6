/* calibration_solve.c: the ways to solve a component agree. */

#include "domain/calibration_solve.h"

#include <math.h>
#include "support/test.h"

#define APPLICATIONS 150
#define REVIEWERS    90
#define EACH         3
#define LAMBDA       1.7

static struct calibration_review *made_up(struct arena *arena, size_t *count)
{
    struct calibration_review *reviews = arena_array(arena, (size_t)APPLICATIONS * EACH,
                                                     sizeof *reviews);

    *count = 0;
    for (uint32_t i = 0; i < APPLICATIONS; i++)
        for (uint32_t k = 0; k < EACH; k++) {
            uint32_t mixed = (i * 7919 + k * 31 + i * k) * 2654435761u;

            reviews[(*count)++] = (struct calibration_review){
                i, (i * 17 + k * (29 + i % 7)) % REVIEWERS, 40 + mixed % 5000 / 100.0, 0.5 + k};
        }
    return reviews;
}

/* Scores by application, solved anew without one reviewer. */
static double *anew(struct arena *arena, const struct calibration_review *reviews, size_t count,
                    uint32_t gone)
{
    struct calibration_review *left = arena_array(arena, count, sizeof *left);
    double *scores = arena_array(arena, APPLICATIONS, sizeof *scores);
    struct calibration_blocks parts;
    size_t n = 0;

    for (size_t k = 0; k < count; k++)
        if (reviews[k].reviewer != gone)
            left[n++] = reviews[k];
    parts = calibration_split(arena, left, n, APPLICATIONS, REVIEWERS);
    for (size_t b = 0; b < parts.count; b++) {
        const struct calibration_block *part = &parts.items[b];
        double *bias = arena_array(arena, part->reviewers, sizeof *bias);
        struct calibration_factor factor = calibration_factor(arena, part, LAMBDA);

        calibration_solve(arena, part, LAMBDA, &factor, bias);
        for (uint32_t i = 0; i < part->applications; i++)
            scores[part->application[i]] = calibration_mean(part, bias, i);
    }
    return scores;
}

TEST("factoring and conjugate gradients find the same biases, with a penalty and without")
{
    static const double lambdas[] = {0, 1e-6, LAMBDA, 100};
    struct arena *arena = arena_open();
    size_t count;
    const struct calibration_review *reviews = made_up(arena, &count);
    struct calibration_blocks blocks = calibration_split(arena, reviews, count, APPLICATIONS,
                                                         REVIEWERS);

    assert_int_equal(blocks.count, 1);
    for (size_t l = 0; l < sizeof lambdas / sizeof *lambdas; l++) {
        struct calibration_factor factor = calibration_factor(arena, &blocks.items[0], lambdas[l]);
        double *direct = arena_array(arena, REVIEWERS, sizeof *direct),
               *walked = arena_array(arena, REVIEWERS, sizeof *walked);

        calibration_solve(arena, &blocks.items[0], lambdas[l], &factor, direct);
        calibration_solve(arena, &blocks.items[0], lambdas[l], NULL, walked);
        for (size_t j = 0; j < REVIEWERS; j++)
            assert_true(fabs(direct[j] - walked[j]) < 1e-10);
    }
    arena_close(arena);
}

TEST("leaving reviewers out by updates gives what solving anew without them gives")
{
    struct arena *arena = arena_open();
    size_t count;
    const struct calibration_review *reviews = made_up(arena, &count);
    struct calibration_blocks blocks = calibration_split(arena, reviews, count, APPLICATIONS,
                                                         REVIEWERS);
    const struct calibration_block *block = &blocks.items[0];
    struct calibration_index index = calibration_index(arena, block);
    struct calibration_factor factor = calibration_factor(arena, block, LAMBDA);
    double *bias = arena_array(arena, REVIEWERS, sizeof *bias),
           *scores = arena_array(arena, (size_t)APPLICATIONS * CALIBRATION_LANES, sizeof *scores);

    calibration_solve(arena, block, LAMBDA, &factor, bias);
    assert_true(calibration_can_update(block, LAMBDA));
    for (uint32_t from = 0; from < REVIEWERS; from += 3) {
        uint32_t gone[] = {from, from + 1, from + 2};

        calibration_without(arena, block, &index, LAMBDA, bias, gone, 3, scores);
        for (size_t lane = 0; lane < 3; lane++) {
            const double *wanted = anew(arena, reviews, count, gone[lane]);

            for (size_t i = 0; i < APPLICATIONS; i++)
                assert_true(fabs(scores[lane * APPLICATIONS + i] - wanted[i]) < 1e-9);
        }
    }
    arena_close(arena);
}

TEST("an application whose only reviewer is left out has no score, by updates too")
{
    struct arena *arena = arena_open();
    const struct calibration_review reviews[] = {
        {0, 0, 70, 1}, {1, 0, 80, 1}, {1, 1, 60, 1}, {2, 1, 50, 2}};
    struct calibration_blocks blocks = calibration_split(arena, reviews, 4, 3, 2);
    const struct calibration_block *block = &blocks.items[0];
    struct calibration_index index = calibration_index(arena, block);
    const uint32_t gone[] = {0, 1};
    double bias[2] = {0}, scores[3 * CALIBRATION_LANES];

    calibration_solve(arena, block, 1, NULL, bias);
    calibration_without(arena, block, &index, 1, bias, gone, 2, scores);
    assert_true(isnan(scores[0]));
    assert_true(fabs(scores[1] - 60) < 1e-9);
    assert_true(fabs(scores[2] - 50) < 1e-9);
    assert_true(fabs(scores[3] - 70) < 1e-9);
    assert_true(isnan(scores[5]));
    arena_close(arena);
}
