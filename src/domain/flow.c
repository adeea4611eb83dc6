/* flow.c: primal network simplex over strongly feasible trees, entering arcs found by blocks. */

#include "domain/flow.h"

#define NONE UINT32_MAX
#define NEAR 8 /* arcs of each node that are looked at first */

/* Longest path × largest cost does not fit 64 bits: 10^15 over some ten thousand nodes. */
__extension__ typedef __int128 flow_price;

enum arc_state { AT_CAPACITY = -1, IN_TREE = 0, EMPTY = 1 };

/* What the search for an entering arc reads, packed: it is most of the work. */
struct scan {
    uint32_t from, to;
    int64_t cost;
};

/* The spanning tree, rooted at the sink.  Children hang in a doubly linked list. */
struct tree_node {
    uint32_t parent, arc, depth;
    uint32_t child, next, previous;
};

/* Where entering arcs are looked for: in the arcs listed, or in all; `at`: where next. */
struct search {
    const uint32_t *list;
    uint32_t count, block, at;
};

struct simplex {
    struct flow_problem *problem;
    uint32_t arcs;
    struct scan *scan;
    signed char *state;
    struct flow_arc *artificial; /* numbered after the real ones: node → sink, for the first tree */
    struct tree_node *tree;
    flow_price *price; /* cost + price[from] − price[to] is 0 on the tree */
};

/* One exchange: the entering arc, and the leaving one named by the node below it. */
struct pivot {
    uint32_t arc, first, second, join; /* the flow runs over the arc from first to second */
    uint32_t below;                    /* NONE: the entering arc itself is used up */
    bool on_first_side;
    int64_t amount;
};

static struct flow_arc *arc_at(const struct simplex *s, uint32_t arc)
{
    return arc < s->arcs ? &s->problem->arcs[arc] : &s->artificial[arc - s->arcs];
}

static flow_price reduced_cost(const struct simplex *s, uint32_t arc)
{
    const struct scan *row = &s->scan[arc];

    return row->cost + s->price[row->from] - s->price[row->to];
}

static void attach(struct simplex *s, uint32_t node, uint32_t parent, uint32_t arc)
{
    struct tree_node *row = &s->tree[node], *above = &s->tree[parent];

    row->parent = parent;
    row->arc = arc;
    row->previous = NONE;
    row->next = above->child;
    if (above->child != NONE)
        s->tree[above->child].previous = node;
    above->child = node;
}

static void detach(struct simplex *s, uint32_t node)
{
    const struct tree_node *row = &s->tree[node];

    if (row->previous != NONE)
        s->tree[row->previous].next = row->next;
    else
        s->tree[row->parent].child = row->next;
    if (row->next != NONE)
        s->tree[row->next].previous = row->previous;
}

/* What leaves the source at all: the smaller of limit and capacities, which may sum beyond 64 bits.
 */
static int64_t supply(const struct flow_problem *problem, int64_t limit)
{
    int64_t room = 0;

    for (size_t i = 0; i < problem->arc_count; i++)
        if (problem->arcs[i].from == problem->source &&
            __builtin_add_overflow(room, problem->arcs[i].capacity, &room))
            return limit;
    return room < limit ? room : limit;
}

static int64_t largest_cost(const struct flow_problem *problem)
{
    int64_t largest = 0;

    for (size_t i = 0; i < problem->arc_count; i++) {
        int64_t cost = problem->arcs[i].cost;

        if (cost < 0)
            cost = -cost;
        largest = cost > largest ? cost : largest;
    }
    return largest;
}

/* The first tree: every node hangs at the sink by an arc dearer than any path, and the source's
 * carries all that is unsent.  The others cost twice that, so none is worth using at the end. */
static void plant(struct simplex *s, int64_t amount)
{
    const struct flow_problem *problem = s->problem;
    flow_price dear = (flow_price)problem->nodes * largest_cost(problem) + 1;

    for (uint32_t node = 0; node < problem->nodes; node++)
        s->tree[node] = (struct tree_node){NONE, NONE, 0, NONE, NONE, NONE};
    for (uint32_t node = 0; node < problem->nodes; node++) {
        if (node == problem->sink)
            continue;
        s->artificial[node] = (struct flow_arc){node, problem->sink, INT64_MAX, 0, 0};
        s->tree[node].depth = 1;
        s->price[node] = node == problem->source ? -dear : -2 * dear;
        attach(s, node, problem->sink, s->arcs + node);
    }
    s->artificial[problem->source].flow = amount;
}

static void load(struct simplex *s)
{
    for (uint32_t i = 0; i < s->arcs; i++) {
        struct flow_arc *arc = &s->problem->arcs[i];

        arc->flow = 0;
        s->scan[i] = (struct scan){arc->from, arc->to, arc->cost};
        s->state[i] = EMPTY;
    }
}

/* Measured on panels of 2,000 × 300 and 20,000 × 3,000: smaller blocks choose too badly, larger
 * ones look too long. */
static struct search search_of(const uint32_t *list, uint32_t count)
{
    struct search search = {list, count, 16, 0};

    while ((uint64_t)search.block * search.block * 36 < count)
        search.block++;
    return search;
}

/* The NEAR cheapest of some arcs, into `list`; of equal ones those after a start that differs
 * between nodes, or else all nodes would crowd the same neighbours. */
static uint32_t cheapest(const struct simplex *s, uint32_t first, uint32_t count, uint32_t *list)
{
    uint32_t kept = 0, start = (uint32_t)(s->scan[first].from * 2654435761U) % count;

    for (uint32_t i = 0; i < count; i++) {
        uint32_t arc = first + (start + i) % count, place = kept;

        if (kept == NEAR && s->scan[arc].cost >= s->scan[list[kept - 1]].cost)
            continue;
        kept += kept < NEAR;
        place = kept - 1;
        for (; place > 0 && s->scan[list[place - 1]].cost > s->scan[arc].cost; place--)
            list[place] = list[place - 1];
        list[place] = arc;
    }
    return kept;
}

/* In a large network most arcs are too dear to be used ever.  Solving over the cheapest of each
 * node first leaves little to mend when all are looked at. */
static struct search near_search(struct arena *arena, const struct simplex *s)
{
    uint32_t *list = arena_array(arena, s->arcs, sizeof *list), count = 0;

    for (uint32_t first = 0, end; first < s->arcs; first = end) {
        for (end = first; end < s->arcs && s->scan[end].from == s->scan[first].from;)
            end++;
        if (s->scan[first].from != s->problem->source && s->scan[first].to != s->problem->sink) {
            count += cheapest(s, first, end - first, list + count);
            continue;
        }
        for (uint32_t arc = first; arc < end; arc++)
            list[count++] = arc;
    }
    return search_of(list, count);
}

/* The best arc of the first block that has a gainful one; NONE when no arc gains: optimal. */
static uint32_t find_entering(const struct simplex *s, struct search *search)
{
    uint32_t best = NONE, left = search->block;
    flow_price gain = 0;

    for (uint32_t turn = 0; turn < search->count; turn++) {
        uint32_t arc = search->list == NULL ? search->at : search->list[search->at];

        search->at = search->at + 1 == search->count ? 0 : search->at + 1;
        if (s->state[arc] != IN_TREE) {
            flow_price cost = reduced_cost(s, arc);

            cost = s->state[arc] == EMPTY ? cost : -cost;
            if (cost < gain) {
                gain = cost;
                best = arc;
            }
        }
        if (--left == 0 && best != NONE)
            break;
        left = left == 0 ? search->block : left;
    }
    return best;
}

static uint32_t find_join(const struct simplex *s, uint32_t a, uint32_t b)
{
    while (a != b) {
        if (s->tree[a].depth >= s->tree[b].depth)
            a = s->tree[a].parent;
        else
            b = s->tree[b].parent;
    }
    return a;
}

/* What the arc above `node` can still take, when the flow runs up it or down it. */
static int64_t room_above(const struct simplex *s, uint32_t node, bool upwards)
{
    const struct flow_arc *arc = arc_at(s, s->tree[node].arc);

    return (arc->from == node) == upwards ? arc->capacity - arc->flow : arc->flow;
}

/* Of several arcs that block, the last on the way from the join: that keeps the tree strongly
 * feasible, which is why the method ends. */
static void find_leaving(const struct simplex *s, struct pivot *pivot)
{
    int64_t room;

    pivot->amount = arc_at(s, pivot->arc)->capacity;
    for (uint32_t u = pivot->first; u != pivot->join; u = s->tree[u].parent) {
        room = room_above(s, u, false);
        if (room < pivot->amount) {
            pivot->amount = room;
            pivot->below = u;
            pivot->on_first_side = true;
        }
    }
    for (uint32_t u = pivot->second; u != pivot->join; u = s->tree[u].parent) {
        room = room_above(s, u, true);
        if (room <= pivot->amount) {
            pivot->amount = room;
            pivot->below = u;
            pivot->on_first_side = false;
        }
    }
}

static void push_side(struct simplex *s, uint32_t u, uint32_t join, bool upwards, int64_t amount)
{
    for (; u != join; u = s->tree[u].parent) {
        struct flow_arc *arc = arc_at(s, s->tree[u].arc);

        arc->flow += (arc->from == u) == upwards ? amount : -amount;
    }
}

static void push(struct simplex *s, const struct pivot *pivot)
{
    struct flow_arc *arc = arc_at(s, pivot->arc);

    if (pivot->amount == 0)
        return;
    arc->flow += s->state[pivot->arc] == EMPTY ? pivot->amount : -pivot->amount;
    push_side(s, pivot->first, pivot->join, false, pivot->amount);
    push_side(s, pivot->second, pivot->join, true, pivot->amount);
}

/* Prices and depths of everything below `top`, whose new arc must cost nothing again. */
static void settle(struct simplex *s, uint32_t top, flow_price shift)
{
    uint32_t u = top;

    for (;;) {
        s->price[u] += shift;
        s->tree[u].depth = s->tree[s->tree[u].parent].depth + 1;
        if (s->tree[u].child != NONE) {
            u = s->tree[u].child;
            continue;
        }
        while (u != top && s->tree[u].next == NONE)
            u = s->tree[u].parent;
        if (u == top)
            return;
        u = s->tree[u].next;
    }
}

/* Cuts the leaving arc and hangs what was below it at the entering one, turned round. */
static void regrow(struct simplex *s, const struct pivot *pivot)
{
    uint32_t top = pivot->on_first_side ? pivot->first : pivot->second;
    uint32_t parent = pivot->on_first_side ? pivot->second : pivot->first;
    flow_price shift = reduced_cost(s, pivot->arc);

    shift = arc_at(s, pivot->arc)->from == top ? -shift : shift;
    for (uint32_t node = top, arc = pivot->arc, last = NONE; last != pivot->below;) {
        struct tree_node old = s->tree[node];

        detach(s, node);
        attach(s, node, parent, arc);
        last = parent = node;
        node = old.parent;
        arc = old.arc;
    }
    settle(s, top, shift);
}

static void exchange(struct simplex *s, uint32_t arc)
{
    const struct scan *row = &s->scan[arc];
    bool forward = s->state[arc] == EMPTY;
    struct pivot pivot = {.arc = arc, .below = NONE};
    uint32_t leaving;

    pivot.first = forward ? row->from : row->to;
    pivot.second = forward ? row->to : row->from;
    pivot.join = find_join(s, pivot.first, pivot.second);
    find_leaving(s, &pivot);
    push(s, &pivot);
    if (pivot.below == NONE) {
        s->state[arc] = forward ? AT_CAPACITY : EMPTY;
        return;
    }
    leaving = s->tree[pivot.below].arc;
    if (leaving < s->arcs)
        s->state[leaving] = arc_at(s, leaving)->flow == 0 ? EMPTY : AT_CAPACITY;
    s->state[arc] = IN_TREE;
    regrow(s, &pivot);
}

static void improve(struct simplex *s, struct search search)
{
    for (uint32_t arc = find_entering(s, &search); arc != NONE; arc = find_entering(s, &search))
        exchange(s, arc);
}

int64_t flow_solve(struct arena *arena, struct flow_problem *problem, int64_t limit)
{
    struct simplex s = {.problem = problem, .arcs = (uint32_t)problem->arc_count};
    int64_t amount = supply(problem, limit);

    if (problem->arc_count + problem->nodes >= NONE || problem->source == problem->sink)
        die("flow: not a problem of this kernel");
    s.scan = arena_array(arena, s.arcs, sizeof *s.scan);
    s.state = arena_array(arena, s.arcs, sizeof *s.state);
    s.artificial = arena_array(arena, problem->nodes, sizeof *s.artificial);
    s.tree = arena_array(arena, problem->nodes, sizeof *s.tree);
    s.price = arena_array(arena, problem->nodes, sizeof *s.price);
    load(&s);
    plant(&s, amount);
    improve(&s, near_search(arena, &s));
    improve(&s, search_of(NULL, s.arcs));
    return amount - s.artificial[problem->source].flow;
}

/* The arcs that touch a node, both ways: first[node] … first[node + 1] − 1 of `arcs`. */
static uint32_t *touching(struct arena *arena, const struct flow_problem *problem, size_t *first)
{
    uint32_t *arcs = arena_array(arena, 2 * problem->arc_count, sizeof *arcs);

    for (size_t i = 0; i < problem->arc_count; i++) {
        first[problem->arcs[i].from + 1]++;
        first[problem->arcs[i].to + 1]++;
    }
    for (uint32_t node = 0; node < problem->nodes; node++)
        first[node + 1] += first[node];
    for (size_t i = problem->arc_count; i-- > 0;) {
        arcs[--first[problem->arcs[i].from + 1]] = (uint32_t)i;
        arcs[--first[problem->arcs[i].to + 1]] = (uint32_t)i;
    }
    /* Counting down has moved every mark to its own beginning, one place too far right. */
    for (uint32_t node = 0; node < problem->nodes; node++)
        first[node] = first[node + 1];
    first[problem->nodes] = 2 * problem->arc_count;
    return arcs;
}

void flow_source_side(struct arena *arena, const struct flow_problem *problem, bool *reached)
{
    size_t *first = arena_array(arena, (size_t)problem->nodes + 1, sizeof *first);
    const uint32_t *arcs = touching(arena, problem, first);
    uint32_t *queue = arena_array(arena, problem->nodes, sizeof *queue);
    uint32_t head = 0, tail = 0;

    memset(reached, 0, problem->nodes * sizeof *reached);
    reached[problem->source] = true;
    queue[tail++] = problem->source;
    while (head < tail) {
        uint32_t u = queue[head++];

        for (size_t i = first[u]; i < first[u + 1]; i++) {
            const struct flow_arc *arc = &problem->arcs[arcs[i]];
            uint32_t other = arc->from == u ? arc->to : arc->from;

            if (reached[other] || (arc->from == u ? arc->flow == arc->capacity : arc->flow == 0))
                continue;
            reached[other] = true;
            queue[tail++] = other;
        }
    }
}
