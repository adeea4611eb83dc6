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
