/* calibration_drop.c: what the top would be without the reviews of one reviewer. */

#include "domain/calibration_place.h"

#include <math.h>

/* Up to this many reviewers factoring is both quicker and surer than conjugate gradients. */
#define DROP_FACTOR 64

/* Scores while one reviewer is away; those of other components stay as they are. */
struct away {
    struct calibration *c;
    double *score;   /* NAN without a review */
    size_t *touched; /* by topic: number of the drop that last changed it */
    double *values;
    uint32_t *own; /* reviewer → index in its block */
};

static void swap(double *a, double *b)
{
    double kept = *a;

    *a = *b;
    *b = kept;
}

/* Hoare's FIND, largest first; signed, because j may pass the left end. */
double calibration_nth(double *values, size_t count, size_t nth)
{
    int64_t low = 0, high = (int64_t)count - 1, want = (int64_t)nth - 1;

    while (low < high) {
        double pivot = values[want];
        int64_t i = low, j = high;

        while (i <= j) {
            while (values[i] > pivot)
                i++;
            while (values[j] < pivot)
                j--;
            if (i <= j)
                swap(&values[i++], &values[j--]);
        }
        if (j < want)
            low = i;
        if (want < i)
            high = j;
    }
    return values[want];
}

static void restore(struct away *away, const struct calibration_block *block)
{
    for (uint32_t i = 0; i < block->applications; i++)
        away->score[block->application[i]] =
            away->c->applications[block->application[i]].calibrated;
}

/* Scores of what is left of the component, which may have come apart; old biases are the start. */
static void solve_rest(struct away *away, struct arena *arena,
                       const struct calibration_block *whole,
                       const struct calibration_blocks *parts)
{
    for (size_t b = 0; b < parts->count; b++) {
        const struct calibration_block *part = &parts->items[b];
        double *bias = arena_array(arena, part->reviewers, sizeof *bias);

        for (uint32_t j = 0; j < part->reviewers; j++)
            bias[j] = away->c->reviewers[whole->reviewer[part->reviewer[j]]].bias;
        if (part->reviewers <= DROP_FACTOR) {
            struct calibration_factor factor = calibration_factor(arena, part, away->c->lambda);

            calibration_solve(arena, part, away->c->lambda, &factor, bias);
        } else {
            calibration_solve(arena, part, away->c->lambda, NULL, bias);
        }
        for (uint32_t i = 0; i < part->applications; i++)
            away->score[whole->application[part->application[i]]] = calibration_mean(part, bias, i);
    }
}

static void leave_out(struct away *away, const struct calibration_block *whole, uint32_t reviewer)
{
    struct arena *arena = arena_open();
    struct calibration_review *left = arena_array(arena, whole->reviews, sizeof *left);
    struct calibration_blocks parts;
    size_t count = 0;

    for (uint32_t i = 0; i < whole->applications; i++) {
        away->score[whole->application[i]] = NAN;
        for (uint32_t k = whole->first[i]; k < whole->first[i + 1]; k++)
            if (whole->by[k] != reviewer)
                left[count++] = (struct calibration_review){i, whole->by[k], whole->score[k],
                                                            whole->weight[k]};
    }
    parts = calibration_split(arena, left, count, whole->applications, whole->reviewers);
    solve_rest(away, arena, whole, &parts);
    arena_close(arena);
}

/* The least score within the quota: at most `quota` − 1 are better than it. */
static double least_of(struct away *away, const struct calibration_topic *topic)
{
    size_t count = 0;

    for (uint32_t i = 0; i < topic->reviewed; i++)
        if (!isnan(away->score[topic->members[i]]))
            away->values[count++] = away->score[topic->members[i]];
    if (topic->quota >= (int64_t)count)
        return -INFINITY;
    return calibration_nth(away->values, count, (size_t)topic->quota);
}

static void compare(struct arena *arena, struct away *away, const struct calibration_topic *topic,
                    struct calibration_drop *drop)
{
    double least = topic->quota == 0 ? INFINITY : least_of(away, topic);

    for (uint32_t i = 0; i < topic->reviewed; i++) {
        uint32_t application = topic->members[i];
        bool before = away->c->applications[application].top,
             after = least <= away->score[application] + CALIBRATION_TIE;

        if (before && !after)
            *list_add(arena, &drop->lost) = application;
        if (!before && after)
            *list_add(arena, &drop->gained) = application;
    }
}

/* The scores of the component are in place: compares every topic it has a part in. */
static void compare_topics(struct arena *arena, struct away *away,
                           const struct calibration_block *block, size_t drop)
{
    struct calibration *c = away->c;

    for (uint32_t i = 0; i < block->applications; i++)
        away->touched[c->applications[block->application[i]].topic] = drop + 1;
    for (size_t t = 0; t < c->topic_count; t++)
        if (away->touched[t] == drop + 1)
            compare(arena, away, &c->topics[t], &c->drops[drop]);
}

/* One after the other, each part factored or solved anew. */
static void drop_each(struct arena *arena, struct away *away, const struct calibration_block *block,
                      const uint32_t *drops, size_t count)
{
    for (size_t d = 0; d < count; d++) {
        leave_out(away, block, away->own[away->c->drops[drops[d]].reviewer]);
        compare_topics(arena, away, block, drops[d]);
    }
}

/* By updates of the solution, some at a time. */
static void drop_lanes(struct arena *arena, struct away *away,
                       const struct calibration_block *block, const uint32_t *drops, size_t count)
{
    struct arena *own = arena_open();
    struct calibration_index index = calibration_index(own, block);
    double *bias = arena_array(own, block->reviewers, sizeof *bias),
           *scores = arena_array(own, (size_t)block->applications * CALIBRATION_LANES,
                                 sizeof *scores);

    for (uint32_t j = 0; j < block->reviewers; j++)
        bias[j] = away->c->reviewers[block->reviewer[j]].bias;
    for (size_t from = 0; from < count; from += CALIBRATION_LANES) {
        size_t lanes = count - from < CALIBRATION_LANES ? count - from : CALIBRATION_LANES;
        uint32_t gone[CALIBRATION_LANES] = {0};
        struct arena *work = arena_open();

        for (size_t lane = 0; lane < lanes; lane++)
            gone[lane] = away->own[away->c->drops[drops[from + lane]].reviewer];
        calibration_without(work, block, &index, away->c->lambda, bias, gone, lanes, scores);
        for (size_t lane = 0; lane < lanes; lane++) {
            for (uint32_t i = 0; i < block->applications; i++)
                away->score[block->application[i]] = scores[lane * block->applications + i];
            compare_topics(arena, away, block, drops[from + lane]);
        }
        arena_close(work);
    }
    arena_close(own);
}

static void drop_block(struct arena *arena, struct away *away,
                       const struct calibration_block *block, const uint32_t *drops, size_t count)
{
    if (block->reviewers > DROP_FACTOR && calibration_can_update(block, away->c->lambda))
        drop_lanes(arena, away, block, drops, count);
    else
        drop_each(arena, away, block, drops, count);
    restore(away, block);
}

/* Drops by component: order[first[b] … first[b + 1] − 1]. */
static uint32_t *sort_drops(struct arena *arena, const struct calibration *c, uint32_t *first)
{
    uint32_t *order = arena_array(arena, c->drop_count, sizeof *order);

    for (size_t d = 0; d < c->drop_count; d++)
        first[c->reviewers[c->drops[d].reviewer].component + 1]++;
    for (size_t b = 0; b < c->component_count; b++)
        first[b + 2] += first[b + 1];
    for (uint32_t d = 0; d < c->drop_count; d++)
        order[first[c->reviewers[c->drops[d].reviewer].component]++] = d;
    return order;
}

void calibration_drops(struct arena *arena, struct calibration *c,
                       const struct calibration_blocks *blocks)
{
    struct arena *work = arena_open();
    struct away away = {c, arena_array(work, c->application_count, sizeof(double)),
                        arena_array(work, c->topic_count, sizeof(size_t)),
                        arena_array(work, c->application_count, sizeof(double)),
                        arena_array(work, c->reviewer_count, sizeof(uint32_t))};
    uint32_t *first = arena_array(work, blocks->count + 3, sizeof *first),
             *order = sort_drops(work, c, first);

    for (size_t b = 0; b < blocks->count; b++) {
        restore(&away, &blocks->items[b]);
        for (uint32_t j = 0; j < blocks->items[b].reviewers; j++)
            away.own[blocks->items[b].reviewer[j]] = j;
    }
    for (size_t b = 0; b < blocks->count; b++)
        drop_block(arena, &away, &blocks->items[b], order + first[b], first[b + 1] - first[b]);
    arena_close(work);
}
