/* solution.h: single cases that the committee settles beside the solver, as rows. */
#pragma once

#include "base/env.h"
#include "base/error.h"
#include "base/list.h"
#include "domain/ids.h"

struct award_case {
    struct application_id application;
    bool pinned;             /* else vetoed */
    const char *reason, *by; /* by: name */
};
struct award_cases {
    LIST(struct award_case);
};

/* Topics in which somebody stands in a conflict with anything that was ever submitted. */
struct topic_codes {
    LIST(const char *);
};
bool store_topics_barred(struct env *env, struct call_id call, struct person_id actor,
                         struct topic_codes *codes, struct error *err);

bool store_award_cases(struct env *env, struct call_id call, struct award_cases *cases,
                       struct error *err);
bool store_award_case_put(struct env *env, struct application_id application, bool pinned,
                          const char *reason, struct person_id by, struct error *err);
bool store_award_case_remove(struct env *env, struct application_id application, struct error *err);
