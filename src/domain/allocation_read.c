/* allocation_read.c: the document that `grantd award` reads, checked member by member. */

#include <math.h>
#include "domain/allocation_json.h"

#define QUOTA_MOST      1000000
#define PREFERENCE_MOST 1000
#define LOT_MOST        1000000000
#define AMOUNT_MOST     ((int64_t)1000000000000)
#define BUDGET_MOST     ((int64_t)10000000000000)

static const char wish[] = "preference-duplicate";

/* Each step answers NULL or the code of what is wrong. */
struct reading {
    struct arena *arena;
    const struct tape *root;
    struct allocation_document *document;
};

static bool is_given(const struct tape *value)
{
    return value != NULL && !tape_is(value, TAPE_NULL);
}

static const char *read_options(struct reading *r)
{
    struct allocation_problem *problem = &r->document->problem;
    const struct tape *method = tape_get(r->root, "method"), *budget = tape_get(r->root, "budget");
    const struct tape *minimum = tape_get(r->root, "minimum");

    problem->stable = tape_is_text(method, "stable");
    if (!problem->stable && !tape_is_text(method, "max-score"))
        return WRONG_FORMAT;
    problem->has_budget = is_given(budget);
    problem->has_minimum = is_given(minimum);
    if (problem->has_minimum) {
        double units;

        if (!tape_number(minimum, &r->document->minimum))
            return WRONG_FORMAT;
        units = r->document->minimum * ALLOCATION_UNIT;
        problem->minimum = units > (double)ALLOCATION_SCORE_MOST ? ALLOCATION_SCORE_MOST + 1
                           : units < 0                           ? 0
                                                                 : llround(units);
    }
    return problem->has_budget ? calculator_whole(budget, 0, BUDGET_MOST, &problem->budget) : NULL;
}

static const char *read_topics(struct reading *r)
{
    struct allocation_problem *problem = &r->document->problem;
    const struct tape *list, *row;
    const char *wrong = calculator_rows(r->arena, r->root, "topics", &r->document->topics, &list);
    int64_t *quotas;

    if (wrong != NULL)
        return wrong;
    problem->topic_count = list->length;
    problem->quotas = quotas = arena_array(r->arena, list->length, sizeof *quotas);
    row = tape_first(list);
    for (size_t i = 0; wrong == NULL && i < list->length; i++, row = tape_next(row))
        wrong = calculator_whole(tape_get(row, "quota"), 0, QUOTA_MOST, &quotas[i]);
    return wrong;
}

static const char *read_application(struct reading *r, const struct tape *row,
                                    struct allocation_application *into)
{
    const struct tape *applicant = tape_get(row, "applicant"), *topic = tape_get(row, "topic");
    const struct tape *amount = tape_get(row, "amount"), *lot = tape_get(row, "lot");
    const char *wrong;
    double score;
    bool is_new;

    if (!calculator_is_id(applicant) || !calculator_is_id(topic) ||
        !tape_number(tape_get(row, "score"), &score))
        return WRONG_FORMAT;
    into->topic = names_find(&r->document->topics, topic->as.text, topic->length);
    if (into->topic == NAMES_NONE)
        return WRONG_UNKNOWN;
    if (!(score >= 0 && score <= 100))
        return WRONG_RANGE;
    into->score = llround(score * ALLOCATION_UNIT);
    into->applicant = names_add(r->arena, &r->document->applicants, applicant->as.text,
                                applicant->length, &is_new);
    wrong = calculator_whole(tape_get(row, "preference"), 1, PREFERENCE_MOST, &into->preference);
    if (wrong == NULL && amount != NULL)
        wrong = calculator_whole(amount, 0, AMOUNT_MOST, &into->amount);
    if (wrong == NULL && lot != NULL)
        wrong = calculator_whole(lot, 0, LOT_MOST, &into->lot);
    return wrong;
}

static const char *read_applications(struct reading *r)
{
    struct allocation_problem *problem = &r->document->problem;
    const struct tape *list, *row;
    const char *wrong = calculator_rows(r->arena, r->root, "applications",
                                        &r->document->applications, &list);

    if (wrong != NULL)
        return wrong;
    problem->application_count = list->length;
    problem->applications = arena_array(r->arena, list->length, sizeof *problem->applications);
    row = tape_first(list);
    for (size_t i = 0; wrong == NULL && i < list->length; i++, row = tape_next(row))
        wrong = read_application(r, row, &problem->applications[i]);
    problem->applicant_count = r->document->applicants.count;
    return wrong;
}

static int by_applicant(const void *a, const void *b, void *applications)
{
    const struct allocation_application *list = applications;
    const struct allocation_application *left = &list[*(const uint32_t *)a];
    const struct allocation_application *right = &list[*(const uint32_t *)b];

    return (left->applicant > right->applicant) - (left->applicant < right->applicant);
}

/* One application per topic and one wish per rank, of each applicant. */
static const char *check_wishes(struct reading *r)
{
    struct allocation_problem *problem = &r->document->problem;
    struct allocation_application *list = problem->applications;
    size_t count = problem->application_count;
    uint32_t *order = arena_array(r->arena, count, sizeof *order);
    uint32_t wished[PREFERENCE_MOST + 1] = {0};
    uint32_t *entered = arena_array(r->arena, problem->topic_count, sizeof *entered);

    for (uint32_t i = 0; i < count; i++)
        order[i] = i;
    qsort_r(order, count, sizeof *order, by_applicant, list);
    for (size_t i = 0; i < count; i++) {
        const struct allocation_application *a = &list[order[i]];

        if (wished[a->preference] == a->applicant + 1)
            return wish;
        if (entered[a->topic] == a->applicant + 1)
            return WRONG_DUPLICATE;
        wished[a->preference] = entered[a->topic] = a->applicant + 1;
    }
    return NULL;
}

static const char *read_list(struct reading *r, const char *key, bool pins)
{
    const struct tape *list = tape_get(r->root, key), *id;

    if (!is_given(list))
        return NULL;
    if (!tape_is(list, TAPE_ARRAY))
        return WRONG_FORMAT;
    id = tape_first(list);
    for (unsigned i = 0; i < list->length; i++, id = tape_next(id)) {
        struct allocation_application *a;
        uint32_t place;

        if (!calculator_is_id(id))
            return WRONG_FORMAT;
        place = names_find(&r->document->applications, id->as.text, id->length);
        if (place == NAMES_NONE)
            return WRONG_UNKNOWN;
        a = &r->document->problem.applications[place];
        if (pins ? a->pinned : a->vetoed)
            return WRONG_DUPLICATE;
        *(pins ? &a->pinned : &a->vetoed) = true;
    }
    return NULL;
}

static const char *read_pins(struct reading *r)
{
    const char *wrong = read_list(r, "vetoes", false);

    if (wrong == NULL)
        wrong = read_list(r, "pins", true);
    if (wrong == NULL)
        wrong = check_wishes(r);
    return wrong == NULL ? allocation_pins_wrong(r->arena, &r->document->problem) : wrong;
}

static int by_bytes(const void *a, const void *b, void *names)
{
    const struct name *list = names;
    const struct name *left = &list[*(const uint32_t *)a], *right = &list[*(const uint32_t *)b];
    size_t shorter = left->length < right->length ? left->length : right->length;
    int order = memcmp(left->text, right->text, shorter);

    return order != 0 ? order : (left->length > right->length) - (left->length < right->length);
}

static const char *rank_ids(struct reading *r)
{
    struct allocation_problem *problem = &r->document->problem;
    uint32_t *order = arena_array(r->arena, problem->application_count, sizeof *order);

    for (uint32_t i = 0; i < problem->application_count; i++)
        order[i] = i;
    qsort_r(order, problem->application_count, sizeof *order, by_bytes,
            r->document->applications.items);
    for (uint32_t i = 0; i < problem->application_count; i++)
        problem->applications[order[i]].rank_of_id = i;
    return NULL;
}

const char *allocation_read(struct arena *arena, char *bytes, size_t length,
                            struct allocation_document *document)
{
    static const char *(*const steps[])(struct reading *) = {
        read_options, read_topics, read_applications, read_pins, rank_ids};
    struct reading r = {.arena = arena, .document = document};
    const char *wrong = NULL;

    *document = (struct allocation_document){0};
    r.root = tape_read(arena, bytes, length);
    if (!tape_is_text(tape_get(r.root, "format"), ALLOCATION_FORMAT))
        return WRONG_FORMAT;
    for (size_t i = 0; wrong == NULL && i < sizeof steps / sizeof *steps; i++)
        wrong = steps[i](&r);
    return wrong;
}
