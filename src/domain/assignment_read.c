/* assignment_read.c: the document that `grantd assign` reads, checked member by member. */

#include "domain/assignment_json.h"

#define LOAD_MOST 1000000

static const char pin_conflict[] = "pin-conflict", pin_load[] = "pin-load";

/* Each step answers NULL or the code of what is wrong. */
struct reading {
    struct arena *arena;
    const struct tape *root;
    struct assignment_document *document;
    int64_t k;
    /* scratch, one place per reviewer */
    const struct tape **last; /* his cost for the application being read, the last of equal keys */
    uint32_t *pinned_by, *barred_by; /* the last application that named him, + 1 */
    int64_t *pinned;
};

static uint32_t reviewer_of(const struct reading *r, const struct tape *id)
{
    return names_find(&r->document->reviewers, id->as.text, id->length);
}

/* A group may be any value and is only compared: its kind and what it holds, as one text.  True
 * and false are numbers to the other reader of these documents. */
static void spell(struct buffer *text, const struct tape *value)
{
    size_t items = tape_is(value, TAPE_ARRAY) ? value->length : 0;

    if (tape_is(value, TAPE_OBJECT))
        items = 2 * (size_t)value->length;
    if (tape_is(value, TAPE_TRUE) || tape_is(value, TAPE_FALSE))
        buffer_format(text, "#%d ", tape_is(value, TAPE_TRUE));
    else if (tape_is(value, TAPE_INTEGER) || tape_is(value, TAPE_REAL))
        buffer_format(text, "#%.17g ", value->as.number);
    else
        buffer_format(text, "%u:%u:", (unsigned)value->kind, (unsigned)value->length);
    if (tape_is(value, TAPE_STRING))
        buffer_add(text, value->as.text, value->length);
    value = tape_first(value);
    for (size_t i = 0; i < items; i++, value = tape_next(value))
        spell(text, value);
}

static uint32_t read_group(struct reading *r, const struct tape *row)
{
    const struct tape *group = tape_get(row, "group");
    struct buffer text;
    bool is_new;

    if (group == NULL || tape_is(group, TAPE_NULL))
        return ASSIGNMENT_NO_GROUP;
    text = buffer_in(r->arena);
    spell(&text, group);
    return 1 + names_add(r->arena, &r->document->groups, buffer_get(&text), text.length, &is_new);
}

static const char *read_options(struct reading *r)
{
    struct assignment_problem *problem = &r->document->problem;
    const struct tape *balance = tape_get(r->root, "balance");
    const struct tape *bridge = tape_get(r->root, "bridge");
    const struct tape *dear = tape_get(r->root, "default_cost");
    const struct tape *objective = tape_get(r->root, "objective");
    const char *wrong = calculator_whole(tape_get(r->root, "k"), 1, ASSIGNMENT_K_MOST, &r->k);

    if (wrong == NULL && balance != NULL)
        wrong = calculator_whole(balance, 0, ASSIGNMENT_DEAREST, &problem->balance);
    if (wrong == NULL && bridge != NULL)
        wrong = calculator_whole(bridge, 0, ASSIGNMENT_DEAREST, &problem->bridge);
    problem->has_default = dear != NULL && !tape_is(dear, TAPE_NULL);
    if (wrong == NULL && problem->has_default)
        wrong = calculator_whole(dear, 0, ASSIGNMENT_DEAREST, &problem->default_cost);
    problem->bottleneck = tape_is_text(objective, "bottleneck");
    if (wrong == NULL && objective != NULL && !problem->bottleneck &&
        !tape_is_text(objective, "cost"))
        wrong = WRONG_FORMAT;
    return wrong;
}

static const char *read_reviewers(struct reading *r)
{
    struct assignment_problem *problem = &r->document->problem;
    const struct tape *list, *row;
    const char *wrong = calculator_rows(r->arena, r->root, "reviewers", &r->document->reviewers,
                                        &list);

    if (wrong != NULL)
        return wrong;
    problem->reviewer_count = list->length;
    problem->reviewers = arena_array(r->arena, list->length, sizeof *problem->reviewers);
    r->last = arena_array(r->arena, list->length, sizeof(const struct tape *));
    r->pinned_by = arena_array(r->arena, list->length, sizeof *r->pinned_by);
    r->barred_by = arena_array(r->arena, list->length, sizeof *r->barred_by);
    r->pinned = arena_array(r->arena, list->length, sizeof *r->pinned);
    row = tape_first(list);
    for (size_t i = 0; wrong == NULL && i < list->length; i++, row = tape_next(row)) {
        problem->reviewers[i].group = read_group(r, row);
        wrong = calculator_whole(tape_get(row, "load"), 0, LOAD_MOST, &problem->reviewers[i].load);
    }
    return wrong;
}

static bool all_ids(const struct tape *list)
{
    const struct tape *id = tape_first(list);

    for (unsigned i = 0; i < list->length; i++, id = tape_next(id))
        if (!calculator_is_id(id))
            return false;
    return true;
}

/* A list of different known reviewers; absent means none.  `named_by` remembers who named whom. */
static const char *read_list(struct reading *r, const struct tape *list, uint32_t who,
                             uint32_t *named_by, const uint32_t **into)
{
    uint32_t *reviewers = arena_array(r->arena, list == NULL ? 0 : list->length, sizeof *reviewers);
    const struct tape *id;

    *into = reviewers;
    if (list == NULL)
        return NULL;
    if (!tape_is(list, TAPE_ARRAY) || !all_ids(list))
        return WRONG_FORMAT;
    id = tape_first(list);
    for (unsigned i = 0; i < list->length; i++, id = tape_next(id)) {
        reviewers[i] = reviewer_of(r, id);
        if (reviewers[i] == NAMES_NONE)
            return WRONG_UNKNOWN;
        if (named_by[reviewers[i]] == who)
            return WRONG_DUPLICATE;
        named_by[reviewers[i]] = who;
    }
    return NULL;
}

static size_t length_of(const struct tape *list)
{
    return list == NULL ? 0 : list->length;
}

/* {"R1": 12, …}, in two walks: of equal keys the last counts, and only its value is looked at. */
static const char *read_costs(struct reading *r, const struct tape *costs,
                              struct assignment_application *into)
{
    struct assignment_cost *list;
    const struct tape *key;
    const char *wrong = NULL;

    if (costs == NULL)
        return NULL;
    if (!tape_is(costs, TAPE_OBJECT))
        return WRONG_FORMAT;
    into->costs = list = arena_array(r->arena, costs->length, sizeof *list);
    key = tape_first(costs);
    for (unsigned i = 0; i < costs->length; i++, key = tape_next(key + 1)) {
        list[i].reviewer = reviewer_of(r, key);
        if (list[i].reviewer == NAMES_NONE)
            return WRONG_UNKNOWN;
        r->last[list[i].reviewer] = key + 1;
    }
    for (unsigned i = 0; wrong == NULL && i < costs->length; i++) {
        const struct tape **last = &r->last[list[i].reviewer];

        if (*last == NULL)
            continue;
        list[into->cost_count].reviewer = list[i].reviewer;
        wrong = calculator_whole(*last, 0, ASSIGNMENT_DEAREST, &list[into->cost_count++].cost);
        *last = NULL;
    }
    return wrong;
}

/* Pins against conflicts, k and everybody's load so far. */
static const char *check_pins(struct reading *r, const struct assignment_application *row,
                              uint32_t who)
{
    if ((int64_t)row->pin_count > row->k)
        return pin_load;
    for (size_t i = 0; i < row->pin_count; i++) {
        uint32_t reviewer = row->pins[i];

        if (r->barred_by[reviewer] == who)
            return pin_conflict;
        if (++r->pinned[reviewer] > r->document->problem.reviewers[reviewer].load)
            return pin_load;
    }
    return NULL;
}

static const char *read_application(struct reading *r, const struct tape *row, uint32_t who,
                                    struct assignment_application *into)
{
    const struct tape *k = tape_get(row, "k"), *pins = tape_get(row, "pins");
    const struct tape *conflicts = tape_get(row, "conflicts");
    const char *wrong = NULL;

    into->k = r->k;
    into->group = read_group(r, row);
    if (k != NULL)
        wrong = calculator_whole(k, 1, ASSIGNMENT_K_MOST, &into->k);
    if (wrong == NULL)
        wrong = read_list(r, conflicts, who, r->barred_by, &into->conflicts);
    if (wrong == NULL)
        wrong = read_list(r, pins, who, r->pinned_by, &into->pins);
    into->conflict_count = length_of(conflicts);
    into->pin_count = length_of(pins);
    if (wrong == NULL)
        wrong = read_costs(r, tape_get(row, "costs"), into);
    return wrong == NULL ? check_pins(r, into, who) : wrong;
}

static const char *read_applications(struct reading *r)
{
    struct assignment_problem *problem = &r->document->problem;
    const struct tape *list, *row;
    const char *wrong = calculator_rows(r->arena, r->root, "applications",
                                        &r->document->applications, &list);

    if (wrong != NULL)
        return wrong;
    problem->application_count = list->length;
    problem->applications = arena_array(r->arena, list->length, sizeof *problem->applications);
    row = tape_first(list);
    for (uint32_t i = 0; wrong == NULL && i < list->length; i++, row = tape_next(row))
        wrong = read_application(r, row, i + 1, &problem->applications[i]);
    return wrong;
}

const char *assignment_read(struct arena *arena, char *bytes, size_t length,
                            struct assignment_document *document)
{
    static const char *(*const steps[])(struct reading *) = {read_options, read_reviewers,
                                                             read_applications};
    struct reading r = {.arena = arena, .document = document};
    const char *wrong = NULL;

    *document = (struct assignment_document){0};
    r.root = tape_read(arena, bytes, length);
    if (!tape_is_text(tape_get(r.root, "format"), ASSIGNMENT_FORMAT))
        return WRONG_FORMAT;
    for (size_t i = 0; wrong == NULL && i < sizeof steps / sizeof *steps; i++)
        wrong = steps[i](&r);
    return wrong;
}
