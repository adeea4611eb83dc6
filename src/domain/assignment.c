/* assignment.c: who reviews what, at the least total cost. */

#include "domain/assignment.h"

#include "domain/assignment_network.h"

/* The costs of all open pairs, each once, in order; and the least limit under which every
 * application has as many open pairs as it wants. */
struct limits {
    int64_t *items;
    size_t count, least;
};

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static size_t keep_different(int64_t *sorted, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        if (kept == 0 || sorted[i] != sorted[kept - 1])
            sorted[kept++] = sorted[i];
    return kept;
}

/* Only the different costs of each application are gathered: with a default most are the same. */
static struct limits limits_make(struct arena *arena, const struct assignment_problem *problem,
                                 size_t most)
{
    struct assignment_open open = assignment_open(arena, problem);
    struct limits limits = {.items = arena_array(arena, most, sizeof(int64_t))};
    int64_t least = INT64_MIN;

    for (size_t i = 0; i < problem->application_count; i++) {
        size_t wanted = (size_t)problem->applications[i].k - problem->applications[i].pin_count;
        int64_t *row = limits.items + limits.count;

        if (wanted == 0)
            continue;
        assignment_open_pairs(problem, i, &open);
        for (size_t j = 0; j < open.count; j++)
            row[j] = open.costs[j].cost;
        qsort(row, open.count, sizeof *row, by_size);
        if (open.count >= wanted && row[wanted - 1] > least)
            least = row[wanted - 1];
        limits.count += keep_different(row, open.count);
    }
    qsort(limits.items, limits.count, sizeof *limits.items, by_size);
    limits.count = keep_different(limits.items, limits.count);
    while (limits.least + 1 < limits.count && limits.items[limits.least] < least)
        limits.least++;
    return limits;
}

static bool fits(const struct assignment_problem *problem, int64_t limit)
{
    struct assignment_network network = {.problem = problem, .limit = limit};
    struct arena *arena = arena_open();
    bool all;

    assignment_network_make(arena, &network);
    all = flow_solve(arena, &network.flow, network.wanted) == network.wanted;
    arena_close(arena);
    return all;
}

/* The smallest limit that still serves everyone; INT64_MAX when none does.  It is looked for from
 * below, in growing steps: networks of few pairs are solved sooner. */
static int64_t bottleneck(const struct assignment_problem *problem, size_t most)
{
    struct arena *arena = arena_open();
    struct limits limits = limits_make(arena, problem, most);
    size_t low = limits.least, high = low, step = 1;
    int64_t found = INT64_MAX;

    while (high < limits.count && !fits(problem, limits.items[high])) {
        low = high + 1;
        high = step < limits.count - low ? high + step : limits.count - (low < limits.count);
        step *= 2;
    }
    while (high < limits.count && low < high) {
        size_t middle = low + (high - low) / 2;

        if (fits(problem, limits.items[middle]))
            high = middle;
        else
            low = middle + 1;
    }
    if (high < limits.count)
        found = limits.items[high];
    arena_close(arena);
    return found;
}

static int64_t cost_of_pin(const struct assignment_problem *problem,
                           const struct assignment_application *row, uint32_t reviewer)
{
    for (size_t i = 0; i < row->cost_count; i++)
        if (row->costs[i].reviewer == reviewer)
            return row->costs[i].cost;
    return problem->has_default ? problem->default_cost : 0;
}

static void choose_pins(struct arena *arena, const struct assignment_problem *problem,
                        struct assignment_answer *answer)
{
    for (size_t i = 0; i < problem->application_count; i++) {
        struct assignment_application *row = &problem->applications[i];

        row->chosen = arena_array(arena, (size_t)row->k, sizeof *row->chosen);
        for (size_t p = 0; p < row->pin_count; p++) {
            row->chosen[p] = row->pins[p];
            answer->pairs += cost_of_pin(problem, row, row->pins[p]);
        }
    }
}

/* The pairs that carry flow, beside the pins. */
static void choose(struct arena *arena, const struct assignment_network *network,
                   struct assignment_answer *answer)
{
    const struct assignment_problem *problem = network->problem;
    size_t *filled = arena_array(arena, problem->application_count, sizeof *filled);

    choose_pins(arena, problem, answer);
    for (size_t arc = 0; arc < network->pairs; arc++) {
        uint32_t i = assignment_pair_application(network, arc);
        struct assignment_application *row = &problem->applications[i];
        int64_t cost = network->flow.arcs[arc].cost;

        if (network->flow.arcs[arc].flow == 0)
            continue;
        row->chosen[row->pin_count + filled[i]++] = assignment_pair_reviewer(network, arc);
        answer->pairs += cost;
        answer->worst = answer->has_worst && answer->worst > cost ? answer->worst : cost;
        answer->has_worst = true;
    }
}

static bool all_own(const struct assignment_problem *problem,
                    const struct assignment_application *row)
{
    for (int64_t c = 0; c < row->k; c++)
        if (problem->reviewers[row->chosen[c]].group != row->group)
            return false;
    return row->group != ASSIGNMENT_NO_GROUP;
}

/* False when a sum does not fit 64 bits, which takes some 10^5 applications and absurd prices. */
static bool add_up(struct arena *arena, const struct assignment_problem *problem,
                   struct assignment_answer *answer)
{
    int64_t *load = arena_array(arena, problem->reviewer_count, sizeof *load), part;

    for (size_t i = 0; i < problem->application_count; i++) {
        const struct assignment_application *row = &problem->applications[i];

        for (int64_t c = 0; c < row->k; c++)
            load[row->chosen[c]]++;
        if (all_own(problem, row))
            answer->bridge += problem->bridge;
    }
    for (size_t r = 0; r < problem->reviewer_count; r++)
        if (__builtin_mul_overflow(problem->balance, load[r] * (load[r] - 1) / 2, &part) ||
            __builtin_add_overflow(answer->balance, part, &answer->balance))
            return false;
    return !__builtin_add_overflow(answer->pairs, answer->bridge, &answer->total) &&
           !__builtin_add_overflow(answer->total, answer->balance, &answer->total);
}

static void cut_free_places(const struct assignment_problem *problem, const int64_t *pinned,
                            const bool *reviewers, uint32_t *into, struct assignment_cut *cut)
{
    cut->reviewers = into;
    for (uint32_t r = 0; r < problem->reviewer_count; r++) {
        if (!reviewers[r])
            continue;
        into[cut->reviewer_count++] = r;
        cut->have += problem->reviewers[r].load - pinned[r];
    }
}

/* Reads the cut off the network: what the flow can still reach wants more than it can get. */
static void explain(struct arena *arena, const struct assignment_network *network,
                    struct assignment_cut *cut)
{
    const struct assignment_problem *problem = network->problem;
    bool *reached = arena_array(arena, network->flow.nodes, sizeof *reached);
    uint32_t *applications = arena_array(arena, problem->application_count, sizeof *applications);
    uint32_t *reviewers = arena_array(arena, problem->reviewer_count, sizeof *reviewers);
    const bool *wanting = reached + ASSIGNMENT_FIRST;

    flow_source_side(arena, &network->flow, reached);
    cut->applications = applications;
    for (uint32_t i = 0; i < problem->application_count; i++) {
        if (!wanting[i])
            continue;
        applications[cut->application_count++] = i;
        cut->need += problem->applications[i].k - (int64_t)problem->applications[i].pin_count;
    }
    cut_free_places(problem, assignment_pinned(arena, problem), reached + network->first_reviewer,
                    reviewers, cut);
    for (size_t arc = 0; arc < network->pairs; arc++)
        cut->have += wanting[assignment_pair_application(network, arc)] &&
                     !reached[network->flow.arcs[arc].to];
}

static bool solve_in(struct arena *arena, struct arena *scratch, struct assignment_network *network,
                     struct assignment_answer *answer)
{
    assignment_network_make(scratch, network);
    answer->feasible = flow_solve(scratch, &network->flow, network->wanted) == network->wanted;
    if (!answer->feasible) {
        explain(arena, network, &answer->cut);
        return true;
    }
    choose(arena, network, answer);
    return add_up(scratch, network->problem, answer);
}

/* How many pairs there can be at most. */
static size_t pairs_most(const struct assignment_problem *problem)
{
    size_t sum = 0;

    if (problem->has_default && problem->application_count > 0 &&
        problem->reviewer_count > SIZE_MAX / problem->application_count)
        return SIZE_MAX;
    if (problem->has_default)
        return problem->application_count * problem->reviewer_count;
    for (size_t i = 0; i < problem->application_count; i++)
        sum += problem->applications[i].cost_count;
    return sum;
}

bool assignment_solve(struct arena *arena, const struct assignment_problem *problem,
                      struct assignment_answer *answer)
{
    struct assignment_network network = {.problem = problem, .priced = true, .limit = INT64_MAX};
    size_t most = pairs_most(problem);
    struct arena *scratch;
    bool done;

    *answer = (struct assignment_answer){0};
    if (most > ASSIGNMENT_PAIRS_MOST)
        return false;
    if (problem->bottleneck)
        network.limit = bottleneck(problem, most);
    scratch = arena_open();
    done = solve_in(arena, scratch, &network, answer);
    arena_close(scratch);
    return done;
}
