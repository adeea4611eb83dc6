/* second.c: the second step of signing in, as rows. */

#include "store/second.h"

#include "store/query.h"

bool store_totp_get(struct env *env, struct person_id person, struct totp_row *row,
                    struct error *err)
{
    struct statement *s = query(env->db, Q_TOTP_GET);

    *row = (struct totp_row){.there = false};
    bind_int(s, "person", person.value);
    if (query_row(s, err)) {
        row->there = true;
        row->key = column_key(s, "key");
        row->sealed = column_bytes(s, env->arena, "secret", &row->length);
        row->step = column_int(s, "step");
        row->enabled = column_int(s, "enabled") != 0;
    }
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_totp_offer(struct env *env, struct person_id person, struct key key, const void *sealed,
                      size_t length, struct error *err)
{
    struct statement *s = query(env->db, Q_TOTP_OFFER);

    bind_int(s, "person", person.value);
    bind_text(s, "key", key.text);
    bind_bytes(s, "secret", sealed, length);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

static bool took_one(struct statement *s, struct error *err)
{
    return query_run(s, err) &&
           (query_changes(s) == 1 || error_set(err, ERROR_SIGN_IN, "account/code"));
}

bool store_totp_take(struct env *env, struct person_id person, int64_t step, struct error *err)
{
    struct statement *s = query(env->db, Q_TOTP_TAKE);

    bind_int(s, "person", person.value);
    bind_int(s, "step", step);
    bind_int(s, "now", env->now);
    return took_one(s, err);
}

bool store_recovery_add(struct env *env, struct person_id person, const char *hash,
                        struct error *err)
{
    struct statement *s = query(env->db, Q_RECOVERY_ADD);

    bind_int(s, "person", person.value);
    bind_text(s, "hash", hash);
    return query_run(s, err);
}

bool store_recovery_take(struct env *env, struct person_id person, const char *hash,
                         struct error *err)
{
    struct statement *s = query(env->db, Q_RECOVERY_TAKE);

    bind_int(s, "person", person.value);
    bind_text(s, "hash", hash);
    bind_int(s, "now", env->now);
    return took_one(s, err);
}

bool store_recovery_left(struct env *env, struct person_id person, int64_t *left, struct error *err)
{
    struct statement *s = query(env->db, Q_RECOVERY_LEFT);

    bind_int(s, "person", person.value);
    *left = query_row(s, err) ? column_int(s, "left") : 0;
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_second_end(struct env *env, struct person_id person, struct error *err)
{
    struct statement *s = query(env->db, Q_TOTP_END);

    bind_int(s, "person", person.value);
    if (!query_run(s, err))
        return false;
    s = query(env->db, Q_RECOVERY_END);
    bind_int(s, "person", person.value);
    return query_run(s, err);
}
