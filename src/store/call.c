/* call.c: calls, their definitions by version, topics, events and extensions, as rows. */

#include "store/call.h"

#include "base/digest.h"
#include "base/text.h"
#include "store/query.h"

static void read_call(struct env *env, struct statement *s, struct call *call, struct error *err)
{
    const char *switches;

    *call = (struct call){
        .id = {column_int(s, "id")},
        .key = column_text(s, env->arena, "key"),
        .version = column_int(s, "version"),
        .opens_at = column_int(s, "opens_at"),
        .closes_at = column_int(s, "closes_at"),
        .grace = column_int(s, "grace"),
        .opened_at = column_int(s, "opened_at"),
        .closed_at = column_int(s, "closed_at"),
        .released_at = column_int(s, "released_at"),
        .budget = column_int(s, "budget"),
    };
    switches = column_text(s, env->arena, "switches");
    call->switches = json_parse(env->arena, switches, strlen(switches), err);
}

static bool one_call(struct env *env, struct statement *s, struct call *call, struct error *err)
{
    if (!query_row(s, err))
        return error_set(err, ERROR_MISSING, "call/missing");
    read_call(env, s, call, err);
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_call_get(struct env *env, const char *key, struct call *call, struct error *err)
{
    struct statement *s = query(env->db, key == NULL ? Q_CALL_CURRENT : Q_CALL_BY_KEY);

    if (key != NULL)
        bind_text(s, "key", key);
    return one_call(env, s, call, err);
}

bool store_call_by_id(struct env *env, struct call_id id, struct call *call, struct error *err)
{
    struct statement *s = query(env->db, Q_CALL_BY_ID);

    bind_int(s, "id", id.value);
    return one_call(env, s, call, err);
}

bool store_call_list(struct env *env, struct call_rows *rows, struct error *err)
{
    struct statement *s = query(env->db, Q_CALL_LIST);

    while (query_row(s, err)) {
        struct call_row *row = list_add(env->arena, rows);

        row->key = column_text(s, env->arena, "key");
        row->version = column_int(s, "version");
        row->opens_at = column_int(s, "opens_at");
        row->closes_at = column_int(s, "closes_at");
        row->current = column_int(s, "current") != 0;
    }
    return err->kind == ERROR_NONE;
}

bool store_call_definition(struct env *env, struct call_id call, int64_t version,
                           const char **definition, struct error *err)
{
    struct statement *s = query(env->db, Q_CALL_DEFINITION);

    bind_int(s, "call", call.value);
    bind_int(s, "version", version);
    if (!query_row(s, err))
        return error_set(err, ERROR_MISSING, "call/missing");
    *definition = column_text(s, env->arena, "definition");
    query_end(s);
    return true;
}

static bool add_topics(struct env *env, struct call_id call, const struct definition *definition,
                       struct error *err)
{
    for (size_t i = 0; i < definition->topics.count; i++) {
        struct statement *s = query(env->db, Q_TOPIC_ADD);

        bind_int(s, "call", call.value);
        bind_text(s, "code", definition->topics.items[i].code);
        bind_int(s, "place", (int64_t)i + 1);
        bind_int(s, "quota", definition->topics.items[i].quota);
        if (!query_run(s, err))
            return false;
    }
    return true;
}

static bool add_version(struct env *env, struct call_id call, int64_t version, const char *document,
                        struct person_id by, struct error *err)
{
    struct statement *s = query(env->db, Q_CALL_VERSION_ADD);
    struct digest sha256 = digest_of(document, strlen(document));

    bind_int(s, "call", call.value);
    bind_int(s, "version", version);
    bind_text(s, "definition", document);
    bind_text(s, "sha256", digest_hex(env->arena, &sha256));
    bind_id(s, "by", by.value);
    bind_time(s, "now", env->now);
    return query_run(s, err);
}

/* The first call of a folder becomes the current one. */
static bool make_current(struct env *env, const char *key, struct error *err)
{
    struct statement *s = query(env->db, Q_SETTING_GET);
    bool exists;

    bind_text(s, "name", "call");
    exists = query_row(s, err);
    query_end(s);
    if (exists || err->kind != ERROR_NONE)
        return exists;
    s = query(env->db, Q_SETTING_PUT);
    bind_text(s, "name", "call");
    bind_text(s, "value", key);
    return query_run(s, err);
}

bool store_call_add(struct env *env, const struct definition *definition, const char *document,
                    struct person_id by, struct call_id *id, struct error *err)
{
    struct statement *s = query(env->db, Q_CALL_ADD);

    bind_text(s, "key", definition->key);
    bind_time(s, "opens_at", definition->opens_at);
    bind_time(s, "closes_at", definition->closes_at);
    bind_int(s, "grace", definition->grace);
    bind_time(s, "budget", definition->budget);
    bind_time(s, "now", env->now);
    return query_insert(s, &id->value, err) && add_version(env, *id, 1, document, by, err) &&
           add_topics(env, *id, definition, err) && make_current(env, definition->key, err);
}

bool store_call_add_version(struct env *env, struct call_id call,
                            const struct definition *definition, const char *document,
                            struct person_id by, int64_t *version, struct error *err)
{
    struct statement *s = query(env->db, Q_CALL_VERSION_NEWEST);

    bind_int(s, "call", call.value);
    if (!query_row(s, err))
        return error_set(err, ERROR_MISSING, "call/missing");
    *version = column_int(s, "version") + 1;
    query_end(s);
    if (!add_version(env, call, *version, document, by, err) ||
        !add_topics(env, call, definition, err))
        return false;
    s = query(env->db, Q_CALL_SET_VERSION);
    bind_int(s, "call", call.value);
    bind_int(s, "version", *version);
    return query_run(s, err);
}

bool store_call_set(struct env *env, const struct call *call, struct error *err)
{
    struct statement *s = query(env->db, Q_CALL_SET);

    bind_int(s, "id", call->id.value);
    bind_time(s, "opens_at", call->opens_at);
    bind_time(s, "closes_at", call->closes_at);
    bind_int(s, "grace", call->grace);
    bind_time(s, "budget", call->budget);
    bind_text(s, "switches", json_canonical(env->arena, call->switches));
    return query_run(s, err);
}

static bool add_event(struct env *env, struct call_id call, const char *event, int64_t at,
                      struct person_id by, const char *reason, struct error *err)
{
    struct statement *s = query(env->db, Q_CALL_EVENT_ADD);

    bind_int(s, "call", call.value);
    bind_text(s, "event", event);
    bind_int(s, "at", at);
    bind_id(s, "by", by.value);
    bind_text(s, "reason", reason);
    return query_run(s, err);
}

bool store_call_event(struct env *env, struct call_id call, enum call_event event, int64_t at,
                      struct person_id by, const char *reason, struct error *err)
{
    static const struct {
        enum query_name update;
        const char *word;
    } events[] = {
        [CALL_OPENING] = {Q_CALL_EVENT_OPENING, "opening"},
        [CALL_CLOSING] = {Q_CALL_EVENT_CLOSING, "closing"},
        [CALL_RELEASE] = {Q_CALL_EVENT_RELEASE, "release"},
    };
    struct statement *s = query(env->db, events[event].update);

    bind_int(s, "call", call.value);
    bind_int(s, "at", at);
    if (!query_run(s, err))
        return false;
    if (query_changes(s) == 0)
        return error_set(err, ERROR_CONFLICT, "call/event-done");
    return add_event(env, call, events[event].word, at, by, reason, err);
}

bool store_call_reopen(struct env *env, struct call_id call, struct person_id by,
                       const char *reason, struct error *err)
{
    struct statement *s = query(env->db, Q_CALL_REOPEN);

    bind_int(s, "call", call.value);
    bind_int(s, "now", env->now);
    if (!query_run(s, err))
        return false;
    if (query_changes(s) == 0)
        return error_set(err, ERROR_CONFLICT, "call/not-closed");
    return add_event(env, call, "reopening", env->now, by, reason, err);
}

bool store_call_note(struct env *env, struct call_id call, const char *event, struct person_id by,
                     const char *reason, struct error *err)
{
    return add_event(env, call, event, env->now, by, reason, err);
}

bool store_call_event_newest(struct env *env, int64_t *at, struct error *err)
{
    struct statement *s = query(env->db, Q_CALL_EVENT_NEWEST);

    *at = query_row(s, err) ? column_int(s, "at") : 0;
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_call_history(struct env *env, struct call_id call, struct call_history *history,
                        struct error *err)
{
    struct statement *s = query(env->db, Q_CALL_HISTORY);

    bind_int(s, "call", call.value);
    while (query_row(s, err)) {
        struct call_history_row *row = list_add(env->arena, history);

        row->event = column_text(s, env->arena, "event");
        row->at = column_int(s, "at");
        row->by = column_text(s, env->arena, "by");
        row->reason = column_text(s, env->arena, "reason");
    }
    return err->kind == ERROR_NONE;
}

static void read_topic(struct env *env, struct statement *s, struct topic_row *topic)
{
    topic->id.value = column_int(s, "id");
    topic->code = column_text(s, env->arena, "code");
    topic->quota = column_int(s, "quota");
}

bool store_topics(struct env *env, struct call_id call, struct topic_rows *rows, struct error *err)
{
    struct statement *s = query(env->db, Q_TOPIC_LIST);

    bind_int(s, "call", call.value);
    while (query_row(s, err))
        read_topic(env, s, list_add(env->arena, rows));
    return err->kind == ERROR_NONE;
}

bool store_topic_get(struct env *env, struct call_id call, const char *code,
                     struct topic_row *topic, struct error *err)
{
    struct statement *s = query(env->db, Q_TOPIC_BY_CODE);

    bind_int(s, "call", call.value);
    bind_text(s, "code", code);
    if (!query_row(s, err))
        return error_set(err, ERROR_MISSING, "call/no-topic");
    read_topic(env, s, topic);
    query_end(s);
    return true;
}

bool store_topic_quota(struct env *env, struct topic_id topic, int64_t quota, struct error *err)
{
    struct statement *s = query(env->db, Q_TOPIC_QUOTA);

    bind_int(s, "id", topic.value);
    bind_int(s, "quota", quota);
    return query_run(s, err);
}

bool store_extension_add(struct env *env, struct call_id call, struct person_id person,
                         struct topic_id topic, int64_t until, const char *reason,
                         struct person_id by, struct error *err)
{
    struct statement *s = query(env->db, Q_EXTENSION_ADD);

    bind_int(s, "call", call.value);
    bind_id(s, "person", person.value);
    bind_id(s, "topic", topic.value);
    bind_int(s, "until", until);
    bind_text(s, "reason", reason);
    bind_int(s, "by", by.value);
    bind_time(s, "now", env->now);
    return query_run(s, err);
}

bool store_extension_until(struct env *env, struct call_id call, struct person_id person,
                           struct topic_id topic, int64_t *until, struct error *err)
{
    struct statement *s = query(env->db, Q_EXTENSION_UNTIL);

    bind_int(s, "call", call.value);
    bind_id(s, "person", person.value);
    bind_id(s, "topic", topic.value);
    if (!query_row(s, err))
        return false;
    *until = column_int(s, "until");
    query_end(s);
    return true;
}

bool store_call_answered(struct env *env, struct call_id call, bool *answered, struct error *err)
{
    struct statement *s = query(env->db, Q_CALL_ANSWERED);

    bind_int(s, "call", call.value);
    if (!query_row(s, err))
        return false;
    *answered = column_int(s, "answered") != 0;
    query_end(s);
    return true;
}

bool store_candidate_add(struct env *env, struct key key, const char *definition,
                         struct person_id by, struct error *err)
{
    struct statement *s = query(env->db, Q_CANDIDATE_CLEAR);

    bind_int(s, "by", by.value);
    if (!query_run(s, err))
        return false;
    s = query(env->db, Q_CANDIDATE_ADD);
    bind_text(s, "key", key.text);
    bind_text(s, "definition", definition);
    bind_int(s, "by", by.value);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_candidate_get(struct env *env, struct key key, struct candidate_row *row,
                         struct error *err)
{
    struct statement *s = query(env->db, Q_CANDIDATE_GET);

    bind_text(s, "key", key.text);
    if (!query_row(s, err))
        return error_set(err, ERROR_MISSING, "missing");
    row->definition = column_text(s, env->arena, "definition");
    row->by = column_text(s, env->arena, "by");
    row->at = column_int(s, "uploaded_at");
    query_end(s);
    return true;
}

bool store_candidate_remove(struct env *env, struct key key, struct error *err)
{
    struct statement *s = query(env->db, Q_CANDIDATE_REMOVE);

    bind_text(s, "key", key.text);
    return query_run(s, err);
}
