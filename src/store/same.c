/* same.c: persons who may be one human being, as rows. */

#include "store/same.h"

#include "store/query.h"

bool store_likenesses(struct env *env, struct call_id call, struct likenesses *list,
                      struct error *err)
{
    struct statement *s = query(env->db, Q_LIKENESS_LIST);
    struct arena *a = env->arena;

    bind_int(s, "call", call.value);
    while (query_row(s, err)) {
        struct likeness *l = list_add(a, list);

        l->person.value = column_int(s, "id");
        l->key = column_key(s, "key");
        l->name = column_text(s, a, "name");
        l->institution = column_text(s, a, "institution");
        l->phone = column_text(s, a, "phone");
        l->orcid = column_text(s, a, "orcid");
    }
    return err->kind == ERROR_NONE;
}

static void bind_pair(struct statement *s, struct call_id call, struct person_id a,
                      struct person_id b)
{
    bind_int(s, "call", call.value);
    bind_int(s, "first", a.value < b.value ? a.value : b.value);
    bind_int(s, "second", a.value < b.value ? b.value : a.value);
}

bool store_different_has(struct env *env, struct call_id call, struct person_id a,
                         struct person_id b, bool *there, struct error *err)
{
    struct statement *s = query(env->db, Q_DIFFERENT_HAS);

    bind_pair(s, call, a, b);
    *there = query_row(s, err) && column_int(s, "there") != 0;
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_different_add(struct env *env, struct call_id call, struct person_id a,
                         struct person_id b, const char *reason, struct person_id by,
                         struct error *err)
{
    struct statement *s = query(env->db, Q_DIFFERENT_ADD);

    bind_pair(s, call, a, b);
    bind_text(s, "reason", reason);
    bind_int(s, "by", by.value);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

/* What would break when the two were one, and whose numbers say so. */
static bool refuse_both(struct env *env, enum query_name name, struct person_id from,
                        struct person_id into, const char *code, struct error *err)
{
    struct statement *s = query(env->db, name);
    const char *first, *second;

    bind_int(s, "from", from.value);
    bind_int(s, "into", into.value);
    if (!query_row(s, err))
        return err->kind == ERROR_NONE;
    first = column_text(s, env->arena, "first");
    second = column_text(s, env->arena, "second");
    query_end(s);
    error_set(err, ERROR_CONFLICT, code);
    error_text(err, "first", first);
    return error_text(err, "second", second);
}

static bool refuse_joined(struct env *env, struct person_id id, struct error *err)
{
    struct statement *s = query(env->db, Q_JOIN_IS_DONE);
    bool done;

    bind_int(s, "id", id.value);
    done = query_row(s, err) && column_int(s, "done") != 0;
    query_end(s);
    if (done)
        return error_set(err, ERROR_CONFLICT, "person/joined");
    return err->kind == ERROR_NONE;
}

/* Which value each statement asks for. */
enum { FROM = 1, INTO = 2, NOW = 4 };

/* In this order: reviews follow assignments, and what is left behind is ended after. */
static const struct {
    enum query_name name;
    unsigned asks;
} steps[] = {
    {Q_JOIN_APPROVAL, FROM | INTO | NOW}, {Q_JOIN_PREFERENCE, FROM | INTO},
    {Q_JOIN_APPLICATION, FROM | INTO},    {Q_JOIN_ANSWER, FROM | INTO},
    {Q_JOIN_MEMBER_LEADER, FROM | INTO},  {Q_JOIN_MEMBER_PERSON, FROM | INTO},
    {Q_JOIN_MEMBERSHIP, FROM | INTO},     {Q_JOIN_COLLABORATOR_END, FROM | INTO | NOW},
    {Q_JOIN_COLLABORATOR, FROM | INTO},   {Q_JOIN_ADDRESS, FROM | INTO},
    {Q_JOIN_ADDRESS_FIRST, FROM | INTO},  {Q_JOIN_EXTENSION, FROM | INTO},
    {Q_JOIN_CONFLICT, FROM | INTO},       {Q_JOIN_CONFLICT_LEFT, FROM | INTO},
    {Q_JOIN_ASSIGNMENT, FROM | INTO},     {Q_JOIN_ASSIGNMENT_END, FROM | NOW},
    {Q_JOIN_REVIEW, FROM | INTO},         {Q_JOIN_REVIEWER, FROM | INTO},
    {Q_JOIN_REVIEWER_SOUGHT, INTO},       {Q_JOIN_BID, FROM | INTO},
    {Q_JOIN_HAND, FROM | INTO},           {Q_JOIN_CONFLICT_SELF, INTO | NOW},
    {Q_JOIN_AWARD, FROM | INTO},          {Q_JOIN_ROLE, FROM | INTO},
    {Q_JOIN_ROLE_END, FROM | NOW},        {Q_JOIN_NOTICE, FROM | INTO},
    {Q_JOIN_CONSENT, FROM | INTO},        {Q_JOIN_TOKEN, FROM | NOW},
    {Q_JOIN_SESSION, FROM | NOW},         {Q_JOIN_TOTP, FROM | INTO},
    {Q_JOIN_RECOVERY, FROM | INTO},       {Q_JOIN_ACCOUNT, FROM | INTO},
    {Q_JOIN_ACCOUNT_END, FROM | NOW},     {Q_JOIN_ERASURE, FROM | NOW},
    {Q_JOIN_PERSON, FROM | INTO},
};

bool store_person_join(struct env *env, struct person_id from, struct person_id into,
                       struct error *err)
{
    bool done = refuse_joined(env, from, err) && refuse_joined(env, into, err) &&
                refuse_both(env, Q_JOIN_SAME_TOPIC, from, into, "person/one-topic", err) &&
                refuse_both(env, Q_JOIN_TWO_AWARDS, from, into, "person/two-awards", err);

    for (size_t i = 0; done && i < sizeof steps / sizeof steps[0]; i++) {
        struct statement *s = query(env->db, steps[i].name);

        if ((steps[i].asks & FROM) != 0)
            bind_int(s, "from", from.value);
        if ((steps[i].asks & INTO) != 0)
            bind_int(s, "into", into.value);
        if ((steps[i].asks & NOW) != 0)
            bind_int(s, "now", env->now);
        done = query_run(s, err);
    }
    return done;
}
