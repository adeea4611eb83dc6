/* release.c: the one release of a call: checked, asked for, confirmed, and carried out whole. */

#include "action/release.h"

#include "action/award.h"
#include "action/meaning.h"
#include "action/tell.h"
#include "base/text.h"
#include "domain/number.h"
#include "store/audit.h"
#include "store/contract.h"
#include "store/decision.h"
#include "store/tx.h"

/* ---- what stands against it */

static void check(struct env *env, const struct call *call, const struct decided_list *list,
                  const struct topic_rows *topics, struct problems *problems)
{
    struct candidates candidates = {0};
    struct places *places = arena_array(env->arena, topics->count + 1, sizeof *places);

    for (size_t i = 0; i < list->count; i++)
        *list_add(env->arena, &candidates) = list->items[i].candidate;
    for (size_t i = 0; i < topics->count; i++) {
        const struct topic_definition *topic = definition_topic(call->definition,
                                                                topics->items[i].code);

        places[i] = (struct places){topics->items[i].code,
                                    topic == NULL ? topics->items[i].code
                                                  : words_in(&topic->title, env->language),
                                    topics->items[i].quota};
    }
    release_check(&candidates, places, topics->count, call->budget, problems);
}

bool release_problems(struct env *env, const struct actor *actor, const struct call *call,
                      struct problems *problems, struct error *err)
{
    struct decided_list list = {0};
    struct topic_rows topics = {0};

    if (!store_decided_for(env, call->id, actor->person, &list, err) ||
        !store_topics(env, call->id, &topics, err))
        return false;
    check(env, call, &list, &topics, problems);
    return true;
}

/* Everything counts; told is what the actor may see of it. */
static bool sound(struct env *env, const struct actor *actor, const struct call *call,
                  struct problems *problems, struct error *err)
{
    struct problems all = problems_in(env->arena);
    const struct actor nobody = {.name = ""};

    if (!release_problems(env, &nobody, call, &all, err) ||
        !release_problems(env, actor, call, problems, err))
        return false;
    return problems_errors(&all) == 0 || error_set(err, ERROR_CONFLICT, "release/refused");
}

/* ---- carrying it out */

static bool in_force(const struct decided *d)
{
    return d->candidate.decided && d->candidate.state == APPLICATION_ELIGIBLE;
}

static bool add_contract(struct env *env, const struct call *call, const struct decided *d,
                         const struct award *award, struct error *err)
{
    const struct definition *def = call->definition;
    const json_t *sections = submitted_sections(env, award->application, d->version, err);
    const struct metric *metric = meaning_metric(def, sections);
    struct contract contract = {
        .key = key_new(env),
        .call = call->id,
        .award = award->id,
        .number = award->number,
        .project_number = award->number,
        .amount = award->amount,
        .party_b = d->institution,
        .starts_on = meaning_word(def, sections, MEANS_START),
        .ends_on = meaning_word(def, sections, MEANS_END),
        .metric = metric == NULL ? "" : words_in(&metric->text, LANGUAGE_ZH),
        .large_asked = strcmp(meaning_word(def, sections, MEANS_LARGE_MODEL), "yes") == 0,
    };

    return err->kind == ERROR_NONE && store_contract_add(env, &contract, err);
}

bool award_make(struct env *env, const struct actor *actor, const struct call *call,
                const struct decided *d, struct error *err)
{
    struct award award = {.key = key_new(env),
                          .call = call->id,
                          .person = d->candidate.person,
                          .application = d->candidate.application,
                          .amount = d->candidate.amount,
                          .made_by = actor->person};
    int64_t number = 0;

    if (!store_sequence_take(env, arena_format(env->arena, "award:%s", call->key),
                             call->definition->award_first, &number, err))
        return false;
    award.number = number_sequence(env->arena, call->definition->award_number, number);
    return store_award_add(env, &award, err) && add_contract(env, call, d, &award, err) &&
           store_audit(env, actor, committee_capacity(actor, call), AUDIT_AWARD_MADE, award.number,
                       err);
}

static void put_outcome(const struct call *call, const struct decided *d, json_t *list)
{
    static const char *const flags[] = {
        [OUTCOME_FUND] = "fund", [OUTCOME_RESERVE] = "reserve", [OUTCOME_DECLINE] = "decline"};
    json_t *item = json_add_object(list);
    const struct topic_definition *topic = definition_topic(call->definition, d->candidate.topic);

    json_put_text(item, "number", d->candidate.number);
    json_put_text(item, "topic", d->candidate.topic);
    json_put_text(item, "topic_title", topic == NULL ? "" : words_in(&topic->title, LANGUAGE_ZH));
    json_put_text(item, "title", d->title);
    for (int i = 0; i < OUTCOME_COUNT; i++)
        json_put_flag(item, flags[i], i == (int)d->candidate.outcome);
    json_put_text(item, "outer", d->outer);
}

const json_t *release_message(struct env *env, const struct call *call,
                              const struct decided_list *list, size_t at, enum outcome *subject)
{
    static const char *const best[] = {"best_fund", "best_reserve", "best_decline"};
    struct person_id person = list->items[at].candidate.person;
    json_t *detail = json_root(env->arena), *rows = json_put_array(detail, "rows");
    int first = OUTCOME_DECLINE;

    for (size_t i = at; i < list->count; i++) {
        const struct decided *d = &list->items[i];

        if (d->candidate.person.value != person.value || !in_force(d))
            continue;
        put_outcome(call, d, rows);
        first = (int)d->candidate.outcome < first ? (int)d->candidate.outcome : first;
    }
    for (int i = 0; i < OUTCOME_COUNT; i++)
        json_put_flag(detail, best[i], i == first);
    json_put_text(detail, "path", "/applications");
    *subject = (enum outcome)first;
    return detail;
}

bool award_tell(struct env *env, const struct call *call, const struct decided_list *list,
                size_t at, struct error *err)
{
    enum outcome subject;
    const json_t *detail = release_message(env, call, list, at, &subject);

    return tell_person(env, list->items[at].candidate.person, "decision", call->id, "call",
                       call->id.value, detail, err);
}

bool release_tells(const struct decided_list *list, size_t at)
{
    if (!in_force(&list->items[at]))
        return false;
    for (size_t i = 0; i < at; i++)
        if (in_force(&list->items[i]) &&
            list->items[i].candidate.person.value == list->items[at].candidate.person.value)
            return false;
    return true;
}

static bool carry_out(struct env *env, const struct actor *actor, const struct call *call,
                      struct error *err)
{
    struct decided_list list = {0};
    bool done = store_decided(env, call->id, &list, err) &&
                store_call_event(env, call->id, CALL_RELEASE, env->now, actor->person, "", err) &&
                store_decisions_release(env, call->id, err);

    for (size_t i = 0; done && i < list.count; i++)
        if (in_force(&list.items[i]) && list.items[i].candidate.outcome == OUTCOME_FUND)
            done = award_make(env, actor, call, &list.items[i], err);
    for (size_t i = 0; done && i < list.count; i++)
        if (release_tells(&list, i))
            done = award_tell(env, call, &list, i, err);
    return done && store_audit(env, actor, committee_capacity(actor, call), AUDIT_CALL_RELEASED,
                               call->key, err);
}

/* ---- asking and confirming */

/* As it stands in this transaction, and may this actor release it? */
static bool fresh(struct env *env, const struct actor *actor, struct call_id id,
                  const struct call **call, struct error *err)
{
    struct standing standing;

    if (!service_call_by_id(env, id, call, err))
        return false;
    standing = standing_in_call(actor, *call, env->now);
    return policy_may(&standing, VERB_DECISION_RELEASE, err);
}

/* What was asked for, so that the audit can say what was confirmed. */
static const char *plan_digest(struct env *env, const struct call *call, struct error *err)
{
    struct decided_list list = {0};
    struct buffer text = buffer_in(env->arena);
    struct digest digest;

    if (!store_decided(env, call->id, &list, err))
        return NULL;
    for (size_t i = 0; i < list.count; i++)
        if (in_force(&list.items[i]))
            buffer_format(&text, "%s %s %lld\n", list.items[i].candidate.number,
                          outcome_word(list.items[i].candidate.outcome),
                          (long long)list.items[i].candidate.amount);
    digest = digest_of(buffer_get(&text), text.length);
    return digest_hex(env->arena, &digest);
}

static bool ask(struct env *env, const struct actor *actor, const struct call *call,
                struct error *err)
{
    const char *digest = plan_digest(env, call, err);
    struct key key = key_new(env);

    return digest != NULL &&
           store_approval_add(env, call->id, APPROVAL_RELEASE, key, digest, actor->person, err) &&
           store_audit_add(env, actor, committee_capacity(actor, call),
                           audit_word(AUDIT_CALL_RELEASE_PROPOSED), "call", call->key, NULL, digest,
                           err) &&
           (call_switched_on(call, "two-persons/release") ||
            (store_approval_confirm(env, key, actor->person, err) &&
             carry_out(env, actor, call, err)));
}

static bool not_waiting(struct env *env, const struct call *call, struct error *err)
{
    struct approval approval;
    bool waiting;

    return store_approval_open(env, call->id, APPROVAL_RELEASE, &approval, &waiting, err) &&
           (!waiting || error_set(err, ERROR_CONFLICT, "release/waiting"));
}

bool action_release_propose(struct env *env, const struct actor *actor, const struct call *call,
                            struct problems *problems, struct error *err)
{
    const struct call *now = call;
    bool done = tx_begin(env, err) && fresh(env, actor, call->id, &now, err) &&
                not_waiting(env, now, err) && sound(env, actor, now, problems, err) &&
                ask(env, actor, now, err);

    return tx_end(env, done, err);
}

/* The request that waits, by another than who confirms it. */
static bool waiting_for(struct env *env, const struct actor *actor, const struct call *call,
                        struct approval *approval, struct error *err)
{
    bool waiting;

    return store_approval_open(env, call->id, APPROVAL_RELEASE, approval, &waiting, err) &&
           (waiting || error_set(err, ERROR_CONFLICT, "release/none")) &&
           release_by(approval->proposed_by, actor->person,
                      call_switched_on(call, "two-persons/release"), err);
}

bool action_release_confirm(struct env *env, const struct actor *actor, const struct call *call,
                            struct problems *problems, struct error *err)
{
    const struct call *now = call;
    struct approval approval;
    bool done = tx_begin(env, err) && fresh(env, actor, call->id, &now, err) &&
                waiting_for(env, actor, now, &approval, err) &&
                sound(env, actor, now, problems, err) &&
                store_approval_confirm(env, approval.key, actor->person, err) &&
                carry_out(env, actor, now, err);

    return tx_end(env, done, err);
}

bool action_release_withdraw(struct env *env, const struct actor *actor, const struct call *call,
                             struct error *err)
{
    const struct call *now = call;
    bool ended = false;
    bool done = tx_begin(env, err) && fresh(env, actor, call->id, &now, err) &&
                store_approval_end(env, call->id, APPROVAL_RELEASE, &ended, err) &&
                (ended || error_set(err, ERROR_CONFLICT, "release/none")) &&
                store_audit(env, actor, committee_capacity(actor, now),
                            AUDIT_CALL_RELEASE_WITHDRAWN, now->key, err);

    return tx_end(env, done, err);
}
