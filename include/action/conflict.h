/* conflict.h: looking for conflicts between applications and reviewers (domain.md §6).
 *
 * Found when an application passes screening, for every reviewer of the call, and again when a pair
 * is about to be assigned; what somebody decided by hand stays.
 */
#pragma once

#include "action/review.h"

/* Inside a transaction. */
bool conflicts_seek(struct env *env, const struct version_view *view, struct person_id reviewer,
                    struct error *err);
bool conflicts_seek_all(struct env *env, const struct version_view *view, struct error *err);

/* Fills an empty table of institutions' other names from templates/institutions.json. */
bool institutions_ready(struct env *env, struct error *err);
