/* calibration_solve.h: the linear algebra of calibration.h: components and their reviewer systems.
 *
 * With the applications eliminated, the biases of one component solve (S0 + λI) b = g, where S0 is
 * the weighted Laplacian of who shares applications with whom.  S0 is never formed for large
 * components: conjugate gradients walk over the reviews.  Small ones are factored.  Either way
 * the residual is computed from the scores in long double and the solution refined until it is
 * good to about 1e-11 points, so that ties are told from differences at 1e-7.
 */
#pragma once

#include "domain/calibration.h"

/* One component: its own indices, reviews by application. */
struct calibration_block {
    uint32_t applications, reviewers, reviews;
    uint32_t *application, *reviewer; /* own index → index in the reviews it was made from */
    uint32_t *first; /* reviews of application i: first[i] … first[i + 1] − 1 */
    uint32_t *by;    /* of each review: reviewer, weight, score */
    double *weight, *score;
    double *total;    /* Σ weight of an application */
    double *diagonal; /* S0_jj */
};

struct calibration_blocks {
    LIST(struct calibration_block);
};

/* The components of some reviews, in the order of their first application. */
struct calibration_blocks calibration_split(struct arena *arena,
                                            const struct calibration_review *reviews, size_t count,
                                            size_t applications, size_t reviewers);

/* A Cholesky factor's inverse: (S0 + λI + 11'/R)⁻¹ = TᵀT with T lower triangular. */
struct calibration_factor {
    size_t size, stride;
    double *lower;    /* L by rows */
    double *inverted; /* column c of T as row c; NULL until asked for */
};

struct calibration_factor calibration_factor(struct arena *arena,
                                             const struct calibration_block *block, double lambda);
void calibration_invert(struct arena *arena, struct calibration_factor *factor);

/* |T u|² = uᵀ (S0 + λI + 11'/R)⁻¹ u for the `count` values at the indices; `work` has `stride`. */
double calibration_form(const struct calibration_factor *factor, const uint32_t *index,
                        const double *value, size_t count, double *work);

/* Solves in place from the start given in `bias`; Σ bias = 0 afterwards.  λ = 0 is allowed. With
 * a factor (of the same λ) directly, else (NULL) by conjugate gradients. */
void calibration_solve(struct arena *arena, const struct calibration_block *block, double lambda,
                       const struct calibration_factor *factor, double *bias);

/* Σ weight (y − b)/total of an application: its score freed of bias. */
double calibration_mean(const struct calibration_block *block, const double *bias, uint32_t i);

/* Σ weight (score − bias − mean)²: with zero biases, the squares within applications. */
double calibration_squares(const struct calibration_block *block, const double *bias);

/* Where each reviewer's reviews are: applications of j: application[first[j] … first[j + 1] − 1].
 */
struct calibration_index {
    uint32_t *first, *application;
};
struct calibration_index calibration_index(struct arena *arena,
                                           const struct calibration_block *block);

#define CALIBRATION_LANES 4

/* Whether λ is large enough beside the diagonal for calibration_without to be exact. */
bool calibration_can_update(const struct calibration_block *block, double lambda);

/* Scores of the block's applications without each of up to CALIBRATION_LANES reviewers, given the
 * solution with all: scores[lane · applications + i], NAN for those left without a review. */
void calibration_without(struct arena *arena, const struct calibration_block *block,
                         const struct calibration_index *index, double lambda, const double *bias,
                         const uint32_t *gone, size_t count, double *scores);
