/* setting.c: what the service remembers of itself. */

#include "store/setting.h"

#include "store/query.h"

bool store_setting_get(struct env *env, const char *name, const char **value, struct error *err)
{
    struct statement *s = query(env->db, Q_SETTING_GET);
    struct error mine = {0};

    *value = NULL;
    bind_text(s, "name", name);
    if (query_row(s, &mine))
        *value = column_text(s, env->arena, "value");
    query_end(s);
    return mine.kind == ERROR_NONE || error_set(err, mine.kind, mine.code);
}

bool store_setting_put(struct env *env, const char *name, const char *value, struct error *err)
{
    struct statement *s = query(env->db, Q_SETTING_PUT);

    bind_text(s, "name", name);
    bind_text(s, "value", value);
    return query_run(s, err);
}
