/* calibration.c: scores freed of how strict each reviewer is: variances, biases, errors. */

#include "domain/calibration.h"

#include <float.h>
#include <math.h>
#include "domain/calibration_place.h"

/* The 95 % quantile of the normal distribution: 90 % lie between the two sides. */
#define QUANTILE_95 1.6448536269514722

/* The fit without penalty is factored below this many reviewers; its solution is not kept. */
#define FREE_FACTOR 200

const struct calibration_prior calibration_prior = {6, 4, 4, 2};

/* Sums over all components that the variances are estimated from. */
struct moments {
    double within, rest, trace;
};

static double *numbers(struct arena *arena, size_t count)
{
    return arena_array(arena, count, sizeof(double));
}

static void take_means(struct calibration *c)
{
    for (size_t i = 0; i < c->review_count; i++) {
        const struct calibration_review *review = &c->reviews[i];

        c->applications[review->application].reviews++;
        c->applications[review->application].raw += review->score;
        c->reviewers[review->reviewer].reviews++;
    }
    for (size_t i = 0; i < c->application_count; i++)
        if (c->applications[i].reviews > 0)
            c->applications[i].raw /= c->applications[i].reviews;
}

static void name_components(struct arena *arena, struct calibration *c,
                            const struct calibration_blocks *blocks)
{
    c->component_count = blocks->count;
    c->components = arena_array(arena, blocks->count, sizeof *c->components);
    for (uint32_t b = 0; b < blocks->count; b++) {
        const struct calibration_block *block = &blocks->items[b];

        c->components[b] = (struct calibration_component){block->applications, block->reviewers,
                                                          block->reviewers <= CALIBRATION_EXACT};
        for (uint32_t i = 0; i < block->applications; i++)
            c->applications[block->application[i]].component = b + 1;
        for (uint32_t j = 0; j < block->reviewers; j++)
            c->reviewers[block->reviewer[j]].component = b + 1;
    }
}

static void add_moments(const struct calibration_block *block, struct moments *moments)
{
    struct arena *arena = arena_open();
    double *bias = numbers(arena, block->reviewers);

    moments->within += calibration_squares(block, bias);
    if (block->reviewers <= FREE_FACTOR) {
        struct calibration_factor factor = calibration_factor(arena, block, 0);

        calibration_solve(arena, block, 0, &factor, bias);
    } else {
        calibration_solve(arena, block, 0, NULL, bias);
    }
    moments->rest += calibration_squares(block, bias);
    for (uint32_t j = 0; j < block->reviewers; j++)
        moments->trace += block->diagonal[j];
    arena_close(arena);
}

/* Henderson's method 3, mixed with the prior so that neither variance is ever 0. */
static void estimate(struct calibration *c, const struct calibration_blocks *blocks)
{
    const struct calibration_prior *prior = &c->prior;
    struct moments sums = {0};
    int64_t applications = 0, reviewers = 0;
    double noise, bias, moment = 0;

    for (size_t b = 0; b < blocks->count; b++) {
        add_moments(&blocks->items[b], &sums);
        applications += blocks->items[b].applications;
        reviewers += blocks->items[b].reviewers;
    }
    c->df_bias = reviewers - (int64_t)blocks->count;
    c->df_noise = (int64_t)c->review_count - applications - c->df_bias;
    noise = (prior->noise_weight * prior->noise_sd * prior->noise_sd + sums.rest) /
            (prior->noise_weight + (double)c->df_noise);
    if (c->df_bias > 0)
        moment = fmax(0,
                      (fmax(0, sums.within - sums.rest) - (double)c->df_bias * noise) / sums.trace);
    bias = (prior->bias_weight * prior->bias_sd * prior->bias_sd + (double)c->df_bias * moment) /
           (prior->bias_weight + (double)c->df_bias);
    c->noise_sd = sqrt(noise);
    c->bias_sd = sqrt(bias);
    c->lambda = noise / bias;
}

/* The lift by 11'/R that keeps the factor well-conditioned is taken off again at the end. */
static double exact_variance(const struct calibration *c, const struct calibration_block *block,
                             const struct calibration_factor *factor, uint32_t i, double *share,
                             double *work)
{
    uint32_t from = block->first[i], count = block->first[i + 1] - from;

    for (uint32_t k = 0; k < count; k++)
        share[k] = block->weight[from + k] / block->total[i];
    return 1 / block->total[i] + calibration_form(factor, block->by + from, share, count, work) -
           1 / ((c->lambda + 1) * block->reviewers);
}

static double diagonal_variance(const struct calibration *c, const struct calibration_block *block,
                                uint32_t i)
{
    double sum = 1 / block->total[i];

    for (uint32_t k = block->first[i]; k < block->first[i + 1]; k++) {
        double share = block->weight[k] / block->total[i];

        sum += share * share / (block->diagonal[block->by[k]] + c->lambda);
    }
    return sum;
}

static void set_scores(struct calibration *c, const struct calibration_block *block,
                       const double *bias, const double *variance)
{
    for (uint32_t j = 0; j < block->reviewers; j++)
        c->reviewers[block->reviewer[j]].bias = bias[j];
    for (uint32_t i = 0; i < block->applications; i++) {
        struct calibration_application *application = &c->applications[block->application[i]];

        application->calibrated = calibration_mean(block, bias, i);
        application->se = c->noise_sd * sqrt(fmax(variance[i], DBL_EPSILON / block->total[i]));
        application->low = application->calibrated - QUANTILE_95 * application->se;
        application->high = application->calibrated + QUANTILE_95 * application->se;
    }
}

static void calibrate(struct calibration *c, const struct calibration_block *block)
{
    struct arena *arena = arena_open();
    double *bias = numbers(arena, block->reviewers), *share = numbers(arena, block->reviewers);
    double *variance = numbers(arena, block->applications);

    if (block->reviewers <= CALIBRATION_EXACT) {
        struct calibration_factor factor = calibration_factor(arena, block, c->lambda);
        double *work = numbers(arena, factor.stride);

        calibration_solve(arena, block, c->lambda, &factor, bias);
        calibration_invert(arena, &factor);
        for (uint32_t i = 0; i < block->applications; i++)
            variance[i] = exact_variance(c, block, &factor, i, share, work);
    } else {
        calibration_solve(arena, block, c->lambda, NULL, bias);
        for (uint32_t i = 0; i < block->applications; i++)
            variance[i] = diagonal_variance(c, block, i);
    }
    set_scores(c, block, bias, variance);
    arena_close(arena);
}

void calibration_make(struct arena *arena, struct calibration *c)
{
    struct arena *own = arena_open();
    struct calibration_blocks blocks;

    take_means(c);
    blocks = calibration_split(own, c->reviews, c->review_count, c->application_count,
                               c->reviewer_count);
    name_components(arena, c, &blocks);
    estimate(c, &blocks);
    for (size_t b = 0; b < blocks.count; b++)
        calibrate(c, &blocks.items[b]);
    calibration_members(arena, c);
    calibration_ranks(own, c);
    calibration_chances(own, c);
    calibration_drops(arena, c, &blocks);
    arena_close(own);
}
