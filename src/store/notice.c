/* notice.c: the outbox. */

#include "store/notice.h"

#include "store/query.h"
#include "store/setting.h"

bool store_notice_add(struct env *env, const struct notice_new *n, struct error *err)
{
    struct statement *s;
    struct key key = key_new(env);
    const char *host = NULL;

    if (!store_setting_get(env, "mail.host", &host, err))
        return false;
    s = query(env->db, Q_NOTICE_ADD);
    bind_text(s, "key", key.text);
    bind_id(s, "call", n->call.value);
    bind_text(s, "event", n->event);
    bind_id(s, "person", n->person.value);
    bind_text(s, "email", n->email);
    bind_text(s, "language", language_tag(n->language));
    bind_text(s, "object_kind", n->object_kind);
    bind_id(s, "object", n->object);
    bind_text(s, "detail", n->detail == NULL ? "{}" : json_write(env->arena, n->detail));
    bind_text(s, "message_id",
              arena_format(env->arena, "<%s@%s>", key.text,
                           host == NULL || *host == '\0' ? "localhost" : host));
    bind_int(s, "next_at", n->not_before != 0 ? n->not_before : env->now);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_notice_address(struct env *env, struct person_id person, const char **email,
                          const char **language, struct error *err)
{
    struct statement *s = query(env->db, Q_NOTICE_ADDRESS);

    *email = *language = "";
    bind_int(s, "person", person.value);
    if (query_row(s, err)) {
        *email = column_text(s, env->arena, "email");
        *language = column_text(s, env->arena, "language");
    }
    query_end(s);
    return err->kind == ERROR_NONE;
}

static void read_notice(struct env *env, struct statement *s, struct notice *n)
{
    struct error ignored = {0};
    struct arena *a = env->arena;
    const char *detail;

    *n = (struct notice){.id = {column_int(s, "id")}, .key = column_key(s, "key")};
    n->call.value = column_int(s, "call");
    n->person.value = column_int(s, "person");
    n->event = column_text(s, a, "event");
    n->email = column_text(s, a, "email");
    n->name = column_text(s, a, "name");
    n->language = language_of(column_text(s, a, "language"), LANGUAGE_ZH);
    n->object_kind = column_text(s, a, "object_kind");
    n->object = column_int(s, "object");
    detail = column_text(s, a, "detail");
    n->detail = json_parse(a, detail, strlen(detail), &ignored);
    n->message_id = column_text(s, a, "message_id");
    n->subject = column_text(s, a, "subject");
    n->body = column_text(s, a, "body");
    n->state = column_text(s, a, "state");
    n->answer = column_text(s, a, "answer");
    n->message = column_bytes(s, a, "message", &n->length);
    n->attempts = column_int(s, "attempts");
    n->next_at = column_int(s, "next_at");
    n->created_at = column_int(s, "created_at");
    n->sent_at = column_int(s, "sent_at");
    n->read_at = column_int(s, "read_at");
}

bool store_notice_due(struct env *env, struct notice *notice, bool *found, struct error *err)
{
    struct statement *s = query(env->db, Q_NOTICE_DUE);

    bind_int(s, "now", env->now);
    *found = query_row(s, err);
    if (*found)
        read_notice(env, s, notice);
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_notice_unrendered(struct env *env, struct notice *notice, bool *found, struct error *err)
{
    struct statement *s = query(env->db, Q_NOTICE_UNRENDERED);

    bind_int(s, "now", env->now);
    bind_int(s, "patience", PAPER_PATIENCE);
    *found = query_row(s, err);
    if (*found)
        read_notice(env, s, notice);
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_notice_next(struct env *env, int64_t *at, struct error *err)
{
    struct statement *s = query(env->db, Q_NOTICE_NEXT);

    *at = query_row(s, err) ? column_int(s, "at") : 0;
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_notice_freeze(struct env *env, struct notice_id id, const char *subject,
                         const char *body, const void *message, size_t length, struct error *err)
{
    struct statement *s = query(env->db, Q_NOTICE_FREEZE);

    bind_int(s, "id", id.value);
    bind_text(s, "subject", subject);
    bind_text(s, "body", body);
    bind_bytes(s, "message", message, length);
    return query_run(s, err);
}

bool store_notice_sent(struct env *env, struct notice_id id, const char *answer, struct error *err)
{
    struct statement *s = query(env->db, Q_NOTICE_SENT);

    bind_int(s, "id", id.value);
    bind_text(s, "answer", answer);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_notice_retry(struct env *env, struct notice_id id, const char *answer, int64_t next_at,
                        struct error *err)
{
    struct statement *s = query(env->db, Q_NOTICE_RETRY);

    bind_int(s, "id", id.value);
    bind_text(s, "answer", answer);
    bind_int(s, "next_at", next_at);
    return query_run(s, err);
}

bool store_notice_failed(struct env *env, struct notice_id id, const char *answer,
                         struct error *err)
{
    struct statement *s = query(env->db, Q_NOTICE_FAILED);

    bind_int(s, "id", id.value);
    bind_text(s, "answer", answer);
    return query_run(s, err);
}

bool store_notice_revive(struct env *env, struct key key, struct error *err)
{
    struct statement *s = query(env->db, Q_NOTICE_REVIVE);

    bind_text(s, "key", key.text);
    bind_int(s, "now", env->now);
    if (!query_run(s, err))
        return false;
    return query_changes(s) > 0 || error_set(err, ERROR_CONFLICT, "notice/not-failed");
}

static bool read_all(struct env *env, struct statement *s, struct notices *notices,
                     struct error *err)
{
    while (query_row(s, err))
        read_notice(env, s, list_add(env->arena, notices));
    return err->kind == ERROR_NONE;
}

bool store_notice_list(struct env *env, const char *state, int64_t before, int64_t limit,
                       struct notices *notices, struct error *err)
{
    return store_notice_list_for(env, (struct person_id){0}, state, before, limit, notices, err);
}

bool store_notice_list_for(struct env *env, struct person_id actor, const char *state,
                           int64_t before, int64_t limit, struct notices *notices,
                           struct error *err)
{
    struct statement *s = query(env->db, *state == '\0' ? Q_NOTICE_LIST : Q_NOTICE_LIST_STATE);

    if (*state != '\0')
        bind_text(s, "state", state);
    bind_id(s, "actor", actor.value);
    bind_int(s, "before", before == 0 ? INT64_MAX : before);
    bind_int(s, "limit", limit);
    return read_all(env, s, notices, err);
}

bool store_notice_of_person(struct env *env, struct person_id person, int64_t before, int64_t limit,
                            struct notices *notices, struct error *err)
{
    struct statement *s = query(env->db, Q_NOTICE_OF_PERSON);

    bind_int(s, "person", person.value);
    bind_int(s, "before", before == 0 ? INT64_MAX : before);
    bind_int(s, "limit", limit);
    return read_all(env, s, notices, err);
}

bool store_notice_get(struct env *env, struct key key, struct notice *notice, struct error *err)
{
    struct statement *s = query(env->db, Q_NOTICE_GET);

    bind_text(s, "key", key.text);
    if (!query_row(s, err))
        return error_set(err, ERROR_MISSING, "missing");
    read_notice(env, s, notice);
    query_end(s);
    return true;
}

bool store_notice_get_for(struct env *env, struct person_id actor, struct key key,
                          struct notice *notice, struct error *err)
{
    struct statement *s = query(env->db, Q_NOTICE_SHOWN);
    bool shown;

    bind_text(s, "key", key.text);
    bind_id(s, "actor", actor.value);
    shown = query_row(s, err) && column_int(s, "count") > 0;
    query_end(s);
    if (!shown)
        return err->kind == ERROR_NONE && error_set(err, ERROR_MISSING, "missing");
    return store_notice_get(env, key, notice, err);
}

bool store_notice_read(struct env *env, struct notice_id id, struct error *err)
{
    struct statement *s = query(env->db, Q_NOTICE_READ);

    bind_int(s, "id", id.value);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_notice_count(struct env *env, struct notice_counts *counts, struct error *err)
{
    return store_notice_count_for(env, (struct person_id){0}, counts, err);
}

bool store_notice_count_for(struct env *env, struct person_id actor, struct notice_counts *counts,
                            struct error *err)
{
    struct statement *s = query(env->db, Q_NOTICE_COUNT);

    bind_id(s, "actor", actor.value);
    if (!query_row(s, err))
        return false;
    counts->waiting = column_int(s, "waiting");
    counts->sent = column_int(s, "sent");
    counts->retrying = column_int(s, "retrying");
    counts->failed = column_int(s, "failed");
    query_end(s);
    return true;
}

bool store_notice_sent_since(struct env *env, int64_t since, int64_t *count, struct error *err)
{
    struct statement *s = query(env->db, Q_NOTICE_SENT_SINCE);

    bind_int(s, "since", since);
    if (!query_row(s, err))
        return false;
    *count = column_int(s, "count");
    query_end(s);
    return true;
}
