/* review.c: one reviewer's judgement of one application: scores, words, and when it counts. */

#include "domain/review.h"

#include "base/text.h"

#define POINTS_MOST 1000000 /* 100 in 1/10000 */

static const char *const words[] = {
#define AS_WORD(name, word) [REVIEW_##name] = word,
    REVIEW_STATES(AS_WORD)
#undef AS_WORD
};

const char *review_word(enum review_state state)
{
    return words[state];
}

bool review_state_of(const char *word, enum review_state *state)
{
    for (int i = 0; i < REVIEW_STATE_COUNT; i++)
        if (text_equal(word, words[i]))
            return *state = (enum review_state)i, true;
    return false;
}

const char *review_part_word(enum review_part part)
{
    static const char *const part_words[] = {
#define AS_PART_WORD(name, word) [REVIEW_PART_##name] = word,
        REVIEW_PARTS(AS_PART_WORD)
#undef AS_PART_WORD
    };

    return part_words[part];
}

static const char *const decline_words[] = {
#define AS_DECLINE_WORD(name, word) [DECLINE_##name] = word,
    DECLINES(AS_DECLINE_WORD)
#undef AS_DECLINE_WORD
};

const char *decline_word(enum decline decline)
{
    return decline_words[decline];
}

bool decline_of(const char *word, enum decline *decline)
{
    for (int i = 0; i < DECLINE_COUNT; i++)
        if (text_equal(word, decline_words[i]))
            return *decline = (enum decline)i, true;
    return false;
}

static struct review_score *score_at(const struct review *review, const char *criterion)
{
    for (size_t i = 0; i < review->scores.count; i++)
        if (strcmp(review->scores.items[i].criterion, criterion) == 0)
            return &review->scores.items[i];
    return NULL;
}

int64_t review_score(const struct review *review, const char *criterion)
{
    const struct review_score *score = score_at(review, criterion);

    return score == NULL ? 0 : score->score;
}

void review_score_set(struct arena *arena, struct review *review, const char *criterion,
                      int64_t score)
{
    struct review_score *place = score_at(review, criterion);

    if (place == NULL) {
        place = list_add(arena, &review->scores);
        place->criterion = arena_text(arena, criterion);
    }
    place->score = score;
}

void review_scores_read(struct arena *arena, struct review *review, json_t *scores)
{
    const char *criterion;
    json_t *score;

    review->scores = (struct review_scores){0};
    json_object_foreach(scores, criterion, score)
        review_score_set(arena, review, criterion, json_integer_value(score));
}

json_t *review_scores_write(struct arena *arena, const struct review *review)
{
    json_t *object = json_root(arena);

    for (size_t i = 0; i < review->scores.count; i++)
        if (review->scores.items[i].score != 0)
            json_put_int(object, review->scores.items[i].criterion, review->scores.items[i].score);
    return object;
}

struct review review_copy(struct arena *arena, const struct review *review)
{
    struct review copy = *review;

    review_scores_read(arena, &copy, review_scores_write(arena, review));
    return copy;
}

void review_changed_read(struct review *review, const json_t *changed)
{
    for (int i = 0; i < REVIEW_PART_COUNT; i++)
        review->changed[i] = json_int(changed, review_part_word((enum review_part)i), 0);
}

json_t *review_changed_write(struct arena *arena, const struct review *review)
{
    json_t *object = json_root(arena);

    for (int i = 0; i < REVIEW_PART_COUNT; i++)
        if (review->changed[i] != 0)
            json_put_int(object, review_part_word((enum review_part)i), review->changed[i]);
    return object;
}

/* ---- merging */

static bool scores_equal(const struct review *review, const struct review *typed)
{
    for (size_t i = 0; i < typed->scores.count; i++)
        if (review_score(review, typed->scores.items[i].criterion) != typed->scores.items[i].score)
            return false;
    return true;
}

static bool part_equal(const struct review *review, const struct review *typed,
                       enum review_part part)
{
    switch (part) {
    case REVIEW_PART_SCORES:
        return scores_equal(review, typed);
    case REVIEW_PART_RECOMMENDATION:
        return strcmp(review->recommendation, typed->recommendation) == 0;
    case REVIEW_PART_FAMILIARITY:
        return review->familiarity == typed->familiarity;
    case REVIEW_PART_TO_COMMITTEE:
        return strcmp(review->to_committee, typed->to_committee) == 0;
    case REVIEW_PART_TO_APPLICANT:
        return strcmp(review->to_applicant, typed->to_applicant) == 0;
    case REVIEW_PART_COUNT:
        break;
    }
    return true;
}

static void part_take(struct arena *arena, struct review *review, const struct review *typed,
                      enum review_part part)
{
    switch (part) {
    case REVIEW_PART_SCORES:
        for (size_t i = 0; i < typed->scores.count; i++)
            review_score_set(arena, review, typed->scores.items[i].criterion,
                             typed->scores.items[i].score);
        return;
    case REVIEW_PART_RECOMMENDATION:
        review->recommendation = typed->recommendation;
        return;
    case REVIEW_PART_FAMILIARITY:
        review->familiarity = typed->familiarity;
        return;
    case REVIEW_PART_TO_COMMITTEE:
        review->to_committee = typed->to_committee;
        return;
    case REVIEW_PART_TO_APPLICANT:
        review->to_applicant = typed->to_applicant;
        return;
    case REVIEW_PART_COUNT:
        return;
    }
}

struct review_merge review_merge(struct arena *arena, struct review *review,
                                 const struct review_typed *typed)
{
    struct review_merge merge = {.changed = false};

    for (int i = 0; i < REVIEW_PART_COUNT; i++) {
        enum review_part part = (enum review_part)i;

        if (!typed->sent[i] || part_equal(review, &typed->values, part))
            continue;
        if (review->changed[i] > typed->base[i]) {
            merge.stale[i] = true;
            merge.conflicts++;
            continue;
        }
        part_take(arena, review, &typed->values, part);
        review->changed[i] = review->revision + 1;
        merge.changed = true;
    }
    return merge;
}

/* ---- what counts */

static bool on_scale(const struct definition *definition, int64_t score)
{
    return score >= definition->scale_least && score <= definition->scale_most;
}

int64_t review_total(const struct definition *definition, const struct review *review)
{
    int64_t sum = 0, whole = 0;

    for (size_t i = 0; i < definition->criteria.count; i++) {
        const struct criterion *criterion = &definition->criteria.items[i];
        int64_t score = review_score(review, criterion->key);

        if (score == 0 || !on_scale(definition, score))
            return REVIEW_NO_TOTAL;
        sum += criterion->weight * score;
        whole += criterion->weight * definition->scale_most;
    }
    return whole == 0 ? REVIEW_NO_TOTAL : (2 * POINTS_MOST * sum + whole) / (2 * whole);
}

int64_t review_given(const struct definition *definition, const struct review *review)
{
    int64_t given = 0;

    for (size_t i = 0; i < definition->criteria.count; i++)
        given += review_score(review, definition->criteria.items[i].key) != 0;
    return given;
}

static char *score_path(const struct problems *problems, const char *criterion)
{
    return arena_format(problems->arena, "scores.%s", criterion);
}

static void check_score(const struct definition *definition, const struct review_score *score,
                        struct problems *problems)
{
    const char *path = score_path(problems, score->criterion);
    bool known = false;

    for (size_t i = 0; i < definition->criteria.count; i++)
        known = known || strcmp(definition->criteria.items[i].key, score->criterion) == 0;
    if (!known)
        problems_add(problems, SEVERITY_ERROR, path, "review/unknown-criterion");
    else if (score->score != 0 && !on_scale(definition, score->score))
        problem_number(problem_number(problems_add(problems, SEVERITY_ERROR, path, "out-of-range"),
                                      "least", definition->scale_least),
                       "most", definition->scale_most);
}

static bool recommendation_known(const struct definition *definition, const char *key)
{
    for (size_t i = 0; i < definition->recommendations.count; i++)
        if (strcmp(definition->recommendations.items[i].key, key) == 0)
            return true;
    return false;
}

void review_check_draft(const struct definition *definition, const struct review *review,
                        struct problems *problems)
{
    for (size_t i = 0; i < review->scores.count; i++)
        check_score(definition, &review->scores.items[i], problems);
    if (!text_blank(review->recommendation) &&
        !recommendation_known(definition, review->recommendation))
        problems_add(problems, SEVERITY_ERROR, "recommendation", "unknown-choice");
    if (review->familiarity < 0 || review->familiarity > FAMILIARITY_MOST)
        problems_add(problems, SEVERITY_ERROR, "familiarity", "unknown-choice");
}

void review_check(const struct definition *definition, const struct review *review,
                  struct problems *problems)
{
    for (size_t i = 0; i < definition->criteria.count; i++) {
        const char *key = definition->criteria.items[i].key;

        if (review_score(review, key) == 0)
            problems_add(problems, SEVERITY_ERROR, score_path(problems, key), "required");
    }
    if (text_blank(review->recommendation))
        problems_add(problems, SEVERITY_ERROR, "recommendation", "required");
    if (review->familiarity == 0 && !review->on_paper)
        problems_add(problems, SEVERITY_ERROR, "familiarity", "required");
    review_check_draft(definition, review, problems);
}

bool review_save(struct review *review, const struct definition *definition, int64_t now,
                 struct problems *problems, struct error *err)
{
    if (review->state == REVIEW_SUBMITTED)
        return error_set(err, ERROR_CONFLICT, "review/submitted");
    review_check_draft(definition, review, problems);
    if (problems_errors(problems) > 0)
        return error_set(err, ERROR_INVALID, "review/invalid");
    review->total = review_total(definition, review);
    review->revision++;
    review->saved_at = now;
    return true;
}

bool review_submit(struct review *review, const struct definition *definition, const char *reason,
                   int64_t now, struct problems *problems, struct error *err)
{
    review_check(definition, review, problems);
    if (review->version > 0 && text_blank(reason))
        problems_add(problems, SEVERITY_ERROR, "reason", "required");
    if (problems_errors(problems) > 0)
        return error_set(err, ERROR_INVALID, "review/incomplete");
    review->total = review_total(definition, review);
    review->state = REVIEW_SUBMITTED;
    review->version++;
    review->revision++;
    review->saved_at = review->submitted_at = now;
    return true;
}

char *review_content(struct arena *arena, const struct review *review)
{
    json_t *content = json_root(arena);

    json_put(content, "scores", json_incref(review_scores_write(arena, review)));
    json_put_int(content, "total", review->total);
    json_put_text(content, "recommendation", review->recommendation);
    json_put_int(content, "familiarity", review->familiarity);
    json_put_text(content, "to_committee", review->to_committee);
    json_put_text(content, "to_applicant", review->to_applicant);
    return json_canonical(arena, content);
}

bool review_content_read(struct arena *arena, const char *content, struct review *review,
                         struct error *err)
{
    json_t *object = json_parse(arena, content, strlen(content), err);

    *review = (struct review){.recommendation = json_word(object, "recommendation"),
                              .familiarity = json_integer_value(json_at(object, "familiarity")),
                              .total = json_integer_value(json_at(object, "total")),
                              .to_committee = json_word(object, "to_committee"),
                              .to_applicant = json_word(object, "to_applicant")};
    review_scores_read(arena, review, json_at(object, "scores"));
    return object != NULL;
}
