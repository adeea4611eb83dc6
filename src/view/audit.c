/* audit.c: model of the log of who did what. */

#include "view/audit.h"

#include "base/text.h"
#include "view/common.h"
#include "view/wording.h"

static const char *worded(struct arena *arena, enum language language, const char *action)
{
    const char *key = arena_format(arena, "audit.action.%s", action);

    return wording_exists(language, key) ? wording(language, key) : action;
}

static void put_row(struct arena *arena, enum language language, const struct audit_fact *fact,
                    json_t *into)
{
    json_put_int(into, "seq", fact->row->seq);
    json_put_text(into, "action", fact->row->action);
    json_put_text(into, "text", worded(arena, language, fact->row->action));
    json_put_text(into, "actor", fact->actor);
    json_put_text(into, "role", fact->row->role);
    json_put_text(into, "object", fact->row->object);
    json_put_text(into, "source", fact->row->source);
    json_put_text(into, "hash", fact->row->after_hash);
    view_time(into, "at", fact->row->at);
}

json_t *view_audit(struct arena *arena, enum language language, const struct audit_facts *facts)
{
    json_t *model = json_root(arena), *rows = json_put_array(model, "rows"), *report;

    json_put_flag(model, "reads", facts->reads);
    for (size_t i = 0; i < facts->rows.count; i++)
        put_row(arena, language, &facts->rows.items[i], json_add_object(rows));
    if (facts->more)
        json_put_text(model, "next",
                      arena_format(arena, "/audit?before=%lld",
                                   (long long)facts->rows.items[facts->rows.count - 1].row->seq));
    if (!facts->verified)
        return model;
    report = json_put_object(model, "report");
    json_put_flag(report, "sound", facts->bad_seq == 0);
    json_put_int(report, "bad_seq", facts->bad_seq);
    json_put_int(report, "size", facts->head.size);
    json_put_text(report, "root", digest_hex(arena, &facts->head.root));
    return model;
}
