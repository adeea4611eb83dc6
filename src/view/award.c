/* award.c: models of the committee's decisions, their release, and of persons who look alike. */

#include "view/award.h"

#include "base/text.h"
#include "view/common.h"
#include "view/wording.h"

static void put_points(struct arena *arena, json_t *model, const char *key, int64_t points)
{
    points = (points + 500) / 1000;
    json_put_text(
        model, key,
        arena_format(arena, "%lld.%lld", (long long)(points / 10), (long long)(points % 10)));
}

static void put_outcomes(enum language language, const char *chosen, json_t *model)
{
    json_t *list = json_put_array(model, "outcomes");

    for (int i = 0; i < OUTCOME_COUNT; i++) {
        json_t *item = json_add_object(list);
        const char *word = outcome_word((enum outcome)i);

        view_state(item, "state", language, "decision", word);
        json_put_flag(item, "selected", text_equal(word, chosen));
    }
}

/* The row's own form; the page's when it comes again, so that what was typed is laid over it. */
static void put_form(struct arena *arena, const struct awards_facts *facts,
                     const struct decision_facts *d, json_t *page, json_t *row)
{
    bool again = facts->again != NULL && strcmp(facts->again, d->key.text) == 0;
    json_t *form;

    if (again)
        json_put(row, "typed", json_incref(json_at(page, "form")));
    else
        json_put_object(row, "typed");
    form = json_at(row, "typed");
    json_put_text(json_put_object(form, "amount"), "value",
                  d->granted > 0 ? text_from_fen(arena, d->granted)
                                 : text_from_fen(arena, d->asked));
    json_put_text(json_put_object(form, "reason"), "value", d->reason);
    json_put_text(json_put_object(form, "outer"), "value", d->outer);
    json_put_flag(row, "open", again);
    put_outcomes(facts->language, again ? facts->again_outcome : d->outcome, row);
}

static void put_score(struct arena *arena, const struct decision_facts *d, json_t *row)
{
    json_put_int(row, "reviews", (int64_t)d->row.totals.count);
    if (d->row.totals.count == 0)
        return;
    put_points(arena, row, "mean", d->row.raw);
    put_points(arena, row, "spread", d->row.spread);
    json_put_int(row, "rank", d->row.rank_topic);
}

static void put_row(struct arena *arena, const struct awards_facts *facts, bool place_free,
                    const struct decision_facts *d, json_t *page, json_t *row)
{
    const struct standing *standing = &facts->standing;
    bool refillable = facts->may_refill && !facts->refill_waits && place_free && d->eligible &&
                      !d->awarded && !d->given_up;

    json_put_text(row, "key", d->key.text);
    json_put_text(row, "number", d->row.number);
    json_put_text(row, "heading", d->title);
    json_put_text(row, "leader", d->leader);
    json_put_text(row, "institution", d->institution);
    json_put_text(row, "href", arena_format(arena, "/applications/%s", d->key.text));
    json_put_flag(row, "eligible", d->eligible);
    view_fen(row, "asked", d->asked);
    if (policy_may_see(standing, SECRET_REVIEW_SCORES))
        put_score(arena, d, row);
    if (policy_may_see(standing, SECRET_PREFERENCE) && d->preference > 0)
        json_put_int(row, "preference", d->preference);
    if (policy_may_see(standing, SECRET_DECISION_OUTCOME)) {
        view_state(row, "outcome", facts->language, "decision",
                   *d->outcome != '\0' ? d->outcome : "none");
        if (d->granted > 0)
            view_fen(row, "granted", d->granted);
        json_put_text(row, "outer", d->outer);
    }
    if (policy_may_see(standing, SECRET_DECISION_INNER_REASON))
        json_put_text(row, "reason", d->reason);
    json_put_flag(row, "awarded", d->awarded);
    json_put_flag(row, "given_up", d->given_up);
    json_put_flag(row, "may_refill", refillable);
    json_put_flag(row, "may_propose", facts->may_propose && d->eligible);
    if ((facts->may_propose && d->eligible) || refillable)
        put_form(arena, facts, d, page, row);
}

static void put_topics(struct arena *arena, const struct awards_facts *facts, json_t *model)
{
    json_t *topics = json_put_array(model, "topics");

    for (size_t t = 0; t < facts->topics.count; t++) {
        const struct award_topic *from = &facts->topics.items[t];
        json_t *topic, *rows;

        if (from->topic == NULL || from->rows.count == 0)
            continue;
        topic = json_add_object(topics);
        json_put_text(topic, "code", from->topic->code);
        json_put_text(topic, "text", words_in(&from->topic->title, facts->language));
        json_put_int(topic, "quota", from->quota);
        json_put_int(topic, "funded", from->funded);
        json_put_flag(topic, "over", from->funded > from->quota);
        if (facts->may_refill && from->live < from->quota)
            json_put_int(topic, "free", from->quota - from->live);
        rows = json_put_array(topic, "rows");
        for (size_t i = 0; i < from->rows.count; i++)
            put_row(arena, facts, from->live < from->quota, &from->rows.items[i], model,
                    json_add_object(rows));
    }
}

static void put_pairs(enum language language, const struct pair_list *pairs, json_t *model)
{
    json_t *list = json_put_array(model, "pairs");

    (void)language;
    for (size_t i = 0; i < pairs->count; i++) {
        const struct pair_facts *from = &pairs->items[i];
        json_t *pair = json_add_object(list);

        json_put_int(pair, "place", (int64_t)i + 1);
        json_put_text(pair, "first", from->first.text);
        json_put_text(pair, "first_name", from->first_name);
        json_put_text(pair, "first_institution", from->first_institution);
        json_put_text(pair, "second", from->second.text);
        json_put_text(pair, "second_name", from->second_name);
        json_put_text(pair, "second_institution", from->second_institution);
        json_put_flag(pair, "phone", from->phone);
        json_put_flag(pair, "orcid", from->orcid);
        json_put_flag(pair, "institution", from->institution);
    }
    json_put_flag(model, "pairs_shown", pairs->count > 0);
}

static void put_release(struct arena *arena, const struct awards_facts *facts, json_t *model)
{
    json_t *errors = json_put_array(model, "against"), *warnings = json_put_array(model, "beware");
    size_t count = facts->checks == NULL ? 0 : facts->checks->count;

    for (size_t i = 0; i < count; i++) {
        const struct problem *problem = &facts->checks->items[i];
        json_t *item = json_add_object(problem->severity == SEVERITY_ERROR ? errors : warnings);

        json_put_text(item, "code", problem->code);
        json_put_text(item, "text", wording_problem(arena, facts->language, problem));
    }
    json_put_flag(model, "blocked", json_array_size(errors) > 0);
    json_put_flag(model, "warned", json_array_size(warnings) > 0);
    json_put_flag(model, "may_release", facts->may_release);
    json_put_flag(model, "two_persons", facts->two_persons);
    json_put_flag(model, "waiting", facts->waiting);
    json_put_flag(model, "may_confirm", facts->waiting && !(facts->own && facts->two_persons));
    json_put_text(model, "proposer", facts->proposer);
    view_time(model, "proposed_at", facts->proposed_at);
}

static void put_refill(const struct awards_facts *facts, json_t *model)
{
    json_put_flag(model, "may_refill", facts->may_refill);
    if (!facts->refill_waits)
        return;
    model = json_put_object(model, "refill");
    json_put_text(model, "number", facts->refill_number);
    json_put_text(model, "proposer", facts->refill_proposer);
    view_fen(model, "amount", facts->refill_amount);
    view_time(model, "proposed_at", facts->refill_at);
    json_put_flag(model, "may_confirm", !(facts->refill_own && facts->two_persons));
}

json_t *view_awards(struct arena *arena, const struct awards_facts *facts)
{
    json_t *model = json_root(arena);

    json_put_object(model, "form");
    json_put_text(model, "call", words_in(&facts->call->definition->title, facts->language));
    json_put_text(model, "call_key", facts->call->key);
    put_topics(arena, facts, model);
    json_put_flag(model, "any", json_array_size(json_at(model, "topics")) > 0);
    view_fen(model, "funded", facts->funded);
    if (facts->call->budget != 0)
        view_fen(model, "budget", facts->call->budget);
    view_time(model, "released_at", facts->call->released_at);
    json_put_flag(model, "may_propose", facts->may_propose);
    put_release(arena, facts, model);
    put_refill(facts, model);
    put_pairs(facts->language, &facts->pairs, model);
    json_put_flag(model, "may_join", facts->may_join);
    json_put_flag(model, "wide", true);
    return model;
}

json_t *view_same_persons(struct arena *arena, const struct call *call,
                          const struct pair_list *pairs, enum language language)
{
    json_t *model = json_root(arena);

    json_put_text(model, "call", words_in(&call->definition->title, language));
    json_put_text(model, "call_key", call->key);
    put_pairs(language, pairs, model);
    return model;
}
