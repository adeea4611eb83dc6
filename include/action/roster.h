/* roster.h: the office's desk of assignment: drafts solved, looked at, adjusted, published.
 *
 * A draft is over the whole call, whoever asked for it; what a page shows of it is what the
 * actor's lists show, and what is computed for a page is computed from that alone (R13): loads,
 * counts and costs leave out what a conflict hides.
 */
#pragma once

#include "action/service.h"
#include "base/problems.h"
#include "domain/policy.h"
#include "store/expertise.h"
#include "store/roster.h"

/* A chore: looks for the conflicts of somebody new, or solves the oldest draft that waits. */
bool action_rosters_work(struct env *env, bool *again, struct error *err);

struct roster_desk {
    struct roster_rows rows; /* what can be assigned */
    struct roster_choices live;
    struct rosters rosters;
    struct roster_hands hands;
    struct expertise_rows reviewers;
    struct bid_counts bids;
    bool may_make;
};
bool action_roster_desk(struct env *env, const struct actor *actor, const struct call *call,
                        struct roster_desk *desk, struct error *err);

/* INVALID with problems on k and balance; CONFLICT "roster/busy" while another is being solved. */
struct roster_form {
    int64_t k;
    const char *balance;
    bool bridge, steady, bottleneck;
};
bool action_roster_make(struct env *env, const struct actor *actor, const struct call *call,
                        const struct roster_form *form, struct problems *problems, struct key *key,
                        struct error *err);

struct roster_view {
    struct roster roster;
    struct roster_rows rows;
    struct roster_choices choices, before; /* before: of the base, or what is assigned */
    struct expertise_rows reviewers;
    bool whole;       /* nothing of it is hidden: sums over all may be shown */
    bool may_publish; /* and nothing else stands against it */
};
bool action_roster_show(struct env *env, const struct actor *actor, struct key key,
                        struct roster_view *view, struct error *err);

/* The document for `grantd assign`: MISSING to whom some of it is hidden. */
bool action_roster_problem(struct env *env, const struct actor *actor, struct key key,
                           const char **problem, struct error *err);

/* Assignments, audit, and one notice per reviewer, or nothing.  Conflicts are looked for again:
 * CONFLICT "roster/conflict" with a problem per pair that the actor may see; "roster/stale" when
 * something else was assigned meanwhile; "roster/published"; "roster/nothing". */
bool action_roster_publish(struct env *env, const struct actor *actor, struct key key,
                           struct problems *problems, struct error *err);

/* Everybody who could review one application, with what speaks for and against. */
struct roster_candidate {
    struct expertise who;
    unsigned marks;
    struct fit fit;
    int64_t cost;
};
struct roster_candidates {
    struct roster_row row;
    LIST(struct roster_candidate); /* none that a conflict keeps away; the cheapest first */
    int64_t barred;                /* whom one keeps away */
    bool may_change;
};
bool action_roster_candidates(struct env *env, const struct actor *actor, struct key application,
                              struct roster_candidates *candidates, struct error *err);

/* "pin", "add", "forbid", or "free" to take it back: for every draft to come. */
bool action_roster_hand(struct env *env, const struct actor *actor, struct key application,
                        struct key reviewer, const char *act, struct error *err);
