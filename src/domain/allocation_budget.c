/* allocation_budget.c: the best awards that a budget can pay: branch and bound.
 *
 * Each node prices money (Lagrange): whatever the price, the flow at values less price × amount,
 * plus price × budget, bounds what the node can hold.  The price is moved to where the bound is
 * least: between the dearest answer that the budget pays and the cheapest that it does not, the
 * line through both meets at the next price to try.  Then one application in which the two differ
 * is decided, both ways.
 */

#include "domain/allocation.h"

#define FLOWS_MOST  200000 /* flows that the proof may cost, unless the problem says */
#define PRICES_MOST 40     /* prices tried at one node */
#define VALUE_BITS  58     /* of a value or a price × amount, as the flow takes them */
#define SHIFT_MOST  24

__extension__ typedef __int128 wide;

enum fixed { OPEN, IN, OUT };

struct search {
    const struct allocation_problem *problem;
    const uint32_t *free;
    const int64_t *values;
    size_t count;
    unsigned shift; /* prices are in 2^-shift of value a fen */
    unsigned char *fixed;
    bool *best;
    int64_t best_value, price_most;
    int64_t stopped_at; /* the largest bound of a node left unlooked at */
    int64_t flows, flows_most;
};

/* What is left of the problem under the decisions made. */
struct node {
    struct arena *arena;
    uint32_t *free;
    size_t *place; /* in the search's list */
    int64_t *values, *places;
    size_t count;
    int64_t money, value; /* left; of what is in */
    bool *rich, *poor;    /* the two answers beside the price */
    struct allocation_flow rich_flow, poor_flow;
    int64_t bound;
};

static const struct allocation_application *one(const struct search *s, size_t at)
{
    return &s->problem->applications[s->free[at]];
}

static bool *taken_people(const struct search *s, struct arena *arena)
{
    bool *taken = arena_array(arena, s->problem->applicant_count, sizeof *taken);

    for (size_t i = 0; i < s->count; i++)
        if (s->fixed[i] == IN)
            taken[one(s, i)->applicant] = true;
    return taken;
}

/* False when the decisions contradict a quota, a person or the money. */
static bool open_node(const struct search *s, const int64_t *places, int64_t money,
                      struct node *node)
{
    bool *taken;

    node->places = arena_array(node->arena, s->problem->topic_count, sizeof *node->places);
    memcpy(node->places, places, s->problem->topic_count * sizeof *places);
    node->money = money;
    for (size_t i = 0; i < s->count; i++)
        if (s->fixed[i] == IN) {
            node->places[one(s, i)->topic]--;
            node->money -= one(s, i)->amount;
            node->value += s->values[i];
            if (node->places[one(s, i)->topic] < 0 || node->money < 0)
                return false;
        }
    taken = taken_people(s, node->arena);
    node->free = arena_array(node->arena, s->count, sizeof *node->free);
    node->place = arena_array(node->arena, s->count, sizeof *node->place);
    node->values = arena_array(node->arena, s->count, sizeof *node->values);
    node->rich = arena_array(node->arena, s->count, sizeof *node->rich);
    node->poor = arena_array(node->arena, s->count, sizeof *node->poor);
    for (size_t i = 0; i < s->count; i++)
        if (s->fixed[i] == OPEN && !taken[one(s, i)->applicant] &&
            one(s, i)->amount <= node->money && node->places[one(s, i)->topic] > 0) {
            node->free[node->count] = s->free[i];
            node->place[node->count] = i;
            node->values[node->count++] = s->values[i];
        }
    return true;
}

/* Remembers an answer that the budget pays, with whatever still fits beside it. */
static void offer(struct search *s, const struct node *node, const bool *chosen, int64_t spent)
{
    struct arena *arena = arena_open();
    bool *taken = taken_people(s, arena), *now = arena_array(arena, s->count, sizeof *now);
    int64_t *places = arena_array(arena, s->problem->topic_count, sizeof *places);
    int64_t value = node->value, money = node->money - spent;

    memcpy(places, node->places, s->problem->topic_count * sizeof *places);
    for (size_t i = 0; i < s->count; i++)
        now[i] = s->fixed[i] == IN;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < node->count; i++) {
            const struct allocation_application *a = one(s, node->place[i]);
            bool more = pass == 1 && !chosen[i] && !taken[a->applicant] && places[a->topic] > 0 &&
                        a->amount <= money && node->values[i] > 0;

            if (!more && (pass == 1 || !chosen[i]))
                continue;
            now[node->place[i]] = taken[a->applicant] = true;
            places[a->topic]--;
            money -= pass == 1 ? a->amount : 0;
            value += node->values[i];
        }
    if (value > s->best_value) {
        s->best_value = value;
        memcpy(s->best, now, s->count * sizeof *now);
    }
    arena_close(arena);
}

/* The least upper bound that this price gives for the node. */
static int64_t bound_at(const struct search *s, const struct node *node,
                        const struct allocation_flow *flow, int64_t price)
{
    wide whole = (wide)flow->reduced + (wide)price * node->money;

    return node->value + (int64_t)(whole >> s->shift);
}

static struct allocation_flow try_price(struct search *s, struct node *node, int64_t price,
                                        bool *chosen)
{
    struct allocation_flow flow = allocation_flow(s->problem, node->free, node->count, node->values,
                                                  node->places, price, s->shift, chosen);
    int64_t bound = bound_at(s, node, &flow, price);

    s->flows++;
    node->bound = bound < node->bound ? bound : node->bound;
    if (flow.spent <= node->money)
        offer(s, node, chosen, flow.spent);
    return flow;
}

/* Where the lines of the two answers meet. */
static int64_t price_between(const struct search *s, const struct node *node)
{
    wide price = ((wide)(node->rich_flow.value - node->poor_flow.value) << s->shift) /
                 (node->rich_flow.spent - node->poor_flow.spent);

    return price > s->price_most ? s->price_most : (int64_t)price;
}

/* False when the node is finished: nothing in it can be better than what is known. */
static bool weigh(struct search *s, struct node *node)
{
    bool *chosen = arena_array(node->arena, s->count, sizeof *chosen);
    int64_t price = 0, last = -1;

    node->bound = INT64_MAX;
    node->rich_flow = try_price(s, node, 0, node->rich);
    if (node->rich_flow.spent <= node->money)
        return false;
    for (int i = 0; i < PRICES_MOST && node->bound > s->best_value; i++) {
        struct allocation_flow flow;

        price = price_between(s, node);
        if (price == last)
            break;
        last = price;
        flow = try_price(s, node, price, chosen);
        if (flow.spent == node->rich_flow.spent || flow.spent == node->poor_flow.spent)
            break;
        if (flow.spent > node->money) {
            node->rich_flow = flow;
            memcpy(node->rich, chosen, node->count * sizeof *chosen);
        } else {
            node->poor_flow = flow;
            memcpy(node->poor, chosen, node->count * sizeof *chosen);
        }
    }
    return node->bound > s->best_value;
}

/* In which the two answers differ, and by most. */
static size_t to_decide(const struct search *s, const struct node *node)
{
    size_t found = SIZE_MAX;

    for (size_t i = 0; i < node->count; i++)
        if (node->rich[i] != node->poor[i] &&
            (found == SIZE_MAX || one(s, node->place[i])->amount > one(s, found)->amount))
            found = node->place[i];
    return found;
}

/* The largest step in which all amounts move: no answer can spend what lies between. */
static int64_t step_of(const struct search *s, const struct node *node)
{
    int64_t step = 0;

    for (size_t i = 0; i < node->count; i++)
        for (int64_t a = one(s, node->place[i])->amount, b = step; (step = a, b != 0);) {
            a = b;
            b = step % b;
        }
    return step;
}

static void search(struct search *s, const int64_t *places, int64_t money)
{
    struct node node = {.arena = arena_open()};
    size_t decide = SIZE_MAX;
    int64_t step;

    if (s->flows < s->flows_most && open_node(s, places, money, &node)) {
        step = step_of(s, &node);
        node.money -= step > 1 ? node.money % step : 0;
        if (weigh(s, &node))
            decide = to_decide(s, &node);
        if (decide != SIZE_MAX && s->flows >= s->flows_most && node.bound > s->stopped_at)
            s->stopped_at = node.bound;
    }
    arena_close(node.arena);
    if (decide == SIZE_MAX || s->flows >= s->flows_most)
        return;
    s->fixed[decide] = IN;
    search(s, places, money);
    s->fixed[decide] = OUT;
    search(s, places, money);
    s->fixed[decide] = OPEN;
}

static unsigned bits_of(int64_t number)
{
    unsigned bits = 0;

    for (; number > 0; number /= 2)
        bits++;
    return bits;
}

void allocation_within(struct arena *arena, const struct allocation_problem *problem,
                       const uint32_t *free, size_t count, const int64_t *values,
                       const int64_t *places, int64_t money, bool *chosen, int64_t *gap)
{
    struct search s = {.problem = problem, .free = free, .values = values, .count = count};
    int64_t most_value = 1, most_amount = 1;

    for (size_t i = 0; i < count; i++) {
        const struct allocation_application *a = &problem->applications[free[i]];

        most_value = values[i] > most_value ? values[i] : most_value;
        most_amount = a->amount > most_amount ? a->amount : most_amount;
    }
    s.shift = bits_of(most_value) < VALUE_BITS ? VALUE_BITS - bits_of(most_value) : 0;
    s.shift = s.shift > SHIFT_MOST ? SHIFT_MOST : s.shift;
    s.price_most = ((int64_t)1 << VALUE_BITS) / most_amount;
    s.flows_most = problem->flows > 0 ? problem->flows : FLOWS_MOST;
    s.fixed = arena_array(arena, count, sizeof *s.fixed);
    s.best = chosen;
    memset(chosen, 0, count * sizeof *chosen);
    search(&s, places, money);
    *gap = s.stopped_at > s.best_value ? s.stopped_at - s.best_value : 0;
}
