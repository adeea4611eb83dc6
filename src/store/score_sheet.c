/* score_sheet.c: score sheets that came back and wait for a yes, as rows. */

#include "store/score_sheet.h"

#include "base/json.h"
#include "store/query.h"

static const char *write_cells(struct env *env, const struct cells *cells)
{
    json_t *list = json_own(env->arena, json_array());

    for (size_t i = 0; i < cells->count; i++) {
        json_t *cell = json_array();

        json_array_append_new(cell, json_integer(cells->items[i].row));
        json_array_append_new(cell, json_integer(cells->items[i].column));
        json_array_append_new(cell, json_string(cells->items[i].text));
        json_array_append_new(list, cell);
    }
    return json_write(env->arena, list);
}

static bool read_cells(struct env *env, const char *text, struct cells *cells, struct error *err)
{
    const json_t *list = json_parse(env->arena, text, strlen(text), err);

    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *cell = json_array_get(list, i);

        *list_add(env->arena, cells) = (struct cell){
            .row = (uint32_t)json_integer_value(json_array_get(cell, 0)),
            .column = (uint32_t)json_integer_value(json_array_get(cell, 1)),
            .text = json_string_value(json_array_get(cell, 2)),
        };
    }
    return list != NULL;
}

static struct statement *of(struct env *env, enum query_name name, struct call_id call,
                            struct person_id person)
{
    struct statement *s = query(env->db, name);

    bind_int(s, "call", call.value);
    bind_int(s, "person", person.value);
    return s;
}

bool store_score_upload_put(struct env *env, struct call_id call, struct person_id person,
                            const char *name, const struct cells *cells, struct error *err)
{
    struct statement *s = of(env, Q_SCORE_UPLOAD_PUT, call, person);

    bind_text(s, "name", name);
    bind_text(s, "cells", write_cells(env, cells));
    bind_int(s, "now", env->now);
    return query_run(s, err);
}

bool store_score_upload_get(struct env *env, struct call_id call, struct person_id person,
                            struct score_upload *upload, bool *there, struct error *err)
{
    struct statement *s = of(env, Q_SCORE_UPLOAD_GET, call, person);
    const char *cells = "";

    *upload = (struct score_upload){.name = ""};
    *there = query_row(s, err);
    if (*there) {
        upload->name = column_text(s, env->arena, "name");
        upload->uploaded_at = column_int(s, "uploaded_at");
        cells = column_text(s, env->arena, "cells");
    }
    query_end(s);
    return *there ? read_cells(env, cells, &upload->cells, err) : err->kind == ERROR_NONE;
}

bool store_score_upload_drop(struct env *env, struct call_id call, struct person_id person,
                             struct error *err)
{
    return query_run(of(env, Q_SCORE_UPLOAD_DROP, call, person), err);
}
