/* allocation_why.c: why somebody has no award: the first reason that holds. */

#include "domain/allocation.h"

static int by_order(const void *a, const void *b, void *applications)
{
    const struct allocation_application *list = applications;
    const struct allocation_application *left = &list[*(const size_t *)a];
    const struct allocation_application *right = &list[*(const size_t *)b];

    if (left->topic != right->topic)
        return left->topic < right->topic ? -1 : 1;
    return allocation_compare(left, right);
}

struct allocation_view allocation_look(struct arena *arena,
                                       const struct allocation_problem *problem,
                                       const struct allocation_answer *answer)
{
    struct allocation_view view = {.problem = problem, .answer = answer};
    size_t count = 0;

    view.award_of = arena_array(arena, problem->applicant_count, sizeof *view.award_of);
    view.winners = arena_array(arena, problem->application_count, sizeof *view.winners);
    view.first = arena_array(arena, problem->topic_count, sizeof *view.first);
    view.count = arena_array(arena, problem->topic_count, sizeof *view.count);
    for (size_t i = 0; i < problem->application_count; i++) {
        const struct allocation_application *a = &problem->applications[i];

        if (!a->won)
            continue;
        view.award_of[a->applicant] = i + 1;
        view.winners[count++] = i;
        view.count[a->topic]++;
    }
    qsort_r(view.winners, count, sizeof *view.winners, by_order, problem->applications);
    for (size_t t = 1; t < problem->topic_count; t++)
        view.first[t] = view.first[t - 1] + view.count[t - 1];
    return view;
}

/* The last winner of the topic that is no pin; SIZE_MAX for none. */
static size_t last_unpinned(const struct allocation_view *view, uint32_t topic)
{
    for (size_t i = view->count[topic]; i-- > 0;) {
        size_t winner = view->winners[view->first[topic] + i];

        if (!view->problem->applications[winner].pinned)
            return winner;
    }
    return SIZE_MAX;
}

/* The cheapest way in: a free place, or the place of any one weaker winner. */
static int64_t missing(const struct allocation_view *view, const struct allocation_application *a)
{
    const struct allocation_problem *problem = view->problem;
    int64_t least = INT64_MAX, spent = view->answer->spent + a->amount;
    bool is_free = (int64_t)view->count[a->topic] < problem->quotas[a->topic];

    for (size_t i = 0; !is_free && i < view->count[a->topic]; i++) {
        const struct allocation_application *winner =
            &problem->applications[view->winners[view->first[a->topic] + i]];

        if (!winner->pinned && winner->score < a->score && spent - winner->amount < least)
            least = spent - winner->amount;
    }
    least = is_free ? spent : least == INT64_MAX ? 0 : least;
    return least - (problem->has_budget ? problem->budget : 0);
}

struct allocation_why allocation_why(const struct allocation_view *view, size_t application)
{
    const struct allocation_problem *problem = view->problem;
    const struct allocation_application *list = problem->applications, *a = &list[application];
    size_t mine = view->award_of[a->applicant], last = last_unpinned(view, a->topic);
    bool full = (int64_t)view->count[a->topic] >= problem->quotas[a->topic];

    if (a->vetoed)
        return (struct allocation_why){.reason = ALLOCATION_VETOED};
    if (problem->has_minimum && a->score < problem->minimum)
        return (struct allocation_why){.reason = ALLOCATION_BELOW_MINIMUM};
    if (mine > 0 && list[mine - 1].preference < a->preference)
        return (struct allocation_why){ALLOCATION_AWARDED_PREFERRED, mine - 1, true, 0};
    if (full && (last == SIZE_MAX || list[last].score >= a->score))
        return (struct allocation_why){ALLOCATION_QUOTA_FULL, last, last != SIZE_MAX, 0};
    if (mine > 0)
        return (struct allocation_why){ALLOCATION_AWARDED_ELSEWHERE, mine - 1, true, 0};
    return (struct allocation_why){ALLOCATION_BUDGET, 0, false, missing(view, a)};
}
