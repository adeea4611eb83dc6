/* solution.c: one award per applicant over all topics, by three methods side by side. */

#include "domain/solution.h"

#include "base/digest.h"
#include "base/text.h"

#define FLOWS_MOST 10000 /* a page has seconds for the proof; grantd award takes its time */

static const char *const words[] = {
#define AS_WORD(name, word) [SOLUTION_##name] = word,
    SOLUTION_METHODS(AS_WORD)
#undef AS_WORD
};

const char *solution_word(enum solution_method method)
{
    return words[method];
}

bool solution_method_of(const char *word, enum solution_method *method)
{
    for (int i = 0; i < SOLUTION_METHOD_COUNT; i++)
        if (text_equal(word, words[i]))
            return *method = (enum solution_method)i, true;
    return false;
}

/* ---- from the case to the problem */

static int by_person_and_wish(const void *a, const void *b, void *entries)
{
    const struct solution_entry *list = entries;
    const struct solution_entry *left = &list[*(const uint32_t *)a];
    const struct solution_entry *right = &list[*(const uint32_t *)b];
    uint64_t first = (uint64_t)left->preference - 1, second = (uint64_t)right->preference - 1;

    if (left->person.value != right->person.value)
        return left->person.value < right->person.value ? -1 : 1;
    if (first != second) /* a wish that was not said comes last */
        return first < second ? -1 : 1;
    return (left->topic > right->topic) - (left->topic < right->topic);
}

static int by_number(const void *a, const void *b, void *entries)
{
    const struct solution_entry *list = entries;

    return strcmp(list[*(const uint32_t *)a].number, list[*(const uint32_t *)b].number);
}

static uint32_t *sorted(struct arena *arena, const struct solution_case *given,
                        int (*compare)(const void *, const void *, void *))
{
    uint32_t *order = arena_array(arena, given->entries.count, sizeof *order);

    for (uint32_t i = 0; i < given->entries.count; i++)
        order[i] = i;
    qsort_r(order, given->entries.count, sizeof *order, compare, given->entries.items);
    return order;
}

/* Persons become applicants 0, 1, 2 …, and their wishes 1, 2, 3 … */
static void number_applicants(struct arena *arena, const struct solution_case *given,
                              struct allocation_problem *problem)
{
    uint32_t *order = sorted(arena, given, by_person_and_wish);
    int64_t last = 0, wish = 0;

    for (size_t i = 0; i < given->entries.count; i++) {
        const struct solution_entry *entry = &given->entries.items[order[i]];
        bool is_new = i == 0 || entry->person.value != last;

        problem->applicant_count += is_new;
        wish = is_new ? 1 : wish + 1;
        last = entry->person.value;
        problem->applications[order[i]].applicant = (uint32_t)problem->applicant_count - 1;
        problem->applications[order[i]].preference = wish;
    }
}

static int64_t clamped(int64_t score)
{
    return score < 0 ? 0 : score > ALLOCATION_SCORE_MOST ? ALLOCATION_SCORE_MOST : score;
}

static struct allocation_problem problem_of(struct arena *arena, const struct solution_case *given)
{
    size_t count = given->entries.count;
    struct allocation_application *list = arena_array(arena, count, sizeof *list);
    int64_t *quotas = arena_array(arena, given->topics.count, sizeof *quotas);
    struct allocation_problem problem = {.applications = list,
                                         .quotas = quotas,
                                         .application_count = count,
                                         .topic_count = given->topics.count,
                                         .has_budget = given->budget > 0,
                                         .budget = given->budget,
                                         .has_minimum = given->minimum > 0,
                                         .minimum = given->minimum,
                                         .flows = FLOWS_MOST};
    uint32_t *order = sorted(arena, given, by_number);

    for (size_t t = 0; t < given->topics.count; t++)
        quotas[t] = given->topics.items[t].quota;
    for (size_t i = 0; i < count; i++) {
        const struct solution_entry *entry = &given->entries.items[i];

        list[i] = (struct allocation_application){.topic = (uint32_t)entry->topic,
                                                  .score = clamped(entry->score),
                                                  .amount = entry->amount,
                                                  .pinned = entry->pinned,
                                                  .vetoed = entry->vetoed};
    }
    for (uint32_t i = 0; i < count; i++)
        list[order[i]].rank_of_id = i;
    number_applicants(arena, given, &problem);
    return problem;
}

/* ---- from the answer to the reserve list */

static int by_order(const void *a, const void *b, void *applications)
{
    const struct allocation_application *list = applications;
    const struct allocation_application *left = &list[*(const uint32_t *)a];
    const struct allocation_application *right = &list[*(const uint32_t *)b];

    if (left->topic != right->topic)
        return left->topic < right->topic ? -1 : 1;
    return allocation_compare(left, right);
}

/* Whoever has no award at all and may have one waits, best first, in each topic entered. */
static uint32_t *reserve_of(struct arena *arena, const struct solution_case *given,
                            const struct solution *solution)
{
    const struct allocation_problem *problem = &solution->problem;
    uint32_t *places = arena_array(arena, problem->application_count, sizeof *places);
    uint32_t *order = arena_array(arena, problem->application_count, sizeof *order);
    uint32_t *waiting = arena_array(arena, given->topics.count, sizeof *waiting);

    for (uint32_t i = 0; i < problem->application_count; i++)
        order[i] = i;
    qsort_r(order, problem->application_count, sizeof *order, by_order, problem->applications);
    for (size_t i = 0; i < problem->application_count; i++) {
        const struct allocation_application *a = &problem->applications[order[i]];

        if (solution->view.award_of[a->applicant] == 0 && allocation_fundable(problem, order[i]))
            places[order[i]] = ++waiting[a->topic];
    }
    return places;
}

bool solution_make(struct arena *arena, const struct solution_case *given,
                   struct solution found[SOLUTION_METHOD_COUNT], struct error *err)
{
    static const char *const codes[] = {"solution/pin-veto", "solution/pin-applicant",
                                        "solution/pin-quota", "solution/pin-budget"};
    struct allocation_problem problem = problem_of(arena, given);
    const char *wrong = allocation_pins_wrong(arena, &problem);

    for (size_t i = 0; wrong != NULL && i < sizeof codes / sizeof codes[0]; i++)
        if (text_equal(codes[i] + strlen("solution/"), wrong))
            return error_set(err, ERROR_INVALID, codes[i]);
    for (int m = 0; m < SOLUTION_METHOD_COUNT; m++) {
        struct solution *solution = &found[m];

        *solution = (struct solution){.problem = m == 0 ? problem : problem_of(arena, given)};
        solution->problem.stable = m == SOLUTION_STABLE;
        if (m == SOLUTION_GREEDY)
            allocation_greedy(arena, &solution->problem, &solution->answer);
        else
            allocation_solve(arena, &solution->problem, &solution->answer);
        solution->view = allocation_look(arena, &solution->problem, &solution->answer);
        solution->reserve = reserve_of(arena, given, solution);
    }
    return true;
}

enum outcome solution_outcome(const struct solution *solution, size_t entry)
{
    if (solution->problem.applications[entry].won)
        return OUTCOME_FUND;
    return solution->reserve[entry] > 0 ? OUTCOME_RESERVE : OUTCOME_DECLINE;
}

char *solution_seal(struct arena *arena, const struct solution_case *given)
{
    struct buffer text = buffer_in(arena);
    struct digest digest;

    buffer_format(&text, "%lld %lld\n", (long long)given->budget, (long long)given->minimum);
    for (size_t t = 0; t < given->topics.count; t++)
        buffer_format(&text, "%s %lld\n", given->topics.items[t].code,
                      (long long)given->topics.items[t].quota);
    for (size_t i = 0; i < given->entries.count; i++) {
        const struct solution_entry *e = &given->entries.items[i];

        buffer_format(&text, "%lld %lld %s %zu %lld %lld %lld %d %d\n",
                      (long long)e->application.value, (long long)e->person.value, e->number,
                      e->topic, (long long)e->score, (long long)e->preference, (long long)e->amount,
                      e->pinned, e->vetoed);
    }
    digest = digest_of(buffer_get(&text), text.length);
    return digest_hex(arena, &digest);
}

char *solution_seal_shown(struct arena *arena, const struct solution_case *given,
                          const struct solution found[SOLUTION_METHOD_COUNT], const bool *shown)
{
    struct buffer text = buffer_in(arena);
    struct digest digest;

    for (size_t i = 0; i < given->entries.count; i++) {
        const struct solution_entry *e = &given->entries.items[i];

        if (!shown[e->topic])
            continue;
        buffer_format(&text, "%s %lld %lld %d %d", e->number, (long long)e->score,
                      (long long)e->amount, e->pinned, e->vetoed);
        for (int m = 0; m < SOLUTION_METHOD_COUNT; m++)
            buffer_format(&text, " %d.%u", found[m].problem.applications[i].won,
                          (unsigned)found[m].reserve[i]);
        buffer_byte(&text, '\n');
    }
    digest = digest_of(buffer_get(&text), text.length);
    return digest_hex(arena, &digest);
}
