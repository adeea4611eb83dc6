/* calibration_solve.c: the linear algebra of calibration.h: components and their systems. */

#include "domain/calibration_solve.h"

#include <float.h>
#include <math.h>

/* Each pass of conjugate gradients gains seven digits on the residual computed anew; when a pass
 * moved nothing by more than LAST_STEP, what is left is some 1e-12. */
#define PASS_GAIN   1e-7
#define LAST_STEP   1e-5
#define PASSES_MOST 12

/* Two numbers in one register, on every processor this compiles for; rows of matrices begin where
 * such a pair may. */
typedef double pair __attribute__((vector_size(16), may_alias));

/* Four dot products at once keep eight sums in flight: x with four consecutive rows of y.  `from`
 * is even. */
static void dot4(const double *x, const double *y, size_t stride, size_t from, size_t to,
                 double sums[4])
{
    size_t even = from + (to - from) / 2 * 2;
    const pair *px = (const pair *)x, *p0 = (const pair *)y, *p1 = (const pair *)(y + stride),
               *p2 = (const pair *)(y + 2 * stride), *p3 = (const pair *)(y + 3 * stride);
    pair s0 = {0, 0}, s1 = {0, 0}, s2 = {0, 0}, s3 = {0, 0};

    for (size_t k = from / 2; k < even / 2; k++) {
        s0 += px[k] * p0[k];
        s1 += px[k] * p1[k];
        s2 += px[k] * p2[k];
        s3 += px[k] * p3[k];
    }
    sums[0] = s0[0] + s0[1];
    sums[1] = s1[0] + s1[1];
    sums[2] = s2[0] + s2[1];
    sums[3] = s3[0] + s3[1];
    if (even < to)
        for (size_t row = 0; row < 4; row++)
            sums[row] += x[even] * y[row * stride + even];
}

/* y += a x, from an even index to the end of a row. */
static void add_multiple(double *y, double a, const double *x, size_t from, size_t stride)
{
    const pair *px = (const pair *)x;
    pair *py = (pair *)y, pa = {a, a};

    for (size_t k = from / 2; k < stride / 2; k++)
        py[k] += pa * px[k];
}

/* S0 + λI + 11'/R below the diagonal, and the identity where rows are only padding. */
static void fill(const struct calibration_block *block, double lambda,
                 const struct calibration_factor *factor)
{
    double lift = 1.0 / (double)factor->size;

    for (size_t i = 0; i < factor->stride; i++)
        for (size_t j = 0; j <= i; j++)
            factor->lower[i * factor->stride + j] = i < factor->size ? lift : i == j;
    for (size_t j = 0; j < factor->size; j++)
        factor->lower[j * factor->stride + j] += block->diagonal[j] + lambda;
    for (uint32_t i = 0; i < block->applications; i++)
        for (uint32_t k = block->first[i]; k < block->first[i + 1]; k++)
            for (uint32_t l = block->first[i]; l < k; l++) {
                uint32_t a = block->by[k], b = block->by[l];

                factor->lower[(a > b ? a : b) * factor->stride + (a > b ? b : a)] -=
                    block->weight[k] * block->weight[l] / block->total[i];
            }
}

/* Row i of L, four columns at a time. */
static void factor_row(const struct calibration_factor *factor, size_t i)
{
    size_t stride = factor->stride;
    double *row = factor->lower + i * stride, whole = row[i];

    for (size_t block = 0; block <= i; block += 4) {
        double sums[4];

        dot4(row, factor->lower + block * stride, stride, 0, block, sums);
        for (size_t j = block; j < block + 4 && j <= i; j++) {
            const double *column = factor->lower + j * stride;
            double value = row[j] - sums[j - block];

            for (size_t k = block; k < j; k++)
                value -= row[k] * column[k];
            row[j] = j < i ? value / column[j] : sqrt(fmax(value, DBL_EPSILON * whole));
        }
    }
}

struct calibration_factor calibration_factor(struct arena *arena,
                                             const struct calibration_block *block, double lambda)
{
    struct calibration_factor factor = {.size = block->reviewers};

    factor.stride = (factor.size + 3) / 4 * 4;
    factor.lower = arena_array(arena, factor.stride * factor.stride, sizeof *factor.lower);
    fill(block, lambda, &factor);
    for (size_t i = 0; i < factor.stride; i++)
        factor_row(&factor, i);
    return factor;
}

void calibration_invert(struct arena *arena, struct calibration_factor *factor)
{
    size_t stride = factor->stride;

    factor->inverted = arena_array(arena, stride * stride, sizeof *factor->inverted);
    for (size_t block = 0; block < stride; block += 4)
        for (size_t i = block; i < stride; i++) {
            const double *row = factor->lower + i * stride;
            double *columns = factor->inverted + block * stride, sums[4];

            dot4(row, columns, stride, block, i, sums);
            for (size_t c = 0; c < 4 && block + c <= i; c++)
                columns[c * stride + i] = ((block + c == i ? 1.0 : 0.0) - sums[c]) / row[i];
        }
}

double calibration_form(const struct calibration_factor *factor, const uint32_t *index,
                        const double *value, size_t count, double *work)
{
    size_t least = factor->size;
    double sum = 0;

    for (size_t k = 0; k < count; k++)
        least = index[k] < least ? index[k] : least;
    least = least / 2 * 2;
    memset(work + least, 0, (factor->stride - least) * sizeof *work);
    for (size_t k = 0; k < count; k++) {
        add_multiple(work, value[k], factor->inverted + index[k] * factor->stride, index[k] / 2 * 2,
                     factor->stride);
    }
    for (size_t i = least; i < factor->size; i++)
        sum += work[i] * work[i];
    return sum;
}

static void factor_solve(const struct calibration_factor *factor, double *x)
{
    for (size_t i = 0; i < factor->size; i++) {
        const double *row = factor->lower + i * factor->stride;

        for (size_t k = 0; k < i; k++)
            x[i] -= row[k] * x[k];
        x[i] /= row[i];
    }
    for (size_t i = factor->size; i-- > 0;) {
        const double *row = factor->lower + i * factor->stride;

        x[i] /= row[i];
        for (size_t k = 0; k < i; k++)
            x[k] -= row[k] * x[i];
    }
}

static void centre(double *values, size_t count)
{
    long double sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += values[i];
    sum /= (long double)count;
    for (size_t i = 0; i < count; i++)
        values[i] = (double)(values[i] - sum);
}

/* g − (S0 + λI) b from the scores themselves, so that no rounding of g is left in the answer. */
static void residual(const struct calibration_block *block, double lambda, const double *bias,
                     long double *sums, double *out)
{
    for (uint32_t j = 0; j < block->reviewers; j++)
        sums[j] = -(long double)lambda * bias[j];
    for (uint32_t i = 0; i < block->applications; i++) {
        long double mean = 0, total = 0;

        for (uint32_t k = block->first[i]; k < block->first[i + 1]; k++) {
            total += block->weight[k];
            mean += block->weight[k] * ((long double)block->score[k] - bias[block->by[k]]);
        }
        mean /= total;
        for (uint32_t k = block->first[i]; k < block->first[i + 1]; k++)
            sums[block->by[k]] += block->weight[k] *
                                  ((long double)block->score[k] - bias[block->by[k]] - mean);
    }
    for (uint32_t j = 0; j < block->reviewers; j++)
        out[j] = (double)sums[j];
    centre(out, block->reviewers);
}

/* (S0 + λI) x without a matrix: each application pulls its reviewers to their mean. */
static void multiply(const struct calibration_block *block, double lambda, const double *x,
                     double *out)
{
    for (uint32_t j = 0; j < block->reviewers; j++)
        out[j] = lambda * x[j];
    for (uint32_t i = 0; i < block->applications; i++) {
        uint32_t from = block->first[i], to = block->first[i + 1];
        double mean = 0;

        for (uint32_t k = from; k < to; k++)
            mean += block->weight[k] * x[block->by[k]];
        mean /= block->total[i];
        for (uint32_t k = from; k < to; k++)
            out[block->by[k]] += block->weight[k] * (x[block->by[k]] - mean);
    }
}

/* The vectors of conjugate gradients, each of one number per reviewer. */
struct gradients {
    double *rest, *direction, *image, *step;
};

static double largest(const double *values, size_t count)
{
    double most = 0;

    for (size_t i = 0; i < count; i++)
        most = fmax(most, fabs(values[i]));
    return most;
}

/* The preconditioned residual: its product with the residual, and its largest entry. */
static double weigh(const struct calibration_block *block, double lambda, const double *rest,
                    double *most)
{
    double product = 0;

    *most = 0;
    for (uint32_t j = 0; j < block->reviewers; j++) {
        double scaled = rest[j] / (block->diagonal[j] + lambda);

        product += scaled * rest[j];
        *most = fmax(*most, fabs(scaled));
    }
    return product;
}

/* One pass: `rest` is the right side on entry, `step` the solution afterwards. */
static void descend(const struct calibration_block *block, double lambda, struct gradients *g)
{
    uint32_t size = block->reviewers;
    double most, start, product = weigh(block, lambda, g->rest, &start), before = 0;

    memset(g->step, 0, size * sizeof *g->step);
    most = start;
    for (size_t turn = 0; most > PASS_GAIN * start && turn < 2 * (size_t)size + 100; turn++) {
        double along = 0, rate;

        for (uint32_t j = 0; j < size; j++)
            g->direction[j] = g->rest[j] / (block->diagonal[j] + lambda) +
                              (turn == 0 ? 0 : product / before * g->direction[j]);
        multiply(block, lambda, g->direction, g->image);
        for (uint32_t j = 0; j < size; j++)
            along += g->direction[j] * g->image[j];
        if (!(along > 0))
            return;
        rate = product / along;
        for (uint32_t j = 0; j < size; j++) {
            g->step[j] += rate * g->direction[j];
            g->rest[j] -= rate * g->image[j];
        }
        before = product;
        product = weigh(block, lambda, g->rest, &most);
    }
}

static double *numbers(struct arena *arena, size_t count)
{
    return arena_array(arena, count, sizeof(double));
}

void calibration_solve(struct arena *arena, const struct calibration_block *block, double lambda,
                       const struct calibration_factor *factor, double *bias)
{
    size_t size = block->reviewers;
    struct gradients g = {numbers(arena, size), numbers(arena, size), numbers(arena, size),
                          numbers(arena, size)};
    long double *sums = arena_array(arena, size, sizeof *sums);

    centre(bias, size);
    for (int pass = 0; size > 1 && pass < PASSES_MOST; pass++) {
        residual(block, lambda, bias, sums, g.rest);
        if (factor != NULL) {
            memcpy(g.step, g.rest, size * sizeof *g.step);
            factor_solve(factor, g.step);
        } else {
            descend(block, lambda, &g);
        }
        for (size_t j = 0; j < size; j++)
            bias[j] += g.step[j];
        centre(bias, size);
        if (largest(g.step, size) <= LAST_STEP)
            return;
    }
}

double calibration_mean(const struct calibration_block *block, const double *bias, uint32_t i)
{
    double sum = 0;

    for (uint32_t k = block->first[i]; k < block->first[i + 1]; k++)
        sum += block->weight[k] * (block->score[k] - bias[block->by[k]]);
    return sum / block->total[i];
}

double calibration_squares(const struct calibration_block *block, const double *bias)
{
    double sum = 0;

    for (uint32_t i = 0; i < block->applications; i++) {
        double mean = calibration_mean(block, bias, i);

        for (uint32_t k = block->first[i]; k < block->first[i + 1]; k++) {
            double rest = block->score[k] - bias[block->by[k]] - mean;

            sum += block->weight[k] * rest * rest;
        }
    }
    return sum;
}
