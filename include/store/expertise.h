/* expertise.h: what reviewers bring to a call, and their bids, as rows.
 */
#pragma once

#include "base/json.h"
#include "base/list.h"
#include "domain/person.h"
#include "domain/roster.h"

struct expertise {
    struct person_id person;
    struct key key;
    const char *name, *institution;
    const json_t *topics, *languages; /* lists of words */
    const char *keywords;
    int64_t load;
    const char *answer; /* "accepted", "declined" or "" */
    int64_t sought_at, saved_at;
};
struct expertise_rows {
    LIST(struct expertise);
};

/* Everybody who may review in the call; MISSING "missing" for anybody else. */
bool store_expertise_list(struct env *env, struct call_id call, struct expertise_rows *rows,
                          struct error *err);
bool store_expertise_get(struct env *env, struct call_id call, struct person_id person,
                         struct expertise *expertise, struct error *err);
bool store_expertise_put(struct env *env, struct call_id call, const struct expertise *expertise,
                         struct person_id by, struct error *err);

/* Somebody for whom nobody looked for conflicts yet; `found` false: all are done. */
bool store_expertise_unsought(struct env *env, struct call_id *call, struct person_id *person,
                              bool *found, struct error *err);
bool store_expertise_sought(struct env *env, struct call_id call, struct person_id person,
                            struct error *err);

struct bid_row {
    struct key application;
    const char *title, *topic_code;
    enum wish wish;
};
struct bid_rows {
    LIST(struct bid_row);
};
/* What the reviewer may bid on, and what was said; nothing that a conflict hides. */
bool store_bids(struct env *env, struct call_id call, struct person_id reviewer,
                struct bid_rows *rows, struct error *err);
/* WISH_NONE takes it back.  What the reviewer may not see is passed over in silence. */
bool store_bid_put(struct env *env, struct call_id call, struct person_id reviewer,
                   struct key application, enum wish wish, struct error *err);

struct bid_count {
    struct person_id reviewer;
    int64_t count;
};
struct bid_counts {
    LIST(struct bid_count);
};
/* Among what the secretary's lists show. */
bool store_bid_counts(struct env *env, struct call_id call, struct person_id actor,
                      struct bid_counts *counts, struct error *err);
