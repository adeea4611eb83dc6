/* outage.c: when the service was away, as rows. */

#include "store/outage.h"

#include "store/query.h"

bool store_outage_add(struct env *env, const struct outage *outage, struct error *err)
{
    struct statement *s = query(env->db, Q_OUTAGE_ADD);

    bind_int(s, "began", outage->began_at);
    bind_int(s, "ended", outage->ended_at);
    return query_run(s, err);
}

bool store_outages(struct env *env, int64_t since, struct outages *outages, struct error *err)
{
    struct statement *s = query(env->db, Q_OUTAGE_LIST);

    bind_int(s, "since", since);
    while (query_row(s, err))
        *list_add(env->arena, outages) = (struct outage){column_int(s, "began_at"),
                                                         column_int(s, "ended_at")};
    return err->kind == ERROR_NONE;
}
