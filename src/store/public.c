/* public.c: announcements and files to download, as rows. */

#include "store/public.h"

#include "store/query.h"

static void read_announcement(struct env *env, struct statement *s, struct announcement *a)
{
    a->key = column_key(s, "key");
    a->title[LANGUAGE_ZH] = column_text(s, env->arena, "title");
    a->body[LANGUAGE_ZH] = column_text(s, env->arena, "body");
    a->title[LANGUAGE_EN] = column_text(s, env->arena, "title_en");
    a->body[LANGUAGE_EN] = column_text(s, env->arena, "body_en");
    a->published_at = column_int(s, "published_at");
    if (*a->title[LANGUAGE_EN] == '\0') {
        a->title[LANGUAGE_EN] = a->title[LANGUAGE_ZH];
        a->body[LANGUAGE_EN] = a->body[LANGUAGE_ZH];
    }
}

bool store_announcements(struct env *env, struct call_id call, struct announcements *list,
                         struct error *err)
{
    struct statement *s = query(env->db, Q_ANNOUNCEMENT_LIST);

    bind_int(s, "call", call.value);
    while (query_row(s, err))
        read_announcement(env, s, list_add(env->arena, list));
    return err->kind == ERROR_NONE;
}

bool store_announcement_get(struct env *env, struct key key, struct announcement *announcement,
                            struct error *err)
{
    struct statement *s = query(env->db, Q_ANNOUNCEMENT_GET);

    bind_text(s, "key", key.text);
    if (!query_row(s, err))
        return error_set(err, ERROR_MISSING, "missing");
    read_announcement(env, s, announcement);
    query_end(s);
    return true;
}

static const char *or_null(const char *text)
{
    return text == NULL || *text == '\0' ? NULL : text;
}

bool store_announcement_add(struct env *env, struct call_id call, const struct announcement *a,
                            struct person_id by, struct error *err)
{
    struct statement *s = query(env->db, Q_ANNOUNCEMENT_ADD);

    bind_text(s, "key", a->key.text);
    bind_int(s, "call", call.value);
    bind_text(s, "title", a->title[LANGUAGE_ZH]);
    bind_text(s, "body", a->body[LANGUAGE_ZH]);
    bind_text(s, "title_en", or_null(a->title[LANGUAGE_EN]));
    bind_text(s, "body_en", or_null(a->body[LANGUAGE_EN]));
    bind_int(s, "now", env->now);
    bind_int(s, "by", by.value);
    return query_run(s, err);
}

static bool run_on(struct env *env, enum query_name name, struct call_id call, struct key key,
                   struct error *err)
{
    struct statement *s = query(env->db, name);

    bind_int(s, "call", call.value);
    bind_text(s, "key", key.text);
    bind_int(s, "now", env->now);
    return query_run(s, err) && (query_changes(s) > 0 || error_set(err, ERROR_MISSING, "missing"));
}

bool store_announcement_withdraw(struct env *env, struct call_id call, struct key key,
                                 struct error *err)
{
    return run_on(env, Q_ANNOUNCEMENT_WITHDRAW, call, key, err);
}

static void read_download(struct env *env, struct statement *s, struct download *d)
{
    d->key = column_key(s, "key");
    d->slot = column_text(s, env->arena, "slot");
    d->name = column_text(s, env->arena, "name");
    d->type = column_text(s, env->arena, "type");
    d->sha256 = column_text(s, env->arena, "blob");
    d->size = column_int(s, "size");
    d->at = column_int(s, "uploaded_at");
}

bool store_downloads(struct env *env, struct call_id call, struct downloads *list,
                     struct error *err)
{
    struct statement *s = query(env->db, Q_DOWNLOAD_LIST);

    bind_int(s, "call", call.value);
    while (query_row(s, err))
        read_download(env, s, list_add(env->arena, list));
    return err->kind == ERROR_NONE;
}

bool store_download_get(struct env *env, struct key key, struct download *download,
                        struct error *err)
{
    struct statement *s = query(env->db, Q_DOWNLOAD_GET);

    bind_text(s, "key", key.text);
    if (!query_row(s, err))
        return error_set(err, ERROR_MISSING, "missing");
    read_download(env, s, download);
    query_end(s);
    return true;
}

bool store_download_add(struct env *env, struct call_id call, const struct download *d,
                        struct person_id by, struct error *err)
{
    struct statement *s = query(env->db, Q_DOWNLOAD_ADD);

    bind_text(s, "key", d->key.text);
    bind_int(s, "call", call.value);
    bind_text(s, "slot", d->slot);
    bind_text(s, "name", d->name);
    bind_text(s, "type", d->type);
    bind_text(s, "blob", d->sha256);
    bind_int(s, "size", d->size);
    bind_int(s, "by", by.value);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_download_remove(struct env *env, struct call_id call, struct key key, struct error *err)
{
    return run_on(env, Q_DOWNLOAD_REMOVE, call, key, err);
}
