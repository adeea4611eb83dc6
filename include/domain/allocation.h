/* allocation.h: who is awarded, at most one award a person (domain.md §7).
 *
 * Two methods over the same applications, quotas, pins and vetoes:
 *   max-score  the largest sum of scores, then the smallest sum of preferences, within quotas and
 *              budget: a flow without a budget, branch and bound over flows with one;
 *   stable     applicants propose in the order of their preferences (Gale and Shapley 1962); the
 *              budget is not looked at.
 * Scores are whole ten-thousandths.  Everything is an index into the arrays given, and the same
 * problem gets the same answer; the effort that the budget may cost is a number of flows, never a
 * time.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"

#define ALLOCATION_UNIT       10000
#define ALLOCATION_SCORE_MOST ((int64_t)100 * ALLOCATION_UNIT)

struct allocation_application {
    uint32_t applicant, topic;
    int64_t score, preference; /* 1 is best; different within an applicant */
    int64_t amount;            /* fen */
    int64_t lot;
    uint32_t rank_of_id; /* the last tie-break: place among all ids by their bytes */
    bool pinned, vetoed;
    bool won; /* found; pins too */
};

struct allocation_problem {
    struct allocation_application *applications;
    const int64_t *quotas; /* per topic, pins included */
    size_t application_count, topic_count, applicant_count;
    bool stable, has_budget, has_minimum;
    int64_t budget, minimum; /* fen; ten-thousandths */
    int64_t flows;           /* what the proof within a budget may cost; 0: 200,000 */
};

struct allocation_answer {
    bool optimal; /* false: max-score with a budget stopped before the proof */
    int64_t gap;  /* then: at most so many ten-thousandths of score are missing */
    int64_t total, preferences, spent, over;
};

/* NULL when the pins fit vetoes, persons, quotas and (max-score) the budget; else "pin-veto",
 * "pin-applicant", "pin-quota" or "pin-budget". */
const char *allocation_pins_wrong(struct arena *arena, const struct allocation_problem *problem);

/* Marks the winners.  Pins must fit quotas, persons and (max-score) budget: the caller's check. */
void allocation_solve(struct arena *arena, struct allocation_problem *problem,
                      struct allocation_answer *answer);

/* The best score first, as long as person, place and money are free: what a spreadsheet does. */
void allocation_greedy(struct arena *arena, struct allocation_problem *problem,
                       struct allocation_answer *answer);

/* May it be awarded at all: no veto, not below the minimum. */
bool allocation_fundable(const struct allocation_problem *problem, size_t application);

/* The order within a topic: higher score, smaller lot, id.  Below 0 when `a` comes first. */
int allocation_compare(const struct allocation_application *a,
                       const struct allocation_application *b);

/* Why somebody has no award: the first that holds. */
enum allocation_reason {
    ALLOCATION_VETOED,
    ALLOCATION_BELOW_MINIMUM,
    ALLOCATION_AWARDED_PREFERRED,
    ALLOCATION_QUOTA_FULL,
    ALLOCATION_AWARDED_ELSEWHERE,
    ALLOCATION_BUDGET
};
struct allocation_why {
    enum allocation_reason reason;
    size_t other;    /* the applicant's award; the last winner of the topic */
    bool has_other;  /* QUOTA_FULL: false when pins or quota 0 take every place */
    int64_t missing; /* BUDGET: fen, for the cheapest way in */
};

/* After solving: winners by topic and award by person, for many questions. */
struct allocation_view {
    const struct allocation_problem *problem;
    const struct allocation_answer *answer;
    size_t *award_of;      /* applicant → application + 1, 0 for none */
    size_t *winners;       /* in topic order, topic by topic */
    size_t *first, *count; /* per topic, into winners */
};
struct allocation_view allocation_look(struct arena *arena,
                                       const struct allocation_problem *problem,
                                       const struct allocation_answer *answer);
struct allocation_why allocation_why(const struct allocation_view *view, size_t application);

/* Of the budget only (allocation_budget.c): the best awards among `free` (indices) within `money`
 * and `places` per topic; value of each as given.  *gap 0 when proved. */
void allocation_within(struct arena *arena, const struct allocation_problem *problem,
                       const uint32_t *free, size_t count, const int64_t *values,
                       const int64_t *places, int64_t money, bool *chosen, int64_t *gap);

/* The best awards without regard to money, at values reduced by `price` per 2^shift fen; answers
 * the value and what it spends. */
struct allocation_flow {
    int64_t value, reduced, spent;
};
struct allocation_flow allocation_flow(const struct allocation_problem *problem,
                                       const uint32_t *free, size_t count, const int64_t *values,
                                       const int64_t *places, int64_t price, unsigned shift,
                                       bool *chosen);
