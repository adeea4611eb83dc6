/* erasure.c: pages of asking to be erased, and of the office's answers. */

#include "view/erasure.h"

#include "view/common.h"
#include "view/wording.h"

static bool is_open(const struct erasure_facts_shown *facts)
{
    return facts->state == ERASURE_ASKED || facts->state == ERASURE_ACCEPTED;
}

static const char *hindrance_in(struct arena *arena, enum language language, const char *code)
{
    struct error err = {.kind = ERROR_CONFLICT, .code = code};

    return code == NULL ? NULL : wording_error(arena, language, &err);
}

static void put_request(enum language language, const struct erasure_facts_shown *facts,
                        json_t *item)
{
    view_state(item, "state", language, "erasure", erasure_word(facts->state));
    json_put_text(item, "reason", facts->reason);
    json_put_text(item, "answer", facts->answer);
    view_minutes(item, "asked_at", facts->asked_at);
    view_minutes(item, "decided_at", facts->decided_at);
    view_minutes(item, "due_at", facts->state == ERASURE_ACCEPTED ? facts->due_at : 0);
    view_minutes(item, "ended_at", facts->ended_at);
}

json_t *view_erasure(struct arena *arena, enum language language,
                     const struct erasure_facts_shown *facts, const char *done)
{
    json_t *model = json_root(arena);
    bool open = facts->key != NULL && is_open(facts);

    json_put_object(model, "form");
    view_done(arena, language, "erasure", done, model);
    if (facts->key != NULL)
        put_request(language, facts, json_put_object(model, "request"));
    json_put_text(model, "hindrance", hindrance_in(arena, language, facts->hindrance));
    json_put_flag(model, "may_ask", !open && facts->hindrance == NULL);
    json_put_flag(model, "may_withdraw", open);
    json_put_int(model, "days", ERASURE_ANSWER_DAYS);
    json_put_int(model, "pause", ERASURE_PAUSE_DAYS);
    return model;
}

static void put_case(struct arena *arena, enum language language,
                     const struct erasure_facts_shown *facts, json_t *item)
{
    put_request(language, facts, item);
    json_put_text(item, "key", facts->key);
    json_put_text(item, "href", arena_format(arena, "/office/erasures/%s", facts->key));
    json_put_text(item, "name", facts->name);
    json_put_text(item, "email", facts->email);
    json_put_flag(item, "again", facts->again);
    json_put_flag(item, "waits", facts->state == ERASURE_ASKED);
    json_put_text(item, "hindrance", hindrance_in(arena, language, facts->hindrance));
    view_date(item, "answer_by", facts->asked_at + ERASURE_ANSWER_DAYS * INT64_C(86400));
}

json_t *view_erasures(struct arena *arena, enum language language, const struct erasure_list *list)
{
    json_t *model = json_root(arena), *open = json_put_array(model, "open"),
           *closed = json_put_array(model, "closed");

    json_put_object(model, "form");
    for (size_t i = 0; i < list->count; i++)
        put_case(arena, language, &list->items[i],
                 json_add_object(is_open(&list->items[i]) ? open : closed));
    json_put_flag(model, "open_shown", json_array_size(open) > 0);
    json_put_flag(model, "closed_shown", json_array_size(closed) > 0);
    return model;
}
