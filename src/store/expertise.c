/* expertise.c: what reviewers bring to a call, and their bids, as rows. */

#include "store/expertise.h"

#include "base/text.h"
#include "store/query.h"

static const json_t *read_list(struct env *env, struct statement *s, const char *name)
{
    struct error ignored = {0};
    const char *text = column_text(s, env->arena, name);
    const json_t *list = json_parse(env->arena, text, strlen(text), &ignored);

    return json_is_array(list) ? list : json_root_array(env->arena);
}

static void read_expertise(struct env *env, struct statement *s, struct expertise *e)
{
    e->person.value = column_int(s, "id");
    e->key = column_key(s, "key");
    e->name = column_text(s, env->arena, "name");
    e->institution = column_text(s, env->arena, "institution");
    e->topics = read_list(env, s, "topics");
    e->keywords = column_text(s, env->arena, "keywords");
    e->languages = read_list(env, s, "languages");
    e->load = column_int(s, "load");
    e->answer = column_text(s, env->arena, "answer");
    e->sought_at = column_int(s, "sought_at");
    e->saved_at = column_int(s, "saved_at");
}

bool store_expertise_list(struct env *env, struct call_id call, struct expertise_rows *rows,
                          struct error *err)
{
    struct statement *s = query(env->db, Q_EXPERTISE_LIST);

    bind_int(s, "call", call.value);
    while (query_row(s, err))
        read_expertise(env, s, list_add(env->arena, rows));
    return err->kind == ERROR_NONE;
}

bool store_expertise_get(struct env *env, struct call_id call, struct person_id person,
                         struct expertise *expertise, struct error *err)
{
    struct statement *s = query(env->db, Q_EXPERTISE_GET);

    bind_int(s, "call", call.value);
    bind_int(s, "person", person.value);
    if (!query_row(s, err))
        return error_set(err, ERROR_MISSING, "missing");
    read_expertise(env, s, expertise);
    query_end(s);
    return true;
}

bool store_expertise_put(struct env *env, struct call_id call, const struct expertise *e,
                         struct person_id by, struct error *err)
{
    struct statement *s = query(env->db, Q_EXPERTISE_PUT);

    bind_int(s, "person", e->person.value);
    bind_int(s, "call", call.value);
    bind_text(s, "topics", json_write(env->arena, e->topics));
    bind_text(s, "keywords", e->keywords);
    bind_text(s, "languages", json_write(env->arena, e->languages));
    bind_int(s, "load", e->load);
    bind_text(s, "answer", *e->answer == '\0' ? NULL : e->answer);
    bind_int(s, "by", by.value);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_expertise_unsought(struct env *env, struct call_id *call, struct person_id *person,
                              bool *found, struct error *err)
{
    struct statement *s = query(env->db, Q_EXPERTISE_UNSOUGHT);

    *found = query_row(s, err);
    if (*found) {
        call->value = column_int(s, "call");
        person->value = column_int(s, "person");
        query_end(s);
    }
    return err->kind == ERROR_NONE;
}

bool store_expertise_sought(struct env *env, struct call_id call, struct person_id person,
                            struct error *err)
{
    struct statement *s = query(env->db, Q_EXPERTISE_SOUGHT);

    bind_int(s, "person", person.value);
    bind_int(s, "call", call.value);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_bids(struct env *env, struct call_id call, struct person_id reviewer,
                struct bid_rows *rows, struct error *err)
{
    struct statement *s = query(env->db, Q_BID_LIST);

    bind_int(s, "actor", reviewer.value);
    bind_int(s, "call", call.value);
    while (query_row(s, err)) {
        struct bid_row *row = list_add(env->arena, rows);

        row->application = column_key(s, "key");
        row->title = column_text(s, env->arena, "title");
        row->topic_code = column_text(s, env->arena, "topic_code");
        wish_of(column_text(s, env->arena, "wish"), &row->wish);
    }
    return err->kind == ERROR_NONE;
}

bool store_bid_put(struct env *env, struct call_id call, struct person_id reviewer,
                   struct key application, enum wish wish, struct error *err)
{
    struct statement *s = query(env->db, wish == WISH_NONE ? Q_BID_REMOVE : Q_BID_PUT);

    bind_int(s, "actor", reviewer.value);
    bind_int(s, "call", call.value);
    bind_text(s, "key", application.text);
    if (wish != WISH_NONE) {
        bind_text(s, "wish", wish_word(wish));
        bind_int(s, "now", env->now);
    }
    return query_run(s, err);
}

bool store_bid_counts(struct env *env, struct call_id call, struct person_id actor,
                      struct bid_counts *counts, struct error *err)
{
    struct statement *s = query(env->db, Q_BID_COUNTS);

    bind_int(s, "call", call.value);
    bind_int(s, "actor", actor.value);
    bind_int(s, "reads_all", 1);
    while (query_row(s, err)) {
        struct bid_count *row = list_add(env->arena, counts);

        row->reviewer.value = column_int(s, "reviewer");
        row->count = column_int(s, "count");
    }
    return err->kind == ERROR_NONE;
}
