/* calibration_place.h: the parts of calibration.h that come after the scores: who stands where. */
#pragma once

#include "domain/calibration_solve.h"

/* Members of each topic; needs the number of reviews of each application. */
void calibration_members(struct arena *arena, struct calibration *calibration);

/* Ranks, top, and components per topic. */
void calibration_ranks(struct arena *arena, struct calibration *calibration);

/* Funding lines and chances; needs se. */
void calibration_chances(struct arena *arena, struct calibration *calibration);

/* The `nth` largest (from 1) of `count` ≥ nth values, which it reorders. */
double calibration_nth(double *values, size_t count, size_t nth);

/* Leave one out: every row of `drops`. */
void calibration_drops(struct arena *arena, struct calibration *calibration,
                       const struct calibration_blocks *blocks);
