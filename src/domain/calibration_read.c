/* calibration_read.c: the document that `grantd rank` reads, checked member by member. */

#include "domain/calibration_json.h"

#define QUOTA_MOST      1000000
#define SCORE_MOST      100
#define WEIGHT_MOST     1000
#define WEIGHT_LEAST    0.001
#define SD_MOST         100
#define SD_LEAST        0.1

#define CONFIDENCE_MOST 3

/* Each step answers NULL or the code of what is wrong. */
struct reading {
    struct arena *arena;
    const struct tape *root;
    struct calibration_document *document;
    double weights[CONFIDENCE_MOST + 1]; /* by confidence; 0: not said */
};

static uint32_t find(const struct names *names, const struct tape *id)
{
    return names_find(names, id->as.text, id->length);
}

static const char *read_topics(struct reading *r)
{
    struct calibration *c = &r->document->calibration;
    const struct tape *list, *row;
    const char *wrong = calculator_rows(r->arena, r->root, "topics", &r->document->topics, &list);

    if (wrong != NULL)
        return wrong;
    c->topic_count = list->length;
    c->topics = arena_array(r->arena, c->topic_count, sizeof *c->topics);
    row = tape_first(list);
    for (size_t i = 0; i < c->topic_count; i++, row = tape_next(row)) {
        wrong = calculator_whole(tape_get(row, "quota"), 0, QUOTA_MOST, &c->topics[i].quota);
        if (wrong != NULL)
            return wrong;
    }
    return NULL;
}

static const char *read_applications(struct reading *r)
{
    struct calibration *c = &r->document->calibration;
    const struct tape *list, *row;
    const char *wrong = calculator_rows(r->arena, r->root, "applications",
                                        &r->document->applications, &list);

    if (wrong != NULL)
        return wrong;
    c->application_count = list->length;
    c->applications = arena_array(r->arena, c->application_count, sizeof *c->applications);
    row = tape_first(list);
    for (size_t i = 0; i < c->application_count; i++, row = tape_next(row)) {
        const struct tape *topic = tape_get(row, "topic");

        if (!calculator_is_id(topic))
            return WRONG_FORMAT;
        c->applications[i].topic = find(&r->document->topics, topic);
        if (c->applications[i].topic == NAMES_NONE)
            return WRONG_UNKNOWN;
    }
    return NULL;
}

/* The four members in one walk, for there are half a million such rows; the last of each counts. */
struct review_members {
    const struct tape *application, *reviewer, *score, *confidence;
};

static struct review_members members_of(const struct tape *row)
{
    struct review_members found = {0};
    const struct tape *key = tape_first(row);

    for (unsigned i = 0; i < row->length; i++, key = tape_next(key + 1)) {
        if (tape_is_text(key, "application"))
            found.application = key + 1;
        else if (tape_is_text(key, "reviewer"))
            found.reviewer = key + 1;
        else if (tape_is_text(key, "score"))
            found.score = key + 1;
        else if (tape_is_text(key, "confidence"))
            found.confidence = key + 1;
    }
    return found;
}

static const char *read_review(struct reading *r, const struct tape *row,
                               struct calibration_review *review)
{
    struct review_members found;
    int64_t confidence = 0;
    const char *wrong;
    bool is_new;

    if (!tape_is(row, TAPE_OBJECT))
        return WRONG_FORMAT;
    found = members_of(row);
    if (!calculator_is_id(found.application) || !calculator_is_id(found.reviewer) ||
        !tape_number(found.score, &review->score))
        return WRONG_FORMAT;
    review->application = find(&r->document->applications, found.application);
    if (review->application == NAMES_NONE)
        return WRONG_UNKNOWN;
    review->reviewer = names_add(r->arena, &r->document->reviewers, found.reviewer->as.text,
                                 found.reviewer->length, &is_new);
    if (review->score < 0 || review->score > SCORE_MOST)
        return WRONG_RANGE;
    if (found.confidence == NULL)
        return NULL;
    wrong = calculator_whole(found.confidence, 1, CONFIDENCE_MOST, &confidence);
    review->weight = (double)
        confidence; /* the weight itself is read later: options may stand at the end */
    return wrong;
}

/* Reviews of an application as a chain; a reviewer stamped by the same one came twice. */
static const char *find_twice(struct reading *r)
{
    const struct calibration *c = &r->document->calibration;
    struct arena *arena = arena_open();
    uint32_t *head = arena_array(arena, c->application_count, sizeof *head),
             *next = arena_array(arena, c->review_count + 1, sizeof *next),
             *stamp = arena_array(arena, c->reviewer_count, sizeof *stamp);
    const char *wrong = NULL;

    for (uint32_t i = 0; i < c->review_count; i++) {
        next[i + 1] = head[c->reviews[i].application];
        head[c->reviews[i].application] = i + 1;
    }
    for (uint32_t a = 0; a < c->application_count; a++)
        for (uint32_t i = head[a]; i != 0; i = next[i]) {
            uint32_t reviewer = c->reviews[i - 1].reviewer;

            if (stamp[reviewer] == a + 1)
                wrong = WRONG_DUPLICATE;
            stamp[reviewer] = a + 1;
        }
    arena_close(arena);
    return wrong;
}

static const char *read_reviews(struct reading *r)
{
    struct calibration *c = &r->document->calibration;
    const struct tape *list = tape_get(r->root, "reviews"), *row;

    if (!tape_is(list, TAPE_ARRAY))
        return WRONG_FORMAT;
    c->review_count = list->length;
    c->reviews = arena_array(r->arena, c->review_count, sizeof *c->reviews);
    row = tape_first(list);
    for (size_t i = 0; i < c->review_count; i++, row = tape_next(row)) {
        const char *wrong = read_review(r, row, &c->reviews[i]);

        if (wrong != NULL)
            return wrong;
    }
    c->reviewer_count = r->document->reviewers.count;
    c->reviewers = arena_array(r->arena, c->reviewer_count, sizeof *c->reviewers);
    return find_twice(r);
}

struct number_row {
    const char *name;
    double least, most;
    double *to;
};

static const char *read_number(const struct tape *key, const struct number_row *rows,
                               const struct tape *group)
{
    for (; rows->name != NULL; rows++) {
        double number;

        if (!tape_is_text(key, rows->name))
            continue;
        if (!tape_number(tape_get(group, rows->name), &number))
            return WRONG_FORMAT;
        if (number < rows->least || number > rows->most)
            return WRONG_RANGE;
        *rows->to = number;
        return NULL;
    }
    return WRONG_FORMAT;
}

/* An object of numbers, all of them named in the table. */
static const char *read_numbers(const struct tape *options, const char *name,
                                const struct number_row *rows)
{
    const struct tape *group = tape_get(options, name), *key;
    const char *wrong = NULL;

    if (group == NULL)
        return NULL;
    if (!tape_is(group, TAPE_OBJECT))
        return WRONG_FORMAT;
    key = tape_first(group);
    for (unsigned i = 0; wrong == NULL && i < group->length; i++, key = tape_next(key + 1))
        wrong = read_number(key, rows, group);
    return wrong;
}

static const char *read_drop_list(struct reading *r, const struct tape *list)
{
    struct calibration *c = &r->document->calibration;
    const struct tape *id = tape_first(list);
    bool *seen = arena_array(r->arena, c->reviewer_count, sizeof *seen);

    for (unsigned i = 0; i < list->length; i++, id = tape_next(id))
        if (!calculator_is_id(id))
            return WRONG_FORMAT;
    c->drops = arena_array(r->arena, list->length, sizeof *c->drops);
    id = tape_first(list);
    for (unsigned i = 0; i < list->length; i++, id = tape_next(id)) {
        uint32_t reviewer = find(&r->document->reviewers, id);

        if (reviewer == NAMES_NONE)
            return WRONG_UNKNOWN;
        if (seen[reviewer])
            return WRONG_DUPLICATE;
        seen[reviewer] = true;
        c->drops[c->drop_count++].reviewer = reviewer;
    }
    return NULL;
}

static const char *read_drops(struct reading *r, const struct tape *options)
{
    struct calibration *c = &r->document->calibration;
    const struct tape *value = tape_get(options, "leave_out");

    if (tape_is(value, TAPE_ARRAY))
        return read_drop_list(r, value);
    if (tape_is_text(value, "none"))
        return NULL;
    if (value != NULL && !tape_is_text(value, "all"))
        return WRONG_FORMAT;
    c->drop_count = c->reviewer_count;
    c->drops = arena_array(r->arena, c->drop_count, sizeof *c->drops);
    for (uint32_t j = 0; j < c->drop_count; j++)
        c->drops[j].reviewer = j;
    return NULL;
}

static const char *read_options(struct reading *r)
{
    struct calibration *c = &r->document->calibration;
    const struct tape *options = tape_get(r->root, "options");
    const struct number_row weights[] = {{"1", WEIGHT_LEAST, WEIGHT_MOST, &r->weights[1]},
                                         {"2", WEIGHT_LEAST, WEIGHT_MOST, &r->weights[2]},
                                         {"3", WEIGHT_LEAST, WEIGHT_MOST, &r->weights[3]},
                                         {0}},
                            prior[] = {
                                {"noise_sd", SD_LEAST, SD_MOST, &c->prior.noise_sd},
                                {"noise_weight", WEIGHT_LEAST, WEIGHT_MOST, &c->prior.noise_weight},
                                {"bias_sd", SD_LEAST, SD_MOST, &c->prior.bias_sd},
                                {"bias_weight", WEIGHT_LEAST, WEIGHT_MOST, &c->prior.bias_weight},
                                {0}};
    const char *wrong;

    if (options != NULL && !tape_is(options, TAPE_OBJECT))
        return WRONG_FORMAT;
    wrong = read_numbers(options, "weights", weights);
    if (wrong == NULL)
        wrong = read_numbers(options, "prior", prior);
    if (wrong == NULL)
        wrong = read_drops(r, options);
    for (size_t i = 0; i < c->review_count; i++)
        c->reviews[i].weight = r->weights[(int)c->reviews[i].weight];
    return wrong;
}

const char *calibration_read(struct arena *arena, char *bytes, size_t length,
                             struct calibration_document *document)
{
    static const char *(*const steps[])(struct reading *) = {read_topics, read_applications,
                                                             read_reviews, read_options};
    struct reading r = {arena, tape_read(arena, bytes, length), document, {1, 1, 1, 1}};
    const char *wrong = NULL;

    *document = (struct calibration_document){.calibration.prior = calibration_prior};
    if (r.root == NULL || !tape_is_text(tape_get(r.root, "format"), CALIBRATION_FORMAT))
        return WRONG_FORMAT;
    for (size_t i = 0; wrong == NULL && i < sizeof steps / sizeof *steps; i++)
        wrong = steps[i](&r);
    return wrong;
}
