/* role.c: what was granted to whom, as rows. */

#include "store/role.h"

#include "store/person.h"
#include "store/query.h"

bool store_role_grant(struct env *env, struct person_id person, enum role role, struct call_id call,
                      struct person_id by, struct error *err)
{
    struct statement *s = query(env->db, Q_ROLE_GRANT);
    struct error mine = {0};

    bind_int(s, "person", person.value);
    bind_id(s, "call", role_is_per_call(role) ? call.value : 0);
    bind_text(s, "role", role_word(role));
    bind_id(s, "by", by.value);
    bind_int(s, "now", env->now);
    if (query_run(s, &mine))
        return true;
    if (mine.kind == ERROR_CONFLICT && strcmp(mine.code, "store/unique") == 0)
        return error_set(err, ERROR_CONFLICT, "role/held");
    return error_set(err, mine.kind, mine.code);
}

bool store_role_end(struct env *env, struct person_id person, enum role role, struct call_id call,
                    struct error *err)
{
    struct statement *s = query(env->db, Q_ROLE_END);

    bind_int(s, "person", person.value);
    bind_id(s, "call", role_is_per_call(role) ? call.value : 0);
    bind_text(s, "role", role_word(role));
    bind_int(s, "now", env->now);
    return query_run(s, err) &&
           (query_changes(s) == 1 || error_set(err, ERROR_CONFLICT, "role/not-held"));
}

static void add_grant(struct env *env, struct statement *s, struct role_grants *grants)
{
    enum role role;

    if (role_of(column_text(s, env->arena, "role"), &role))
        *list_add(env->arena, grants) = (struct role_grant){.role = role,
                                                            .call = {column_int(s, "call")}};
}

bool store_role_of(struct env *env, struct person_id person, struct role_grants *grants,
                   struct error *err)
{
    struct statement *s = query(env->db, Q_ROLE_OF_PERSON);

    bind_int(s, "person", person.value);
    while (query_row(s, err))
        add_grant(env, s, grants);
    return err->kind == ERROR_NONE;
}

bool store_role_holders(struct env *env, enum role role, struct call_id call, int64_t *count,
                        struct error *err)
{
    struct statement *s = query(env->db, Q_ROLE_HOLDERS);

    bind_text(s, "role", role_word(role));
    bind_id(s, "call", role_is_per_call(role) ? call.value : 0);
    *count = query_row(s, err) ? column_int(s, "count") : 0;
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_role_people(struct env *env, struct call_id call, struct role_people *people,
                       struct error *err)
{
    struct statement *s = query(env->db, Q_ROLE_PEOPLE);
    struct role_person *last = NULL;

    bind_int(s, "call", call.value);
    while (query_row(s, err)) {
        if (last == NULL || last->person.id.value != column_int(s, "id")) {
            last = list_add(env->arena, people);
            last->person = person_of_row(env, s);
        }
        add_grant(env, s, &last->roles);
    }
    return err->kind == ERROR_NONE;
}
