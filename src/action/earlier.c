/* earlier.c: an application of an earlier call as the beginning of a draft of this one. */

#include "action/earlier.h"

#include "base/text.h"
#include "store/audit.h"
#include "store/tx.h"

static bool open_own(struct env *env, const struct actor *actor, struct key key,
                     struct application_view *view, struct error *err)
{
    return action_application_open(env, actor, key, view, err) &&
           (view->standing.owner || error_set(err, ERROR_MISSING, "missing"));
}

bool action_earlier(struct env *env, const struct actor *actor, struct key draft,
                    struct application_view *view, struct earlier_rows *rows, struct error *err)
{
    struct call_rows calls = {0};

    if (!open_own(env, actor, draft, view, err) || !store_call_list(env, &calls, err))
        return false;
    for (size_t c = calls.count; c-- > 0;) {
        struct application_rows mine = {0};
        const struct call *call;

        if (text_equal(calls.items[c].key, view->call->key))
            continue;
        if (!service_call(env, calls.items[c].key, &call, err) ||
            !store_applications_mine(env, actor, call->id, &mine, err))
            return false;
        for (size_t i = 0; i < mine.count; i++)
            *list_add(env->arena, rows) = (struct earlier_row){mine.items[i].application, call};
    }
    return true;
}

static bool save_section(struct env *env, const struct actor *actor, struct key key,
                         const char *section, json_t *fields, struct error *err)
{
    json_t *body = json_root(env->arena);
    struct section_save save = {.section = section, .body = body, .base = -1};
    struct section_saved saved;

    json_put(body, "fields", json_incref(fields));
    return action_section_save(env, actor, key, &save, &saved, err);
}

bool action_earlier_copy(struct env *env, const struct actor *actor, struct key draft,
                         struct key earlier, struct earlier_copy *result, struct error *err)
{
    const char *section;
    json_t *fields;

    if (!open_own(env, actor, draft, &result->view, err) ||
        !open_own(env, actor, earlier, &result->from, err))
        return false;
    if (result->view.application.call.value == result->from.application.call.value)
        return error_set(err, ERROR_MISSING, "missing");
    result->copy = form_copy(env->arena, result->from.call->definition, result->from.topic,
                             result->from.sections, result->view.call->definition,
                             result->view.topic, result->view.sections);
    json_object_foreach(
        result->copy.sections, section,
        fields) if (!save_section(env, actor, draft, section, fields, err)) return false;
    return true;
}
