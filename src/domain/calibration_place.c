/* calibration_place.c: ranks, tops, funding lines and chances from calibrated scores. */

#include "domain/calibration_place.h"

#include <math.h>

#define HALVINGS_MOST 200

struct standing {
    double score;
    uint32_t application;
};

void calibration_members(struct arena *arena, struct calibration *c)
{
    uint32_t *without = arena_array(arena, c->topic_count, sizeof *without);

    for (size_t t = 0; t < c->topic_count; t++)
        c->topics[t].applications = c->topics[t].reviewed = 0;
    for (size_t i = 0; i < c->application_count; i++) {
        if (c->applications[i].hidden)
            continue;
        c->topics[c->applications[i].topic].applications++;
        c->topics[c->applications[i].topic].reviewed += c->applications[i].reviews > 0;
    }
    for (size_t t = 0; t < c->topic_count; t++) {
        c->topics[t].members = arena_array(arena, c->topics[t].applications,
                                           sizeof *c->topics[t].members);
        without[t] = c->topics[t].reviewed;
        c->topics[t].reviewed = 0;
    }
    for (uint32_t i = 0; i < c->application_count; i++) {
        struct calibration_topic *topic = &c->topics[c->applications[i].topic];

        if (c->applications[i].hidden)
            continue;
        if (c->applications[i].reviews > 0)
            topic->members[topic->reviewed++] = i;
        else
            topic->members[without[c->applications[i].topic]++] = i;
    }
}

static int best_first(const void *left, const void *right)
{
    const struct standing *a = left, *b = right;

    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    return a->application < b->application ? -1 : 1;
}

/* Sorts, and leaves in `ranks` 1 + the number better by more than a tie, in the new order. */
static void rank(struct standing *rows, uint32_t *ranks, size_t count)
{
    uint32_t better = 0;

    if (count > 0)
        qsort(rows, count, sizeof *rows, best_first);
    for (size_t i = 0; i < count; i++) {
        while (rows[better].score > rows[i].score + CALIBRATION_TIE)
            better++;
        ranks[i] = better + 1;
    }
}

static void rank_topic(struct calibration *c, struct calibration_topic *topic,
                       struct standing *rows, uint32_t *ranks, size_t *seen, size_t mark)
{
    topic->components = 0;
    for (uint32_t i = 0; i < topic->reviewed; i++) {
        const struct calibration_application *member = &c->applications[topic->members[i]];

        rows[i] = (struct standing){member->calibrated, topic->members[i]};
        topic->components += seen[member->component - 1] != mark;
        seen[member->component - 1] = mark;
    }
    rank(rows, ranks, topic->reviewed);
    for (uint32_t i = 0; i < topic->reviewed; i++) {
        c->applications[rows[i].application].rank_topic = ranks[i];
        c->applications[rows[i].application].top = ranks[i] <= topic->quota;
    }
}

void calibration_ranks(struct arena *arena, struct calibration *c)
{
    struct standing *rows = arena_array(arena, c->application_count, sizeof *rows);
    uint32_t *ranks = arena_array(arena, c->application_count, sizeof *ranks);
    size_t *seen = arena_array(arena, c->component_count, sizeof *seen), count = 0;

    for (uint32_t i = 0; i < c->application_count; i++)
        if (c->applications[i].reviews > 0 && !c->applications[i].hidden)
            rows[count++] = (struct standing){c->applications[i].calibrated, i};
    rank(rows, ranks, count);
    for (size_t i = 0; i < count; i++)
        c->applications[rows[i].application].rank_overall = ranks[i];
    for (size_t t = 0; t < c->topic_count; t++)
        rank_topic(c, &c->topics[t], rows, ranks, seen, t + 1);
}

/* Normal scores of one topic: means, deviations, and how many places there are. */
struct bench {
    double *mean, *deviation;
    size_t count;
    double places;
};

static double share_above(double mean, double deviation, double line)
{
    return 0.5 * erfc((line - mean) / (deviation * sqrt(2)));
}

/* Expected number above the line less the places, and how fast that falls. */
static double excess(const struct bench *bench, double line, double *fall)
{
    double sum = -bench->places;

    *fall = 0;
    for (size_t i = 0; i < bench->count; i++) {
        double at = (line - bench->mean[i]) / bench->deviation[i];

        if (at > 40 || at < -40) {
            sum += at < 0;
            continue;
        }
        sum += 0.5 * erfc(at / sqrt(2));
        *fall += exp(-at * at / 2) / (bench->deviation[i] * sqrt(2 * acos(-1)));
    }
    return sum;
}

/* Newton's steps while they stay inside the bracket, else halving it. */
static double find_line(const struct bench *bench)
{
    double low = INFINITY, high = -INFINITY, line, fall;

    for (size_t i = 0; i < bench->count; i++) {
        low = fmin(low, bench->mean[i] - 40 * bench->deviation[i]);
        high = fmax(high, bench->mean[i] + 40 * bench->deviation[i]);
    }
    line = (low + high) / 2;
    for (int i = 0; i < HALVINGS_MOST; i++) {
        double over = excess(bench, line, &fall), next = line + over / fall;

        if (fabs(over) <= 1e-13 * fmax(1, bench->places))
            break;
        if (over > 0)
            low = line;
        else
            high = line;
        line = fall > 0 && next > low && next < high ? next : (low + high) / 2;
    }
    return line;
}

/* Over several components their average leniency is unknown as well. */
static void line_of(struct calibration *c, struct calibration_topic *topic, struct bench *bench)
{
    bench->count = topic->reviewed;
    bench->places = (double)topic->quota;
    for (uint32_t i = 0; i < topic->reviewed; i++) {
        const struct calibration_application *member = &c->applications[topic->members[i]];
        double leniency = c->bias_sd * c->bias_sd / c->components[member->component - 1].reviewers;

        bench->mean[i] = member->calibrated;
        bench->deviation[i] = sqrt(member->se * member->se +
                                   (topic->components > 1 ? leniency : 0));
    }
    topic->line = find_line(bench);
    for (uint32_t i = 0; i < topic->reviewed; i++)
        c->applications[topic->members[i]].chance = share_above(bench->mean[i], bench->deviation[i],
                                                                topic->line);
}

void calibration_chances(struct arena *arena, struct calibration *c)
{
    struct bench bench = {arena_array(arena, c->application_count, sizeof(double)),
                          arena_array(arena, c->application_count, sizeof(double)), 0, 0};

    for (size_t t = 0; t < c->topic_count; t++) {
        struct calibration_topic *topic = &c->topics[t];

        topic->has_line = topic->quota > 0 && topic->quota < topic->reviewed;
        if (topic->has_line)
            line_of(c, topic, &bench);
        for (uint32_t i = 0; !topic->has_line && i < topic->reviewed; i++)
            c->applications[topic->members[i]].chance = topic->quota > 0 ? 1 : 0;
    }
}
