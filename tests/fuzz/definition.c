/* definition.c: fuzzes the reader of call definitions, and the difference of what it accepts. */

#include "base/text.h"
#include "domain/call.h"

#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* Patches of a good document reach deeper than documents made of nothing. */
static json_t *good_document(struct arena *arena)
{
    static char text[1 << 18];
    static size_t length;
    struct error err = {0};

    if (length == 0) {
        FILE *file = fopen("templates/calls/2023.json", "rb");

        if (file == NULL)
            die("fuzz: run from the root of the tree");
        length = fread(text, 1, sizeof text, file);
        fclose(file);
    }
    return json_parse(arena, text, length, &err);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena *arena = arena_open();
    struct problems problems = problems_in(arena);
    struct error err = {0};
    json_t *good = good_document(arena);
    const struct definition *before = definition_read(arena, good, &problems), *after;
    json_t *patch = json_parse(arena, (const char *)bytes, length, &err);

    if (patch != NULL)
        definition_read(arena, patch, &problems);
    if (json_is_object(patch)) {
        json_t *patched = json_own(arena, json_deep_copy(good));

        json_object_update_recursive(patched, patch);
        after = definition_read(arena, patched, &problems);
        if (after != NULL)
            definition_compare(arena, before, after);
    }
    arena_close(arena);
    return 0;
}
