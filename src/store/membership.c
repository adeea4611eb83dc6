/* membership.c: what members named by a leader say of it, as rows. */

#include "store/membership.h"

#include "store/query.h"

static void read_said(struct env *env, struct statement *s, struct membership *row)
{
    row->told_at = column_int(s, "told_at");
    row->expires_at = column_int(s, "expires_at");
    row->word = column_text(s, env->arena, "word");
    row->note = column_text(s, env->arena, "note");
    row->said_of = column_text(s, env->arena, "said_of");
    row->said_at = column_int(s, "said_at");
}

static void read_row(struct env *env, struct statement *s, struct membership *row)
{
    row->id = column_int(s, "id");
    row->key = column_key(s, "key");
    row->call.value = column_int(s, "call");
    row->leader.value = column_int(s, "leader");
    row->leader_name = column_text(s, env->arena, "leader_name");
    row->name = column_text(s, env->arena, "name");
    row->institution = column_text(s, env->arena, "institution");
    row->email = column_text(s, env->arena, "email");
    read_said(env, s, row);
}

bool store_memberships_named(struct env *env, struct call_id call, struct person_id leader,
                             struct memberships *rows, struct error *err)
{
    struct statement *s = query(env->db, Q_MEMBERSHIP_NAMED);

    bind_int(s, "call", call.value);
    bind_int(s, "leader", leader.value);
    while (query_row(s, err)) {
        struct membership *row = list_add(env->arena, rows);

        row->call = call;
        row->leader = leader;
        row->leader_name = "";
        row->name = column_text(s, env->arena, "name");
        row->institution = column_text(s, env->arena, "institution");
        row->email = column_text(s, env->arena, "email");
        read_said(env, s, row);
        row->own = column_int(s, "own") != 0;
    }
    return err->kind == ERROR_NONE;
}

bool store_memberships_ever(struct env *env, struct call_id call, struct person_id leader,
                            int64_t *count, struct error *err)
{
    struct statement *s = query(env->db, Q_MEMBERSHIP_EVER);

    bind_int(s, "call", call.value);
    bind_int(s, "leader", leader.value);
    *count = query_row(s, err) ? column_int(s, "count") : 0;
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_membership_tell(struct env *env, const struct membership *row, const char *link,
                           struct error *err)
{
    struct statement *s = query(env->db, Q_MEMBERSHIP_TELL);

    bind_text(s, "key", row->key.text);
    bind_int(s, "call", row->call.value);
    bind_int(s, "leader", row->leader.value);
    bind_text(s, "email", row->email);
    bind_text(s, "link", link);
    bind_int(s, "now", env->now);
    bind_int(s, "expires_at", row->expires_at);
    return query_run(s, err);
}

static bool one_row(struct env *env, struct statement *s, struct membership *row,
                    const char *missing, struct error *err)
{
    bool found = query_row(s, err);

    if (found)
        read_row(env, s, row);
    query_end(s);
    if (err->kind != ERROR_NONE)
        return false;
    return found || error_set(err, ERROR_MISSING, missing);
}

bool store_membership_by_link(struct env *env, const char *link, struct membership *row,
                              struct error *err)
{
    struct statement *s = query(env->db, Q_MEMBERSHIP_BY_LINK);

    bind_text(s, "link", link);
    bind_int(s, "now", env->now);
    return one_row(env, s, row, "membership/link", err);
}

bool store_membership_by_key(struct env *env, struct key key, struct person_id person,
                             struct membership *row, struct error *err)
{
    struct statement *s = query(env->db, Q_MEMBERSHIP_BY_KEY);

    bind_text(s, "key", key.text);
    bind_int(s, "person", person.value);
    return one_row(env, s, row, "missing", err);
}

bool store_memberships_mine(struct env *env, struct call_id call, struct person_id person,
                            struct memberships *rows, struct error *err)
{
    struct statement *s = query(env->db, Q_MEMBERSHIP_MINE);

    bind_int(s, "call", call.value);
    bind_int(s, "person", person.value);
    while (query_row(s, err))
        read_row(env, s, list_add(env->arena, rows));
    return err->kind == ERROR_NONE;
}

bool store_membership_say(struct env *env, const struct membership *row, const char *link,
                          struct error *err)
{
    struct statement *s = query(env->db, Q_MEMBERSHIP_SAY);

    bind_int(s, "id", row->id);
    bind_text(s, "word", row->word);
    bind_text(s, "note", row->note);
    bind_text(s, "said_of", row->said_of);
    bind_text(s, "link", link);
    bind_int(s, "now", env->now);
    return query_run(s, err) &&
           (query_changes(s) == 1 || error_set(err, ERROR_MISSING, "membership/link"));
}

bool store_membership_objections(struct env *env, struct application_id application,
                                 struct memberships *rows, struct error *err)
{
    struct statement *s = query(env->db, Q_MEMBERSHIP_OBJECTIONS);

    bind_int(s, "application", application.value);
    while (query_row(s, err)) {
        struct membership *row = list_add(env->arena, rows);

        row->name = column_text(s, env->arena, "name");
        row->note = column_text(s, env->arena, "note");
        row->said_at = column_int(s, "said_at");
    }
    return err->kind == ERROR_NONE;
}
