/* roster_case.c: everything a draft is computed from, read at one moment. */

#include "action/roster_case.h"

/* The words of the field that means keywords; the document is gone afterwards. */
static bool add_keywords(struct env *env, const struct definition *definition, const char *content,
                         struct keywords *keywords, struct error *err)
{
    const struct section *section;
    const struct field *field = definition_meaning(definition, MEANS_KEYWORDS, &section);
    struct arena *scratch;
    const json_t *document, *list;

    if (field == NULL)
        return true;
    scratch = arena_open();
    document = json_parse(scratch, content, strlen(content), err);
    list = json_at(json_at(json_at(document, "sections"), section->key), field->key);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *word = json_string_value(json_array_get(list, i));

        keywords_add(env->arena, keywords, word == NULL ? "" : word);
    }
    arena_close(scratch);
    return document != NULL;
}

bool roster_case_read(struct env *env, const struct call *call, const struct roster *roster,
                      struct application_id only, struct roster_case *given, struct error *err)
{
    struct roster_contents contents = {0};

    *given = (struct roster_case){.definition = call->definition,
                                  .settings = roster->settings,
                                  .seed = roster->seed,
                                  .has_base = roster->base.value != 0};
    if (!store_roster_case_rows(env, call->id, only, given, &contents, err))
        return false;
    if (!roster_case_ready(env->arena, given))
        return error_set(err, ERROR_CONFLICT, "roster/too-large");
    for (size_t i = 0; i < contents.count; i++)
        if (!add_keywords(env, call->definition, contents.items[i],
                          &given->applications.items[i].keywords, err))
            return false;
    return store_roster_case_marks(env, call->id, only, roster->base, given, err);
}
