/* solution.c: the page of solutions, and the sentences that say why somebody has no award. */

#include "view/solution.h"

#include "base/text.h"
#include "view/common.h"
#include "view/review.h"
#include "view/wording.h"

/* ---- sentences */

static const char *const reasons[] = {
    [ALLOCATION_VETOED] = "vetoed",
    [ALLOCATION_BELOW_MINIMUM] = "below-minimum",
    [ALLOCATION_AWARDED_PREFERRED] = "preferred",
    [ALLOCATION_QUOTA_FULL] = "quota-full",
    [ALLOCATION_AWARDED_ELSEWHERE] = "elsewhere",
    [ALLOCATION_BUDGET] = "budget",
};

static const char *topic_code(const struct solution_facts *facts, size_t entry)
{
    return facts->given.topics.items[facts->given.entries.items[entry].topic].code;
}

static bool is_shown(const struct solution_facts *facts, size_t entry)
{
    return facts->shown[facts->given.entries.items[entry].topic];
}

static bool all_shown(const struct solution_facts *facts)
{
    for (size_t t = 0; t < facts->given.topics.count; t++)
        if (!facts->shown[t])
            return false;
    return true;
}

bool view_solution_hidden(const struct solution_facts *facts, size_t entry)
{
    const struct solution *solution = &facts->found[facts->method];
    struct allocation_why why;

    if (solution->problem.applications[entry].won)
        return false;
    why = allocation_why(&solution->view, entry);
    return (why.reason == ALLOCATION_AWARDED_PREFERRED ||
            why.reason == ALLOCATION_AWARDED_ELSEWHERE) &&
           !is_shown(facts, why.other);
}

static struct error_value value(const char *name, const char *text)
{
    struct error_value made = {.name = name};

    snprintf(made.text, sizeof made.text, "%s", text);
    return made;
}

static char *sentence(struct arena *arena, enum language language, const char *side,
                      const char *reason, const struct error_value values[4])
{
    return wording_fill(arena, language, arena_format(arena, "solution.%s.%s", side, reason),
                        values, 4);
}

static char *points(struct arena *arena, const struct solution_facts *facts, size_t entry)
{
    return arena_text(arena, view_points(arena, facts->given.entries.items[entry].score));
}

char *view_solution_inner(struct arena *arena, const struct solution_facts *facts, size_t entry)
{
    const struct solution *solution = &facts->found[facts->method];
    struct error_value values[4] = {value("topic", topic_code(facts, entry)),
                                    value("score", points(arena, facts, entry)), value("other", ""),
                                    value("missing", "")};
    struct allocation_why why;
    const char *reason;

    if (solution->problem.applications[entry].won)
        return sentence(arena, facts->language, "inner",
                        solution->problem.applications[entry].pinned ? "pinned" : "won", values);
    why = allocation_why(&solution->view, entry);
    reason = reasons[why.reason];
    switch (why.reason) {
    case ALLOCATION_AWARDED_PREFERRED:
    case ALLOCATION_AWARDED_ELSEWHERE:
        reason = view_solution_hidden(facts, entry) ? "other-topic" : reason;
        values[2] = value("other", topic_code(facts, why.other));
        break;
    case ALLOCATION_QUOTA_FULL:
        reason = why.has_other ? reason : "quota-pins";
        values[2] = value("other", why.has_other ? points(arena, facts, why.other) : "");
        break;
    case ALLOCATION_BELOW_MINIMUM:
        values[2] = value("other", view_points(arena, facts->given.minimum));
        break;
    case ALLOCATION_BUDGET:
        reason = all_shown(facts) ? reason : "budget-plain";
        values[3] = value("missing", text_from_fen(arena, why.missing));
        break;
    case ALLOCATION_VETOED:
        break;
    }
    return sentence(arena, facts->language, "inner", reason, values);
}

char *view_solution_outer(struct arena *arena, const struct solution_facts *facts, size_t entry,
                          enum language language)
{
    const struct solution *solution = &facts->found[facts->method];
    struct error_value values[4] = {
        value("topic", topic_code(facts, entry)),
        value("place", arena_format(arena, "%u", (unsigned)solution->reserve[entry])),
        value("other", "")};
    struct allocation_why why;
    const char *reason;

    if (solution->problem.applications[entry].won)
        return arena_text(arena, "");
    why = allocation_why(&solution->view, entry);
    reason = reasons[why.reason];
    if (why.reason == ALLOCATION_AWARDED_PREFERRED || why.reason == ALLOCATION_AWARDED_ELSEWHERE)
        values[2] = value("other", topic_code(facts, why.other));
    else if (solution->reserve[entry] > 0)
        reason = arena_format(arena, "%s-reserve", reason);
    return sentence(arena, language, "outer", reason, values);
}

/* ---- methods beside each other */

struct sums {
    int64_t score, spent, awards, first_wishes;
};

/* Of the topics shown: what is left out is not to be found by subtracting. */
static struct sums sums_of(const struct solution_facts *facts, int method)
{
    struct sums sums = {0};

    for (size_t i = 0; i < facts->given.entries.count; i++) {
        const struct allocation_application *a = &facts->found[method].problem.applications[i];

        if (!a->won || !is_shown(facts, i))
            continue;
        sums.score += a->score;
        sums.spent += a->amount;
        sums.awards++;
        sums.first_wishes += a->preference == 1;
    }
    return sums;
}

static void put_method(struct arena *arena, const struct solution_facts *facts, int method,
                       int64_t best, json_t *item)
{
    struct sums sums = sums_of(facts, method);
    const struct allocation_answer *answer = &facts->found[method].answer;
    const char *word = solution_word((enum solution_method)method);

    json_put_text(item, "method", word);
    json_put_text(item, "text",
                  wording(facts->language, arena_format(arena, "solution.method.%s", word)));
    json_put_text(item, "help",
                  wording(facts->language, arena_format(arena, "solution.help.%s", word)));
    json_put_flag(item, "chosen", method == (int)facts->method);
    json_put_text(item, "total", view_points(arena, sums.score));
    json_put_text(item, "less", sums.score < best ? view_points(arena, best - sums.score) : "");
    json_put_int(item, "awards", sums.awards);
    json_put_int(item, "first_wishes", sums.first_wishes);
    view_fen(item, "spent", sums.spent);
    json_put_flag(item, "over", facts->given.budget > 0 && answer->over > 0);
    json_put_flag(item, "stopped", method == SOLUTION_MAX_SCORE && !answer->optimal);
    json_put_text(item, "gap", view_points(arena, answer->gap));
}

static void put_methods(struct arena *arena, const struct solution_facts *facts, json_t *model)
{
    json_t *list = json_put_array(model, "methods");
    int64_t best = 0;

    for (int m = 0; m < SOLUTION_METHOD_COUNT; m++) {
        struct sums sums = sums_of(facts, m);

        best = sums.score > best ? sums.score : best;
    }
    for (int m = 0; m < SOLUTION_METHOD_COUNT; m++)
        put_method(arena, facts, m, best, json_add_object(list));
}

/* ---- rows */

static void put_answers(struct arena *arena, const struct solution_facts *facts, size_t i,
                        json_t *row)
{
    json_t *list = json_put_array(row, "answers");
    bool first = facts->found[0].problem.applications[i].won, differs = false;

    for (int m = 0; m < SOLUTION_METHOD_COUNT; m++) {
        json_t *item = json_add_object(list);
        bool won = facts->found[m].problem.applications[i].won;

        differs = differs || won != first;
        json_put_text(
            item, "label",
            wording(facts->language, arena_format(arena, "solution.method.%s",
                                                  solution_word((enum solution_method)m))));
        json_put_flag(item, "won", won);
        if (facts->found[m].reserve[i] > 0)
            json_put_int(item, "reserve", facts->found[m].reserve[i]);
    }
    json_put_flag(row, "differs", differs);
    view_state(row, "outcome", facts->language, "decision",
               outcome_word(solution_outcome(&facts->found[facts->method], i)));
    json_put_text(row, "inner", view_solution_inner(arena, facts, i));
    json_put_text(row, "outer",
                  view_solution_hidden(facts, i)
                      ? ""
                      : view_solution_outer(arena, facts, i, facts->language));
}

static void put_row(struct arena *arena, const struct solution_facts *facts, size_t i,
                    const json_t *form, json_t *row)
{
    const struct solution_entry *entry = &facts->given.entries.items[i];
    const struct solution_row *beside = &facts->rows.items[i];
    bool again = facts->again != NULL && text_equal(facts->again, beside->key.text);

    json_put_text(row, "key", beside->key.text);
    json_put_text(row, "number", entry->number);
    json_put_text(row, "heading", beside->title);
    json_put_text(row, "leader", beside->leader);
    json_put_text(row, "institution", beside->institution);
    json_put_text(row, "href", arena_format(arena, "/applications/%s", beside->key.text));
    json_put_text(row, "score", view_points(arena, entry->score));
    if (entry->preference > 0)
        json_put_int(row, "preference", entry->preference);
    view_fen(row, "amount", entry->amount);
    json_put_flag(row, "pinned", entry->pinned);
    json_put_flag(row, "vetoed", entry->vetoed);
    json_put_flag(row, "settled", entry->pinned || entry->vetoed);
    json_put_text(row, "case_reason", beside->case_reason);
    json_put_text(row, "case_by", beside->case_by);
    json_put_flag(row, "may_settle", facts->may_propose);
    json_put_flag(row, "open", again);
    if (again)
        json_put(row, "typed", json_incref(json_at(form, "reason")));
    if (facts->solved)
        put_answers(arena, facts, i, row);
}

static void put_topics(struct arena *arena, const struct solution_facts *facts, json_t *model)
{
    json_t *topics = json_put_array(model, "topics"), *hidden = json_put_array(model, "left_out");

    for (size_t t = 0; t < facts->given.topics.count; t++) {
        const struct ranking_topic *from = &facts->given.topics.items[t];
        const struct topic_definition *topic = definition_topic(facts->call->definition,
                                                                from->code);
        json_t *item = json_add_object(facts->shown[t] ? topics : hidden), *rows;

        json_put_text(item, "code", from->code);
        json_put_text(item, "text", topic == NULL ? "" : words_in(&topic->title, facts->language));
        if (!facts->shown[t])
            continue;
        json_put_int(item, "quota", from->quota);
        rows = json_put_array(item, "rows");
        for (size_t i = 0; i < facts->given.entries.count; i++)
            if (facts->given.entries.items[i].topic == t)
                put_row(arena, facts, i, json_at(model, "form"), json_add_object(rows));
        json_put_flag(item, "any", json_array_size(rows) > 0);
    }
    json_put_flag(model, "partial", json_array_size(hidden) > 0);
}

json_t *view_solutions(struct arena *arena, const struct solution_facts *facts)
{
    json_t *model = json_root(arena);

    json_put_object(model, "form");
    json_put_text(model, "call", words_in(&facts->call->definition->title, facts->language));
    json_put_text(model, "call_key", facts->call->key);
    json_put_text(model, "method", solution_word(facts->method));
    json_put_text(model, "minimum",
                  facts->given.minimum > 0 ? view_points(arena, facts->given.minimum) : "");
    json_put_text(model, "seal", facts->seal);
    json_put_flag(model, "solved", facts->solved);
    if (!facts->solved)
        json_put_text(model, "wrong", wording_error(arena, facts->language, &facts->wrong));
    if (facts->given.budget > 0)
        view_fen(model, "budget", facts->given.budget);
    if (facts->unscored > 0)
        json_put_int(model, "unscored", facts->unscored);
    json_put_flag(model, "may_propose", facts->may_propose);
    json_put_flag(model, "may_adopt", facts->may_propose && facts->solved);
    if (facts->solved)
        put_methods(arena, facts, model);
    put_topics(arena, facts, model);
    json_put_flag(model, "wide", true);
    return model;
}
