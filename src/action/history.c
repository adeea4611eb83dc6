/* history.c: every saved state of a section: listed, compared with what stands now, restored. */

#include "action/history.h"

#include "base/text.h"

#define LISTED_MOST 500

static bool open_section(struct env *env, const struct actor *actor, struct key key,
                         const char *section, struct section_history *history, struct error *err)
{
    struct error denied = {0};

    *history = (struct section_history){.shown = 0};
    if (!action_application_open(env, actor, key, &history->view, err))
        return false;
    history->section = definition_section(history->view.call->definition, section);
    if (history->section == NULL || !section_applies(history->section, history->view.topic->code) ||
        !policy_may(&history->view.standing, VERB_APPLICATION_HISTORY, &denied))
        return error_set(err, ERROR_MISSING, "missing");
    history->writable = policy_may(&history->view.standing, VERB_APPLICATION_EDIT, &denied) &&
                        application_open_for_answers(&history->view.application, &denied);
    return store_answer_get(env, &history->view.application, history->section, &history->answer,
                            err);
}

bool action_section_history(struct env *env, const struct actor *actor, struct key key,
                            const char *section, int64_t before, struct section_history *history,
                            struct error *err)
{
    struct section_revisions *list = &history->revisions;

    if (!open_section(env, actor, key, section, history, err) ||
        !store_section_revisions(env, &history->answer, before > 0 ? before : INT64_MAX,
                                 LISTED_MOST, list, err))
        return false;
    if (list->count == LISTED_MOST && list->items[list->count - 1].revision > 1)
        history->older = list->items[list->count - 1].revision;
    return true;
}

bool action_section_revision(struct env *env, const struct actor *actor, struct key key,
                             const char *section, int64_t revision, struct section_history *history,
                             struct error *err)
{
    if (!open_section(env, actor, key, section, history, err))
        return false;
    if (revision < 1 || revision > history->answer.revision)
        return error_set(err, ERROR_MISSING, "missing");
    history->shown = revision;
    return store_answer_at(env, &history->answer, revision, &history->then, err) &&
           store_answer_at(env, &history->answer, revision - 1, &history->before, err) &&
           store_section_revisions(env, &history->answer, revision + 1, 1, &history->revisions,
                                   err);
}

/* What was empty then is said to be empty, not left out. */
static json_t *whole(struct env *env, const struct section *section, const json_t *content)
{
    json_t *body = json_root(env->arena), *fields = json_put_object(body, "fields");

    for (size_t i = 0; i < section->fields.count; i++) {
        const char *key = section->fields.items[i].key;
        const json_t *value = json_at(content, key);

        json_put(fields, key,
                 value == NULL ? json_null() : json_incref((json_t *)(uintptr_t)value));
    }
    return body;
}

bool action_section_restore(struct env *env, const struct actor *actor, struct key key,
                            const char *section, int64_t revision, int64_t base,
                            struct section_saved *saved, struct error *err)
{
    struct section_history history;
    struct section_save save = {.section = section, .base = base};

    *saved = (struct section_saved){0};
    if (!action_section_revision(env, actor, key, section, revision, &history, err))
        return false;
    save.body = whole(env, history.section, history.then);
    return action_section_save(env, actor, key, &save, saved, err);
}
