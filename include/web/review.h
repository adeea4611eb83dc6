/* review.h: the page of one review, and what a save answers to the page's script. */
#pragma once

#include "action/review.h"
#include "web/request.h"

/* The application beside the score form; what was typed stands over it when it is shown again. */
struct reply review_page(struct request *req, const struct review_form *typed,
                         struct review_view *view);

/* {revision, saved, refused, conflicts: [{field, label, typed, stored, parts}]}: what draft.js
 * reads. `err` says that some of it was stale; NULL: nothing was. */
struct reply review_saved(struct request *req, const struct review_form *form,
                          struct review_view *view, const struct error *err);
