/* conflict.h: 回避 as rows: what was found and decided, and the parties the rules compare.
 */
#pragma once

#include "base/list.h"
#include "domain/application.h"
#include "domain/conflict.h"

/* A row per source; what was decided by hand stays, what was only suspected may become certain. */
bool store_conflict_add(struct env *env, struct application_id application,
                        struct person_id reviewer, const char *source, const char *state,
                        const char *reason, struct person_id by, struct error *err);
/* CONFLICT "conflict/final" for one's own and one's team's. */
bool store_conflict_decide(struct env *env, struct application_id application,
                           struct person_id reviewer, const char *source, const char *state,
                           const char *reason, struct person_id by, struct error *err);
bool store_conflict_stands(struct env *env, struct application_id application,
                           struct person_id reviewer, bool *stands, struct error *err);

struct conflict_row {
    const char *source, *state, *reason, *name;
    struct key reviewer;
    int64_t at;
    bool found; /* by rule, nobody decided yet */
};
struct conflict_rows {
    LIST(struct conflict_row);
};
bool store_conflicts(struct env *env, struct application_id application, struct conflict_rows *rows,
                     struct error *err);

/* Leader and members of an application, with the addresses known of them. */
bool store_parties(struct env *env, struct application_id application, struct party *leader,
                   struct party_list *members, struct error *err);

/* The reviewer, and the leaders and members of the call's other applications (other than this
 * applicant's) in which the reviewer is leader or member. */
bool store_reviewer_parties(struct env *env, struct call_id call, struct person_id reviewer,
                            struct person_id applicant, struct conflict_reviewer *parties,
                            struct error *err);

/* Everybody who may review in the call. */
struct reviewer_ids {
    LIST(struct person_id);
};
bool store_reviewer_ids(struct env *env, struct call_id call, struct reviewer_ids *ids,
                        struct error *err);

/* Aliases of institutions, asked row by row; `env` is what lives while they are used. */
struct institution_aliases store_aliases(struct env *env);
bool store_aliases_empty(struct env *env, bool *empty, struct error *err);
bool store_alias_add(struct env *env, const char *alias, const char *institution,
                     struct error *err);
