/* review.h: screening, conflicts, assignments and reviews, as rows. */
#pragma once

#include "base/list.h"
#include "domain/application.h"
#include "domain/ranking.h"
#include "domain/review.h"
#include "store/conflict.h"

struct screening {
    const char *verdict, *note, *by;
    int64_t version, until, at;
};
struct screenings {
    LIST(struct screening);
};
bool store_screening_add(struct env *env, const struct application *application,
                         const char *verdict, const char *note, int64_t until, struct person_id by,
                         struct error *err);
bool store_screenings(struct env *env, struct application_id application,
                      struct screenings *screenings, struct error *err);

struct reviewer_row {
    struct person_id person;
    struct key key;
    const char *name, *institution;
    int64_t load, conflicts;
    bool assigned;
};
struct reviewer_rows {
    LIST(struct reviewer_row);
};
bool store_reviewers(struct env *env, struct call_id call, struct application_id application,
                     struct reviewer_rows *rows, struct error *err);

struct assignment {
    struct assignment_id id;
    struct key key, application_key;
    struct application_id application;
    struct person_id reviewer;
    const char *reviewer_name, *number, *title, *topic_code,
        *state;         /* of the review, "" for none */
    const char *scores; /* JSON, of a draft too */
    int64_t due_at, assigned_at, total, saved_at, submitted_at;
};
struct assignments {
    LIST(struct assignment);
};
/* CONFLICT "assignment/there" when the pair stands already. */
bool store_assignment_add(struct env *env, struct call_id call, struct application_id application,
                          struct person_id reviewer, int64_t due_at, struct person_id by,
                          struct key key, struct error *err);
bool store_assignment_end(struct env *env, struct assignment_id id, const char *why,
                          struct error *err);
/* Declined by its reviewer. */
bool store_assignment_decline(struct env *env, struct assignment_id id, enum decline decline,
                              const char *note, struct error *err);
/* The vacancy `key` of the application is filled or not needed; NULL: the oldest, if there is one.
 */
bool store_assignment_settle(struct env *env, struct application_id application,
                             const struct key *key, struct error *err);

/* A place that a reviewer left, as the actor's lists show it. */
struct vacant_place {
    struct key key; /* of the assignment that ended */
    struct application_id application;
    struct key application_key;
    struct person_id reviewer;
    const char *reviewer_name, *number, *title, *topic_code, *note;
    enum decline decline;
    int64_t at;
};
struct vacant_places {
    LIST(struct vacant_place);
};
bool store_vacancies(struct env *env, struct call_id call, struct person_id actor,
                     struct vacant_places *vacancies, struct error *err);

bool store_assignments_mine(struct env *env, struct call_id call, struct person_id reviewer,
                            struct assignments *assignments, struct error *err);
bool store_assignments_of(struct env *env, struct application_id application,
                          struct assignments *assignments, struct error *err);
bool store_assignment_get(struct env *env, struct key key, struct assignment *assignment,
                          struct error *err);

/* The review of an assignment; a new draft when there is none yet. */
bool store_review_get(struct env *env, const struct assignment *assignment, struct review *review,
                      struct error *err);
/* The draft that a signed sheet replaced (version 0), if there is one: scores, total and words. */
bool store_review_begun(struct env *env, const struct assignment *assignment, struct review *review,
                        bool *there, struct error *err);
bool store_review_put(struct env *env, const struct review *review, struct person_id entered_by,
                      struct error *err);
bool store_review_version_add(struct env *env, const struct review *review, const char *reason,
                              struct person_id by, struct error *err);

/* What was submitted, version by version, the newest first. */
struct review_version {
    int64_t version, at;
    const char *content, *reason;
    bool by_office;
};
struct review_versions {
    LIST(struct review_version);
};
bool store_review_versions(struct env *env, struct assignment_id assignment,
                           struct review_versions *versions, struct error *err);

/* Rows for the ranking, with what stands beside them. */
struct ranked {
    struct ranking_row row;
    struct key key;
    const char *title, *leader, *institution, *outcome, *reason, *outer;
    struct person_id applicant;
    enum application_state state;
    int64_t asked, granted, preference;
};
struct ranked_list {
    LIST(struct ranked);
};
bool store_ranking(struct env *env, struct call_id call, struct person_id actor,
                   struct topic_id topic, struct ranked_list *list, struct error *err);

/* The submitted reviews of what the actor is shown, for ranking_calibrate. */
bool store_ranking_reviews(struct env *env, struct call_id call, struct person_id actor,
                           struct ranking_reviews *reviews, struct error *err);

struct other_review {
    struct person_id person;
    const char *reviewer, *recommendation, *to_committee, *to_applicant, *reason;
    int64_t total, version; /* from 2 on changed after it was first submitted, for `reason` */
};
struct other_reviews {
    LIST(struct other_review);
};
bool store_reviews_of(struct env *env, struct application_id application,
                      struct other_reviews *reviews, struct error *err);
