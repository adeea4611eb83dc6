/* decision.c: what the committee decided, as rows. */

#include "store/decision.h"

#include "store/query.h"

bool store_decision_outer(struct env *env, struct application_id application, const char **outcome,
                          const char **reason, struct error *err)
{
    struct statement *s = query(env->db, Q_DECISION_OUTER);

    *outcome = *reason = NULL;
    bind_int(s, "application", application.value);
    if (query_row(s, err)) {
        *outcome = column_text(s, env->arena, "outcome");
        *reason = column_text(s, env->arena, "outer");
    }
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_decision_get(struct env *env, struct application_id application,
                        struct decision *decision, struct error *err)
{
    struct statement *s = query(env->db, Q_DECISION_GET);

    *decision = (struct decision){.application = application, .reason = "", .outer = ""};
    bind_int(s, "application", application.value);
    if (query_row(s, err)) {
        decision->id.value = column_int(s, "id");
        decision->call.value = column_int(s, "call");
        outcome_of(column_text(s, env->arena, "outcome"), &decision->outcome);
        decision->amount = column_int(s, "amount");
        decision->reason = column_text(s, env->arena, "reason");
        decision->outer = column_text(s, env->arena, "outer");
        decision->proposed_by.value = column_int(s, "proposed_by");
        decision->proposed_at = column_int(s, "proposed_at");
        decision->released_at = column_int(s, "released_at");
    }
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_decision_put(struct env *env, const struct decision *decision, struct error *err)
{
    struct statement *s = query(env->db, Q_DECISION_PUT);

    bind_int(s, "call", decision->call.value);
    bind_int(s, "application", decision->application.value);
    bind_text(s, "outcome", outcome_word(decision->outcome));
    bind_int(s, "amount", decision->amount);
    bind_text(s, "reason", decision->reason);
    bind_text(s, "outer", decision->outer);
    bind_int(s, "by", decision->proposed_by.value);
    bind_int(s, "now", decision->proposed_at);
    return query_run(s, err);
}

bool store_decided(struct env *env, struct call_id call, struct decided_list *list,
                   struct error *err)
{
    struct statement *s = query(env->db, Q_DECISION_CANDIDATES);
    struct arena *a = env->arena;

    bind_int(s, "call", call.value);
    while (query_row(s, err)) {
        struct decided *d = list_add(a, list);

        d->candidate.application.value = column_int(s, "id");
        d->key = column_key(s, "key");
        d->candidate.number = column_text(s, a, "number");
        d->candidate.topic = column_text(s, a, "topic_code");
        d->candidate.person.value = column_int(s, "applicant");
        d->candidate.name = column_text(s, a, "leader");
        d->institution = column_text(s, a, "institution");
        d->title = column_text(s, a, "title");
        application_state_of(column_text(s, a, "state"), &d->candidate.state);
        d->preference = column_int(s, "preference");
        d->version = column_int(s, "version");
        d->candidate.decided = outcome_of(column_text(s, a, "outcome"), &d->candidate.outcome);
        d->candidate.amount = column_int(s, "amount");
        d->outer = column_text(s, a, "outer");
    }
    return err->kind == ERROR_NONE;
}

bool store_decided_for(struct env *env, struct call_id call, struct person_id actor,
                       struct decided_list *list, struct error *err)
{
    struct statement *s = query(env->db, Q_DECISION_UNSEEN);

    if (!store_decided(env, call, list, err))
        return false;
    bind_int(s, "call", call.value);
    bind_id(s, "actor", actor.value);
    while (query_row(s, err)) {
        int64_t unseen = column_int(s, "id");
        size_t kept = 0;

        for (size_t i = 0; i < list->count; i++)
            if (list->items[i].candidate.application.value != unseen)
                list->items[kept++] = list->items[i];
        list->count = kept;
    }
    return err->kind == ERROR_NONE;
}

bool store_decisions_release(struct env *env, struct call_id call, struct error *err)
{
    struct statement *s = query(env->db, Q_DECISION_RELEASE);

    bind_int(s, "call", call.value);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_approval_open(struct env *env, struct call_id call, const char *act,
                         struct approval *approval, bool *found, struct error *err)
{
    struct statement *s = query(env->db, Q_APPROVAL_OPEN);

    *approval = (struct approval){.name = "", .detail = ""};
    bind_int(s, "call", call.value);
    bind_text(s, "act", act);
    *found = query_row(s, err);
    if (*found) {
        approval->key = column_key(s, "key");
        approval->proposed_by.value = column_int(s, "proposed_by");
        approval->name = column_text(s, env->arena, "name");
        approval->proposed_at = column_int(s, "proposed_at");
        approval->detail = column_text(s, env->arena, "detail");
    }
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_approval_add(struct env *env, struct call_id call, const char *act, struct key key,
                        const char *detail, struct person_id by, struct error *err)
{
    struct statement *s = query(env->db, Q_APPROVAL_ADD);

    bind_text(s, "key", key.text);
    bind_int(s, "call", call.value);
    bind_text(s, "act", act);
    bind_text(s, "detail", detail);
    bind_int(s, "by", by.value);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_approval_confirm(struct env *env, struct key key, struct person_id by, struct error *err)
{
    struct statement *s = query(env->db, Q_APPROVAL_CONFIRM);

    bind_text(s, "key", key.text);
    bind_int(s, "by", by.value);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_approval_end(struct env *env, struct call_id call, const char *act, bool *ended,
                        struct error *err)
{
    struct statement *s = query(env->db, Q_APPROVAL_END);

    bind_text(s, "act", act);
    bind_int(s, "call", call.value);
    bind_int(s, "now", env->now);
    if (!query_run(s, err))
        return false;
    *ended = query_changes(s) > 0;
    return true;
}

bool store_sequence_take(struct env *env, const char *name, int64_t first, int64_t *number,
                         struct error *err)
{
    struct statement *s = query(env->db, Q_SEQUENCE_TAKE);

    bind_text(s, "name", name);
    bind_int(s, "first", first);
    while (query_row(s, err))
        *number = column_int(s, "number");
    return err->kind == ERROR_NONE;
}

/* The live award the index speaks of. */
static bool one_per_person(struct env *env, const struct award *award, struct error *err)
{
    struct statement *s = query(env->db, Q_AWARD_OF_PERSON);
    struct error late = {0};
    const char *number = "";

    bind_int(s, "call", award->call.value);
    bind_int(s, "person", award->person.value);
    if (query_row(s, &late))
        number = column_text(s, env->arena, "number");
    query_end(s);
    *err = (struct error){0};
    error_set(err, ERROR_CONFLICT, "award/one-per-person");
    return error_text(err, "number", number);
}

bool store_awards(struct env *env, struct call_id call, struct awards *awards, struct error *err)
{
    struct statement *s = query(env->db, Q_AWARD_LIST);

    bind_int(s, "call", call.value);
    while (query_row(s, err)) {
        struct award *award = list_add(env->arena, awards);

        award->id.value = column_int(s, "id");
        award->key = column_key(s, "key");
        award->call = call;
        award->person.value = column_int(s, "person");
        award->application.value = column_int(s, "application");
        award->number = column_text(s, env->arena, "number");
        award->amount = column_int(s, "amount");
        award->live = column_int(s, "live") != 0;
        award->made_at = column_int(s, "made_at");
        award->ended_at = column_int(s, "ended_at");
        award->ended_why = column_text(s, env->arena, "ended_why");
    }
    return err->kind == ERROR_NONE;
}

bool store_award_end(struct env *env, const struct award *award, struct error *err)
{
    struct statement *s = query(env->db, Q_AWARD_END);

    bind_int(s, "id", award->id.value);
    bind_text(s, "why", award->ended_why);
    bind_int(s, "now", award->ended_at);
    return query_run(s, err);
}

bool store_award_add(struct env *env, struct award *award, struct error *err)
{
    struct statement *s = query(env->db, Q_AWARD_ADD);

    bind_text(s, "key", award->key.text);
    bind_int(s, "call", award->call.value);
    bind_int(s, "person", award->person.value);
    bind_int(s, "application", award->application.value);
    bind_text(s, "number", award->number);
    bind_int(s, "amount", award->amount);
    bind_id(s, "by", award->made_by.value);
    bind_int(s, "now", env->now);
    if (query_insert(s, &award->id.value, err))
        return true;
    return err->kind == ERROR_CONFLICT ? one_per_person(env, award, err) : false;
}
