/* answer.c: answers of sections and every accepted save of them (declared in application.h). */

#include "store/application.h"
#include "store/query.h"

static const json_t *read_json(struct env *env, const char *text)
{
    struct error ignored = {0};
    json_t *value = json_parse(env->arena, text, strlen(text), &ignored);

    return value != NULL ? value : json_root(env->arena);
}

static const json_t *content_of(const struct answer_rows *known, int64_t id)
{
    for (size_t i = 0; known != NULL && i < known->count; i++)
        if (known->items[i].id == id)
            return known->items[i].content;
    return NULL;
}

static void read_answer(struct env *env, struct statement *s, const struct answer_rows *known,
                        struct answer *answer)
{
    answer->id = column_int(s, "id");
    answer->section = column_text(s, env->arena, "section");
    answer->revision = column_int(s, "revision");
    answer->content = content_of(known, answer->id);
    if (answer->content == NULL)
        answer->content = read_json(env, column_text(s, env->arena, "content"));
    answer->saved_at = column_int(s, "saved_at");
}

bool store_answer_get(struct env *env, const struct application *a, const struct section *section,
                      struct answer *answer, struct error *err)
{
    struct statement *s = query(env->db, section->shared ? Q_ANSWER_GET_SHARED : Q_ANSWER_GET_OWN);

    *answer = (struct answer){.section = section->key,
                              .content = json_root(env->arena),
                              .revisions = json_root(env->arena)};
    if (section->shared) {
        bind_int(s, "call", a->call.value);
        bind_int(s, "person", a->applicant.value);
    } else {
        bind_int(s, "application", a->id.value);
    }
    bind_text(s, "section", section->key);
    if (query_row(s, err)) {
        read_answer(env, s, NULL, answer);
        answer->revisions = read_json(env, column_text(s, env->arena, "revisions"));
    }
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_answers(struct env *env, const struct application *a, const struct answer_rows *known,
                   struct answer_rows *rows, struct error *err)
{
    struct statement *s = query(env->db, Q_ANSWER_ALL);

    bind_int(s, "application", a->id.value);
    bind_int(s, "call", a->call.value);
    bind_int(s, "person", a->applicant.value);
    while (query_row(s, err))
        read_answer(env, s, known, list_add(env->arena, rows));
    return err->kind == ERROR_NONE;
}

bool store_answer_at(struct env *env, const struct answer *answer, int64_t revision,
                     const json_t **content, struct error *err)
{
    struct statement *s = query(env->db, Q_SECTION_REVISION_GET);

    bind_int(s, "answer", answer->id);
    bind_int(s, "revision", revision);
    *content = query_row(s, err) ? read_json(env, column_text(s, env->arena, "content"))
                                 : json_root(env->arena);
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_section_revisions(struct env *env, const struct answer *answer, int64_t before,
                             int64_t limit, struct section_revisions *list, struct error *err)
{
    struct statement *s = query(env->db, Q_SECTION_REVISION_LIST);

    bind_int(s, "answer", answer->id);
    bind_int(s, "before", before);
    bind_int(s, "limit", limit);
    while (query_row(s, err)) {
        struct section_revision *one = list_add(env->arena, list);

        one->revision = column_int(s, "revision");
        one->saved_at = column_int(s, "saved_at");
        one->by = column_text(s, env->arena, "by");
    }
    return err->kind == ERROR_NONE;
}

static bool insert(struct env *env, const struct application *a, const struct section *section,
                   struct answer *answer, const char *content, const char *revisions,
                   struct person_id by, struct error *err)
{
    struct statement *s = query(env->db, Q_ANSWER_ADD);

    bind_int(s, "call", a->call.value);
    bind_int(s, "person", a->applicant.value);
    bind_id(s, "application", section->shared ? 0 : a->id.value);
    bind_text(s, "section", section->key);
    bind_text(s, "content", content);
    bind_text(s, "revisions", revisions);
    bind_int(s, "now", env->now);
    bind_int(s, "by", by.value);
    return query_insert(s, &answer->id, err);
}

static bool update(struct env *env, struct answer *answer, const char *content,
                   const char *revisions, struct person_id by, struct error *err)
{
    struct statement *s = query(env->db, Q_ANSWER_SAVE);

    bind_int(s, "id", answer->id);
    bind_int(s, "revision", answer->revision + 1);
    bind_text(s, "content", content);
    bind_text(s, "revisions", revisions);
    bind_int(s, "now", env->now);
    bind_int(s, "by", by.value);
    return query_run(s, err) &&
           (query_changes(s) == 1 || error_set(err, ERROR_CONFLICT, "application/stale"));
}

bool store_answer_save(struct env *env, const struct application *a, const struct section *section,
                       struct answer *answer, const json_t *content, const json_t *revisions,
                       struct person_id by, struct error *err)
{
    const char *text = json_write(env->arena, content);
    const char *numbers = json_write(env->arena, revisions);
    struct statement *s;

    if (!(answer->id == 0 ? insert(env, a, section, answer, text, numbers, by, err)
                          : update(env, answer, text, numbers, by, err)))
        return false;
    answer->revision++;
    answer->content = content;
    answer->revisions = revisions;
    answer->saved_at = env->now;
    s = query(env->db, Q_SECTION_REVISION_ADD);
    bind_int(s, "answer", answer->id);
    bind_int(s, "revision", answer->revision);
    bind_text(s, "content", text);
    bind_int(s, "now", env->now);
    bind_int(s, "by", by.value);
    return query_run(s, err);
}

bool store_members_put(struct env *env, struct call_id call, struct person_id leader,
                       const struct member_rows *members, struct error *err)
{
    struct statement *s = query(env->db, Q_MEMBER_CLEAR);

    bind_int(s, "call", call.value);
    bind_int(s, "leader", leader.value);
    if (!query_run(s, err))
        return false;
    for (size_t i = 0; i < members->count; i++) {
        s = query(env->db, Q_MEMBER_ADD);
        bind_int(s, "call", call.value);
        bind_int(s, "leader", leader.value);
        bind_int(s, "place", (int64_t)i + 1);
        bind_text(s, "name", members->items[i].name);
        bind_text(s, "institution", members->items[i].institution);
        bind_text(s, "email", members->items[i].email);
        if (!query_run(s, err))
            return false;
    }
    return true;
}
