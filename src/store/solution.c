/* solution.c: single cases that the committee settles beside the solver, as rows. */

#include "store/solution.h"

#include "base/text.h"
#include "store/query.h"

bool store_topics_barred(struct env *env, struct call_id call, struct person_id actor,
                         struct topic_codes *codes, struct error *err)
{
    struct statement *s = query(env->db, Q_TOPICS_BARRED);

    bind_int(s, "call", call.value);
    bind_int(s, "actor", actor.value);
    while (query_row(s, err))
        *list_add(env->arena, codes) = column_text(s, env->arena, "topic_code");
    return err->kind == ERROR_NONE;
}

bool store_award_cases(struct env *env, struct call_id call, struct award_cases *cases,
                       struct error *err)
{
    struct statement *s = query(env->db, Q_AWARD_CASE_LIST);

    bind_int(s, "call", call.value);
    while (query_row(s, err)) {
        struct award_case *one = list_add(env->arena, cases);

        one->application.value = column_int(s, "application");
        one->pinned = text_equal(column_text(s, env->arena, "kind"), "pin");
        one->reason = column_text(s, env->arena, "reason");
        one->by = column_text(s, env->arena, "by");
    }
    return err->kind == ERROR_NONE;
}

bool store_award_case_put(struct env *env, struct application_id application, bool pinned,
                          const char *reason, struct person_id by, struct error *err)
{
    struct statement *s = query(env->db, Q_AWARD_CASE_PUT);

    bind_int(s, "application", application.value);
    bind_text(s, "kind", pinned ? "pin" : "veto");
    bind_text(s, "reason", reason);
    bind_int(s, "by", by.value);
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_award_case_remove(struct env *env, struct application_id application, struct error *err)
{
    struct statement *s = query(env->db, Q_AWARD_CASE_REMOVE);

    bind_int(s, "application", application.value);
    return query_run(s, err);
}
