/* ranking.c: submitted reviews turned into an order within each topic and over the call. */

#include "domain/ranking.h"

#include <math.h>

static bool reviewed(const struct ranking_row *row)
{
    return row->totals.count > 0;
}

static int64_t mean_of(const struct points_list *totals)
{
    int64_t sum = 0, count = (int64_t)totals->count;

    for (size_t i = 0; i < totals->count; i++)
        sum += totals->items[i];
    return count == 0 ? 0 : (2 * sum + count) / (2 * count);
}

/* n·Σx² − (Σx)² is exact in integers for a thousand reviews; only the root is not. */
static int64_t spread_of(const struct points_list *totals)
{
    int64_t sum = 0, squares = 0, count = (int64_t)totals->count;

    if (count < 2)
        return 0;
    for (size_t i = 0; i < totals->count; i++) {
        sum += totals->items[i];
        squares += totals->items[i] * totals->items[i];
    }
    return llround(sqrt((double)(count * squares - sum * sum) / (double)(count * (count - 1))));
}

static void measure(struct ranking_row *row, bool by_calibrated)
{
    row->raw = mean_of(&row->totals);
    row->score = by_calibrated ? row->calibrated : row->raw;
    row->spread = spread_of(&row->totals);
    row->lowest = row->highest = reviewed(row) ? row->totals.items[0] : 0;
    for (size_t i = 0; i < row->totals.count; i++) {
        int64_t total = row->totals.items[i];

        row->lowest = total < row->lowest ? total : row->lowest;
        row->highest = total > row->highest ? total : row->highest;
    }
}

static int best_first(const void *left, const void *right)
{
    const struct ranking_row *a = left, *b = right;

    if (reviewed(a) != reviewed(b))
        return reviewed(a) ? -1 : 1;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    return strcmp(a->number, b->number);
}

/* Rows are in order already: who has the score of the row before shares its rank. */
static void rank_overall(struct ranking *ranking)
{
    struct ranking_row *rows = ranking->rows.items;

    for (size_t i = 0; i < ranking->rows.count && reviewed(&rows[i]); i++)
        rows[i].rank_overall = i > 0 && rows[i - 1].score == rows[i].score
                                   ? rows[i - 1].rank_overall
                                   : (int64_t)i + 1;
}

static void rank_in(struct ranking_topic *topic, struct ranking_row *row,
                    const struct ranking_row *before)
{
    topic->reviewed++;
    row->rank_topic = before != NULL && before->score == row->score ? before->rank_topic
                                                                    : topic->reviewed;
    if (topic->reviewed == topic->quota)
        topic->line = row->score;
    if (topic->reviewed == topic->quota + 1)
        topic->next = row->score;
}

static void rank_topic(struct ranking *ranking, struct ranking_topic *topic)
{
    const struct ranking_row *before = NULL;

    topic->rows = topic->reviewed = 0;
    for (size_t i = 0; i < ranking->rows.count; i++) {
        struct ranking_row *row = &ranking->rows.items[i];

        if (strcmp(row->topic, topic->code) != 0)
            continue;
        topic->rows++;
        if (reviewed(row))
            rank_in(topic, row, before);
        before = row;
    }
    topic->has_line = topic->quota > 0 && topic->reviewed > topic->quota;
}

static enum quota_side side_of(const struct ranking_topic *topic, const struct ranking_row *row)
{
    if (!reviewed(row))
        return QUOTA_UNRANKED;
    if (topic == NULL || topic->quota <= 0)
        return QUOTA_BELOW;
    if (!topic->has_line || row->score > topic->line)
        return QUOTA_WITHIN;
    if (row->score < topic->line)
        return QUOTA_BELOW;
    return topic->next == topic->line ? QUOTA_TIED : QUOTA_WITHIN;
}

static const struct ranking_topic *topic_of(const struct ranking *ranking, const char *code)
{
    for (size_t i = 0; i < ranking->topics.count; i++)
        if (strcmp(ranking->topics.items[i].code, code) == 0)
            return &ranking->topics.items[i];
    return NULL;
}

void ranking_make(struct ranking *ranking)
{
    for (size_t i = 0; i < ranking->rows.count; i++)
        measure(&ranking->rows.items[i], ranking->by_calibrated);
    if (ranking->rows.count > 0)
        qsort(ranking->rows.items, ranking->rows.count, sizeof *ranking->rows.items, best_first);
    rank_overall(ranking);
    for (size_t i = 0; i < ranking->topics.count; i++)
        rank_topic(ranking, &ranking->topics.items[i]);
    for (size_t i = 0; i < ranking->rows.count; i++) {
        struct ranking_row *row = &ranking->rows.items[i];

        row->side = side_of(topic_of(ranking, row->topic), row);
    }
}
