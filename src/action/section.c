/* section.c: saving one section: merged field by field, every accepted save a revision. */

#include "action/application.h"
#include "action/presence.h"
#include "base/text.h"
#include "domain/team.h"
#include "store/audit.h"
#include "store/tx.h"

/* What each typed field was read as: its own revision's content, else the section's. */
static bool base_of(struct env *env, const struct section_save *save, const struct answer *answer,
                    const json_t *typed, const json_t **base, struct error *err)
{
    json_t *read = json_root(env->arena);

    *base = NULL;
    if (save->base < 0 && save->bases == NULL)
        return true;
    for (void *at = json_object_iter((json_t *)(uintptr_t)typed); at != NULL;
         at = json_object_iter_next((json_t *)(uintptr_t)typed, at)) {
        const char *field = json_object_iter_key(at);
        const json_t *content, *value;

        if (!store_answer_at(env, answer, json_int(save->bases, field, save->base), &content, err))
            return false;
        value = json_at(content, field);
        if (value != NULL)
            json_put(read, field, json_incref((json_t *)(uintptr_t)value));
    }
    *base = read;
    return true;
}

/* field → the revision that last changed it, after this save. */
static json_t *revisions_after(struct env *env, const struct answer *answer,
                               const struct form_merge *merge)
{
    json_t *revisions = json_own(env->arena, json_copy((json_t *)(uintptr_t)answer->revisions));

    for (size_t i = 0; i < merge->fields.count; i++)
        json_put_int(revisions, merge->fields.items[i], answer->revision + 1);
    return revisions;
}

/* Members are rows too, for conflicts of interest and for mail. */
static bool save_members(struct env *env, const struct application *application,
                         const struct definition *d, const struct section *section,
                         const json_t *content, struct error *err)
{
    const struct section *home;
    const struct field *table = definition_meaning(d, MEANS_MEMBERS, &home);
    const struct field *name = definition_meaning(d, MEANS_MEMBER_NAME, NULL);
    const struct field *institution = definition_meaning(d, MEANS_MEMBER_INSTITUTION, NULL);
    const struct field *email = definition_meaning(d, MEANS_MEMBER_EMAIL, NULL);
    struct member_rows members = {0};
    const json_t *rows;

    if (table == NULL || home != section || name == NULL || institution == NULL)
        return true;
    rows = json_at(content, table->key);
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);
        const char *address = email == NULL ? "" : json_word(row, email->key);

        *list_add(env->arena, &members) = (struct member_row){
            .name = json_word(row, name->key),
            .institution = json_word(row, institution->key),
            .email = *address == '\0' ? NULL : text_lower(env->arena, address)};
    }
    return store_members_put(env, application->call, application->applicant, &members, err);
}

/* Lists show the draft's title and amount before there is a submission. */
static bool save_copies(struct env *env, struct application *a, const struct definition *d,
                        const struct section *section, const json_t *content, struct error *err)
{
    const struct section *home;
    const struct field *title = definition_meaning(d, MEANS_TITLE, &home);

    if (title == NULL || home != section || a->version > 0)
        return true;
    a->title = json_word(content, title->key);
    return store_application_save(env, a, err);
}

static bool keep(struct env *env, const struct actor *actor, struct application_view *view,
                 const struct section *section, struct section_saved *saved, struct error *err)
{
    const struct definition *d = view->call->definition;

    return store_answer_save(env, &view->application, section, &saved->answer, saved->merge.answers,
                             revisions_after(env, &saved->answer, &saved->merge), actor->person,
                             err) &&
           save_members(env, &view->application, d, section, saved->merge.answers, err) &&
           save_copies(env, &view->application, d, section, saved->merge.answers, err) &&
           store_audit(env, actor, application_capacity(view), AUDIT_APPLICATION_SAVED,
                       view->application.key.text, err);
}

static bool has_problem(const struct section_saved *saved, const struct field *field)
{
    for (size_t i = 0; i < saved->problems.count; i++)
        if (form_field_at(saved->section, saved->problems.items[i].path) == field)
            return true;
    return false;
}

/* Fields with a problem of reading that are not among the answers read. */
static void note_refused(struct arena *arena, const json_t *typed, struct section_saved *saved)
{
    for (size_t i = 0; i < saved->section->fields.count; i++) {
        const struct field *field = &saved->section->fields.items[i];

        if (json_at(typed, field->key) == NULL && has_problem(saved, field))
            *(const char **)list_add(arena, &saved->refused) = field->key;
    }
}

static bool merge(struct env *env, const struct section_save *save, const struct section *section,
                  struct section_saved *saved, struct error *err)
{
    const json_t *typed, *base;

    saved->problems = problems_in(env->arena);
    typed = save->typed != NULL ? form_read(env->arena, section, save->typed, &saved->problems)
                                : form_read_json(env->arena, section, json_at(save->body, "fields"),
                                                 &saved->problems);
    note_refused(env->arena, typed, saved);
    if (!base_of(env, save, &saved->answer, typed, &base, err))
        return false;
    saved->merge = form_combine(env->arena, base, typed, saved->answer.content);
    return true;
}

/* The section, and what of it the actor writes: whoever helps leaves the rest as it is. */
struct writing {
    const struct section *whole, *own;
};

static bool find_section(struct env *env, const struct application_view *view, const char *key,
                         struct writing *found, struct section_saved *saved, struct error *err)
{
    found->whole = definition_section(view->call->definition, key);
    if (found->whole == NULL || !section_applies(found->whole, view->topic->code))
        return error_set(err, ERROR_MISSING, "missing");
    found->own = view->standing.owner ? found->whole : team_section(env->arena, found->whole, true);
    saved->definition = view->call->definition;
    saved->topic = view->topic;
    saved->section = found->own;
    return true;
}

bool action_section_save(struct env *env, const struct actor *actor, struct key key,
                         const struct section_save *save, struct section_saved *saved,
                         struct error *err)
{
    struct application_view view;
    struct writing section = {.whole = NULL};
    bool done;

    *saved = (struct section_saved){0};
    done = tx_begin(env, err) && action_application_open(env, actor, key, &view, err) &&
           action_part_may(&view, save->section, err) &&
           find_section(env, &view, save->section, &section, saved, err) &&
           store_answer_get(env, &view.application, section.whole, &saved->answer, err) &&
           merge(env, save, section.own, saved, err) &&
           (!saved->merge.changed || keep(env, actor, &view, section.whole, saved, err));
    if (!tx_end(env, done, err))
        return false;
    form_check(view.call->definition, view.topic, section.own, saved->answer.content,
               &saved->problems);
    presence_mark(service_presence(service_of(env)), view.application.id, actor->person,
                  save->section, env->now);
    return saved->merge.conflicts.count == 0 || error_set(err, ERROR_CONFLICT, "application/stale");
}
