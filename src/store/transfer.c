/* transfer.c: files on their way in, part by part, as rows. */

#include "store/transfer.h"

#include "store/query.h"

static void read_transfer(struct env *env, struct statement *s, struct transfer *t)
{
    t->id.value = column_int(s, "id");
    t->key = column_key(s, "key");
    t->application.value = column_int(s, "application");
    t->application_key = column_key(s, "application_key");
    t->slot = column_text(s, env->arena, "slot");
    t->name = column_text(s, env->arena, "name");
    t->size = column_int(s, "size");
    t->sha256 = column_text(s, env->arena, "sha256");
    t->arrived = column_int(s, "arrived");
    t->begun_at = column_int(s, "begun_at");
    t->ended = column_int(s, "ended") != 0;
}

bool store_transfer_add(struct env *env, struct transfer *t, struct person_id by, struct error *err)
{
    struct statement *s = query(env->db, Q_TRANSFER_ADD);

    bind_text(s, "key", t->key.text);
    bind_int(s, "application", t->application.value);
    bind_text(s, "slot", t->slot);
    bind_text(s, "name", t->name);
    bind_int(s, "size", t->size);
    bind_text(s, "sha256", *t->sha256 == '\0' ? NULL : t->sha256);
    bind_int(s, "by", by.value);
    bind_int(s, "now", env->now);
    return query_insert(s, &t->id.value, err);
}

bool store_transfer_get(struct env *env, struct key key, struct person_id by, struct transfer *t,
                        struct error *err)
{
    struct statement *s = query(env->db, Q_TRANSFER_GET);

    bind_text(s, "key", key.text);
    bind_int(s, "person", by.value);
    if (!query_row(s, err))
        return error_set(err, ERROR_MISSING, "transfer/gone");
    read_transfer(env, s, t);
    query_end(s);
    return true;
}

bool store_transfers(struct env *env, struct person_id by, struct transfers *transfers,
                     struct error *err)
{
    struct statement *s = query(env->db, Q_TRANSFER_LIST);

    bind_int(s, "person", by.value);
    while (query_row(s, err))
        read_transfer(env, s, list_add(env->arena, transfers));
    return err->kind == ERROR_NONE;
}

bool store_transfer_advance(struct env *env, const struct transfer *t, int64_t arrived,
                            struct error *err)
{
    struct statement *s = query(env->db, Q_TRANSFER_ADVANCE);

    bind_int(s, "id", t->id.value);
    bind_int(s, "before", t->arrived);
    bind_int(s, "arrived", arrived);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_transfer_end(struct env *env, struct transfer_id id, struct attachment_id attachment,
                        struct error *err)
{
    struct statement *s = query(env->db, Q_TRANSFER_END);

    bind_int(s, "id", id.value);
    bind_int(s, "attachment", attachment.value);
    bind_int(s, "now", env->now);
    return query_run(s, err) &&
           (query_changes(s) == 1 || error_set(err, ERROR_CONFLICT, "transfer/ended"));
}

bool store_transfer_drop(struct env *env, struct transfer_id id, struct error *err)
{
    struct statement *s = query(env->db, Q_TRANSFER_DROP);

    bind_int(s, "id", id.value);
    return query_run(s, err);
}

bool store_transfers_sweep(struct env *env, int64_t before, struct error *err)
{
    struct statement *s = query(env->db, Q_TRANSFER_SWEEP);

    bind_int(s, "before", before);
    return query_run(s, err);
}

bool store_transfer_wanted(struct env *env, const char *key)
{
    struct statement *s = query(env->db, Q_TRANSFER_WANTED);
    struct error err = {0};
    bool found;

    bind_text(s, "key", key);
    found = query_row(s, &err);
    query_end(s);
    return found || err.kind != ERROR_NONE;
}
