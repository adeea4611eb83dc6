/* blob.c: rows of the content-addressed files that world/blob keeps. */

#include "store/blob.h"

#include "store/query.h"

bool store_blob_add(struct env *env, const char *sha256, int64_t size, struct error *err)
{
    struct statement *s = query(env->db, Q_BLOB_ADD);

    bind_text(s, "sha256", sha256);
    bind_int(s, "size", size);
    bind_time(s, "created_at", env->now);
    return query_run(s, err);
}

bool store_blob_wanted(struct env *env, const char *sha256)
{
    struct statement *s = query(env->db, Q_BLOB_WANTED);
    struct error err = {0};
    bool found;

    bind_text(s, "sha256", sha256);
    found = query_row(s, &err);
    query_end(s);
    return found || err.kind != ERROR_NONE;
}

bool store_blobs_each(struct env *env, void (*each)(void *, const char *sha256), void *context,
                      struct error *err)
{
    struct statement *s = query(env->db, Q_BLOB_ALL);

    while (query_row(s, err))
        each(context, column_text(s, env->arena, "sha256"));
    return err->kind == ERROR_NONE;
}
