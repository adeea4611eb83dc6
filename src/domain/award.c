/* award.c: decisions of the committee, what must hold before they are released, and awards. */

#include "domain/award.h"

#include "base/text.h"

static const char *const words[] = {
#define AS_WORD(name, word) [OUTCOME_##name] = word,
    OUTCOMES(AS_WORD)
#undef AS_WORD
};

const char *outcome_word(enum outcome outcome)
{
    return words[outcome];
}

bool outcome_of(const char *word, enum outcome *outcome)
{
    for (int i = 0; i < OUTCOME_COUNT; i++)
        if (text_equal(word, words[i]))
            return *outcome = (enum outcome)i, true;
    return false;
}

static void check_amount(const struct decision *decision, const struct application *application,
                         struct problems *problems)
{
    if (decision->outcome != OUTCOME_FUND)
        return;
    if (decision->amount <= 0)
        problems_add(problems, SEVERITY_ERROR, "amount", "required");
    else if (decision->amount > application->amount)
        problem_text(problems_add(problems, SEVERITY_ERROR, "amount", "decision/above-asked"),
                     "asked", text_from_fen(problems->arena, application->amount));
}

bool decision_propose(struct decision *decision, const struct application *application,
                      struct person_id by, int64_t now, struct problems *problems,
                      struct error *err)
{
    if (decision->released_at != 0)
        return error_set(err, ERROR_CONFLICT, "decision/released");
    if (application->state != APPLICATION_ELIGIBLE) {
        error_set(err, ERROR_CONFLICT, "decision/not-eligible");
        return error_text(err, "number", application->number);
    }
    check_amount(decision, application, problems);
    if (problems_errors(problems) > 0)
        return error_set(err, ERROR_INVALID, "decision/invalid");
    if (decision->outcome != OUTCOME_FUND)
        decision->amount = 0;
    decision->call = application->call;
    decision->application = application->id;
    decision->proposed_by = by;
    decision->proposed_at = now;
    return true;
}

static bool funded(const struct candidate *candidate)
{
    return candidate->decided && candidate->outcome == OUTCOME_FUND;
}

static struct problem *against(struct problems *problems, const struct candidate *candidate,
                               const char *code)
{
    return problem_text(problems_add(problems, SEVERITY_ERROR, candidate->number, code), "number",
                        candidate->number);
}

static void check_candidate(const struct candidate *candidate, struct problems *problems)
{
    switch (candidate->state) {
    case APPLICATION_SUBMITTED:
    case APPLICATION_RETURNED:
        against(problems, candidate, "release/unscreened");
        return;
    case APPLICATION_ELIGIBLE:
        if (!candidate->decided)
            problem_text(against(problems, candidate, "release/undecided"), "name",
                         candidate->name);
        return;
    case APPLICATION_DRAFT:
    case APPLICATION_WITHDRAWN:
    case APPLICATION_INELIGIBLE:
        return;
    }
}

/* Each further fund of a person is named beside the first. */
static void check_person(const struct candidates *candidates, size_t at, struct problems *problems)
{
    const struct candidate *second = &candidates->items[at];

    for (size_t i = 0; i < at && funded(second); i++) {
        const struct candidate *first = &candidates->items[i];
        struct problem *problem;

        if (!funded(first) || first->person.value != second->person.value)
            continue;
        problem = problems_add(problems, SEVERITY_ERROR, second->number, "release/two-funds");
        problem_text(problem, "name", second->name);
        problem_text(problem, "first", first->number);
        problem_text(problem, "second", second->number);
        return;
    }
}

static void check_places(const struct candidates *candidates, const struct places *places,
                         struct problems *problems)
{
    int64_t count = 0;
    struct problem *problem;

    for (size_t i = 0; i < candidates->count; i++)
        count += funded(&candidates->items[i]) &&
                 strcmp(candidates->items[i].topic, places->topic) == 0;
    if (count <= places->quota)
        return;
    problem = problems_add(problems, SEVERITY_WARNING, places->topic, "release/quota");
    problem_text(problem, "topic", places->title);
    problem_number(problem, "quota", places->quota);
    problem_number(problem, "funded", count);
}

static void check_budget(const struct candidates *candidates, int64_t budget,
                         struct problems *problems)
{
    int64_t sum = 0;
    struct problem *problem;

    for (size_t i = 0; i < candidates->count; i++)
        sum += funded(&candidates->items[i]) ? candidates->items[i].amount : 0;
    if (budget == 0 || sum <= budget)
        return;
    problem = problems_add(problems, SEVERITY_WARNING, "budget", "release/budget");
    problem_text(problem, "budget", text_from_fen(problems->arena, budget));
    problem_text(problem, "funded", text_from_fen(problems->arena, sum));
}

void release_check(const struct candidates *candidates, const struct places *places, size_t count,
                   int64_t budget, struct problems *problems)
{
    bool any = false;

    for (size_t i = 0; i < candidates->count; i++) {
        any = any || candidates->items[i].decided;
        check_candidate(&candidates->items[i], problems);
        check_person(candidates, i, problems);
    }
    if (!any)
        problems_add(problems, SEVERITY_ERROR, "decisions", "release/nothing");
    for (size_t i = 0; i < count; i++)
        check_places(candidates, &places[i], problems);
    check_budget(candidates, budget, problems);
}

bool release_by(struct person_id proposer, struct person_id by, bool two_persons, struct error *err)
{
    return !two_persons || proposer.value != by.value ||
           error_set(err, ERROR_DENIED, "release/second-person");
}

bool award_may_live(const struct awards *awards, const struct award *award, struct error *err)
{
    for (size_t i = 0; i < awards->count; i++) {
        const struct award *other = &awards->items[i];

        if (!other->live || other->call.value != award->call.value ||
            other->person.value != award->person.value || other->id.value == award->id.value)
            continue;
        error_set(err, ERROR_CONFLICT, "award/one-per-person");
        return error_text(err, "number", other->number);
    }
    return true;
}

bool award_refill(const struct candidate *candidate, const struct vacancy *vacancy, int64_t amount,
                  struct error *err)
{
    char left[40];

    if (candidate->state != APPLICATION_ELIGIBLE || !candidate->decided) {
        error_set(err, ERROR_CONFLICT, "refill/not-eligible");
        return error_text(err, "number", candidate->number);
    }
    if (vacancy->live >= vacancy->quota) {
        error_set(err, ERROR_CONFLICT, "refill/full");
        return error_text(err, "topic", vacancy->topic);
    }
    if (vacancy->budget > 0 && amount > vacancy->budget - vacancy->spent) {
        error_set(err, ERROR_CONFLICT, "refill/budget");
        snprintf(left, sizeof left, "%lld", (long long)((vacancy->budget - vacancy->spent) / 100));
        return error_text(err, "left", left);
    }
    return true;
}

bool award_end(struct award *award, const char *why, int64_t now, struct error *err)
{
    if (!award->live)
        return error_set(err, ERROR_CONFLICT, "award/ended");
    if (text_blank(why))
        return error_set(err, ERROR_INVALID, "award/reason");
    award->live = false;
    award->ended_at = now;
    award->ended_why = why;
    return true;
}

int64_t award_next(int64_t first, int64_t largest)
{
    return largest < first ? first : largest + 1;
}
