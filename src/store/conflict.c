/* conflict.c: conflicts and the parties they are between, as rows. */

#include "store/conflict.h"

#include "store/query.h"

static void bind_conflict(struct env *env, struct statement *s, struct application_id application,
                          struct person_id reviewer, const char *source, const char *state,
                          const char *reason, struct person_id by)
{
    bind_int(s, "application", application.value);
    bind_int(s, "reviewer", reviewer.value);
    bind_text(s, "source", source);
    bind_text(s, "state", state);
    bind_text(s, "reason", reason);
    bind_id(s, "by", by.value);
    bind_int(s, "now", env->now);
}

bool store_conflict_add(struct env *env, struct application_id application,
                        struct person_id reviewer, const char *source, const char *state,
                        const char *reason, struct person_id by, struct error *err)
{
    struct statement *s = query(env->db, Q_CONFLICT_ADD);

    bind_conflict(env, s, application, reviewer, source, state, reason, by);
    return query_run(s, err);
}

bool store_conflict_decide(struct env *env, struct application_id application,
                           struct person_id reviewer, const char *source, const char *state,
                           const char *reason, struct person_id by, struct error *err)
{
    struct statement *s = query(env->db, Q_CONFLICT_DECIDE);

    bind_conflict(env, s, application, reviewer, source, state, reason, by);
    return query_run(s, err) &&
           (query_changes(s) > 0 || error_set(err, ERROR_CONFLICT, "conflict/final"));
}

bool store_conflict_stands(struct env *env, struct application_id application,
                           struct person_id reviewer, bool *stands, struct error *err)
{
    struct statement *s = query(env->db, Q_CONFLICT_STANDING);

    bind_int(s, "application", application.value);
    bind_int(s, "reviewer", reviewer.value);
    *stands = query_row(s, err) && column_int(s, "count") > 0;
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_conflicts(struct env *env, struct application_id application, struct conflict_rows *rows,
                     struct error *err)
{
    struct statement *s = query(env->db, Q_CONFLICT_LIST);

    bind_int(s, "application", application.value);
    while (query_row(s, err)) {
        struct conflict_row *row = list_add(env->arena, rows);

        row->source = column_text(s, env->arena, "source");
        row->state = column_text(s, env->arena, "state");
        row->reason = column_text(s, env->arena, "reason");
        row->name = column_text(s, env->arena, "name");
        row->reviewer = column_key(s, "reviewer");
        row->at = column_int(s, "at");
        row->found = column_int(s, "found") != 0;
    }
    return err->kind == ERROR_NONE;
}

static void read_party(struct env *env, struct statement *s, struct party *party)
{
    const char *email = column_text(s, env->arena, "email");

    *party = (struct party){.person = {column_int(s, "person")},
                            .name = column_text(s, env->arena, "name"),
                            .institution = column_text(s, env->arena, "institution")};
    if (*email != '\0')
        *list_add(env->arena, &party->emails) = email;
}

/* Rows until the statement ends; addresses come after, for a row must be read before the next
 * statement. */
static bool read_parties(struct env *env, struct statement *s, struct party_list *list,
                         struct error *err)
{
    while (query_row(s, err))
        read_party(env, s, list_add(env->arena, list));
    return err->kind == ERROR_NONE;
}

static bool add_addresses(struct env *env, struct party *party, struct error *err)
{
    struct statement *s;

    if (party->person.value == 0)
        return true;
    s = query(env->db, Q_PARTY_ADDRESSES);
    bind_int(s, "person", party->person.value);
    while (query_row(s, err))
        *list_add(env->arena, &party->emails) = column_text(s, env->arena, "email");
    return err->kind == ERROR_NONE;
}

static bool add_all_addresses(struct env *env, struct party_list *list, struct error *err)
{
    for (size_t i = 0; i < list->count; i++)
        if (!add_addresses(env, &list->items[i], err))
            return false;
    return true;
}

bool store_parties(struct env *env, struct application_id application, struct party *leader,
                   struct party_list *members, struct error *err)
{
    struct party_list leaders = {0};
    struct statement *s = query(env->db, Q_PARTY_LEADER);

    bind_int(s, "application", application.value);
    if (!read_parties(env, s, &leaders, err) || leaders.count == 0)
        return false;
    *leader = leaders.items[0];
    s = query(env->db, Q_PARTY_MEMBERS);
    bind_int(s, "application", application.value);
    return read_parties(env, s, members, err) && add_addresses(env, leader, err) &&
           add_all_addresses(env, members, err);
}

bool store_reviewer_parties(struct env *env, struct call_id call, struct person_id reviewer,
                            struct person_id applicant, struct conflict_reviewer *parties,
                            struct error *err)
{
    static const enum query_name asked[] = {Q_COMPANION_LEADERS, Q_COMPANION_MEMBERS};
    struct party_list self = {0};
    struct statement *s = query(env->db, Q_PARTY_REVIEWER);

    *parties = (struct conflict_reviewer){0};
    bind_int(s, "person", reviewer.value);
    if (!read_parties(env, s, &self, err) || self.count == 0)
        return false;
    parties->self = self.items[0];
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        s = query(env->db, asked[i]);
        bind_int(s, "call", call.value);
        bind_int(s, "reviewer", reviewer.value);
        bind_int(s, "applicant", applicant.value);
        if (!read_parties(env, s, &parties->companions, err))
            return false;
    }
    return add_addresses(env, &parties->self, err) &&
           add_all_addresses(env, &parties->companions, err);
}

bool store_reviewer_ids(struct env *env, struct call_id call, struct reviewer_ids *ids,
                        struct error *err)
{
    struct statement *s = query(env->db, Q_REVIEWER_IDS);

    bind_int(s, "call", call.value);
    while (query_row(s, err))
        *list_add(env->arena, ids) = (struct person_id){column_int(s, "id")};
    return err->kind == ERROR_NONE;
}

/* A lookup that fails finds nothing: the names then stand for themselves. */
static const char *find_alias(const void *context, const char *folded)
{
    struct env *env = (struct env *)(uintptr_t)context;
    struct statement *s = query(env->db, Q_ALIAS_FIND);
    struct error err = {0};
    const char *institution = NULL;

    bind_text(s, "alias", folded);
    if (query_row(s, &err))
        institution = column_text(s, env->arena, "institution");
    query_end(s);
    return institution;
}

struct institution_aliases store_aliases(struct env *env)
{
    return (struct institution_aliases){.find = find_alias, .context = env};
}

bool store_aliases_empty(struct env *env, bool *empty, struct error *err)
{
    struct statement *s = query(env->db, Q_ALIAS_ANY);

    *empty = query_row(s, err) && column_int(s, "any") == 0;
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_alias_add(struct env *env, const char *alias, const char *institution, struct error *err)
{
    struct statement *s = query(env->db, Q_ALIAS_ADD);

    bind_text(s, "alias", alias);
    bind_text(s, "institution", institution);
    return query_run(s, err);
}
