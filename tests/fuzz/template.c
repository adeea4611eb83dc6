/* template.c: fuzzes the template compiler, and that no value becomes markup where it may stand. */

#include "base/json.h"
#include "base/text.h"
#include "view/template.h"
#include "view/wording.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* The first line is the template, the rest the value of {{a}}. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena *arena = arena_open();
    const char *text = arena_copy(arena, (const char *)bytes, length);
    size_t line = strcspn(text, "\n");
    const char *value = text[line] == '\n' ? text + line + 1 : "";
    struct buffer out = buffer_in(arena);
    struct error err = {0};
    json_t *model = json_root(arena), *partials = json_root(arena);

    if (!wordings_load(&err))
        die("fuzz: no wordings");
    json_put_text(model, "a", text_is_clean(value, true) ? value : "<b>");
    json_add_text(json_put_array(model, "list"), "x");
    json_put_text(partials, "p", "{{a}}");
    template_try(arena, arena_copy(arena, text, line), partials, model, &out, &err);
    arena_close(arena);
    return 0;
}
