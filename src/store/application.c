/* application.c: applications as rows, with the standing of whoever looks. */

#include "store/application.h"

#include "store/query.h"

static void read_application(struct env *env, struct statement *s, struct application *a)
{
    struct arena *arena = env->arena;

    a->id.value = column_int(s, "id");
    a->key = column_key(s, "key");
    a->number = column_text(s, arena, "number");
    a->call.value = column_int(s, "call");
    a->topic.value = column_int(s, "topic");
    a->topic_code = column_text(s, arena, "topic_code");
    a->applicant.value = column_int(s, "applicant");
    application_state_of(column_text(s, arena, "state"), &a->state);
    a->title = column_text(s, arena, "title");
    a->amount = column_int(s, "amount");
    a->institution = column_text(s, arena, "institution");
    a->leader = column_text(s, arena, "leader");
    a->preference = column_int(s, "preference");
    a->version = column_int(s, "version");
    a->by_mail = column_int(s, "by_mail") != 0;
    a->due_at = column_int(s, "due_at");
    a->created_at = column_int(s, "created_at");
    a->submitted_at = column_int(s, "submitted_at");
    a->extended_until = column_int(s, "extended_until");
    a->at_closing = column_int(s, "at_closing") != 0;
}

static void read_standing(struct statement *s, const struct actor *actor, struct call_id call,
                          struct standing *standing)
{
    *standing = (struct standing){
        .owner = column_int(s, "owner") != 0,
        .member = column_int(s, "member") != 0,
        .assigned = column_int(s, "assigned") != 0,
        .conflicted = column_int(s, "conflicted") != 0,
        .own_review_submitted = column_int(s, "reviewed") != 0,
        .reviewer = actor_is(actor, ROLE_REVIEWER, call),
        .committee = actor_is(actor, ROLE_MEMBER, call),
        .chair = actor_is(actor, ROLE_CHAIR, call),
        .secretary = actor_is(actor, ROLE_SECRETARY, call),
        .auditor = actor_is(actor, ROLE_AUDITOR, call),
        .administrator = actor_is(actor, ROLE_ADMINISTRATOR, call),
    };
}

/* Who reads the submitted applications of a call by role. */
static void bind_actor(struct statement *s, const struct actor *actor, struct call_id call)
{
    bind_int(s, "actor", actor->person.value);
    bind_int(s, "reads_all",
             actor->local || actor_is(actor, ROLE_SECRETARY, call) ||
                 actor_is(actor, ROLE_MEMBER, call));
}

static bool one_visible(struct env *env, struct statement *s, const struct actor *actor,
                        struct application *application, struct standing *standing,
                        struct error *err)
{
    if (!query_row(s, err))
        return error_set(err, ERROR_MISSING, "missing");
    read_application(env, s, application);
    read_standing(s, actor, application->call, standing);
    query_end(s);
    return true;
}

/* Roles are per call, so the call of the thing is looked up before the thing is shown. */
static bool call_of(struct env *env, enum query_name name, const char *key, int64_t id,
                    struct call_id *call, struct error *err)
{
    struct statement *s = query(env->db, name);

    if (key != NULL)
        bind_text(s, "key", key);
    else
        bind_int(s, "id", id);
    call->value = query_row(s, err) ? column_int(s, "call") : 0;
    query_end(s);
    return call->value != 0 || error_set(err, ERROR_MISSING, "missing");
}

bool store_application_visible(struct env *env, const struct actor *actor, struct key key,
                               struct application *application, struct standing *standing,
                               struct error *err)
{
    struct call_id call;
    struct statement *s;

    if (!call_of(env, Q_APPLICATION_CALL_BY_KEY, key.text, 0, &call, err))
        return false;
    s = query(env->db, Q_APPLICATION_BY_KEY);
    bind_text(s, "key", key.text);
    bind_actor(s, actor, call);
    return one_visible(env, s, actor, application, standing, err);
}

bool store_application_by_id(struct env *env, const struct actor *actor, struct application_id id,
                             struct application *application, struct standing *standing,
                             struct error *err)
{
    struct call_id call;
    struct statement *s;

    if (!call_of(env, Q_APPLICATION_CALL_BY_ID, NULL, id.value, &call, err))
        return false;
    s = query(env->db, Q_APPLICATION_BY_ID);
    bind_int(s, "id", id.value);
    bind_actor(s, actor, call);
    return one_visible(env, s, actor, application, standing, err);
}

static bool read_rows(struct env *env, struct statement *s, const struct actor *actor,
                      struct application_rows *rows, struct error *err)
{
    while (query_row(s, err)) {
        struct application_row *row = list_add(env->arena, rows);

        read_application(env, s, &row->application);
        read_standing(s, actor, row->application.call, &row->standing);
    }
    return err->kind == ERROR_NONE;
}

bool store_applications_mine(struct env *env, const struct actor *actor, struct call_id call,
                             struct application_rows *rows, struct error *err)
{
    struct statement *s = query(env->db, Q_APPLICATION_MINE);

    bind_int(s, "call", call.value);
    bind_int(s, "actor", actor->person.value);
    return read_rows(env, s, actor, rows, err);
}

bool store_applications(struct env *env, const struct actor *actor,
                        const struct application_filter *filter, struct application_rows *rows,
                        struct error *err)
{
    struct statement *s = query(env->db, Q_APPLICATION_LIST);

    bind_int(s, "call", filter->call.value);
    bind_id(s, "topic", filter->topic.value);
    bind_text(s, "state", filter->state);
    bind_text(s, "after", filter->after);
    bind_int(s, "limit", filter->limit);
    bind_actor(s, actor, filter->call);
    return read_rows(env, s, actor, rows, err);
}

bool store_application_counts(struct env *env, const struct actor *actor, struct call_id call,
                              int64_t counts[APPLICATION_STATE_COUNT], struct error *err)
{
    struct statement *s = query(env->db, Q_APPLICATION_COUNT);
    enum application_state state;

    bind_int(s, "call", call.value);
    bind_actor(s, actor, call);
    while (query_row(s, err))
        if (application_state_of(column_text(s, env->arena, "state"), &state))
            counts[state] = column_int(s, "count");
    return err->kind == ERROR_NONE;
}

bool store_application_add(struct env *env, struct call_id call, struct topic_id topic,
                           struct person_id applicant, struct key key, const char *number,
                           bool by_mail, struct application_id *id, struct error *err)
{
    struct statement *s = query(env->db, Q_APPLICATION_ADD);

    bind_text(s, "key", key.text);
    bind_text(s, "number", number);
    bind_int(s, "call", call.value);
    bind_int(s, "topic", topic.value);
    bind_int(s, "applicant", applicant.value);
    bind_int(s, "by_mail", by_mail);
    bind_int(s, "now", env->now);
    return query_insert(s, &id->value, err);
}

bool store_application_save(struct env *env, const struct application *a, struct error *err)
{
    struct statement *s = query(env->db, Q_APPLICATION_SAVE);

    bind_int(s, "id", a->id.value);
    bind_text(s, "state", application_word(a->state));
    bind_text(s, "title", a->title);
    bind_int(s, "amount", a->amount);
    bind_text(s, "institution", a->institution);
    bind_text(s, "leader", a->leader);
    bind_int(s, "version", a->version);
    bind_time(s, "due_at", a->due_at);
    bind_time(s, "submitted_at", a->submitted_at);
    bind_int(s, "by_mail", a->by_mail);
    return query_run(s, err);
}

bool store_application_at_closing(struct env *env, struct application_id id, bool wanted,
                                  struct error *err)
{
    struct statement *s = query(env->db, Q_APPLICATION_AT_CLOSING);

    bind_int(s, "id", id.value);
    bind_int(s, "wanted", wanted);
    return query_run(s, err);
}

bool store_application_at_closing_done(struct env *env, struct application_id id, struct error *err)
{
    struct statement *s = query(env->db, Q_APPLICATION_AT_CLOSING_DONE);

    bind_int(s, "id", id.value);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_applications_at_closing(struct env *env, struct application_rows *rows,
                                   struct error *err)
{
    struct statement *s = query(env->db, Q_APPLICATION_LIST_AT_CLOSING);

    bind_int(s, "actor", 0);
    while (query_row(s, err))
        read_application(env, s, &list_add(env->arena, rows)->application);
    return err->kind == ERROR_NONE;
}

bool store_application_preference(struct env *env, struct application_id id,
                                  struct person_id applicant, int64_t preference, struct error *err)
{
    struct statement *s = query(env->db, Q_APPLICATION_PREFERENCE);

    bind_int(s, "id", id.value);
    bind_int(s, "applicant", applicant.value);
    bind_int(s, "preference", preference);
    return query_run(s, err);
}
