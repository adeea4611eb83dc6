/* call.c: taking in a call's definition; the events that time brings. */

#include "action/call.h"

#include "domain/policy.h"
#include "store/audit.h"
#include "store/call.h"
#include "store/tx.h"

static bool may_import(struct env *env, const struct actor *actor, const struct call *call,
                       struct error *err)
{
    struct standing standing = standing_in_call(actor, call, env->now);

    return actor->local || policy_may(&standing, VERB_CALL_IMPORT, err);
}

static bool add(struct env *env, const struct actor *actor, const struct definition *definition,
                const char *document, struct error *err)
{
    const struct call *call;
    struct call_id id;
    struct error missing = {0};
    int64_t version;

    if (!service_call(env, definition->key, &call, &missing))
        return may_import(env, actor, NULL, err) &&
               store_call_add(env, definition, document, actor->person, &id, err);
    return may_import(env, actor, call, err) &&
           store_call_add_version(env, call->id, definition, document, actor->person, &version,
                                  err);
}

bool action_call_import(struct env *env, const struct actor *actor, const char *bytes,
                        size_t length, struct problems *problems, const char **key,
                        struct error *err)
{
    const json_t *document = json_parse(env->arena, bytes, length, err);
    const struct definition *definition;
    bool done;

    if (document == NULL)
        return false;
    definition = definition_read(env->arena, document, problems);
    if (definition == NULL)
        return error_set(err, ERROR_INVALID, "call/definition-wrong");
    *key = definition->key;
    done = tx_begin(env, err) &&
           add(env, actor, definition, json_canonical(env->arena, document), err) &&
           store_audit(env, actor, actor->local ? "local" : "secretary", AUDIT_CALL_IMPORTED,
                       definition->key, err);
    return tx_end(env, done, err);
}

static bool write_event(struct env *env, const struct call *call, enum call_event event, int64_t at,
                        enum audit_action action, struct error *err)
{
    struct person_id nobody = {0};
    bool done = tx_begin(env, err) && store_call_event(env, call->id, event, at, nobody, "", err) &&
                store_audit(env, NULL, "clock", action, call->key, err);

    return tx_end(env, done, err);
}

bool action_call_clock(struct env *env, struct error *err)
{
    const struct call *call;
    struct error missing = {0};

    if (!service_call(env, NULL, &call, &missing))
        return true;
    if (call->opened_at == 0 && call->opens_at != 0 && call->opens_at <= env->now &&
        !write_event(env, call, CALL_OPENING, call->opens_at, AUDIT_CALL_OPENED, err))
        return false;
    return call->closed_at != 0 || call->closes_at == 0 || call->closes_at >= env->now ||
           write_event(env, call, CALL_CLOSING, call->closes_at, AUDIT_CALL_CLOSED, err);
}
