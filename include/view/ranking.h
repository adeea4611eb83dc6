/* ranking.h: models of the calibrated side of a ranking: beside each mean, and per reviewer. */
#pragma once

#include "base/json.h"
#include "domain/ranking.h"

/* What the charts of a page span, in points: all intervals and means, out to the next ten. */
struct ranking_scale {
    int64_t from, to;
};
struct ranking_scale view_scale(const struct ranking *ranking);

/* {calibrated, low, high, chance, component, rank_calibrated, moved, interval: {low_x, wide_x,
 * raw_x, dot_x}} beside what the row shows; nothing without a review. */
void view_calibrated(struct arena *arena, const struct ranking *ranking,
                     const struct ranking_scale *scale, const struct ranking_row *row,
                     json_t *item);

/* The page: {by_calibrated, from, to, noise, leniency, several, reviewers: [{name or place,
 * component, reviews, bias, strict, bar_x, bar_wide, lost, gained}]}; names only for who may see
 * them. */
void view_severity(struct arena *arena, const struct ranking *ranking, bool may_see_names,
                   json_t *model);
