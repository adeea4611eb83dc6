/* collaborator.c: who helps to write an application, as rows. */

#include "store/collaborator.h"

#include "store/query.h"

static const json_t *keys_in(struct env *env, struct statement *s, struct error *err)
{
    const char *text = column_text(s, env->arena, "sections");

    return json_parse(env->arena, text, strlen(text), err);
}

static void read_row(struct env *env, struct statement *s, struct collaborator *row,
                     struct error *err)
{
    row->id.value = column_int(s, "id");
    row->key = column_key(s, "key");
    row->application.value = column_int(s, "application");
    row->name = column_text(s, env->arena, "name");
    row->email = column_text(s, env->arena, "email");
    row->sections = keys_in(env, s, err);
    row->invited_at = column_int(s, "invited_at");
    row->expires_at = column_int(s, "expires_at");
    row->person.value = column_int(s, "person");
    row->accepted_at = column_int(s, "accepted_at");
    row->person_name = column_text(s, env->arena, "person_name");
    row->application_key = column_key(s, "application_key");
    row->leader.value = column_int(s, "leader");
}

bool store_collaborators(struct env *env, struct application_id application,
                         struct collaborators *rows, struct error *err)
{
    struct statement *s = query(env->db, Q_COLLABORATOR_LIST);

    bind_int(s, "application", application.value);
    while (query_row(s, err))
        read_row(env, s, list_add(env->arena, rows), err);
    return err->kind == ERROR_NONE;
}

bool store_collaborators_ever(struct env *env, struct application_id application, int64_t *count,
                              struct error *err)
{
    struct statement *s = query(env->db, Q_COLLABORATOR_EVER);

    bind_int(s, "application", application.value);
    *count = query_row(s, err) ? column_int(s, "count") : 0;
    query_end(s);
    return err->kind == ERROR_NONE;
}

static bool one_row(struct env *env, struct statement *s, struct collaborator *row,
                    const char *missing, struct error *err)
{
    bool found = query_row(s, err);

    if (found)
        read_row(env, s, row, err);
    query_end(s);
    if (err->kind != ERROR_NONE)
        return false;
    return found || error_set(err, ERROR_MISSING, missing);
}

bool store_collaborator_get(struct env *env, struct application_id application, struct key key,
                            struct collaborator *row, struct error *err)
{
    struct statement *s = query(env->db, Q_COLLABORATOR_BY_KEY);

    bind_int(s, "application", application.value);
    bind_text(s, "key", key.text);
    return one_row(env, s, row, "missing", err);
}

bool store_collaborator_add(struct env *env, const struct collaborator *row, const char *link,
                            struct error *err)
{
    struct statement *s = query(env->db, Q_COLLABORATOR_ADD);

    bind_text(s, "key", row->key.text);
    bind_int(s, "application", row->application.value);
    bind_text(s, "name", row->name);
    bind_text(s, "email", row->email);
    bind_text(s, "sections", json_write(env->arena, row->sections));
    bind_text(s, "link", link);
    bind_int(s, "now", env->now);
    bind_int(s, "expires_at", row->expires_at);
    return query_run(s, err);
}

bool store_collaborator_again(struct env *env, struct collaborator_id id, const char *link,
                              int64_t expires_at, struct error *err)
{
    struct statement *s = query(env->db, Q_COLLABORATOR_AGAIN);

    bind_int(s, "id", id.value);
    bind_text(s, "link", link);
    bind_int(s, "now", env->now);
    bind_int(s, "expires_at", expires_at);
    return query_run(s, err);
}

bool store_collaborator_sections(struct env *env, struct collaborator_id id, const json_t *sections,
                                 struct error *err)
{
    struct statement *s = query(env->db, Q_COLLABORATOR_SECTIONS);

    bind_int(s, "id", id.value);
    bind_text(s, "sections", json_write(env->arena, sections));
    return query_run(s, err);
}

bool store_collaborator_end(struct env *env, struct collaborator_id id, struct error *err)
{
    struct statement *s = query(env->db, Q_COLLABORATOR_END);

    bind_int(s, "id", id.value);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_collaborator_by_link(struct env *env, const char *link, struct collaborator *row,
                                struct error *err)
{
    struct statement *s = query(env->db, Q_COLLABORATOR_BY_LINK);

    bind_text(s, "link", link);
    bind_int(s, "now", env->now);
    return one_row(env, s, row, "team/link", err);
}

bool store_collaborator_accept(struct env *env, const char *link, struct person_id person,
                               struct error *err)
{
    struct statement *s = query(env->db, Q_COLLABORATOR_ACCEPT);

    bind_text(s, "link", link);
    bind_int(s, "person", person.value);
    bind_int(s, "now", env->now);
    return query_run(s, err) &&
           (query_changes(s) == 1 || error_set(err, ERROR_MISSING, "team/link"));
}

bool store_collaborator_given(struct env *env, struct application_id application,
                              struct person_id person, const json_t **sections, struct error *err)
{
    struct statement *s = query(env->db, Q_COLLABORATOR_GIVEN);

    bind_int(s, "application", application.value);
    bind_int(s, "person", person.value);
    *sections = query_row(s, err) ? keys_in(env, s, err) : NULL;
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_helping(struct env *env, struct call_id call, struct person_id person,
                   struct helping_rows *rows, struct error *err)
{
    struct statement *s = query(env->db, Q_COLLABORATOR_HELPING);

    bind_int(s, "call", call.value);
    bind_int(s, "person", person.value);
    while (query_row(s, err)) {
        struct helping *row = list_add(env->arena, rows);

        row->application = column_key(s, "key");
        row->sections = keys_in(env, s, err);
    }
    return err->kind == ERROR_NONE;
}

bool store_collaborator_reviews(struct env *env, struct application_id application,
                                struct person_id person, bool *reviews, struct error *err)
{
    struct statement *s = query(env->db, Q_COLLABORATOR_REVIEWS);

    bind_int(s, "application", application.value);
    bind_int(s, "person", person.value);
    *reviews = query_row(s, err) && column_int(s, "reviews") != 0;
    query_end(s);
    return err->kind == ERROR_NONE;
}
