/* calibration.h: scores freed of how strict each reviewer is, with errors, ranks and chances.
 *
 * A score is quality + the reviewer's bias + noise: y = q + b + e, e ~ N(0, σ²/weight),
 * b ~ N(0, σ_b²), q free, so nobody loses points for having few reviews.  Both variances come from
 * the reviews themselves (moments of the fit without penalty), steadied by a prior.  Biases add up
 * to 0 inside each connected component of the graph of applications and reviewers: calibration
 * moves nothing between components, and without bias it is the weighted mean.
 *
 * Everything is an index into the arrays given.  Pure and single-threaded; the same input gives
 * the same bits.  ranking.h holds the plain mean that stands beside it.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include "base/list.h"

struct calibration_prior {
    double noise_sd, noise_weight; /* σ before any review, and how many reviews that is worth */
    double bias_sd, bias_weight;   /* σ_b, and how many reviewers */
};

/* 6 points and 4 reviews, 4 points and 2 reviewers. */
extern const struct calibration_prior calibration_prior;

/* Scores that differ by no more than this are equal and share a rank. */
#define CALIBRATION_TIE 1e-7

/* Components of more reviewers have errors from the diagonal only. */
#define CALIBRATION_EXACT 1000

struct calibration_review {
    uint32_t application, reviewer;
    double score;  /* 0…100 */
    double weight; /* 0.001…1000 */
};

struct calibration_application {
    /* given */
    uint32_t topic;
    bool hidden; /* its reviews count, but it takes no rank and no place */
    /* found; without a review everything is 0 */
    uint32_t component; /* from 1, in the order of their first application */
    uint32_t reviews;
    double raw, calibrated; /* plain mean; without bias */
    double se, low, high;   /* standard error against the component's average reviewer; 90 % */
    uint32_t rank_topic, rank_overall;
    double chance; /* of standing within the topic's quota */
    bool top;      /* rank_topic is within the quota */
};

struct calibration_reviewer { /* found */
    uint32_t component;       /* 0: reviewed nothing */
    uint32_t reviews;
    double bias; /* positive is lenient */
};

struct calibration_topic {
    /* given */
    int64_t quota;
    /* found */
    uint32_t reviewed, components;
    bool has_line;
    double line;       /* the score at which the chances add up to the quota */
    uint32_t *members; /* `applications` of them, those with a review first, none hidden */
    uint32_t applications;
};

struct calibration_component { /* found */
    uint32_t applications, reviewers;
    bool exact; /* at most CALIBRATION_EXACT reviewers */
};

/* What the top would be without any review of one reviewer, σ² and λ kept. */
struct calibration_drop {
    /* given */
    uint32_t reviewer;
    /* found */
    struct calibration_indices {
        LIST(uint32_t);
    } lost, gained;
};

struct calibration {
    /* given; at most one review per pair */
    struct calibration_prior prior;
    struct calibration_review *reviews;
    size_t review_count;
    struct calibration_application *applications;
    size_t application_count;
    struct calibration_reviewer *reviewers;
    size_t reviewer_count;
    struct calibration_topic *topics;
    size_t topic_count;
    struct calibration_drop *drops;
    size_t drop_count;
    /* found */
    double noise_sd, bias_sd, lambda;
    int64_t df_noise, df_bias;
    struct calibration_component *components;
    size_t component_count;
};

/* Fills everything found. */
void calibration_make(struct arena *arena, struct calibration *calibration);
