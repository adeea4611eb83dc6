/* assignment_network.c: an assignment problem as a network. */

#include "domain/assignment_network.h"

#define SOURCE 0
#define SINK   1

enum open_state { UNLISTED, LISTED, BARRED };

struct assignment_open assignment_open(struct arena *arena,
                                       const struct assignment_problem *problem)
{
    size_t count = problem->reviewer_count;

    return (struct assignment_open){
        .costs = arena_array(arena, count, sizeof(struct assignment_cost)),
        .cost = arena_array(arena, count, sizeof(int64_t)),
        .state = arena_array(arena, count, sizeof(signed char)),
    };
}

static void bar(struct assignment_open *open, const uint32_t *reviewers, size_t count,
                enum open_state state)
{
    for (size_t i = 0; i < count; i++)
        open->state[reviewers[i]] = (signed char)state;
}

static void open_add(struct assignment_open *open, uint32_t reviewer, int64_t cost)
{
    open->costs[open->count++] = (struct assignment_cost){reviewer, cost};
}

/* Only what this application names is touched and put back, unless every pair is open anyway. */
void assignment_open_pairs(const struct assignment_problem *problem, size_t application,
                           struct assignment_open *open)
{
    const struct assignment_application *row = &problem->applications[application];

    open->count = 0;
    for (size_t i = 0; i < row->cost_count; i++) {
        open->cost[row->costs[i].reviewer] = row->costs[i].cost;
        open->state[row->costs[i].reviewer] = LISTED;
    }
    bar(open, row->conflicts, row->conflict_count, BARRED);
    bar(open, row->pins, row->pin_count, BARRED);
    for (uint32_t r = 0; problem->has_default && r < problem->reviewer_count; r++)
        if (open->state[r] != BARRED)
            open_add(open, r, open->state[r] == LISTED ? open->cost[r] : problem->default_cost);
    for (size_t i = 0; i < row->cost_count; i++) {
        uint32_t r = row->costs[i].reviewer;

        if (!problem->has_default && open->state[r] == LISTED)
            open_add(open, r, open->cost[r]);
        open->state[r] = UNLISTED;
    }
    bar(open, row->conflicts, row->conflict_count, UNLISTED);
    bar(open, row->pins, row->pin_count, UNLISTED);
}

int64_t *assignment_pinned(struct arena *arena, const struct assignment_problem *problem)
{
    int64_t *pinned = arena_array(arena, problem->reviewer_count, sizeof *pinned);

    for (size_t i = 0; i < problem->application_count; i++)
        for (size_t p = 0; p < problem->applications[i].pin_count; p++)
            pinned[problem->applications[i].pins[p]]++;
    return pinned;
}

static bool is_own(const struct assignment_network *network, size_t application, uint32_t reviewer)
{
    return network->problem->reviewers[reviewer].group ==
           network->problem->applications[application].group;
}

/* Whether it is still undecided that all reviewers come from the own group. */
static bool bridge_open(const struct assignment_network *network, size_t application)
{
    const struct assignment_application *row = &network->problem->applications[application];

    if (!network->priced || network->problem->bridge == 0 || row->group == ASSIGNMENT_NO_GROUP)
        return false;
    for (size_t p = 0; p < row->pin_count; p++)
        if (!is_own(network, application, row->pins[p]))
            return false;
    return true;
}

static int64_t wanted_by(const struct assignment_network *network, size_t application)
{
    const struct assignment_application *row = &network->problem->applications[application];

    return row->k - (int64_t)row->pin_count;
}

/* Open pairs within the limit: how many there are, and how many meet in each reviewer. */
static void count_pairs(struct assignment_network *network, struct assignment_open *open,
                        int64_t *meet)
{
    for (size_t i = 0; i < network->problem->application_count; i++) {
        if (wanted_by(network, i) == 0)
            continue;
        assignment_open_pairs(network->problem, i, open);
        for (size_t j = 0; j < open->count; j++) {
            if (open->costs[j].cost > network->limit)
                continue;
            meet[open->costs[j].reviewer]++;
            network->pairs++;
        }
    }
}

static void arc_add(struct assignment_network *network, uint32_t from, uint32_t to,
                    int64_t capacity, int64_t cost)
{
    struct flow_problem *flow = &network->flow;

    flow->arcs[flow->arc_count++] = (struct flow_arc){from, to, capacity,
                                                      network->priced ? cost : 0, 0};
}

/* The arcs of one node are added in a row, which the kernel makes use of. */
static void add_side(struct assignment_network *network, const struct assignment_open *open,
                     size_t application, uint32_t node, bool own)
{
    bool bridged = bridge_open(network, application);

    for (size_t i = 0; i < open->count; i++) {
        uint32_t r = open->costs[i].reviewer;

        if (open->costs[i].cost <= network->limit &&
            (bridged && is_own(network, application, r)) == own)
            arc_add(network, node, network->first_reviewer + r, 1, open->costs[i].cost);
    }
}

static void add_pairs(struct assignment_network *network, struct assignment_open *open)
{
    for (size_t i = 0; i < network->problem->application_count; i++) {
        if (wanted_by(network, i) == 0)
            continue;
        assignment_open_pairs(network->problem, i, open);
        add_side(network, open, i, ASSIGNMENT_FIRST + (uint32_t)i, false);
        if (bridge_open(network, i))
            add_side(network, open, i, network->first_own + (uint32_t)i, true);
    }
}

static void add_applications(struct assignment_network *network)
{
    for (size_t i = 0; i < network->problem->application_count; i++) {
        uint32_t node = ASSIGNMENT_FIRST + (uint32_t)i, own = network->first_own + (uint32_t)i;
        int64_t wanted = wanted_by(network, i);

        if (wanted == 0)
            continue;
        network->wanted += wanted;
        arc_add(network, SOURCE, node, wanted, 0);
        if (!bridge_open(network, i))
            continue;
        arc_add(network, node, own, wanted - 1, 0);
        arc_add(network, node, own, 1, network->problem->bridge);
    }
}

/* Places a reviewer can still be given: no more than pairs that meet in him. */
static int64_t places(const struct assignment_network *network, uint32_t reviewer, int64_t pinned,
                      int64_t meet)
{
    int64_t room = network->problem->reviewers[reviewer].load - pinned;

    return room < meet ? room : meet;
}

/* Whether every place of a reviewer costs the same: then one arc stands for all. */
static bool is_even(const struct assignment_network *network)
{
    return !network->priced || network->problem->balance == 0;
}

static void add_reviewers(struct assignment_network *network, const int64_t *pinned,
                          const int64_t *meet)
{
    bool even = is_even(network);

    for (uint32_t r = 0; r < network->problem->reviewer_count; r++) {
        int64_t room = places(network, r, pinned[r], meet[r]);
        uint32_t node = network->first_reviewer + r;

        if (even && room > 0)
            arc_add(network, node, SINK, room, 0);
        for (int64_t step = 0; !even && step < room; step++)
            arc_add(network, node, SINK, 1, network->problem->balance * (pinned[r] + step));
    }
}

void assignment_network_make(struct arena *arena, struct assignment_network *network)
{
    const struct assignment_problem *problem = network->problem;
    struct assignment_open open = assignment_open(arena, problem);
    const int64_t *pinned = assignment_pinned(arena, problem);
    int64_t *meet = arena_array(arena, problem->reviewer_count, sizeof *meet);
    bool bridged = network->priced && problem->bridge > 0;
    size_t arcs = problem->application_count * 3, nodes;

    nodes = ASSIGNMENT_FIRST + problem->application_count * (bridged ? 2 : 1) +
            problem->reviewer_count;
    network->first_reviewer = (uint32_t)(ASSIGNMENT_FIRST + problem->application_count);
    network->first_own = (uint32_t)(network->first_reviewer + problem->reviewer_count);
    count_pairs(network, &open, meet);
    arcs += network->pairs;
    for (uint32_t r = 0; r < problem->reviewer_count; r++)
        arcs += is_even(network) ? 1 : (size_t)places(network, r, pinned[r], meet[r]);
    network->flow = (struct flow_problem){(uint32_t)nodes, SOURCE, SINK, NULL, 0};
    network->flow.arcs = arena_array(arena, arcs, sizeof *network->flow.arcs);
    add_pairs(network, &open);
    add_applications(network);
    add_reviewers(network, pinned, meet);
}

uint32_t assignment_pair_application(const struct assignment_network *network, size_t arc)
{
    uint32_t node = network->flow.arcs[arc].from;

    return node < network->first_own ? node - ASSIGNMENT_FIRST : node - network->first_own;
}

uint32_t assignment_pair_reviewer(const struct assignment_network *network, size_t arc)
{
    return network->flow.arcs[arc].to - network->first_reviewer;
}
