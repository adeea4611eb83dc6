/* assignment_network.h: the network of assignment.h, for its own rooms.
 *
 * source → application (what it wants) → reviewer (1, cost) → sink (steps 0, balance, 2 balance …).
 * With a bridge, reviewers of the application's own group hang behind a node of their own, entered
 * free but for the last place, which costs the bridge.
 */
#pragma once

#include "domain/assignment.h"
#include "domain/flow.h"

#define ASSIGNMENT_FIRST 2 /* node of the first application, after source and sink */

struct assignment_network {
    const struct assignment_problem *problem;
    bool priced;    /* false: everything costs 0, only who can be served is asked */
    int64_t limit;  /* dearer pairs are left out */
    int64_t wanted; /* reviews beside the pins */
    struct flow_problem flow;
    size_t pairs;                       /* arcs 0 … pairs − 1 are the pairs */
    uint32_t first_reviewer, first_own; /* node numbers */
};

/* What may be used beside the pins, one application at a time. */
struct assignment_open {
    struct assignment_cost *costs;
    size_t count;
    int64_t *cost; /* of each reviewer: scratch */
    signed char *state;
};

struct assignment_open assignment_open(struct arena *arena,
                                       const struct assignment_problem *problem);
void assignment_open_pairs(const struct assignment_problem *problem, size_t application,
                           struct assignment_open *open);

/* How often each reviewer is pinned. */
int64_t *assignment_pinned(struct arena *arena, const struct assignment_problem *problem);

/* Needs problem, priced and limit; makes the rest. */
void assignment_network_make(struct arena *arena, struct assignment_network *network);

uint32_t assignment_pair_application(const struct assignment_network *network, size_t arc);
uint32_t assignment_pair_reviewer(const struct assignment_network *network, size_t arc);
