/* call.c: taking in a call's definition; the events that time brings. */

#include "action/call.h"

#include "domain/policy.h"
#include "store/audit.h"
#include "store/call.h"
#include "store/tx.h"

const struct definition *action_call_check(struct env *env, const char *bytes, size_t length,
                                           struct problems *problems, struct error *err)
{
    const json_t *document = json_parse(env->arena, bytes, length, err);
    const struct definition *definition;

    if (document == NULL)
        return NULL;
    definition = definition_read(env->arena, document, problems);
    if (definition == NULL)
        error_set(err, ERROR_INVALID, "call/definition-wrong");
    return definition;
}

/* Like service_call, but that there is none is an answer: NULL. */
static bool find_call(struct env *env, const char *key, const struct call **call, struct error *err)
{
    struct error failed = {0};

    if (service_call(env, key, call, &failed))
        return true;
    *call = NULL;
    if (failed.kind != ERROR_MISSING)
        *err = failed;
    return failed.kind == ERROR_MISSING;
}

/* A call that is not there yet has no secretary: the current one's may bring it. */
static bool may_import(struct env *env, const struct actor *actor, const struct call *call,
                       struct error *err)
{
    struct standing standing;

    if (actor->local)
        return true;
    if (call == NULL && !find_call(env, NULL, &call, err))
        return false;
    standing = standing_in_call(actor, call, env->now);
    return policy_may(&standing, VERB_CALL_IMPORT, err);
}

/* What the definition would change, for somebody who may make it so. */
static bool weigh(struct env *env, const struct actor *actor, const struct definition *definition,
                  struct call_candidate *c, struct error *err)
{
    c->definition = definition;
    if (!find_call(env, definition->key, &c->call, err) || !may_import(env, actor, c->call, err))
        return false;
    if (c->call == NULL)
        return true;
    if (!store_call_answered(env, c->call->id, &c->answered, err))
        return false;
    c->diff = definition_compare(env->arena, c->call->definition, definition);
    for (size_t i = 0; i < c->diff.count; i++)
        c->refused = c->refused || (c->answered && c->diff.items[i].breaks);
    return true;
}

static bool add(struct env *env, const struct actor *actor, const struct call_candidate *c,
                const char *document, struct error *err)
{
    struct call_id id;
    int64_t version;

    if (c->refused)
        return error_set(err, ERROR_CONFLICT, "call/breaks");
    return (c->call == NULL ? store_call_add(env, c->definition, document, actor->person, &id, err)
                            : store_call_add_version(env, c->call->id, c->definition, document,
                                                     actor->person, &version, err)) &&
           store_audit(env, actor, actor->local ? "local" : "secretary", AUDIT_CALL_IMPORTED,
                       c->definition->key, err);
}

static const char *canonical(struct env *env, const char *bytes, size_t length, struct error *err)
{
    const json_t *document = json_parse(env->arena, bytes, length, err);

    return document == NULL ? NULL : json_canonical(env->arena, document);
}

bool action_call_import(struct env *env, const struct actor *actor, const char *bytes,
                        size_t length, struct problems *problems, const char **key,
                        struct error *err)
{
    const struct definition *definition = action_call_check(env, bytes, length, problems, err);
    struct call_candidate c = {.refused = false};
    const char *document;
    bool done;

    if (definition == NULL || (document = canonical(env, bytes, length, err)) == NULL)
        return false;
    *key = definition->key;
    done = tx_begin(env, err) && weigh(env, actor, definition, &c, err) &&
           add(env, actor, &c, document, err);
    return tx_end(env, done, err);
}

bool action_call_upload(struct env *env, const struct actor *actor, const char *bytes,
                        size_t length, struct problems *problems, struct key *candidate,
                        struct error *err)
{
    const struct definition *definition = action_call_check(env, bytes, length, problems, err);
    struct call_candidate c = {.refused = false};
    const char *document;
    bool done;

    if (definition == NULL || (document = canonical(env, bytes, length, err)) == NULL)
        return false;
    *candidate = key_new(env);
    done = tx_begin(env, err) && weigh(env, actor, definition, &c, err) &&
           store_candidate_add(env, *candidate, document, actor->person, err) &&
           store_audit(env, actor, "secretary", AUDIT_CALL_UPLOADED, definition->key, err);
    return tx_end(env, done, err);
}

/* A candidate was sound when it came; a program since renewed may see more. */
static bool read_candidate(struct env *env, const struct actor *actor, struct key key,
                           struct candidate_row *row, struct call_candidate *c, struct error *err)
{
    struct problems problems = problems_in(env->arena);
    const struct definition *definition;

    *c = (struct call_candidate){.refused = false};
    if (!store_candidate_get(env, key, row, err))
        return false;
    definition = action_call_check(env, row->definition, strlen(row->definition), &problems, err);
    c->by = row->by;
    c->at = row->at;
    return definition != NULL && weigh(env, actor, definition, c, err);
}

bool action_call_candidate(struct env *env, const struct actor *actor, struct key key,
                           struct call_candidate *candidate, struct error *err)
{
    struct candidate_row row;

    return read_candidate(env, actor, key, &row, candidate, err);
}

bool action_call_confirm(struct env *env, const struct actor *actor, struct key candidate,
                         const char **key, struct error *err)
{
    struct candidate_row row;
    struct call_candidate c;
    bool done = tx_begin(env, err) && read_candidate(env, actor, candidate, &row, &c, err) &&
                add(env, actor, &c, row.definition, err) &&
                store_candidate_remove(env, candidate, err);

    if (done)
        *key = c.definition->key;
    return tx_end(env, done, err);
}

static bool opening_due(const struct call *call, int64_t now)
{
    return call->opened_at == 0 && call->opens_at != 0 && call->opens_at <= now;
}

static bool closing_due(const struct call *call, int64_t now)
{
    return call->closed_at == 0 && call->closes_at != 0 && call->closes_at < now;
}

static bool write_event(struct env *env, const struct call *call, enum call_event event, int64_t at,
                        enum audit_action action, struct error *err)
{
    struct person_id nobody = {0};

    return store_call_event(env, call->id, event, at, nobody, "", err) &&
           store_audit(env, NULL, "clock", action, call->key, err);
}

/* Read again inside: the office may have moved a date or been first since. */
static bool write_due(struct env *env, struct error *err)
{
    const struct call *call;

    if (!service_call(env, NULL, &call, err))
        return false;
    if (opening_due(call, env->now) &&
        !write_event(env, call, CALL_OPENING, call->opens_at, AUDIT_CALL_OPENED, err))
        return false;
    return !closing_due(call, env->now) ||
           write_event(env, call, CALL_CLOSING, call->closes_at, AUDIT_CALL_CLOSED, err);
}

bool action_call_clock(struct env *env, struct error *err)
{
    const struct call *call;
    bool done;

    if (!find_call(env, NULL, &call, err))
        return false;
    if (call == NULL || (!opening_due(call, env->now) && !closing_due(call, env->now)))
        return true;
    done = tx_begin(env, err) && write_due(env, err);
    return tx_end(env, done, err);
}
