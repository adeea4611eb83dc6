/* parts.c: files on their way in parts, as rows. */

#include "store/parts.h"

#include "store/query.h"

static void read_upload(struct env *env, struct statement *s, struct parts_upload *upload)
{
    upload->id = column_int(s, "id");
    upload->key = column_key(s, "key");
    upload->application_key = column_key(s, "application_key");
    upload->application.value = column_int(s, "application");
    upload->slot = column_text(s, env->arena, "slot");
    upload->name = column_text(s, env->arena, "name");
    upload->size = column_int(s, "size");
    upload->stamp = column_int(s, "stamp");
    upload->by.value = column_int(s, "by");
    upload->began_at = column_int(s, "began_at");
}

bool store_parts_get(struct env *env, struct key key, struct person_id by,
                     struct parts_upload *upload, struct error *err)
{
    struct statement *s = query(env->db, Q_PARTS_GET);

    bind_text(s, "key", key.text);
    bind_int(s, "by", by.value);
    if (!query_row(s, err))
        return error_set(err, ERROR_MISSING, "missing");
    read_upload(env, s, upload);
    query_end(s);
    return true;
}

bool store_parts_find(struct env *env, const struct parts_upload *like, struct parts_upload *upload,
                      bool *found, struct error *err)
{
    struct statement *s = query(env->db, Q_PARTS_FIND);

    bind_int(s, "application", like->application.value);
    bind_int(s, "by", like->by.value);
    bind_text(s, "slot", like->slot);
    bind_text(s, "name", like->name);
    bind_int(s, "size", like->size);
    bind_int(s, "stamp", like->stamp);
    *found = query_row(s, err);
    if (*found)
        read_upload(env, s, upload);
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_parts_mine(struct env *env, struct person_id by, struct parts_uploads *uploads,
                      struct error *err)
{
    struct statement *s = query(env->db, Q_PARTS_MINE);

    bind_int(s, "by", by.value);
    while (query_row(s, err))
        read_upload(env, s, list_add(env->arena, uploads));
    return err->kind == ERROR_NONE;
}

bool store_parts_add(struct env *env, const struct parts_upload *upload, struct error *err)
{
    struct statement *s = query(env->db, Q_PARTS_ADD);

    bind_text(s, "key", upload->key.text);
    bind_int(s, "application", upload->application.value);
    bind_text(s, "slot", upload->slot);
    bind_text(s, "name", upload->name);
    bind_int(s, "size", upload->size);
    bind_int(s, "stamp", upload->stamp);
    bind_int(s, "by", upload->by.value);
    bind_int(s, "now", upload->began_at);
    return query_run(s, err);
}

bool store_parts_remove(struct env *env, int64_t id, struct error *err)
{
    struct statement *s = query(env->db, Q_PART_CLEAR);

    bind_int(s, "upload", id);
    if (!query_run(s, err))
        return false;
    s = query(env->db, Q_PARTS_REMOVE);
    bind_int(s, "id", id);
    return query_run(s, err);
}

bool store_parts_forget(struct env *env, int64_t before, struct error *err)
{
    struct statement *s = query(env->db, Q_PART_FORGET);

    bind_int(s, "before", before);
    if (!query_run(s, err))
        return false;
    s = query(env->db, Q_PARTS_FORGET);
    bind_int(s, "before", before);
    return query_run(s, err);
}

bool store_part_put(struct env *env, int64_t upload, const struct part *part, struct error *err)
{
    struct statement *s = query(env->db, Q_PART_PUT);

    bind_int(s, "upload", upload);
    bind_int(s, "place", part->place);
    bind_text(s, "sha256", part->sha256);
    bind_int(s, "size", part->size);
    return query_run(s, err);
}

bool store_part_list(struct env *env, int64_t upload, struct parts_list *list, struct error *err)
{
    struct statement *s = query(env->db, Q_PART_LIST);

    bind_int(s, "upload", upload);
    while (query_row(s, err)) {
        struct part *part = list_add(env->arena, list);

        part->place = column_int(s, "place");
        part->size = column_int(s, "size");
        part->sha256 = column_text(s, env->arena, "sha256");
    }
    return err->kind == ERROR_NONE;
}
