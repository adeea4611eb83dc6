/* form.c: fuzzes the reader of forms: fields of a body, answers typed or as JSON. */

#include "base/json.h"
#include "base/text.h"
#include "domain/call.h"
#include "domain/form.h"
#include "web/gate.h"

#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

#define FIELDS_MOST 200

static const struct definition *good_definition(void)
{
    static const struct definition *definition;
    static struct arena *arena; /* for the life of the fuzzer */
    static char text[1 << 18];
    struct error err = {0};
    struct problems problems;
    FILE *file;

    if (definition == NULL) {
        arena = arena_open();
        problems = problems_in(arena);
        file = fopen("templates/calls/2023.json", "rb");
        if (file == NULL)
            die("fuzz: run from the root of the tree");
        definition = definition_read(
            arena, json_parse(arena, text, fread(text, 1, sizeof text, file), &err), &problems);
        fclose(file);
    }
    return definition;
}

/* Merging what was read with itself must find nothing to change and nothing in conflict. */
static void merge(struct arena *arena, const json_t *answers)
{
    struct form_merge merged = form_combine(arena, answers, answers, answers);

    if (merged.changed || merged.conflicts.count > 0)
        die("fuzz: equal answers differ");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    const struct definition *definition = good_definition();
    struct arena *arena = arena_open();
    struct problems problems = problems_in(arena);
    struct error err = {0};
    struct typed_list typed = {0};
    const struct section *section =
        &definition->sections.items[length == 0 ? 0 : bytes[0] % definition->sections.count];
    const char *text = arena_copy(arena, (const char *)bytes, length);
    const json_t *body = json_parse(arena, text, length, &err);

    if (gate_fields(arena, text, length, FIELDS_MOST, &typed, &err))
        merge(arena, form_read(arena, section, &typed, &problems));
    if (json_is_object(body))
        merge(arena, form_read_json(arena, section, body, &problems));
    arena_close(arena);
    return 0;
}
