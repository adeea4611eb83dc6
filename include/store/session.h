/* session.h: signed-in browsers, as rows; tokens as their hash only. */
#pragma once

#include "base/list.h"
#include "domain/person.h"

/* `hash`: hex SHA-256 of the cookie's token; `stays`: seven days, idle or not.  The source is the
 * env's. */
bool store_session_add(struct env *env, struct person_id person, const char *hash,
                       const char *agent, bool stays, struct error *err);
bool store_session_end(struct env *env, struct session_id session, struct error *err);

/* All of a person's but one (0: all). */
bool store_session_end_all(struct env *env, struct person_id person, struct session_id except,
                           struct error *err);

struct session_row {
    struct session_id id;
    struct key key;
    const char *source, *agent;
    int64_t created_at, seen_at;
};
struct session_rows {
    LIST(struct session_row);
};
/* A person's that have not ended: seen since `idle` unless it stays, and opened since `absolute`.
 * The last seen first. */
bool store_sessions(struct env *env, struct person_id person, int64_t idle, int64_t absolute,
                    struct session_rows *rows, struct error *err);

/* Did this person sign in from the env's source since then? */
bool store_session_known(struct env *env, struct person_id person, int64_t since, bool *known,
                         struct error *err);
