/* ranking.h: submitted reviews turned into an order within each topic and over the call.
 *
 * Beside the raw weighted mean stands the score freed of how strict each reviewer is
 * (calibration.h); the call's switch says which of them is the `score` that orders.  All points
 * are integers in 1/10000: equal is equal, and two rows that show the same number share a rank.
 */
#pragma once

#include <stdbool.h>
#include "base/list.h"
#include "domain/ids.h"

/* Where a row stands to its topic's quota. */
enum quota_side {
    QUOTA_WITHIN,
    QUOTA_TIED, /* shares its rank with rows on both sides of the line */
    QUOTA_BELOW,
    QUOTA_UNRANKED
};

struct points_list {
    LIST(int64_t); /* totals of submitted reviews, 0…1,000,000 */
};

struct ranking_row {
    /* given */
    struct application_id application;
    const char *topic;  /* code */
    const char *number; /* shown number: orders rows of equal score, which says nothing */
    struct points_list totals;
    /* found by ranking_calibrate; 0 without reviews */
    int64_t calibrated, low,
        high;                /* points; 90 % lie between low and high, which may leave 0…100 */
    int64_t chance;          /* of a place in the topic, 10,000 is certain */
    int64_t rank_calibrated; /* in the topic */
    int64_t component;       /* from 1: scores of different ones are not made comparable */
    /* found */
    int64_t raw;                      /* mean, halves up; 0 without reviews */
    int64_t score;                    /* what ranks: raw or calibrated */
    int64_t lowest, highest;          /* 0 without reviews */
    int64_t spread;                   /* sample standard deviation; 0 with fewer than two reviews */
    int64_t rank_topic, rank_overall; /* 1 is best; equal scores share; 0: no review yet */
    enum quota_side side;
};

/* One topic's places, and the line they draw. */
struct ranking_topic {
    const char *code; /* given */
    int64_t quota;    /* given */
    int64_t rows, reviewed;
    bool has_line;      /* more reviewed rows than places, and at least one place */
    int64_t line;       /* score of the last within the quota */
    int64_t next;       /* best score below the line; equal to `line` when the tie crosses it */
    int64_t components; /* found by ranking_calibrate: groups that share no reviewer */
};

/* A submitted review of the call; `name` is for those who may see it. */
struct ranking_review {
    struct application_id application;
    struct person_id reviewer;
    const char *name;
    int64_t total;
};
struct ranking_reviews {
    LIST(struct ranking_review);
};

/* How a reviewer scores, found by ranking_calibrate. */
struct ranking_reviewer {
    struct person_id reviewer;
    const char *name;
    int64_t component, reviews;
    int64_t bias;         /* points above (lenient) or below (strict) the component's average */
    int64_t lost, gained; /* places within quotas that would change without this one's reviews */
};

struct ranking {
    struct {
        LIST(struct ranking_row);
    } rows;
    struct {
        LIST(struct ranking_topic);
    } topics;
    bool by_calibrated; /* given: which score orders */
    bool leave_out;     /* given: ranking_calibrate also fills lost and gained */
    /* found by ranking_calibrate */
    struct {
        LIST(struct ranking_reviewer); /* the most lenient first */
    } reviewers;
    int64_t components, noise, leniency; /* the two standard deviations, in points */
};

/* Calibrates with all reviews of the call, those of one application next to each other.  They may
 * speak of applications that are not among the rows (the reader must not see them): such count
 * for how strict somebody is, and take no place.  Before ranking_make. */
void ranking_calibrate(struct arena *arena, struct ranking *ranking,
                       const struct ranking_reviews *reviews);

/* Fills everything found, and puts rows best first, those without a review last.  Rows of a topic
 * that is not listed have no rank in it and no place: QUOTA_BELOW. */
void ranking_make(struct ranking *ranking);
