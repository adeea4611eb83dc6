/* conflict.c: looking for conflicts between applications and reviewers. */

#include "action/conflict.h"

#include "base/asset.h"
#include "store/tx.h"

/* Section 12: rows of names, with luck with an institution. */
static void read_avoided(struct arena *arena, const struct definition *d, const json_t *sections,
                         struct party_list *avoid)
{
    const struct section *section;
    const struct field *table = definition_meaning(d, MEANS_AVOID, &section);
    const struct field *name = definition_meaning(d, MEANS_AVOID_NAME, NULL);
    const struct field *institution = definition_meaning(d, MEANS_AVOID_INSTITUTION, NULL);
    const json_t *rows;

    if (table == NULL || name == NULL)
        return;
    rows = json_at(json_at(sections, section->key), table->key);
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);

        *list_add(arena, avoid) = (struct party){
            .name = json_word(row, name->key),
            .institution = institution == NULL ? "" : json_word(row, institution->key)};
    }
}

bool conflicts_application(struct env *env, const struct definition *definition,
                           struct application_id id, const json_t *sections,
                           struct conflict_application *application, struct error *err)
{
    *application = (struct conflict_application){0};
    read_avoided(env->arena, definition, sections, &application->avoid);
    return store_parties(env, id, &application->leader, &application->members, err);
}

static bool read_application(struct env *env, const struct version_view *view,
                             struct conflict_application *application, struct error *err)
{
    return conflicts_application(env, view->base.call->definition, view->base.application.id,
                                 view->base.sections, application, err);
}

static bool seek(struct env *env, const struct version_view *view,
                 const struct conflict_application *application, struct person_id reviewer,
                 struct error *err)
{
    const struct institution_aliases aliases = store_aliases(env);
    struct person_id nobody = {0};
    struct conflict_reviewer parties;
    struct conflict_findings found;

    if (!store_reviewer_parties(env, view->base.call->id, reviewer,
                                view->base.application.applicant, &parties, err))
        return false;
    found = conflict_find(env->arena, application, &parties, &aliases);
    for (size_t i = 0; i < found.count; i++)
        if (!store_conflict_add(env, view->base.application.id, reviewer,
                                conflict_source_word(found.items[i].source),
                                conflict_state_word(found.items[i].state), found.items[i].whom,
                                nobody, err))
            return false;
    return true;
}

bool conflicts_seek(struct env *env, const struct version_view *view, struct person_id reviewer,
                    struct error *err)
{
    struct conflict_application application;

    return read_application(env, view, &application, err) &&
           seek(env, view, &application, reviewer, err);
}

bool conflicts_seek_all(struct env *env, const struct version_view *view, struct error *err)
{
    struct conflict_application application;
    struct reviewer_ids reviewers = {0};

    if (!read_application(env, view, &application, err) ||
        !store_reviewer_ids(env, view->base.call->id, &reviewers, err))
        return false;
    for (size_t i = 0; i < reviewers.count; i++)
        if (!seek(env, view, &application, reviewers.items[i], err))
            return false;
    return true;
}

static bool read_list(struct env *env, struct institution_list *list, struct error *err)
{
    const struct asset *asset = asset_find("templates/institutions.json");
    const json_t *document = json_parse(env->arena, (const char *)asset->bytes, asset->length, err);

    return document != NULL && institution_read(env->arena, document, list, err);
}

bool institutions_ready(struct env *env, struct error *err)
{
    struct institution_list list = {0};
    bool empty, done;

    if (!store_aliases_empty(env, &empty, err))
        return false;
    if (!empty)
        return true;
    done = read_list(env, &list, err) && tx_begin(env, err);
    for (size_t i = 0; done && i < list.count; i++)
        done = store_alias_add(env, list.items[i].alias, list.items[i].institution, err);
    return tx_end(env, done, err);
}
