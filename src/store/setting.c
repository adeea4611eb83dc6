/* setting.c: what the service remembers of itself, by name. */

#include "store/setting.h"

#include "store/query.h"

bool store_setting_get(struct env *env, const char *name, const char **value, struct error *err)
{
    struct statement *s = query(env->db, Q_SETTING_GET);

    bind_text(s, "name", name);
    *value = query_row(s, err) ? column_text(s, env->arena, "value") : "";
    query_end(s);
    return err->kind == ERROR_NONE;
}

bool store_setting_put(struct env *env, const char *name, const char *value, struct error *err)
{
    struct statement *s = query(env->db, Q_SETTING_PUT);

    bind_text(s, "name", name);
    bind_text(s, "value", value);
    return query_run(s, err);
}
