/* conflict.h: looking for conflicts between applications and reviewers (domain.md §6).
 *
 * Found when an application passes screening, for every reviewer of the call, and again when a pair
 * is about to be assigned; what somebody decided by hand stays.
 */
#pragma once

#include "action/review.h"
#include "store/roster.h"

/* Inside a transaction. */
bool conflicts_seek(struct env *env, const struct version_view *view, struct person_id reviewer,
                    struct error *err);
bool conflicts_seek_all(struct env *env, const struct version_view *view, struct error *err);

/* What is compared of an application; `sections` are its submitted answers. */
bool conflicts_application(struct env *env, const struct definition *definition,
                           struct application_id id, const json_t *sections,
                           struct conflict_application *application, struct error *err);

/* Looks at many pairs of eligible applications at once, outside any transaction; what is new is
 * written in one of its own.  `found`: how many. */
bool conflicts_seek_pairs(struct env *env, const struct call *call, const struct new_pairs *pairs,
                          size_t *found, struct error *err);

/* Fills an empty table of institutions' other names from templates/institutions.json. */
bool institutions_ready(struct env *env, struct error *err);
