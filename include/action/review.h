/* review.h: screening, assigning, conflicts, reviewing, ranking. */
#pragma once

#include "action/application.h"
#include "store/review.h"

/* The office's list: submitted applications, newest state; `after` is the last number of the page
 * before. */
bool action_office_applications(struct env *env, const struct actor *actor, const struct call *call,
                                const char *topic, const char *state, const char *after,
                                struct application_rows *rows,
                                int64_t counts[APPLICATION_STATE_COUNT], struct error *err);

/* The newest version as the office sees it, and the standing that goes with it; MISSING to anybody
 * else, and to a secretary who stands to it otherwise. */
bool action_office_version(struct env *env, const struct actor *actor, struct key key,
                           struct version_view *view, struct error *err);

/* One application for the office: as submitted, with screenings, reviewers, conflicts. */
struct office_view {
    struct version_view version;
    struct problems problems;
    struct screenings screenings;
    struct reviewer_rows reviewers;
    struct conflict_rows conflicts;
    struct assignments assignments;
};
bool action_office_application(struct env *env, const struct actor *actor, struct key key,
                               struct office_view *view, struct error *err);

/* "pass", "return" (until, note) or "ineligible" (note).  INVALID with problems on note and until;
 * the applicant is told. */
bool action_screen(struct env *env, const struct actor *actor, struct key key, const char *verdict,
                   const char *note, int64_t until, struct problems *problems, struct error *err);

/* Refused while a conflict stands: CONFLICT "assignment/conflict". */
bool action_assign(struct env *env, const struct actor *actor, struct key application,
                   struct key reviewer, struct error *err);
bool action_assignment_end(struct env *env, const struct actor *actor, struct key assignment,
                           struct key *application, struct error *err);
/* "confirmed" or "dismissed", with a reason. */
bool action_conflict_decide(struct env *env, const struct actor *actor, struct key application,
                            struct key reviewer, const char *source, const char *state,
                            const char *reason, struct error *err);

/* A reviewer's own list. */
bool action_reviews_mine(struct env *env, const struct actor *actor, const struct call *call,
                         struct assignments *assignments, struct error *err);

struct review_view {
    struct assignment assignment;
    struct version_view version;
    struct review review;
    bool has_begun; /* the reviewer's own draft that a signed sheet replaced, for him to read */
    struct review begun;
    struct review_versions versions; /* as submitted, the newest first */
    struct other_reviews others;     /* when the policy lets them be read */
    bool sees_others;
    bool writable;
    struct review_merge merge; /* of a save; `stored` is what it did not overwrite */
    struct review stored;
    bool has_next; /* one of the own list that is not submitted */
    struct assignment next;
    int64_t done, of; /* submitted ones in the own list, and how many it holds */
};
/* The reviewer's own, or for the office that enters a signed sheet (代录). */
bool action_review_open(struct env *env, const struct actor *actor, struct key assignment,
                        struct review_view *view, struct error *err);

/* What was sent; NULL of a comment and "" or 0 of a choice: not sent, stays as it is. */
struct review_form {
    const json_t *scores; /* criterion → number as typed */
    const char *recommendation, *to_committee, *to_applicant, *reason;
    int64_t familiarity;
    int64_t revision;    /* that the form was read at, */
    const json_t *bases; /* or part → revision, where a part was read later; NULL: none */
    bool submit;
    const char *scan_name; /* 代录: the signed sheet, when one was chosen */
    struct upload *scan;   /* NULL: none, the one there stays */
};
/* What a save brings, from a form or a sheet. */
struct review_change {
    struct review_typed typed;
    const char *reason;
    bool submit;
};
/* The reviewer's own, in a transaction that the caller began and ends. */
bool action_review_apply(struct env *env, const struct actor *actor, struct key assignment,
                         const struct review_change *change, struct review_view *view,
                         struct problems *problems, struct error *err);
/* What it would make of the review: view->stored as it stands, view->review with all of it,
 * view->merge with what a save would refuse. */
void action_review_over(struct env *env, const struct review_typed *typed,
                        struct review_view *view);

/* What was typed over what is stored, so that a refused form is shown as it was sent. */
void action_review_typed(struct env *env, const struct review_form *form, struct review_view *view);
/* A draft is saved part by part: what another tab changed since stays, CONFLICT "review/stale" with
 * view->merge, and the rest is saved.  A submission is saved whole or not at all. */
bool action_review_save(struct env *env, const struct actor *actor, struct key assignment,
                        const struct review_form *form, struct review_view *view,
                        struct problems *problems, struct error *err);
/* The scan of a signed sheet: for the office, the chair and its reviewer.  MISSING "missing". */
bool action_review_scan(struct env *env, const struct actor *actor, struct key assignment,
                        struct review *review, struct error *err);
/* The reviewer steps back, for good when it is a conflict, and the office is asked for another one.
 * What is submitted is left for a conflict only: CONFLICT "review/decline-submitted". */
bool action_review_decline(struct env *env, const struct actor *actor, struct key assignment,
                           enum decline decline, const char *reason, struct error *err);

/* The order within topics and over the call, of what the actor may see. */
struct ranking_view {
    struct ranked_list ranked;
    struct ranking ranking;
    struct topic_rows topics;
    bool may_see_names; /* of the reviewers */
    bool may_export;
};
bool action_ranking(struct env *env, const struct actor *actor, const struct call *call,
                    const char *topic, struct ranking_view *view, struct error *err);

/* Calibrates the rows with the reviews of what the actor is shown and orders them by what the
 * call's switch says; every page that ranks goes through here, so that all agree. */
bool action_ranking_order(struct env *env, const struct actor *actor, const struct call *call,
                          struct ranking *ranking, struct error *err);
