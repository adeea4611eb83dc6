/* decision.h: what the committee decided, proposals, releases and awards, as rows. */
#pragma once

#include "base/list.h"
#include "domain/award.h"
#include "domain/person.h"

/* After release only: outcome word and outer reason; NULL when there is no released decision. */
bool store_decision_outer(struct env *env, struct application_id application, const char **outcome,
                          const char **reason, struct error *err);

/* id 0 when there is none yet. */
bool store_decision_get(struct env *env, struct application_id application,
                        struct decision *decision, struct error *err);
bool store_decision_put(struct env *env, const struct decision *decision, struct error *err);

/* Everything submitted, by topic and number: what a release looks at and tells. */
struct decided {
    struct candidate candidate;
    struct key key;
    const char *title, *institution, *outer;
    int64_t preference, version; /* newest submission */
};
struct decided_list {
    LIST(struct decided);
};
bool store_decided(struct env *env, struct call_id call, struct decided_list *list,
                   struct error *err);
/* The same without what the actor must not see: conflicts, and their own or their team's. */
bool store_decided_for(struct env *env, struct call_id call, struct person_id actor,
                       struct decided_list *list, struct error *err);
bool store_decisions_release(struct env *env, struct call_id call, struct error *err);

/* Acts of two persons: APPROVAL_RELEASE or APPROVAL_REFILL.  The open proposal; *found tells. */
#define APPROVAL_RELEASE "release"
#define APPROVAL_REFILL  "refill"

struct approval {
    struct key key;
    struct person_id proposed_by;
    const char *name, *detail;
    int64_t proposed_at;
};
bool store_approval_open(struct env *env, struct call_id call, const char *act,
                         struct approval *approval, bool *found, struct error *err);
bool store_approval_add(struct env *env, struct call_id call, const char *act, struct key key,
                        const char *detail, struct person_id by, struct error *err);
bool store_approval_confirm(struct env *env, struct key key, struct person_id by,
                            struct error *err);
bool store_approval_end(struct env *env, struct call_id call, const char *act, bool *ended,
                        struct error *err);

/* Inside the transaction that uses it. */
bool store_sequence_take(struct env *env, const char *name, int64_t first, int64_t *number,
                         struct error *err);
/* CONFLICT "award/one-per-person" (number), whoever else tries at the same time. */
/* All of the call, ended ones too, in the order they were made. */
bool store_awards(struct env *env, struct call_id call, struct awards *awards, struct error *err);
bool store_award_end(struct env *env, const struct award *award, struct error *err);
bool store_award_add(struct env *env, struct award *award, struct error *err);
