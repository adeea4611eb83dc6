/* flow.c: the kernel of least cost, against a slow and simple one. */

#include "domain/flow.h"

#include "support/test.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* A generator of our own, so that every run sees the same networks. */
static uint64_t seed;

static int64_t pick(int64_t low, int64_t high)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return low + (int64_t)(seed % (uint64_t)(high - low + 1));
}

static int64_t cost_of(const struct flow_problem *problem)
{
    int64_t sum = 0;

    for (size_t i = 0; i < problem->arc_count; i++)
        sum += problem->arcs[i].cost * problem->arcs[i].flow;
    return sum;
}

/* What may still be pushed over arc i / 2, forward or (odd) back. */
static int64_t residue(const struct flow_problem *problem, size_t i)
{
    const struct flow_arc *arc = &problem->arcs[i / 2];

    return i % 2 == 0 ? arc->capacity - arc->flow : arc->flow;
}

static int64_t push(struct flow_problem *problem, const size_t *by, int64_t most)
{
    int64_t amount = most;

    for (int turn = 0; turn < 2; turn++) {
        for (uint32_t u = problem->sink; u != problem->source;) {
            struct flow_arc *arc = &problem->arcs[by[u] / 2];

            if (turn == 0 && residue(problem, by[u]) < amount)
                amount = residue(problem, by[u]);
            if (turn == 1)
                arc->flow += by[u] % 2 == 0 ? amount : -amount;
            u = by[u] % 2 == 0 ? arc->from : arc->to;
        }
    }
    return amount;
}

/* Cheapest distances by Bellman and Ford; `by` names the last step to each node. */
static void distances(const struct flow_problem *problem, int64_t *far, size_t *by)
{
    bool better = true;

    for (uint32_t node = 0; node < problem->nodes; node++)
        far[node] = INT64_MAX;
    far[problem->source] = 0;
    while (better) {
        better = false;
        for (size_t i = 0; i < 2 * problem->arc_count; i++) {
            const struct flow_arc *arc = &problem->arcs[i / 2];
            uint32_t from = i % 2 == 0 ? arc->from : arc->to;
            uint32_t to = i % 2 == 0 ? arc->to : arc->from;
            int64_t cost = i % 2 == 0 ? arc->cost : -arc->cost;

            if (residue(problem, i) == 0 || far[from] == INT64_MAX || far[from] + cost >= far[to])
                continue;
            far[to] = far[from] + cost;
            by[to] = i;
            better = true;
        }
    }
}

/* Cheapest paths, one after the other; costs must not be negative around any cycle. */
static int64_t simple_solve(struct flow_problem *problem, int64_t limit)
{
    int64_t far[64], sent = 0;
    size_t by[64] = {0};

    for (size_t i = 0; i < problem->arc_count; i++)
        problem->arcs[i].flow = 0;
    while (sent < limit) {
        distances(problem, far, by);
        if (far[problem->sink] == INT64_MAX)
            return sent;
        sent += push(problem, by, limit - sent);
    }
    return sent;
}

/* Costs are made negative without a negative cycle by adding a difference of node heights. */
static struct flow_problem random_problem(struct arena *arena, int64_t dearest)
{
    uint32_t nodes = (uint32_t)pick(2, 14);
    struct flow_problem problem = {.nodes = nodes, .source = 0, .sink = nodes - 1};
    int64_t height[64];

    for (uint32_t node = 0; node < nodes; node++)
        height[node] = pick(-dearest, dearest);
    problem.arc_count = (size_t)pick(0, 60);
    problem.arcs = arena_array(arena, problem.arc_count, sizeof *problem.arcs);
    for (size_t i = 0; i < problem.arc_count; i++) {
        struct flow_arc *arc = &problem.arcs[i];

        arc->from = (uint32_t)pick(0, nodes - 1);
        arc->to = (uint32_t)pick(0, nodes - 1);
        arc->capacity = pick(0, 7);
        arc->cost = pick(0, dearest) + height[arc->from] - height[arc->to];
        arc->flow = 99;
    }
    return problem;
}

static void check_balance(const struct flow_problem *problem, int64_t sent)
{
    int64_t net[64] = {0};

    for (size_t i = 0; i < problem->arc_count; i++) {
        const struct flow_arc *arc = &problem->arcs[i];

        assert_true(arc->flow >= 0 && arc->flow <= arc->capacity);
        net[arc->from] -= arc->flow;
        net[arc->to] += arc->flow;
    }
    net[problem->source] += sent;
    net[problem->sink] -= sent;
    for (uint32_t node = 0; node < problem->nodes; node++)
        assert_int_equal(net[node], 0);
}

static void compare(int rounds, int64_t dearest)
{
    for (int round = 0; round < rounds; round++) {
        struct arena *arena = arena_open();
        struct flow_problem problem = random_problem(arena, dearest);
        int64_t limit = pick(0, 3) == 0 ? pick(0, 9) : INT64_MAX;
        int64_t sent = flow_solve(arena, &problem, limit);
        int64_t cost = cost_of(&problem);

        check_balance(&problem, sent);
        assert_int_equal(sent, simple_solve(&problem, limit));
        assert_int_equal(cost, cost_of(&problem));
        arena_close(arena);
    }
}

TEST("the flow is as large and as cheap as one found path by path, on 600 networks")
{
    seed = 20231124;
    compare(200, 3); /* many ties */
    compare(400, 1000);
}

TEST("costs of 10^15 do not overflow")
{
    seed = 7;
    compare(100, 1000000000000000);
}

TEST("the nodes on the source's side are a cut as small as the flow")
{
    seed = 11;
    for (int round = 0; round < 200; round++) {
        struct arena *arena = arena_open();
        struct flow_problem problem = random_problem(arena, 9);
        int64_t sent = flow_solve(arena, &problem, INT64_MAX), across = 0;
        bool reached[64] = {0};

        flow_source_side(arena, &problem, reached);
        assert_true(reached[problem.source]);
        assert_false(reached[problem.sink]);
        for (size_t i = 0; i < problem.arc_count; i++)
            if (reached[problem.arcs[i].from] && !reached[problem.arcs[i].to])
                across += problem.arcs[i].capacity;
        assert_int_equal(across, sent);
        arena_close(arena);
    }
}

TEST("of two smallest cuts the one nearer to the source is named")
{
    struct arena *arena = arena_open();
    struct flow_arc arcs[] = {{0, 1, 2, 0, 0}, {1, 2, 2, 0, 0}, {0, 1, 1, 0, 0}, {2, 3, 2, 0, 0}};
    struct flow_problem problem = {4, 0, 3, arcs, COUNT(arcs)};
    bool reached[4];

    assert_int_equal(flow_solve(arena, &problem, INT64_MAX), 2);
    flow_source_side(arena, &problem, reached);
    assert_true(reached[0] && reached[1]);
    assert_false(reached[2] || reached[3]);
    arena_close(arena);
}

TEST("a cycle of negative cost is used up, and so is an arc from a node to itself")
{
    struct arena *arena = arena_open();
    struct flow_arc arcs[] = {
        {0, 1, 5, 1, 0}, {1, 2, 4, -3, 0}, {2, 1, 3, 1, 0}, {2, 3, 1, 1, 0}, {1, 1, 2, -1, 0}};
    struct flow_problem problem = {4, 0, 3, arcs, COUNT(arcs)};

    assert_int_equal(flow_solve(arena, &problem, INT64_MAX), 1);
    assert_int_equal(cost_of(&problem), 1 - 12 + 3 + 1 - 2);
    check_balance(&problem, 1);
    arena_close(arena);
}

TEST("capacities may be endless, and the same arc may be given twice")
{
    struct arena *arena = arena_open();
    struct flow_arc arcs[] = {
        {0, 1, INT64_MAX, 2, 0}, {0, 1, 3, 1, 0}, {1, 2, INT64_MAX, 0, 0}, {0, 2, 4, 9, 0}};
    struct flow_problem problem = {3, 0, 2, arcs, COUNT(arcs)};

    assert_int_equal(flow_solve(arena, &problem, 10), 10);
    assert_int_equal(cost_of(&problem), 17);
    assert_int_equal(arcs[3].flow, 0);
    arena_close(arena);
}
