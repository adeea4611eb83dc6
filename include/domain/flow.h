/* flow.h: the cheapest way to send as much as possible through a network, exactly.
 *
 * Who reviews what and who is awarded are both such networks; this is the one kernel beneath
 * them.  All numbers are integers and every answer is a true optimum; the same problem gives the
 * same flow on every machine.
 *
 * Bounds: source and sink differ; arcs and nodes together below 2^32; capacities 0…INT64_MAX; the
 * size of a cost at most 2^62.  Inside, prices are kept in 128 bits, so no path of costs
 * overflows; the sum of cost × flow is the caller's to bound.  Costs may be negative, and then
 * flow also runs around cycles of negative cost until their capacity is used up: give no such
 * cycle a capacity that means "endless".
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"

struct flow_arc {
    uint32_t from, to;
    int64_t capacity, cost; /* cost of one unit */
    int64_t flow;           /* found: 0…capacity */
};

struct flow_problem {
    uint32_t nodes, source, sink; /* nodes are 0…nodes − 1 */
    struct flow_arc *arcs;        /* several between the same two nodes are fine */
    size_t arc_count;
};

/* Sends as much as possible, at most `limit`, from source to sink at minimum total cost; fills
 * `flow` of every arc (what stood there does not matter); returns the amount. */
int64_t flow_solve(struct arena *arena, struct flow_problem *problem, int64_t limit);

/* After flow_solve that left some of its limit unsent: the nodes still reachable from the source
 * are the smallest minimum cut.  `reached` has one place per node. */
void flow_source_side(struct arena *arena, const struct flow_problem *problem, bool *reached);
