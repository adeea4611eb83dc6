/* screening.c: screening and conflicts, as rows (declared in review.h). */

#include "store/query.h"
#include "store/review.h"

bool store_screening_add(struct env *env, const struct application *application,
                         const char *verdict, const char *note, int64_t until, struct person_id by,
                         struct error *err)
{
    struct statement *s = query(env->db, Q_SCREENING_ADD);

    bind_int(s, "application", application->id.value);
    bind_int(s, "version", application->version);
    bind_text(s, "verdict", verdict);
    bind_text(s, "reasons", "[]");
    bind_text(s, "note", note);
    bind_time(s, "until", until);
    bind_int(s, "by", by.value);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_screenings(struct env *env, struct application_id application,
                      struct screenings *screenings, struct error *err)
{
    struct statement *s = query(env->db, Q_SCREENING_LIST);

    bind_int(s, "application", application.value);
    while (query_row(s, err)) {
        struct screening *row = list_add(env->arena, screenings);

        row->version = column_int(s, "version");
        row->verdict = column_text(s, env->arena, "verdict");
        row->note = column_text(s, env->arena, "note");
        row->until = column_int(s, "until");
        row->at = column_int(s, "at");
        row->by = column_text(s, env->arena, "by");
    }
    return err->kind == ERROR_NONE;
}

bool store_conflict_find(struct env *env, struct application_id application,
                         struct person_id reviewer, struct error *err)
{
    static const enum query_name finders[] = {Q_CONFLICT_FIND_SELF, Q_CONFLICT_FIND_MEMBER,
                                              Q_CONFLICT_FIND_CO_MEMBER};

    for (size_t i = 0; i < sizeof finders / sizeof finders[0]; i++) {
        struct statement *s = query(env->db, finders[i]);

        bind_int(s, "application", application.value);
        bind_int(s, "reviewer", reviewer.value);
        bind_int(s, "now", env->now);
        if (!query_run(s, err))
            return false;
    }
    return true;
}

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
        row->at = column_int(s, "at");
        row->reviewer = column_key(s, "reviewer");
        row->name = column_text(s, env->arena, "name");
    }
    return err->kind == ERROR_NONE;
}

bool store_institutions_of(struct env *env, struct application_id application,
                           struct institution_names *names, struct error *err)
{
    struct statement *s = query(env->db, Q_INSTITUTIONS_OF);

    bind_int(s, "application", application.value);
    while (query_row(s, err))
        *list_add(env->arena, names) = column_text(s, env->arena, "institution");
    return err->kind == ERROR_NONE;
}

bool store_reviewers(struct env *env, struct call_id call, struct application_id application,
                     struct reviewer_rows *rows, struct error *err)
{
    struct statement *s = query(env->db, Q_REVIEWER_LIST);

    bind_int(s, "call", call.value);
    bind_int(s, "application", application.value);
    while (query_row(s, err)) {
        struct reviewer_row *row = list_add(env->arena, rows);

        row->person.value = column_int(s, "id");
        row->key = column_key(s, "key");
        row->name = column_text(s, env->arena, "name");
        row->institution = column_text(s, env->arena, "institution");
        row->load = column_int(s, "load");
        row->conflicts = column_int(s, "conflicts");
        row->assigned = column_int(s, "assigned") != 0;
    }
    return err->kind == ERROR_NONE;
}
