/* award.c: the committee's decisions and the page they are made on. */

#include "action/award.h"

#include "action/refill.h"
#include "action/release.h"
#include "action/review.h"
#include "action/same.h"
#include "base/text.h"
#include "store/application.h"
#include "store/audit.h"
#include "store/call.h"
#include "store/decision.h"
#include "store/review.h"
#include "store/tx.h"

/* ---- the page */

static bool read_topics(struct env *env, const struct call *call, struct awards_facts *facts,
                        struct ranking *ranking, struct error *err)
{
    struct topic_rows rows = {0};

    if (!store_topics(env, call->id, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        struct award_topic *topic = list_add(env->arena, &facts->topics);

        topic->topic = definition_topic(call->definition, rows.items[i].code);
        topic->quota = rows.items[i].quota;
        *list_add(env->arena, &ranking->topics) = (struct ranking_topic){
            .code = rows.items[i].code, .quota = rows.items[i].quota};
    }
    return true;
}

static const struct ranked *ranked_of(const struct ranked_list *list, struct application_id id)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].row.application.value == id.value)
            return &list->items[i];
    return NULL;
}

static void add_row(struct env *env, struct awards_facts *facts, const struct ranking_row *row,
                    const struct ranked *from)
{
    for (size_t t = 0; t < facts->topics.count; t++) {
        struct award_topic *topic = &facts->topics.items[t];

        if (topic->topic == NULL || strcmp(topic->topic->code, row->topic) != 0)
            continue;
        *list_add(env->arena, &topic->rows) = (struct decision_facts){
            .row = *row,
            .key = from->key,
            .title = from->title,
            .leader = from->leader,
            .institution = from->institution,
            .outcome = from->outcome,
            .reason = from->reason,
            .outer = from->outer,
            .eligible = from->state == APPLICATION_ELIGIBLE,
            .asked = from->asked,
            .granted = from->granted,
            .preference = from->preference,
        };
        topic->funded += strcmp(from->outcome, outcome_word(OUTCOME_FUND)) == 0;
        facts->funded += from->granted;
    }
}

static bool read_rows(struct env *env, const struct actor *actor, const struct call *call,
                      struct awards_facts *facts, struct error *err)
{
    struct ranked_list list = {0};
    struct ranking ranking = {0};

    if (!read_topics(env, call, facts, &ranking, err) ||
        !store_ranking(env, call->id, actor->person, (struct topic_id){0}, &list, err))
        return false;
    for (size_t i = 0; i < list.count; i++)
        *list_add(env->arena, &ranking.rows) = list.items[i].row;
    if (!action_ranking_order(env, actor, call, &ranking, err))
        return false;
    for (size_t i = 0; i < ranking.rows.count; i++)
        add_row(env, facts, &ranking.rows.items[i],
                ranked_of(&list, ranking.rows.items[i].application));
    return true;
}

static void mark_award(struct awards_facts *facts, const struct award *award)
{
    for (size_t t = 0; t < facts->topics.count; t++)
        for (size_t i = 0; i < facts->topics.items[t].rows.count; i++) {
            struct decision_facts *row = &facts->topics.items[t].rows.items[i];

            if (row->row.application.value != award->application.value)
                continue;
            row->awarded = award->live;
            row->given_up = !award->live;
            facts->topics.items[t].live += award->live;
        }
}

/* After the release: what is in force, what was given up, and which refill waits. */
static bool read_awards(struct env *env, const struct actor *actor, const struct call *call,
                        struct awards_facts *facts, struct error *err)
{
    struct awards awards = {0};
    struct refill_waiting waiting = {.number = ""};
    struct error no = {0};

    if (call->released_at == 0)
        return true;
    facts->may_refill = policy_may(&facts->standing, VERB_AWARD_REFILL, &no);
    facts->two_persons = call_switched_on(call, "two-persons/release");
    if (!store_awards(env, call->id, &awards, err) ||
        (facts->may_refill &&
         !refill_waiting(env, actor, call, &waiting, &facts->refill_waits, err)))
        return false;
    facts->refill_number = waiting.number;
    facts->refill_proposer = waiting.proposer;
    facts->refill_amount = waiting.amount;
    facts->refill_at = waiting.proposed_at;
    facts->refill_own = waiting.own;
    for (size_t i = 0; i < awards.count; i++)
        mark_award(facts, &awards.items[i]);
    return true;
}

static bool read_release(struct env *env, const struct actor *actor, const struct call *call,
                         struct awards_facts *facts, struct error *err)
{
    struct approval approval;
    struct problems *checks = arena_alloc(env->arena, sizeof *checks);

    *checks = problems_in(env->arena);
    if (!store_approval_open(env, call->id, APPROVAL_RELEASE, &approval, &facts->waiting, err) ||
        !release_problems(env, actor, call, checks, err))
        return false;
    facts->checks = checks;
    facts->proposer = approval.name;
    facts->proposed_at = approval.proposed_at;
    facts->own = approval.proposed_by.value == actor->person.value;
    facts->two_persons = call_switched_on(call, "two-persons/release");
    return true;
}

static bool may(const struct standing *standing, enum verb verb)
{
    struct error ignored = {0};

    return policy_may(standing, verb, &ignored);
}

bool action_awards(struct env *env, const struct actor *actor, const struct call *call,
                   struct awards_facts *facts, struct error *err)
{
    *facts = (struct awards_facts){.call = call,
                                   .standing = standing_in_call(actor, call, env->now),
                                   .language = env->language,
                                   .now = env->now,
                                   .proposer = ""};
    facts->may_propose = may(&facts->standing, VERB_DECISION_PROPOSE);
    facts->may_release = may(&facts->standing, VERB_DECISION_RELEASE);
    facts->may_join = may(&facts->standing, VERB_PERSON_JOIN);
    if (!policy_may(&facts->standing, VERB_DECISION_READ, err) ||
        !read_rows(env, actor, call, facts, err) || !read_awards(env, actor, call, facts, err))
        return false;
    return !facts->may_release || (read_release(env, actor, call, facts, err) &&
                                   same_pairs_of(env, call, &facts->pairs, err));
}

/* ---- proposing */

const char *committee_capacity(const struct actor *actor, const struct call *call)
{
    return actor_is(actor, ROLE_CHAIR, call->id) ? "chair" : "secretary";
}

bool decision_open(struct env *env, const struct actor *actor, const struct call *call,
                   const char *key_text, struct application *application, struct error *err)
{
    struct standing standing;
    struct key key;

    if (!key_parse(key_text, &key))
        return error_set(err, ERROR_MISSING, "missing");
    if (!store_application_visible(env, actor, key, application, &standing, err))
        return false;
    if (application->call.value != call->id.value)
        return error_set(err, ERROR_MISSING, "missing");
    standing.gate = call_gate(call, env->now);
    standing.released = call->released_at != 0;
    standing.writable = application_writable(application, call, env->now);
    return policy_may(&standing, VERB_DECISION_PROPOSE, err);
}

static bool fill_in(const struct decision_form *form, struct decision *decision,
                    struct problems *problems, struct error *err)
{
    if (!outcome_of(form->outcome, &decision->outcome)) {
        problems_add(problems, SEVERITY_ERROR, "outcome", "unknown-choice");
        return error_set(err, ERROR_INVALID, "decision/invalid");
    }
    decision->amount = form->amount;
    decision->reason = form->reason;
    decision->outer = form->outer;
    return true;
}

bool action_decision_propose(struct env *env, const struct actor *actor, const struct call *call,
                             const struct decision_form *form, struct problems *problems,
                             struct error *err)
{
    struct application application = {.number = ""};
    const struct call *now = call;
    struct decision decision;
    bool ended;
    bool done = tx_begin(env, err) && service_call_by_id(env, call->id, &now, err) &&
                decision_open(env, actor, now, form->application, &application, err) &&
                store_decision_get(env, application.id, &decision, err) &&
                fill_in(form, &decision, problems, err) &&
                decision_propose(&decision, &application, actor->person, env->now, problems, err) &&
                store_decision_put(env, &decision, err) &&
                /* what was to be confirmed is no longer what was read */
                store_approval_end(env, call->id, APPROVAL_RELEASE, &ended, err) &&
                store_audit(env, actor, committee_capacity(actor, call), AUDIT_DECISION_PROPOSED,
                            application.number, err);

    return tx_end(env, done, err);
}
