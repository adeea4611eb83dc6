/* session.c: signed-in browsers, as rows. */

#include "store/session.h"

#include "base/text.h"
#include "store/query.h"

#define AGENT_BYTES 201

bool store_session_add(struct env *env, struct person_id person, const char *hash,
                       const char *agent, bool stays, struct error *err)
{
    struct statement *s = query(env->db, Q_SESSION_ADD);
    char cut[AGENT_BYTES];

    text_clip(cut, sizeof cut, agent == NULL ? "" : agent);
    bind_text(s, "key", key_new(env).text);
    bind_text(s, "token", hash);
    bind_int(s, "person", person.value);
    bind_text(s, "source", env->source);
    bind_text(s, "agent", cut);
    bind_int(s, "stays", stays);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_session_end(struct env *env, struct session_id session, struct error *err)
{
    struct statement *s = query(env->db, Q_SESSION_END);

    bind_int(s, "id", session.value);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_session_end_all(struct env *env, struct person_id person, struct session_id except,
                           struct error *err)
{
    struct statement *s = query(env->db, Q_SESSION_END_ALL);

    bind_int(s, "person", person.value);
    bind_int(s, "except", except.value);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_sessions(struct env *env, struct person_id person, int64_t idle, int64_t absolute,
                    struct session_rows *rows, struct error *err)
{
    struct statement *s = query(env->db, Q_SESSION_LIST);

    bind_int(s, "person", person.value);
    bind_int(s, "idle", idle);
    bind_int(s, "absolute", absolute);
    while (query_row(s, err)) {
        struct session_row *row = list_add(env->arena, rows);

        row->id.value = column_int(s, "id");
        row->key = column_key(s, "key");
        row->source = column_text(s, env->arena, "source");
        row->agent = column_text(s, env->arena, "agent");
        row->created_at = column_int(s, "created_at");
        row->seen_at = column_int(s, "seen_at");
    }
    return err->kind == ERROR_NONE;
}

bool store_session_known(struct env *env, struct person_id person, int64_t since, bool *known,
                         struct error *err)
{
    struct statement *s = query(env->db, Q_SESSION_KNOWN);

    bind_int(s, "person", person.value);
    bind_text(s, "source", env->source);
    bind_int(s, "since", since);
    *known = query_row(s, err) && column_int(s, "known") != 0;
    query_end(s);
    return err->kind == ERROR_NONE;
}
