/* erasure.h: pages of asking to be erased, and of the office's answers. */
#pragma once

#include "base/env.h"
#include "base/json.h"
#include "base/list.h"
#include "domain/erasure.h"

struct erasure_facts_shown {
    enum erasure_state state;
    const char *name, *email, *reason, *answer; /* "" for none */
    const char *key;                            /* of the request; NULL: there is none */
    const char *hindrance;                      /* error code; NULL: nothing is in the way */
    bool again;                                 /* its form is shown again */
    int64_t asked_at, decided_at, due_at, ended_at;
};
struct erasure_list {
    LIST(struct erasure_facts_shown);
};

/* {request, may_ask, may_withdraw, hindrance, days, done} */
json_t *view_erasure(struct arena *arena, enum language language,
                     const struct erasure_facts_shown *facts, const char *done);
/* {open: [...], closed: [...]} */
json_t *view_erasures(struct arena *arena, enum language language, const struct erasure_list *list);
