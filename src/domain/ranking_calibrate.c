/* ranking_calibrate.c: a ranking's rows and reviews put before calibration, and what it found. */

#include <math.h>
#include "domain/calibration.h"
#include "domain/ranking.h"

#define POINT   10000.0
#define CERTAIN 10000

/* Row ids and reviewer ids in order, each with the index by which calibration knows it. */
struct entry {
    int64_t id;
    uint32_t index;
};

struct bridge {
    struct arena *arena;
    struct ranking *ranking;
    const struct ranking_reviews *reviews;
    struct entry *rows, *people;
    uint32_t person_count;
    struct calibration c;
};

static int by_id(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;

    return a->id < b->id ? -1 : a->id > b->id;
}

static const struct entry *find(const struct entry *entries, size_t count, int64_t id)
{
    return count == 0 ? NULL
                      : bsearch(&(struct entry){.id = id}, entries, count, sizeof *entries, by_id);
}

/* One entry per reviewer, in the order of their ids. */
static void list_people(struct bridge *b)
{
    b->people = arena_array(b->arena, b->reviews->count, sizeof *b->people);
    for (size_t i = 0; i < b->reviews->count; i++)
        b->people[i].id = b->reviews->items[i].reviewer.value;
    if (b->reviews->count > 0)
        qsort(b->people, b->reviews->count, sizeof *b->people, by_id);
    for (size_t i = 0; i < b->reviews->count; i++)
        if (b->person_count == 0 || b->people[b->person_count - 1].id != b->people[i].id)
            b->people[b->person_count++].id = b->people[i].id;
    for (uint32_t i = 0; i < b->person_count; i++)
        b->people[i].index = i;
}

static uint32_t topic_of(const struct ranking *ranking, const char *code)
{
    uint32_t t = 0;

    while (t < ranking->topics.count && strcmp(ranking->topics.items[t].code, code) != 0)
        t++;
    return t;
}

/* The topics of the ranking, and one without places for rows of no such topic. */
static void put_topics(struct bridge *b)
{
    b->c.topic_count = b->ranking->topics.count + 1;
    b->c.topics = arena_array(b->arena, b->c.topic_count, sizeof *b->c.topics);
    for (size_t t = 0; t < b->ranking->topics.count; t++) {
        int64_t quota = b->ranking->topics.items[t].quota;

        b->c.topics[t].quota = quota > 0 ? quota : 0;
    }
}

static void put_rows(struct bridge *b)
{
    size_t count = b->ranking->rows.count;

    b->rows = arena_array(b->arena, count, sizeof *b->rows);
    b->c.applications = arena_array(b->arena, count + b->reviews->count, sizeof *b->c.applications);
    for (uint32_t i = 0; i < count; i++) {
        b->rows[i] = (struct entry){b->ranking->rows.items[i].application.value, i};
        b->c.applications[i].topic = topic_of(b->ranking, b->ranking->rows.items[i].topic);
    }
    if (count > 0)
        qsort(b->rows, count, sizeof *b->rows, by_id);
    b->c.application_count = count;
}

static uint32_t application_of(struct bridge *b, size_t review)
{
    const struct ranking_review *items = b->reviews->items;
    const struct entry *row = find(b->rows, b->ranking->rows.count,
                                   items[review].application.value);

    if (row != NULL)
        return row->index;
    if (review == 0 || items[review - 1].application.value != items[review].application.value) {
        struct calibration_application *hidden = &b->c.applications[b->c.application_count++];

        hidden->hidden = true;
        hidden->topic = (uint32_t)b->ranking->topics.count;
    }
    return (uint32_t)b->c.application_count - 1;
}

static void put_reviews(struct bridge *b)
{
    b->c.reviewer_count = b->person_count;
    b->c.reviewers = arena_array(b->arena, b->person_count, sizeof *b->c.reviewers);
    b->c.review_count = b->reviews->count;
    b->c.reviews = arena_array(b->arena, b->c.review_count, sizeof *b->c.reviews);
    for (size_t i = 0; i < b->c.review_count; i++) {
        const struct ranking_review *review = &b->reviews->items[i];

        b->c.reviews[i] = (struct calibration_review){
            application_of(b, i), find(b->people, b->person_count, review->reviewer.value)->index,
            (double)review->total / POINT, 1};
    }
    b->c.drop_count = b->ranking->leave_out ? b->person_count : 0;
    b->c.drops = arena_array(b->arena, b->c.drop_count, sizeof *b->c.drops);
    for (uint32_t j = 0; j < b->c.drop_count; j++)
        b->c.drops[j].reviewer = j;
}

static int64_t points(double value)
{
    return llround(value * POINT);
}

/* Where there is a line, rounding makes no chance certain, nor hopeless. */
static int64_t chance_of(const struct calibration_application *found,
                         const struct calibration_topic *topic)
{
    int64_t parts = points(found->chance);

    if (!topic->has_line || found->reviews == 0)
        return parts;
    return parts < 1 ? 1 : parts > CERTAIN - 1 ? CERTAIN - 1 : parts;
}

static void take_rows(struct bridge *b)
{
    for (size_t i = 0; i < b->ranking->rows.count; i++) {
        struct ranking_row *row = &b->ranking->rows.items[i];
        const struct calibration_application *found = &b->c.applications[i];

        row->calibrated = points(found->calibrated);
        row->low = points(found->low);
        row->high = points(found->high);
        row->chance = chance_of(found, &b->c.topics[found->topic]);
        row->rank_calibrated = found->rank_topic;
        row->component = found->component;
    }
    for (size_t t = 0; t < b->ranking->topics.count; t++)
        b->ranking->topics.items[t].components = b->c.topics[t].components;
}

static int lenient_first(const void *left, const void *right)
{
    const struct ranking_reviewer *a = left, *b = right;

    if (a->component != b->component)
        return a->component < b->component ? -1 : 1;
    if (a->bias != b->bias)
        return a->bias > b->bias ? -1 : 1;
    return a->reviewer.value < b->reviewer.value ? -1 : 1;
}

static void take_reviewers(struct bridge *b)
{
    for (uint32_t j = 0; j < b->person_count; j++) {
        struct ranking_reviewer *reviewer = list_add(b->arena, &b->ranking->reviewers);

        reviewer->reviewer.value = b->people[j].id;
        reviewer->component = b->c.reviewers[j].component;
        reviewer->reviews = b->c.reviewers[j].reviews;
        reviewer->bias = points(b->c.reviewers[j].bias);
        if (b->c.drop_count > 0) {
            reviewer->lost = (int64_t)b->c.drops[j].lost.count;
            reviewer->gained = (int64_t)b->c.drops[j].gained.count;
        }
    }
    for (size_t i = 0; i < b->reviews->count; i++) {
        const struct ranking_review *review = &b->reviews->items[i];
        uint32_t j = find(b->people, b->person_count, review->reviewer.value)->index;

        b->ranking->reviewers.items[j].name = review->name;
    }
    if (b->person_count > 0)
        qsort(b->ranking->reviewers.items, b->person_count, sizeof *b->ranking->reviewers.items,
              lenient_first);
}

void ranking_calibrate(struct arena *arena, struct ranking *ranking,
                       const struct ranking_reviews *reviews)
{
    struct bridge b = {.arena = arena, .ranking = ranking, .reviews = reviews};

    b.c.prior = calibration_prior;
    list_people(&b);
    put_topics(&b);
    put_rows(&b);
    put_reviews(&b);
    calibration_make(arena, &b.c);
    take_rows(&b);
    take_reviewers(&b);
    ranking->components = (int64_t)b.c.component_count;
    ranking->noise = points(b.c.noise_sd);
    ranking->leniency = points(b.c.bias_sd);
}
