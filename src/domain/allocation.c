/* allocation.c: who is awarded: by sum of scores or by proposals, and why the others are not. */

#include "domain/allocation.h"

#include "domain/flow.h"

bool allocation_fundable(const struct allocation_problem *problem, size_t application)
{
    const struct allocation_application *a = &problem->applications[application];

    return !a->vetoed && (!problem->has_minimum || a->score >= problem->minimum);
}

int allocation_compare(const struct allocation_application *a,
                       const struct allocation_application *b)
{
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    if (a->lot != b->lot)
        return a->lot < b->lot ? -1 : 1;
    return (a->rank_of_id > b->rank_of_id) - (a->rank_of_id < b->rank_of_id);
}

/* ---- the network: applicants, topics, one arc an application */

static struct flow_problem network(struct arena *arena, const struct allocation_problem *problem,
                                   const uint32_t *free, size_t count, const int64_t *places)
{
    size_t people = problem->applicant_count, topics = problem->topic_count, next = count;
    struct flow_problem flow = {.nodes = (uint32_t)(people + topics + 2),
                                .source = (uint32_t)(people + topics),
                                .sink = (uint32_t)(people + topics + 1),
                                .arc_count = count + people + topics + 1};

    flow.arcs = arena_array(arena, flow.arc_count, sizeof *flow.arcs);
    for (size_t i = 0; i < count; i++) {
        const struct allocation_application *a = &problem->applications[free[i]];

        flow.arcs[i] = (struct flow_arc){
            .from = a->applicant, .to = (uint32_t)people + a->topic, .capacity = 1};
    }
    for (uint32_t p = 0; p < people; p++)
        flow.arcs[next++] = (struct flow_arc){.from = flow.source, .to = p, .capacity = 1};
    for (uint32_t t = 0; t < topics; t++)
        flow.arcs[next++] = (struct flow_arc){
            .from = (uint32_t)people + t, .to = flow.sink, .capacity = places[t]};
    /* Going without an award costs nothing, so no award is made that is worth less. */
    flow.arcs[next] = (struct flow_arc){
        .from = flow.source, .to = flow.sink, .capacity = (int64_t)people};
    return flow;
}

struct allocation_flow allocation_flow(const struct allocation_problem *problem,
                                       const uint32_t *free, size_t count, const int64_t *values,
                                       const int64_t *places, int64_t price, unsigned shift,
                                       bool *chosen)
{
    struct arena *scratch = arena_open();
    struct flow_problem flow = network(scratch, problem, free, count, places);
    struct allocation_flow found = {0, 0, 0};

    for (size_t i = 0; i < count; i++)
        flow.arcs[i].cost = price * problem->applications[free[i]].amount -
                            (values[i] * ((int64_t)1 << shift));
    flow_solve(scratch, &flow, (int64_t)problem->applicant_count);
    for (size_t i = 0; i < count; i++) {
        chosen[i] = flow.arcs[i].flow > 0;
        if (!chosen[i])
            continue;
        found.value += values[i];
        found.reduced -= flow.arcs[i].cost;
        found.spent += problem->applications[free[i]].amount;
    }
    arena_close(scratch);
    return found;
}

/* ---- what is still to be given */

struct rest {
    struct arena *arena;
    struct allocation_problem *problem;
    uint32_t *free; /* in the order of their topics: score, lot, id */
    int64_t *places;
    size_t count;
    int64_t money; /* what the pins leave */
};

static int by_order(const void *a, const void *b, void *applications)
{
    const struct allocation_application *list = applications;

    return allocation_compare(&list[*(const uint32_t *)a], &list[*(const uint32_t *)b]);
}

static struct rest rest_of(struct arena *arena, struct allocation_problem *problem)
{
    struct rest rest = {.arena = arena, .problem = problem, .money = problem->budget};
    bool *settled = arena_array(arena, problem->applicant_count, sizeof *settled);

    rest.places = arena_array(arena, problem->topic_count, sizeof *rest.places);
    rest.free = arena_array(arena, problem->application_count, sizeof *rest.free);
    memcpy(rest.places, problem->quotas, problem->topic_count * sizeof *rest.places);
    for (size_t i = 0; i < problem->application_count; i++) {
        struct allocation_application *a = &problem->applications[i];

        a->won = a->pinned;
        if (!a->pinned)
            continue;
        settled[a->applicant] = true;
        rest.places[a->topic]--;
        rest.money -= a->amount;
    }
    for (size_t i = 0; i < problem->application_count; i++)
        if (!settled[problem->applications[i].applicant] && allocation_fundable(problem, i))
            rest.free[rest.count++] = (uint32_t)i;
    qsort_r(rest.free, rest.count, sizeof *rest.free, by_order, problem->applications);
    return rest;
}

static uint32_t *copy_list(const struct rest *rest)
{
    uint32_t *list = arena_array(rest->arena, rest->count, sizeof *list);

    memcpy(list, rest->free, rest->count * sizeof *list);
    return list;
}

/* ---- the largest sum */

/* A score outweighs all preferences together: first the sum of scores, then that of preferences. */
static int64_t *values_of(const struct rest *rest, int64_t *a_score)
{
    int64_t *values = arena_array(rest->arena, rest->count, sizeof *values);
    int64_t places = 0, worst = 0, most = (int64_t)rest->problem->application_count;

    for (size_t t = 0; t < rest->problem->topic_count; t++)
        places = places < most ? places + rest->places[t] : places;
    for (size_t i = 0; i < rest->count; i++) {
        int64_t preference = rest->problem->applications[rest->free[i]].preference;

        worst = preference > worst ? preference : worst;
    }
    places = places < most ? places : most;
    *a_score = 1 + worst * (places > 0 ? places : 1);
    for (size_t i = 0; i < rest->count; i++) {
        const struct allocation_application *a = &rest->problem->applications[rest->free[i]];

        values[i] = a->score * *a_score - a->preference;
    }
    return values;
}

/* Equals are those between whom only the lot and the id decide; they stand beside each other in
 * groups once sorted by topic, score and preference. */
static int by_group(const void *a, const void *b, void *applications)
{
    const struct allocation_application *list = applications;
    const struct allocation_application *left = &list[*(const uint32_t *)a];
    const struct allocation_application *right = &list[*(const uint32_t *)b];

    if (left->topic != right->topic)
        return left->topic < right->topic ? -1 : 1;
    if (left->score != right->score)
        return left->score > right->score ? -1 : 1;
    if (left->preference != right->preference)
        return left->preference < right->preference ? -1 : 1;
    return allocation_compare(left, right);
}

static bool same_group(const struct allocation_application *a,
                       const struct allocation_application *b)
{
    return a->topic == b->topic && a->score == b->score && a->preference == b->preference;
}

struct ties {
    struct rest *rest;
    uint32_t *list; /* by group */
    bool *busy;     /* applicants with an award */
};

/* The first of a group without an award takes that of the last who has one, if the money allows. */
static bool settle_one(struct ties *ties, size_t at, size_t end)
{
    struct allocation_application *list = ties->rest->problem->applications;
    struct allocation_application *ahead = &list[ties->list[at]];

    for (size_t behind = end; behind-- > at + 1;) {
        struct allocation_application *winner = &list[ties->list[behind]];
        int64_t extra = ahead->amount - winner->amount;

        if (!winner->won || (ties->rest->problem->has_budget && extra > ties->rest->money))
            continue;
        winner->won = ties->busy[winner->applicant] = false;
        ahead->won = ties->busy[ahead->applicant] = true;
        ties->rest->money -= extra;
        return true;
    }
    return false;
}

static bool settle_group(struct ties *ties, size_t from, size_t end)
{
    const struct allocation_application *list = ties->rest->problem->applications;
    bool changed = false;

    for (size_t i = from; i < end; i++)
        if (!ties->busy[list[ties->list[i]].applicant])
            changed = settle_one(ties, i, end) || changed;
    return changed;
}

static void settle_ties(struct rest *rest)
{
    struct allocation_application *list = rest->problem->applications;
    struct ties ties = {.rest = rest};
    bool changed = true;

    ties.list = copy_list(rest);
    ties.busy = arena_array(rest->arena, rest->problem->applicant_count, sizeof *ties.busy);
    qsort_r(ties.list, rest->count, sizeof *ties.list, by_group, list);
    for (size_t i = 0; i < rest->count; i++)
        if (list[rest->free[i]].won)
            ties.busy[list[rest->free[i]].applicant] = true;
    while (changed) {
        changed = false;
        for (size_t from = 0, end; from < rest->count; from = end) {
            for (end = from + 1;
                 end < rest->count && same_group(&list[ties.list[from]], &list[ties.list[end]]);)
                end++;
            changed = (end > from + 1 && settle_group(&ties, from, end)) || changed;
        }
    }
}

static void solve_sum(struct rest *rest, struct allocation_answer *answer)
{
    int64_t a_score, *values = values_of(rest, &a_score), gap = 0;
    bool *chosen = arena_array(rest->arena, rest->count, sizeof *chosen);
    const struct allocation_problem *problem = rest->problem;
    struct allocation_flow found = allocation_flow(problem, rest->free, rest->count, values,
                                                   rest->places, 0, 0, chosen);

    if (problem->has_budget && found.spent > rest->money)
        allocation_within(rest->arena, problem, rest->free, rest->count, values, rest->places,
                          rest->money, chosen, &gap);
    for (size_t i = 0; i < rest->count; i++) {
        struct allocation_application *a = &problem->applications[rest->free[i]];

        a->won = chosen[i];
        rest->money -= chosen[i] ? a->amount : 0;
    }
    answer->optimal = gap == 0;
    answer->gap = (gap + a_score - 1) / a_score;
    settle_ties(rest);
}

/* ---- proposals */

/* Who holds the places of a topic, best first. */
struct held {
    uint32_t *list;
    size_t count, room;
};

/* Takes the proposal; answers whom it turns away, UINT32_MAX for nobody. */
static uint32_t hold(struct arena *arena, const struct allocation_problem *problem,
                     struct held *held, int64_t places, uint32_t application)
{
    const struct allocation_application *list = problem->applications;
    size_t low = 0, high = held->count;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (allocation_compare(&list[held->list[middle]], &list[application]) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (held->count == held->room) {
        uint32_t *larger = arena_array(arena, held->room * 2 + 8, sizeof *larger);

        if (held->count > 0)
            memcpy(larger, held->list, held->count * sizeof *larger);
        held->list = larger;
        held->room = held->room * 2 + 8;
    }
    memmove(held->list + low + 1, held->list + low, (held->count - low) * sizeof *held->list);
    held->list[low] = application;
    held->count++;
    return (int64_t)held->count > places ? held->list[--held->count] : UINT32_MAX;
}

static int by_wish(const void *a, const void *b, void *applications)
{
    const struct allocation_application *list = applications;
    const struct allocation_application *left = &list[*(const uint32_t *)a];
    const struct allocation_application *right = &list[*(const uint32_t *)b];

    if (left->applicant != right->applicant)
        return left->applicant < right->applicant ? -1 : 1;
    return left->preference < right->preference ? -1 : left->preference > right->preference;
}

/* A proposal goes from hand to hand until somebody is turned away by nobody or has no wish left. */
static void solve_stable(struct rest *rest, struct allocation_answer *answer)
{
    const struct allocation_problem *problem = rest->problem;
    struct allocation_application *list = problem->applications;
    struct held *held = arena_array(rest->arena, problem->topic_count, sizeof *held);
    uint32_t *wishes = copy_list(rest);
    size_t *next = arena_array(rest->arena, problem->applicant_count, sizeof *next);

    qsort_r(wishes, rest->count, sizeof *wishes, by_wish, list);
    for (size_t i = rest->count; i-- > 0;)
        next[list[wishes[i]].applicant] = i;
    for (size_t i = 0; i < rest->count; i++) {
        uint32_t person = list[wishes[i]].applicant, turned = UINT32_MAX;

        if (i > 0 && list[wishes[i - 1]].applicant == person)
            continue;
        do {
            size_t at = next[person];

            if (at >= rest->count || list[wishes[at]].applicant != person)
                break;
            next[person]++;
            turned = hold(rest->arena, problem, &held[list[wishes[at]].topic],
                          rest->places[list[wishes[at]].topic], wishes[at]);
            person = turned == UINT32_MAX ? person : list[turned].applicant;
        } while (turned != UINT32_MAX);
    }
    for (size_t t = 0; t < problem->topic_count; t++)
        for (size_t i = 0; i < held[t].count; i++)
            list[held[t].list[i]].won = true;
    answer->optimal = true;
}

static void add_up(const struct allocation_problem *problem, struct allocation_answer *answer)
{
    for (size_t i = 0; i < problem->application_count; i++) {
        const struct allocation_application *a = &problem->applications[i];

        if (!a->won)
            continue;
        answer->total += a->score;
        answer->preferences += a->preference;
        answer->spent += a->amount;
    }
    if (problem->has_budget && answer->spent > problem->budget)
        answer->over = answer->spent - problem->budget;
}

void allocation_solve(struct arena *arena, struct allocation_problem *problem,
                      struct allocation_answer *answer)
{
    struct rest rest = rest_of(arena, problem);

    *answer = (struct allocation_answer){.optimal = false};
    if (problem->stable)
        solve_stable(&rest, answer);
    else
        solve_sum(&rest, answer);
    add_up(problem, answer);
}

void allocation_greedy(struct arena *arena, struct allocation_problem *problem,
                       struct allocation_answer *answer)
{
    struct rest rest = rest_of(arena, problem);
    struct allocation_application *list = problem->applications;
    bool *settled = arena_array(arena, problem->applicant_count, sizeof *settled);

    *answer = (struct allocation_answer){.optimal = false};
    for (size_t i = 0; i < rest.count; i++) { /* best first, as they come */
        struct allocation_application *a = &list[rest.free[i]];

        if (settled[a->applicant] || rest.places[a->topic] == 0 ||
            (problem->has_budget && a->amount > rest.money))
            continue;
        settled[a->applicant] = a->won = true;
        rest.places[a->topic]--;
        rest.money -= a->amount;
    }
    add_up(problem, answer);
}

const char *allocation_pins_wrong(struct arena *arena, const struct allocation_problem *problem)
{
    bool *settled = arena_array(arena, problem->applicant_count, sizeof *settled);
    int64_t *pinned = arena_array(arena, problem->topic_count, sizeof *pinned), spent = 0;

    for (size_t i = 0; i < problem->application_count; i++) {
        const struct allocation_application *a = &problem->applications[i];

        if (!a->pinned)
            continue;
        if (a->vetoed)
            return "pin-veto";
        if (settled[a->applicant])
            return "pin-applicant";
        if (++pinned[a->topic] > problem->quotas[a->topic])
            return "pin-quota";
        settled[a->applicant] = true;
        spent += a->amount;
    }
    return problem->has_budget && !problem->stable && spent > problem->budget ? "pin-budget" : NULL;
}
