/* refill.c: a place that fell free after the release goes to somebody of the reserve. */

#include "action/refill.h"

#include "base/json.h"
#include "base/text.h"
#include "store/application.h"
#include "store/audit.h"
#include "store/call.h"
#include "store/tx.h"

/* What an approval remembers, as JSON. */
struct plan {
    const char *application, *reason;
    int64_t amount;
};

static const char *plan_write(struct env *env, const struct plan *plan)
{
    json_t *object = json_root(env->arena);

    json_put_text(object, "application", plan->application);
    json_put_int(object, "amount", plan->amount);
    json_put_text(object, "reason", plan->reason);
    return json_write(env->arena, object);
}

static bool plan_read(struct env *env, const char *text, struct plan *plan, struct error *err)
{
    const json_t *object = json_parse(env->arena, text, strlen(text), err);

    *plan = (struct plan){json_word(object, "application"), json_word(object, "reason"),
                          json_integer_value(json_at(object, "amount"))};
    return object != NULL;
}

/* ---- may it be */

/* As it stands in this transaction. */
struct scene {
    const struct call *call;
    struct application application;
    struct decided_list list;
    size_t at; /* the application's place in the list */
    struct awards awards;
    struct vacancy vacancy;
};

static bool find_decided(struct scene *scene)
{
    for (scene->at = 0; scene->at < scene->list.count; scene->at++)
        if (scene->list.items[scene->at].candidate.application.value == scene->application.id.value)
            return true;
    return false;
}

static const char *topic_of(const struct scene *scene, struct application_id application)
{
    for (size_t i = 0; i < scene->list.count; i++)
        if (scene->list.items[i].candidate.application.value == application.value)
            return scene->list.items[i].candidate.topic;
    return "";
}

static void count_places(struct scene *scene, const struct topic_row *topic)
{
    scene->vacancy = (struct vacancy){
        .topic = topic->code, .quota = topic->quota, .budget = scene->call->budget};
    for (size_t i = 0; i < scene->awards.count; i++) {
        const struct award *award = &scene->awards.items[i];

        if (!award->live)
            continue;
        scene->vacancy.spent += award->amount;
        scene->vacancy.live += text_equal(topic_of(scene, award->application), topic->code);
    }
}

static bool set_scene(struct env *env, const struct actor *actor, const struct call *call,
                      const char *key_text, struct scene *scene, struct error *err)
{
    struct standing standing;
    struct topic_row topic;
    struct key key;

    *scene = (struct scene){.call = call};
    if (!key_parse(key_text, &key))
        return error_set(err, ERROR_MISSING, "missing");
    if (!service_call_by_id(env, call->id, &scene->call, err) ||
        !store_application_visible(env, actor, key, &scene->application, &standing, err))
        return false;
    standing.gate = call_gate(scene->call, env->now);
    if (scene->application.call.value != call->id.value)
        return error_set(err, ERROR_MISSING, "missing");
    if (!policy_may(&standing, VERB_AWARD_REFILL, err) ||
        !store_decided(env, call->id, &scene->list, err) ||
        !store_awards(env, call->id, &scene->awards, err) ||
        !store_topic_get(env, call->id, scene->application.topic_code, &topic, err))
        return false;
    if (!find_decided(scene))
        return error_set(err, ERROR_MISSING, "missing");
    count_places(scene, &topic);
    return true;
}

static bool sound(const struct scene *scene, const struct plan *plan, struct error *err)
{
    const struct candidate *candidate = &scene->list.items[scene->at].candidate;
    struct award wanted = {.call = scene->call->id, .person = candidate->person};

    return award_refill(candidate, &scene->vacancy, plan->amount, err) &&
           award_may_live(&scene->awards, &wanted, err);
}

/* ---- carrying it out */

/* The decision's second word: the first was released. */
static bool decide(struct env *env, const struct actor *actor, const struct scene *scene,
                   const struct plan *plan, struct decision *decision, struct problems *problems,
                   struct error *err)
{
    *decision = (struct decision){
        .outcome = OUTCOME_FUND, .amount = plan->amount, .reason = plan->reason, .outer = ""};
    return decision_propose(decision, &scene->application, actor->person, env->now, problems, err);
}

static bool carry_out(struct env *env, const struct actor *actor, struct scene *scene,
                      const struct plan *plan, struct error *err)
{
    struct problems problems = problems_in(env->arena);
    struct decided_list told = {0};
    struct decided *decided = list_add(env->arena, &told);
    struct decision decision;

    *decided = scene->list.items[scene->at];
    decided->candidate.outcome = OUTCOME_FUND;
    decided->candidate.amount = plan->amount;
    decided->outer = "";
    return decide(env, actor, scene, plan, &decision, &problems, err) &&
           store_decision_put(env, &decision, err) &&
           award_make(env, actor, scene->call, decided, err) &&
           award_tell(env, scene->call, &told, 0, err);
}

/* ---- asking, confirming, withdrawing */

bool action_refill_propose(struct env *env, const struct actor *actor, const struct call *call,
                           const struct refill_form *form, struct problems *problems,
                           struct error *err)
{
    struct plan plan = {form->application, form->reason, form->amount};
    struct approval approval;
    struct decision decision;
    struct scene scene;
    struct key key = key_new(env);
    bool waiting = false, done;

    done = tx_begin(env, err) && set_scene(env, actor, call, form->application, &scene, err) &&
           decide(env, actor, &scene, &plan, &decision, problems, err) &&
           sound(&scene, &plan, err) &&
           store_approval_open(env, call->id, APPROVAL_REFILL, &approval, &waiting, err) &&
           (!waiting || error_set(err, ERROR_CONFLICT, "refill/waiting")) &&
           store_approval_add(env, call->id, APPROVAL_REFILL, key, plan_write(env, &plan),
                              actor->person, err) &&
           store_audit(env, actor, committee_capacity(actor, call), AUDIT_REFILL_PROPOSED,
                       scene.application.number, err) &&
           (call_switched_on(scene.call, "two-persons/release") ||
            (store_approval_confirm(env, key, actor->person, err) &&
             carry_out(env, actor, &scene, &plan, err)));
    return tx_end(env, done, err);
}

/* One that is about what the actor must not see is none to them. */
static bool find_waiting(struct env *env, const struct actor *actor, const struct call *call,
                         struct approval *approval, struct plan *plan, struct scene *scene,
                         struct error *err)
{
    struct error hidden = {0};
    bool waiting;

    if (!store_approval_open(env, call->id, APPROVAL_REFILL, approval, &waiting, err))
        return false;
    if (!waiting)
        return error_set(err, ERROR_CONFLICT, "refill/none");
    if (!plan_read(env, approval->detail, plan, err))
        return false;
    if (set_scene(env, actor, call, plan->application, scene, &hidden))
        return true;
    if (hidden.kind == ERROR_MISSING)
        return error_set(err, ERROR_CONFLICT, "refill/none");
    return *err = hidden, false;
}

bool action_refill_confirm(struct env *env, const struct actor *actor, const struct call *call,
                           struct error *err)
{
    struct approval approval;
    struct plan plan;
    struct scene scene;
    bool done = tx_begin(env, err) &&
                find_waiting(env, actor, call, &approval, &plan, &scene, err) &&
                release_by(approval.proposed_by, actor->person,
                           call_switched_on(scene.call, "two-persons/release"), err) &&
                sound(&scene, &plan, err) &&
                store_approval_confirm(env, approval.key, actor->person, err) &&
                carry_out(env, actor, &scene, &plan, err);

    return tx_end(env, done, err);
}

bool action_refill_withdraw(struct env *env, const struct actor *actor, const struct call *call,
                            struct error *err)
{
    struct approval approval;
    struct plan plan;
    struct scene scene;
    bool ended;
    bool done = tx_begin(env, err) &&
                find_waiting(env, actor, call, &approval, &plan, &scene, err) &&
                store_approval_end(env, call->id, APPROVAL_REFILL, &ended, err) &&
                store_audit(env, actor, committee_capacity(actor, call), AUDIT_REFILL_WITHDRAWN,
                            scene.application.number, err);

    return tx_end(env, done, err);
}

bool refill_waiting(struct env *env, const struct actor *actor, const struct call *call,
                    struct refill_waiting *waiting, bool *found, struct error *err)
{
    struct approval approval;
    struct plan plan;
    struct scene scene;
    struct error hidden = {0};

    if (!store_approval_open(env, call->id, APPROVAL_REFILL, &approval, found, err) || !*found)
        return err->kind == ERROR_NONE;
    if (!plan_read(env, approval.detail, &plan, err))
        return false;
    *found = set_scene(env, actor, call, plan.application, &scene, &hidden);
    if (*found)
        *waiting = (struct refill_waiting){
            .number = scene.application.number,
            .proposer = approval.name,
            .amount = plan.amount,
            .proposed_at = approval.proposed_at,
            .own = approval.proposed_by.value == actor->person.value,
        };
    return true;
}
