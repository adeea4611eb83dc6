/* solution.c: the committee compares methods of awarding, settles cases, takes a solution over. */

#include "action/solution.h"

#include "action/release.h"
#include "action/review.h"
#include "base/text.h"
#include "store/audit.h"
#include "store/call.h"
#include "store/decision.h"
#include "store/review.h"
#include "store/solution.h"
#include "store/tx.h"

/* ---- the case */

static const struct ranked *ranked_of(const struct ranked_list *list, struct application_id id)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].row.application.value == id.value)
            return &list->items[i];
    return NULL;
}

static const struct award_case *case_of(const struct award_cases *cases, struct application_id id)
{
    for (size_t i = 0; i < cases->count; i++)
        if (cases->items[i].application.value == id.value)
            return &cases->items[i];
    return NULL;
}

static size_t topic_at(const struct solution_case *given, const char *code)
{
    size_t t = 0;

    while (t < given->topics.count && strcmp(given->topics.items[t].code, code) != 0)
        t++;
    return t;
}

/* After the release what was awarded stays, and what was given up is not awarded again. */
static void keep_awards(struct solution_case *given, const struct awards *awards)
{
    for (size_t i = 0; i < given->entries.count; i++)
        for (size_t k = 0; k < awards->count; k++)
            if (awards->items[k].application.value == given->entries.items[i].application.value) {
                given->entries.items[i].pinned = awards->items[k].live;
                given->entries.items[i].vetoed = !awards->items[k].live;
            }
}

static void add_entry(struct env *env, struct solution_facts *facts, const struct ranking_row *row,
                      const struct ranked *from, const struct award_case *settled)
{
    size_t topic = topic_at(&facts->given, row->topic);

    if (from->state != APPLICATION_ELIGIBLE || topic == facts->given.topics.count)
        return;
    if (row->totals.count == 0)
        return;
    *list_add(env->arena, &facts->given.entries) = (struct solution_entry){
        .application = row->application,
        .person = from->applicant,
        .number = row->number,
        .topic = topic,
        .score = row->score,
        .preference = from->preference,
        .amount = from->granted > 0 ? from->granted : from->asked,
        .pinned = settled != NULL && settled->pinned,
        .vetoed = settled != NULL && !settled->pinned,
    };
    *list_add(env->arena, &facts->rows) = (struct solution_row){
        .key = from->key,
        .title = from->title,
        .leader = from->leader,
        .institution = from->institution,
        .case_reason = settled == NULL ? "" : settled->reason,
        .case_by = settled == NULL ? "" : settled->by,
    };
}

/* Over the whole call, whoever looks: nobody in particular is the reader. */
static bool read_case(struct env *env, const struct call *call, struct solution_facts *facts,
                      struct error *err)
{
    const struct actor nobody = {.email = ""};
    struct topic_rows topics = {0};
    struct ranked_list list = {0};
    struct ranking ranking = {0};
    struct award_cases cases = {0};
    struct awards awards = {0};

    if (!store_topics(env, call->id, &topics, err) ||
        !store_ranking(env, call->id, nobody.person, (struct topic_id){0}, &list, err) ||
        !store_award_cases(env, call->id, &cases, err) ||
        !store_awards(env, call->id, &awards, err))
        return false;
    for (size_t i = 0; i < topics.count; i++)
        *list_add(env->arena, &ranking.topics) = *list_add(env->arena, &facts->given.topics) =
            (struct ranking_topic){.code = topics.items[i].code, .quota = topics.items[i].quota};
    for (size_t i = 0; i < list.count; i++)
        *list_add(env->arena, &ranking.rows) = list.items[i].row;
    if (!action_ranking_order(env, &nobody, call, &ranking, err))
        return false;
    facts->given.budget = call->budget;
    for (size_t i = 0; i < ranking.rows.count; i++) {
        const struct ranking_row *row = &ranking.rows.items[i];

        add_entry(env, facts, row, ranked_of(&list, row->application),
                  case_of(&cases, row->application));
    }
    keep_awards(&facts->given, &awards);
    facts->whole_seal = solution_seal(env->arena, &facts->given);
    return true;
}

static void hide_topic(struct solution_facts *facts, const char *code)
{
    size_t topic = topic_at(&facts->given, code);

    if (topic < facts->given.topics.count)
        facts->shown[topic] = false;
}

/* Left out are topics where the actor stands in a conflict with anything ever submitted, or owes a
 * review: both are the actor's own affair, so that what is left out tells nothing else. */
static bool leave_out(struct env *env, const struct actor *actor, const struct call *call,
                      struct solution_facts *facts, struct error *err)
{
    struct topic_codes barred = {0};
    struct assignments own = {0};
    size_t count = facts->given.topics.count;

    facts->shown = arena_array(env->arena, count, sizeof *facts->shown);
    for (size_t t = 0; t < count; t++)
        facts->shown[t] = true;
    if (!store_topics_barred(env, call->id, actor->person, &barred, err) ||
        !store_assignments_mine(env, call->id, actor->person, &own, err))
        return false;
    for (size_t i = 0; i < barred.count; i++)
        hide_topic(facts, barred.items[i]);
    for (size_t i = 0; i < own.count; i++)
        if (!text_equal(own.items[i].state, review_word(REVIEW_SUBMITTED)))
            hide_topic(facts, own.items[i].topic_code);
    return true;
}

/* What is eligible and cannot be solved for, of the topics shown. */
static bool count_unscored(struct env *env, const struct actor *actor, const struct call *call,
                           struct solution_facts *facts, struct error *err)
{
    struct ranked_list seen = {0};

    if (!store_ranking(env, call->id, actor->person, (struct topic_id){0}, &seen, err))
        return false;
    for (size_t i = 0; i < seen.count; i++) {
        size_t topic = topic_at(&facts->given, seen.items[i].row.topic);

        facts->unscored += topic < facts->given.topics.count && facts->shown[topic] &&
                           seen.items[i].state == APPLICATION_ELIGIBLE &&
                           seen.items[i].row.totals.count == 0;
    }
    return true;
}

bool action_solutions(struct env *env, const struct actor *actor, const struct call *call,
                      const struct solution_asked *asked, struct solution_facts *facts,
                      struct error *err)
{
    struct standing standing = standing_in_call(actor, call, env->now);
    struct error no = {0};

    *facts = (struct solution_facts){
        .call = call,
        .language = env->language,
        .method = asked->method,
        .may_propose = policy_may(&standing, VERB_DECISION_PROPOSE, &no)};
    facts->given.minimum = asked->minimum;
    if (!policy_may(&standing, VERB_DECISION_READ, err) || !read_case(env, call, facts, err) ||
        !leave_out(env, actor, call, facts, err) || !count_unscored(env, actor, call, facts, err))
        return false;
    facts->solved = solution_make(env->arena, &facts->given, facts->found, &facts->wrong);
    facts->seal = facts->solved
                      ? solution_seal_shown(env->arena, &facts->given, facts->found, facts->shown)
                      : "";
    return true;
}

/* ---- taking one over */

static bool adopt_one(struct env *env, const struct actor *actor, const struct call *call,
                      const struct solution_facts *facts, size_t entry, struct error *err)
{
    struct problems problems = problems_in(env->arena);
    struct application application;
    struct decision decision;

    if (!decision_open(env, actor, call, facts->rows.items[entry].key.text, &application, err) ||
        !store_decision_get(env, application.id, &decision, err))
        return false;
    decision.outcome = solution_outcome(&facts->found[facts->method], entry);
    decision.amount = facts->given.entries.items[entry].amount;
    decision.reason = view_solution_inner(env->arena, facts, entry);
    decision.outer = view_solution_outer(env->arena, facts, entry, LANGUAGE_ZH);
    return decision_propose(&decision, &application, actor->person, env->now, &problems, err) &&
           store_decision_put(env, &decision, err) &&
           store_audit(env, actor, committee_capacity(actor, call), AUDIT_DECISION_PROPOSED,
                       application.number, err);
}

/* The solution was found outside the transaction: it holds as long as its case is the same. */
static bool still_so(struct env *env, const struct call *call, const struct solution_facts *facts,
                     struct error *err)
{
    struct solution_facts now = {.given.minimum = facts->given.minimum};

    return read_case(env, call, &now, err) && (text_equal(now.whole_seal, facts->whole_seal) ||
                                               error_set(err, ERROR_CONFLICT, "solution/stale"));
}

bool action_solution_adopt(struct env *env, const struct actor *actor, const struct call *call,
                           const struct solution_asked *asked, const char *seal, struct error *err)
{
    struct solution_facts facts;
    const struct call *now = call;
    bool ended, done;

    if (!action_solutions(env, actor, call, asked, &facts, err))
        return false;
    if (!facts.solved)
        return *err = facts.wrong, false;
    if (!text_equal(seal, facts.seal))
        return error_set(err, ERROR_CONFLICT, "solution/stale");
    done = tx_begin(env, err) && service_call_by_id(env, call->id, &now, err) &&
           still_so(env, now, &facts, err);
    for (size_t i = 0; done && i < facts.given.entries.count; i++)
        if (facts.shown[facts.given.entries.items[i].topic] && !view_solution_hidden(&facts, i))
            done = adopt_one(env, actor, now, &facts, i, err);
    done = done && store_approval_end(env, call->id, APPROVAL_RELEASE, &ended, err);
    return tx_end(env, done, err);
}

/* ---- single cases */

static bool admit(const struct award_case_form *form, struct problems *problems, struct error *err)
{
    bool clear = text_equal(form->act, "clear");

    if (!clear && !text_equal(form->act, "pin") && !text_equal(form->act, "veto"))
        problems_add(problems, SEVERITY_ERROR, "act", "unknown-choice");
    if (!clear && text_blank(form->reason))
        problems_add(problems, SEVERITY_ERROR, "reason", "required");
    return problems_errors(problems) == 0 || error_set(err, ERROR_INVALID, "solution/invalid");
}

static bool put_case(struct env *env, const struct actor *actor, const struct award_case_form *form,
                     const struct application *application, struct error *err)
{
    return text_equal(form->act, "clear")
               ? store_award_case_remove(env, application->id, err)
               : store_award_case_put(env, application->id, text_equal(form->act, "pin"),
                                      form->reason, actor->person, err);
}

bool action_award_case(struct env *env, const struct actor *actor, const struct call *call,
                       const struct award_case_form *form, struct problems *problems,
                       struct error *err)
{
    struct application application = {.number = ""};
    const struct call *now = call;
    bool done = tx_begin(env, err) && service_call_by_id(env, call->id, &now, err) &&
                decision_open(env, actor, now, form->application, &application, err) &&
                admit(form, problems, err) && put_case(env, actor, form, &application, err) &&
                store_audit(env, actor, committee_capacity(actor, call), AUDIT_AWARD_CASE,
                            application.number, err);

    return tx_end(env, done, err);
}
