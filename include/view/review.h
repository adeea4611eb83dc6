/* review.h: models of the office's lists, of reviewing and of the ranking. */
#pragma once

#include "domain/policy.h"
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
 * recommendations, familiarity, comments, total, given, criteria_count}. */
void view_review_form(struct arena *arena, const struct review_facts *facts, json_t *model);

/* {scores: [{title, score}], total, recommendation, to_committee, to_applicant}: to be read. */
void view_review_kept(struct arena *arena, const struct definition *definition,
                      const struct review *kept, enum language language, json_t *into);

/* One part of a review in words, for the form and for what differs. */
const char *view_review_part(struct arena *arena, const struct definition *definition,
                             const struct review *review, enum review_part part,
                             enum language language);

/* "88.2500" points as people read them: "88.25"; "" for none. */
const char *view_points(struct arena *arena, int64_t points);
