/* ranking.h: submitted reviews turned into an order within each topic and over the call.
 *
 * For now the score is the raw weighted mean; a calibrated one will stand beside it, so rows name
 * theirs `raw` and the order reads `score`.  All points are integers in 1/10000: equal is equal,
 * and two rows that show the same number share a rank.
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
    /* found */
    int64_t raw;                      /* mean, halves up; 0 without reviews */
    int64_t score;                    /* what ranks: raw */
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
    bool has_line; /* more reviewed rows than places, and at least one place */
    int64_t line;  /* score of the last within the quota */
    int64_t next;  /* best score below the line; equal to `line` when the tie crosses it */
};

struct ranking {
    struct {
        LIST(struct ranking_row);
    } rows;
    struct {
        LIST(struct ranking_topic);
    } topics;
};

/* Fills everything found, and puts rows best first, those without a review last.  Rows of a topic
 * that is not listed have no rank in it and no place: QUOTA_BELOW. */
void ranking_make(struct ranking *ranking);
