/* form_merge.c: what a person typed, joined field by field with what others saved meanwhile. */

#include "domain/form_value.h"

/* Borrowed values are never changed; jansson counts references on them all the same. */
static json_t *reference(const json_t *value)
{
    return value == NULL ? json_null() : json_incref((json_t *)(uintptr_t)value);
}

static void merge_field(struct arena *arena, struct form_merge *merge, const char *key,
                        const json_t *typed)
{
    *(const char **)list_add(arena, &merge->fields) = arena_text(arena, key);
    merge->changed = true;
    json_put(merge->answers, key, reference(typed));
}

struct form_merge form_combine(struct arena *arena, const json_t *base, const json_t *typed,
                               const json_t *stored)
{
    struct form_merge merge = {.answers = json_root(arena)};
    json_t *from = (json_t *)(uintptr_t)typed;

    if (json_is_object(stored))
        json_object_update(merge.answers, (json_t *)(uintptr_t)stored);
    for (void *at = json_object_iter(from); at != NULL; at = json_object_iter_next(from, at)) {
        const char *key = json_object_iter_key(at);
        const json_t *mine = json_object_iter_value(at);
        const json_t *theirs = json_at(stored, key), *before = json_at(base, key);

        if (value_same(mine, theirs) || (base != NULL && value_same(mine, before)))
            continue;
        if (base == NULL || value_same(theirs, before))
            merge_field(arena, &merge, key, mine);
        else
            *(struct form_conflict *)list_add(arena, &merge.conflicts) = (struct form_conflict){
                arena_text(arena, key), mine, theirs};
    }
    return merge;
}
