/* session.c: who is signed in. */

#include "action/session.h"

#include "base/log.h"
#include "store/audit.h"
#include "store/query.h"
#include "store/tx.h"
#include "world/world.h"

#define SEEN_EVERY 300

/* A page must not fail because nobody could note that it was seen. */
static void note_seen(struct env *env, struct session_id session)
{
    struct error err = {0};
    struct statement *s;
    bool done = tx_begin(env, &err);

    if (done) {
        s = query(env->db, Q_SESSION_SEEN);
        bind_int(s, "now", env->now);
        bind_id(s, "id", session.value);
        done = query_run(s, &err);
    }
    if (!tx_end(env, done, &err))
        log_event("session/seen", "code", err.code, NULL);
}

static bool load_roles(struct env *env, struct actor *actor, struct error *err)
{
    struct statement *s = query(env->db, Q_SESSION_ROLES);

    bind_id(s, "person", actor->person.value);
    while (query_row(s, err)) {
        struct role_grant *grant;
        enum role role;

        if (!role_of(column_text(s, env->arena, "role"), &role))
            continue;
        grant = list_add(env->arena, &actor->roles);
        *grant = (struct role_grant){.role = role, .call = {column_int(s, "call")}};
    }
    return err->kind == ERROR_NONE;
}

static void read_actor(struct env *env, struct statement *s, struct actor *actor)
{
    actor->session.value = column_int(s, "id");
    actor->person.value = column_int(s, "person");
    actor->key = column_key(s, "key");
    actor->name = column_text(s, env->arena, "name");
    actor->email = column_text(s, env->arena, "email");
    actor->language = language_of(column_text(s, env->arena, "language"), LANGUAGE_ZH);
}

/* In a rehearsal, whose clock is moved by days, time ends no session. */
static int64_t since(const struct env *env, int64_t age)
{
    return service_rehearses(service_of(env)) ? 0 : env->now - age;
}

bool action_session_find(struct env *env, const char *token, struct actor *actor, struct error *err)
{
    struct digest hash = digest_of(token, strlen(token));
    bool found = false;
    struct statement *s = query(env->db, Q_SESSION_FIND);
    int64_t seen_at = 0;

    memset(actor, 0, sizeof *actor);
    bind_text(s, "token", digest_hex(env->arena, &hash));
    bind_int(s, "idle", since(env, SESSION_IDLE));
    bind_int(s, "absolute", since(env, SESSION_ABSOLUTE));
    while (query_row(s, err)) {
        found = true;
        read_actor(env, s, actor);
        seen_at = column_int(s, "seen_at");
    }
    if (err->kind != ERROR_NONE || !found)
        return err->kind == ERROR_NONE;
    if (env->now - seen_at >= SEEN_EVERY)
        note_seen(env, actor->session);
    return load_roles(env, actor, err);
}

bool action_sessions(struct env *env, const struct actor *actor, struct session_rows *rows,
                     struct error *err)
{
    return store_sessions(env, actor->person, since(env, SESSION_IDLE),
                          since(env, SESSION_ABSOLUTE), rows, err);
}

static bool end_named(struct env *env, const struct actor *actor, struct key key, struct error *err)
{
    struct session_rows rows = {0};

    if (!action_sessions(env, actor, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        if (strcmp(rows.items[i].key.text, key.text) == 0)
            return store_session_end(env, rows.items[i].id, err);
    return error_set(err, ERROR_MISSING, "account/no-session");
}

bool action_session_end(struct env *env, const struct actor *actor, struct key key,
                        struct error *err)
{
    bool done = tx_begin(env, err) && end_named(env, actor, key, err) &&
                store_audit(env, actor, "person", AUDIT_SESSION_ENDED, actor->key.text, err);

    return tx_end(env, done, err);
}

bool action_sessions_end_others(struct env *env, const struct actor *actor, struct error *err)
{
    bool done = tx_begin(env, err) &&
                store_session_end_all(env, actor->person, actor->session, err) &&
                store_audit(env, actor, "person", AUDIT_SESSION_ENDED, actor->key.text, err);

    return tx_end(env, done, err);
}

const char *action_csrf(struct env *env, const char *token)
{
    struct digest mac = secret_mac(env->world->secret, "csrf", token);

    return digest_hex(env->arena, &mac);
}
