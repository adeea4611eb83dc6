/* assignment.h: who reviews what: every application its reviewers, at the least total cost.
 *
 * Every application gets exactly k different reviewers, none of them barred by a conflict, nobody
 * more than his load; pins are kept and count for both.  What is made as small as possible:
 *
 *     the costs of all pairs, pins too
 *   + balance × n(n − 1)/2 for every reviewer of n applications: the m-th costs balance × (m − 1)
 *   + bridge × applications all of whose reviewers come from the application's own group
 *
 * The answer is a true optimum (flow.h), or the reason why there is none.  Everything is an index
 * into the arrays given; the same problem gets the same answer.  Costs belong to the caller: to
 * mend an assignment with few changes, make the pairs that stand cheaper and solve again.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"

/* Costs, balance and bridge must not be larger. */
#define ASSIGNMENT_DEAREST ((int64_t)1000000000)
#define ASSIGNMENT_K_MOST  1000

/* More pairs than this are refused: each takes 57 bytes of memory. */
#define ASSIGNMENT_PAIRS_MOST 100000000

#define ASSIGNMENT_NO_GROUP   0

struct assignment_cost {
    uint32_t reviewer;
    int64_t cost;
};

struct assignment_reviewer {
    int64_t load;
    uint32_t group; /* of nobody's own when it is ASSIGNMENT_NO_GROUP */
};

struct assignment_application {
    int64_t k;
    uint32_t group;                      /* ASSIGNMENT_NO_GROUP: never penalised */
    const struct assignment_cost *costs; /* a reviewer at most once */
    const uint32_t *conflicts, *pins;    /* likewise; none in both; at most k pins */
    size_t cost_count, conflict_count, pin_count;
    uint32_t *chosen; /* found: k reviewers, pins first */
};

struct assignment_problem {
    bool has_default; /* pairs without a cost may be used, at default_cost */
    bool bottleneck;  /* first the dearest unpinned pair is made as cheap as possible */
    int64_t default_cost, balance, bridge;
    struct assignment_reviewer *reviewers;
    struct assignment_application *applications;
    size_t reviewer_count, application_count;
};

/* Applications that together want more than there is: need − have reviews are missing. */
struct assignment_cut {
    const uint32_t *applications, *reviewers;
    size_t application_count, reviewer_count;
    int64_t need; /* reviews the applications want beside their pins */
    int64_t have; /* free places of those reviewers, and open pairs with all others */
};

struct assignment_answer {
    bool feasible;
    /* when it is */
    int64_t pairs, balance, bridge, total;
    bool has_worst;
    int64_t worst; /* the dearest unpinned pair */
    /* when it is not: a minimum cut, with as few applications as possible */
    struct assignment_cut cut;
};

/* Fills `chosen` and the answer; the problem is valid, that is, as the comments above say, and no
 * reviewer is pinned beyond his load.  False: too large (ASSIGNMENT_PAIRS_MOST, or a total beyond
 * 64 bits). */
bool assignment_solve(struct arena *arena, const struct assignment_problem *problem,
                      struct assignment_answer *answer);
