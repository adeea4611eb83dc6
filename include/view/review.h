/* review.h: models of the office's lists, of reviewing and of the ranking. */
#pragma once

#include "domain/ranking.h"
#include "domain/review.h"
#include "view/application.h"

/* A row of the office's list. */
void view_office_row(struct arena *arena, const struct application *application,
                     const struct call *call, enum language language, json_t *row);

struct review_facts {
    const struct definition *definition;
    const struct review *review;
    const struct problems *problems; /* NULL: not checked */
    enum language language;
};
/* {groups: [{title, criteria: [{key, title, help, weight, scale: [{value, checked}], error}]}],
 * recommendations, familiarity, comments, total}. */
void view_review_form(struct arena *arena, const struct review_facts *facts, json_t *model);

/* {begun: {scores: [{title, score}], total, to_committee, to_applicant}}. */
void view_review_begun(struct arena *arena, const struct definition *definition,
                       const struct review *begun, enum language language, json_t *model);

/* "88.2500" points as people read them: "88.25"; "" for none. */
const char *view_points(struct arena *arena, int64_t points);
