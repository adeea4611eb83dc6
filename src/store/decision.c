/* decision.c: what the committee decided, as rows. */

#include "store/decision.h"

#include "store/query.h"

bool store_decision_outer(struct env *env, struct application_id application, const char **outcome,
                          const char **reason, struct error *err)
{
    struct statement *s = query(env->db, Q_DECISION_OUTER);

    *outcome = *reason = NULL;
    bind_int(s, "application", application.value);
    if (query_row(s, err)) {
        *outcome = column_text(s, env->arena, "outcome");
        *reason = column_text(s, env->arena, "outer");
    }
    query_end(s);
    return err->kind == ERROR_NONE;
}
