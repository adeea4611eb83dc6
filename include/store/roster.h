/* roster.h: 指派方案 as rows: drafts, whom they propose, and what the office set by hand.
 *
 * What a page shows is read through the one definition of what an actor's lists show
 * (sql/query/application.sql); what the solver reads is the whole call.
 */
#pragma once

#include "base/list.h"
#include "domain/roster.h"

struct roster {
    struct roster_id id, base; /* base 0: what was assigned */
    struct key key;
    struct call_id call;
    const char *state;
    struct roster_settings settings;
    int64_t seed, missing, live, newest, took, applications;
    int64_t total;      /* -1: not everybody can be served */
    const char *digest; /* "" before it is solved, like the times */
    const json_t *cut;  /* NULL when nothing is missing */
    const char *failure, *made_by, *published_by;
    int64_t made_at, solved_at, published_at;
};
struct rosters {
    LIST(struct roster);
};

bool store_roster_get(struct env *env, struct key key, struct roster *roster, struct error *err);
/* The newest first. */
bool store_rosters(struct env *env, struct call_id call, int64_t limit, struct rosters *list,
                   struct error *err);
bool store_roster_due(struct env *env, struct roster *roster, bool *found, struct error *err);
/* A draft that waits to be solved, based on the newest that is not published. */
bool store_roster_add(struct env *env, struct call_id call, const struct roster *roster,
                      struct person_id by, struct error *err);
bool store_roster_base(struct env *env, struct call_id call, struct roster_id *base,
                       struct error *err);
bool store_roster_unfinished(struct env *env, struct call_id call, int64_t *count,
                             struct error *err);
bool store_roster_step(struct env *env, struct roster_id id, const char *state, struct error *err);
bool store_roster_failed(struct env *env, struct roster_id id, const char *code, struct error *err);
/* State, total, missing, cut, live, newest, took, digest. */
bool store_roster_solved(struct env *env, const struct roster *roster, const char *problem,
                         struct error *err);
bool store_roster_problem(struct env *env, struct roster_id id, const char **problem,
                          struct error *err);

/* A row of a draft, of what is assigned, or of what can be: an application as lists show it. */
struct roster_row {
    struct application_id application;
    struct key key;
    const char *number, *title, *topic_code;
    int64_t wanted;
};
struct roster_rows {
    LIST(struct roster_row);
};
bool store_roster_applications(struct env *env, struct roster_id roster, struct person_id actor,
                               struct roster_rows *rows, struct error *err);
bool store_roster_eligible(struct env *env, struct call_id call, int64_t k, struct person_id actor,
                           struct roster_rows *rows, struct error *err);

struct roster_choice {
    struct application_id application;
    struct person_id reviewer;
    struct key key; /* of the reviewer */
    const char *name;
    const char *held; /* "", "live", "pin", "add" */
    int64_t cost;
    struct fit fit;
};
/* In the order of the applications' ids. */
struct roster_choices {
    LIST(struct roster_choice);
};
bool store_roster_pairs(struct env *env, struct roster_id roster, struct person_id actor,
                        struct roster_choices *choices, struct error *err);
bool store_roster_live(struct env *env, struct call_id call, struct person_id actor,
                       struct roster_choices *choices, struct error *err);

/* Takes the place of what an earlier try had written. */
bool store_roster_clear(struct env *env, struct roster_id roster, struct error *err);
bool store_roster_application_add(struct env *env, struct roster_id roster,
                                  struct application_id application, int64_t wanted,
                                  struct error *err);
bool store_roster_pair_add(struct env *env, struct roster_id roster,
                           const struct roster_choice *choice, struct error *err);

struct roster_hand {
    struct roster_row row;
    struct person_id reviewer;
    struct key key; /* of the reviewer */
    const char *name, *act, *by;
    int64_t at;
};
struct roster_hands {
    LIST(struct roster_hand);
};
bool store_roster_hands(struct env *env, struct call_id call, struct person_id actor,
                        struct roster_hands *hands, struct error *err);
/* "pin", "add", "forbid"; "" takes it back. */
bool store_roster_hand_put(struct env *env, struct application_id application,
                           struct person_id reviewer, const char *act, struct person_id by,
                           struct error *err);

/* What the solver reads: applications (`only`: 0 for all; `contents`: their canonical JSON, one for
 * each), and every mark. */
struct roster_contents {
    LIST(const char *);
};
bool store_roster_case_rows(struct env *env, struct call_id call, struct application_id only,
                            struct roster_case *given, struct roster_contents *contents,
                            struct error *err);
bool store_roster_case_marks(struct env *env, struct call_id call, struct application_id only,
                             struct roster_id base, struct roster_case *given, struct error *err);
bool store_roster_live_mark(struct env *env, struct call_id call, int64_t *live, int64_t *newest,
                            struct error *err);

/* Conflicts that are written down, of eligible applications. */
struct known_conflict {
    struct application_id application;
    struct person_id reviewer;
    const char *source, *state;
    bool found; /* by rule, nobody decided yet */
};
struct known_conflicts {
    LIST(struct known_conflict);
};
bool store_roster_found(struct env *env, struct call_id call, struct known_conflicts *known,
                        struct error *err);

/* At publishing: new pairs that a conflict stands against, and how many are of what is no more. */
struct barred_pair {
    const char *name, *number;
    bool visible; /* to the actor's lists */
};
struct barred_pairs {
    LIST(struct barred_pair);
};
bool store_roster_barred(struct env *env, const struct roster *roster, struct person_id actor,
                         struct barred_pairs *barred, struct error *err);
bool store_roster_gone(struct env *env, struct roster_id roster, int64_t *count, struct error *err);
struct new_pair {
    struct application_id application;
    struct person_id reviewer;
};
/* Reviewer by reviewer. */
struct new_pairs {
    LIST(struct new_pair);
};
bool store_roster_new(struct env *env, struct roster_id roster, struct new_pairs *pairs,
                      struct error *err);
bool store_roster_assign(struct env *env, const struct roster *roster, const struct new_pair *pair,
                         struct person_id by, struct error *err);
/* Others of the call are overtaken.  CONFLICT "roster/published" when it is not there to publish.
 */
bool store_roster_publish(struct env *env, const struct roster *roster, struct person_id by,
                          struct error *err);
