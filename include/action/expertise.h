/* expertise.h: what a reviewer brings to a call, by the reviewer or the office; and bids.
 */
#pragma once

#include "action/service.h"
#include "base/problems.h"
#include "domain/policy.h"
#include "store/expertise.h"

#define EXPERTISE_LOAD_MOST  500
#define EXPERTISE_WORDS_MOST 2000 /* bytes of keywords */

/* The actor's own, or (a key) somebody's for the office; MISSING for whoever does not review. */
bool action_expertise(struct env *env, const struct actor *actor, const struct call *call,
                      const struct key *who, struct expertise *expertise, struct error *err);

struct expertise_form {
    const json_t *topics, *languages; /* lists of words; only known ones are kept */
    const char *keywords, *load, *answer;
};
/* INVALID with problems on load and answer. */
bool action_expertise_save(struct env *env, const struct actor *actor, const struct call *call,
                           const struct key *who, const struct expertise_form *form,
                           struct problems *problems, struct error *err);

/* The titles to bid on while the call's switch "bidding" is on; MISSING "missing" else. */
bool action_bids(struct env *env, const struct actor *actor, const struct call *call,
                 struct bid_rows *rows, struct error *err);

struct bid_form {
    struct key application;
    const char *wish; /* a word of WISHES */
};
struct bid_forms {
    LIST(struct bid_form);
};
bool action_bids_save(struct env *env, const struct actor *actor, const struct call *call,
                      const struct bid_forms *forms, struct error *err);
