/* calibration_without.c: a component solved again without some of its reviewers, four at a time.
 *
 * Each of four lanes leaves one reviewer out.  What is solved for is the change of the others'
 * biases: its right side is nonzero only beside the missing reviewer, and one walk over the
 * reviews multiplies for all lanes, corrected where a lane's reviewer would have been.
 */

#include "domain/calibration_solve.h"

#include <math.h>

/* S0' + λI is an M-matrix whose rows add up to λ, so a residual of ελ is an error of at most ε. */
#define ERROR_MOST 1e-9

typedef double lanes __attribute__((vector_size(8 * CALIBRATION_LANES), aligned(16)));

struct without {
    const struct calibration_block *block;
    const struct calibration_index *index;
    double lambda;
    const uint32_t *gone;
    size_t count;
    lanes *rest, *direction, *image, *step;
};

/* Lanes go by pointer only: how they are passed by value differs between processors. */
#define ALL(value) ((lanes){(value), (value), (value), (value)})

struct calibration_index calibration_index(struct arena *arena,
                                           const struct calibration_block *block)
{
    struct calibration_index index = {
        arena_array(arena, (size_t)block->reviewers + 2, sizeof *index.first),
        arena_array(arena, block->reviews, sizeof *index.application)};

    for (uint32_t k = 0; k < block->reviews; k++)
        index.first[block->by[k] + 2]++;
    for (uint32_t j = 0; j < block->reviewers; j++)
        index.first[j + 2] += index.first[j + 1];
    for (uint32_t i = 0; i < block->applications; i++)
        for (uint32_t k = block->first[i]; k < block->first[i + 1]; k++)
            index.application[index.first[block->by[k] + 1]++] = i;
    return index;
}

/* Weighted mean of one lane over an application's reviewers but the missing one. */
static double mean_without(const struct calibration_block *block, uint32_t i, uint32_t gone,
                           const lanes *values, size_t lane)
{
    double sum = 0, total = 0;

    for (uint32_t k = block->first[i]; k < block->first[i + 1]; k++) {
        if (block->by[k] == gone)
            continue;
        sum += block->weight[k] * values[block->by[k]][lane];
        total += block->weight[k];
    }
    return total > 0 ? sum / total : 0;
}

/* The walk took the missing reviewer for one at 0: its applications' means are moved to those of
 * the others. */
static void correct(const struct without *w, size_t lane, const lanes *x, lanes *out)
{
    const struct calibration_block *block = w->block;
    uint32_t gone = w->gone[lane];

    for (uint32_t a = w->index->first[gone]; a < w->index->first[gone + 1]; a++) {
        uint32_t i = w->index->application[a];
        double others = mean_without(block, i, gone, x, lane), sum = 0;

        for (uint32_t k = block->first[i]; k < block->first[i + 1]; k++)
            sum += block->weight[k] * x[block->by[k]][lane];
        for (uint32_t k = block->first[i]; k < block->first[i + 1]; k++)
            out[block->by[k]][lane] += block->weight[k] * (sum / block->total[i] - others);
    }
    out[gone][lane] = 0;
}

static void multiply(const struct without *w, const lanes *x, lanes *out)
{
    const struct calibration_block *block = w->block;

    for (uint32_t j = 0; j < block->reviewers; j++)
        out[j] = ALL(w->lambda) * x[j];
    for (uint32_t i = 0; i < block->applications; i++) {
        uint32_t from = block->first[i], to = block->first[i + 1];
        lanes mean = ALL(0);

        for (uint32_t k = from; k < to; k++)
            mean += ALL(block->weight[k]) * x[block->by[k]];
        mean /= ALL(block->total[i]);
        for (uint32_t k = from; k < to; k++)
            out[block->by[k]] += ALL(block->weight[k]) * (x[block->by[k]] - mean);
    }
    for (size_t lane = 0; lane < w->count; lane++)
        correct(w, lane, x, out);
}

/* Scores less biases of an application: their mean without one reviewer; NAN when nobody is left.
 */
static double rest_mean(const struct calibration_block *block, const double *bias, uint32_t i,
                        uint32_t gone)
{
    double sum = 0, total = 0;

    for (uint32_t k = block->first[i]; k < block->first[i + 1]; k++) {
        if (block->by[k] == gone)
            continue;
        sum += block->weight[k] * (block->score[k] - bias[block->by[k]]);
        total += block->weight[k];
    }
    return total > 0 ? sum / total : NAN;
}

/* The right side: how far the old biases miss the equations once the reviewer is gone. */
static void start(const struct without *w, const double *bias)
{
    const struct calibration_block *block = w->block;

    for (size_t lane = 0; lane < w->count; lane++) {
        uint32_t gone = w->gone[lane];

        for (uint32_t a = w->index->first[gone]; a < w->index->first[gone + 1]; a++) {
            uint32_t i = w->index->application[a];
            double before = calibration_mean(block, bias, i),
                   after = rest_mean(block, bias, i, gone);

            for (uint32_t k = block->first[i]; k < block->first[i + 1] && !isnan(after); k++)
                w->rest[block->by[k]][lane] += block->weight[k] * (before - after);
        }
        w->rest[gone][lane] = 0;
    }
}

/* Preconditioned products of each lane, and the largest residual of any. */
static void weigh(const struct without *w, lanes *product, double *most)
{
    *most = 0;
    *product = ALL(0);
    for (uint32_t j = 0; j < w->block->reviewers; j++) {
        *product += w->rest[j] * w->rest[j] / ALL(w->block->diagonal[j] + w->lambda);
        for (size_t lane = 0; lane < w->count; lane++)
            *most = fmax(*most, fabs(w->rest[j][lane]));
    }
}

/* Quotients of the lanes; a lane that has come to rest stays there. */
static void divide(const lanes *a, const lanes *b, lanes *quotient)
{
    for (size_t lane = 0; lane < CALIBRATION_LANES; lane++)
        (*quotient)[lane] = (*b)[lane] > 0 ? (*a)[lane] / (*b)[lane] : 0;
}

/* Conjugate gradients of four systems in step. */
static void descend(const struct without *w)
{
    uint32_t size = w->block->reviewers;
    double most;
    lanes product, turned = ALL(0);

    weigh(w, &product, &most);
    for (size_t turn = 0; most > ERROR_MOST * w->lambda && turn < 2 * (size_t)size + 100; turn++) {
        lanes along = ALL(0), rate, before = product;

        for (uint32_t j = 0; j < size; j++)
            w->direction[j] = w->rest[j] / ALL(w->block->diagonal[j] + w->lambda) +
                              turned * w->direction[j];
        multiply(w, w->direction, w->image);
        for (uint32_t j = 0; j < size; j++)
            along += w->direction[j] * w->image[j];
        divide(&product, &along, &rate);
        for (uint32_t j = 0; j < size; j++) {
            w->step[j] += rate * w->direction[j];
            w->rest[j] -= rate * w->image[j];
        }
        weigh(w, &product, &most);
        divide(&product, &before, &turned);
    }
}

/* Moves an application's score by the mean change of bias; those that lost a review are new. */
static void put_scores(const struct without *w, const double *bias, double *scores)
{
    const struct calibration_block *block = w->block;

    for (uint32_t i = 0; i < block->applications; i++) {
        lanes moved = ALL(0);

        for (uint32_t k = block->first[i]; k < block->first[i + 1]; k++)
            moved += ALL(block->weight[k]) * w->step[block->by[k]];
        moved = ALL(calibration_mean(block, bias, i)) - moved / ALL(block->total[i]);
        for (size_t lane = 0; lane < w->count; lane++)
            scores[lane * block->applications + i] = moved[lane];
    }
    for (size_t lane = 0; lane < w->count; lane++) {
        uint32_t gone = w->gone[lane];

        for (uint32_t a = w->index->first[gone]; a < w->index->first[gone + 1]; a++) {
            uint32_t i = w->index->application[a];

            scores[lane * block->applications + i] = rest_mean(block, bias, i, gone) -
                                                     mean_without(block, i, gone, w->step, lane);
        }
    }
}

bool calibration_can_update(const struct calibration_block *block, double lambda)
{
    double most = 0;

    for (uint32_t j = 0; j < block->reviewers; j++)
        most = fmax(most, block->diagonal[j]);
    return lambda >= 1e-4 * most;
}

void calibration_without(struct arena *arena, const struct calibration_block *block,
                         const struct calibration_index *index, double lambda, const double *bias,
                         const uint32_t *gone, size_t count, double *scores)
{
    size_t size = block->reviewers;
    struct without w = {block,
                        index,
                        lambda,
                        gone,
                        count,
                        arena_array(arena, size, sizeof(lanes)),
                        arena_array(arena, size, sizeof(lanes)),
                        arena_array(arena, size, sizeof(lanes)),
                        arena_array(arena, size, sizeof(lanes))};

    start(&w, bias);
    descend(&w);
    put_scores(&w, bias, scores);
}
