/* template.c: renders compiled templates over JSON models. */

#include "view/template.h"

#include <math.h>

#include "base/asset.h"
#include "base/log.h"
#include "view/template_parts.h"
#include "view/wording.h"

#define FOLDER     "templates/"
#define STACK_MOST 48

struct programs {
    LIST(struct program *);
};

struct templates {
    struct programs languages[LANGUAGE_COUNT];
};

/* ---- rendering */

struct rendering {
    const struct program *page; /* what {{>page}} is */
    const json_t *stack[STACK_MOST];
    size_t depth;
    size_t calls;
    struct buffer *out;
};

static const json_t *member(const json_t *value, const char *const *rest)
{
    for (; value != NULL && *rest != NULL; rest++)
        value = json_object_get(value, *rest);
    return value;
}

/* The first word is looked up from the innermost object outward, the others inside it. */
static const json_t *look_up(const struct rendering *r, const char *const *name)
{
    if (*name == NULL)
        return r->stack[r->depth - 1];
    for (size_t i = r->depth; i-- > 0;) {
        const json_t *found = json_object_get(r->stack[i], *name);

        if (found != NULL)
            return member(found, name + 1);
    }
    return NULL;
}

static bool is_falsy(const json_t *value)
{
    return value == NULL || json_is_null(value) || json_is_false(value) ||
           (json_is_array(value) && json_array_size(value) == 0) ||
           (json_is_string(value) && json_string_length(value) == 0);
}

static void put_value(struct rendering *r, const struct op *op)
{
    const json_t *value = look_up(r, op->name);
    char number[40];

    if (json_is_string(value)) {
        template_escape(r->out, op->place, json_string_value(value), json_string_length(value));
        return;
    }
    if (json_is_integer(value))
        snprintf(number, sizeof number, "%lld", (long long)json_integer_value(value));
    else if (json_is_real(value))
        snprintf(number, sizeof number, "%.15g", json_real_value(value));
    else
        snprintf(number, sizeof number, "%s",
                 json_is_true(value)    ? "true"
                 : json_is_false(value) ? "false"
                                        : "");
    buffer_text(r->out, number);
}

static void run(struct rendering *r, const struct program *program, size_t from, size_t to);

static void run_inside(struct rendering *r, const struct program *program, size_t from, size_t to,
                       const json_t *context)
{
    if (r->depth == STACK_MOST)
        die("template: nested too deep");
    r->stack[r->depth++] = context;
    run(r, program, from, to);
    r->depth--;
}

static void run_section(struct rendering *r, const struct program *program, size_t at)
{
    const struct op *op = &program->items[at];
    const json_t *value = look_up(r, op->name);

    if (op->kind == OP_INVERTED) {
        if (is_falsy(value))
            run(r, program, at + 1, op->after);
        return;
    }
    if (is_falsy(value))
        return;
    if (!json_is_array(value)) {
        run_inside(r, program, at + 1, op->after, value);
        return;
    }
    for (size_t i = 0; i < json_array_size(value); i++)
        run_inside(r, program, at + 1, op->after, json_array_get(value, i));
}

static void run_call(struct rendering *r, const struct op *op)
{
    const struct program *program = op->program != NULL ? op->program : r->page;

    if (program == NULL)
        return;
    if (++r->calls > 10000)
        die("template: partials call each other for ever");
    run(r, program, 0, program->count);
}

static void run(struct rendering *r, const struct program *program, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        const struct op *op = &program->items[i];

        switch (op->kind) {
        case OP_TEXT:
            buffer_add(r->out, op->text, op->length);
            break;
        case OP_VALUE:
            put_value(r, op);
            break;
        case OP_SECTION:
        case OP_INVERTED:
            run_section(r, program, i);
            i = op->after - 1;
            break;
        case OP_CALL:
            run_call(r, op);
            break;
        case OP_END:
            break;
        }
    }
}

/* ---- loading */

static struct program *find(const struct programs *programs, const char *name)
{
    for (size_t i = 0; i < programs->count; i++)
        if (strcmp(programs->items[i]->name, name) == 0)
            return programs->items[i];
    return NULL;
}

static bool is_template(const char *path)
{
    return text_starts(path, FOLDER) && !text_starts(path, FOLDER "i18n/") &&
           !text_starts(path, FOLDER "calls/") && !text_starts(path, FOLDER "static/") &&
           (text_ends(path, ".html") ||
            (text_starts(path, FOLDER "mail/") && text_ends(path, ".txt")));
}

/* Partials are found once all are compiled; {{>page}} stays open, and is the page at hand. */
static bool link_calls(struct arena *arena, struct programs *programs, struct error *err)
{
    for (size_t p = 0; p < programs->count; p++)
        for (size_t i = 0; i < programs->items[p]->count; i++) {
            struct op *op = &programs->items[p]->items[i];
            const char *kind = text_ends(programs->items[p]->name, ".txt") ? ".txt" : ".html";

            if (op->kind != OP_CALL || strcmp(op->text, "page") == 0)
                continue;
            op->program = find(programs, arena_format(arena, "%s%s", op->text, kind));
            if (op->program != NULL)
                continue;
            error_set(err, ERROR_BROKEN, "template/no-partial");
            error_text(err, "name", programs->items[p]->name);
            return error_text(err, "what", op->text);
        }
    return true;
}

static bool load_language(struct arena *arena, enum language language, struct programs *programs,
                          struct error *err)
{
    struct compiler compiler = {.arena = arena, .language = language, .wordings = true, .err = err};

    for (const struct asset *asset = assets; asset->path != NULL; asset++) {
        struct program *program;

        if (!is_template(asset->path))
            continue;
        program = arena_alloc(arena, sizeof *program);
        *list_add(arena, programs) = program;
        if (!template_compile(&compiler, asset->path + strlen(FOLDER), (const char *)asset->bytes,
                              program))
            return false;
    }
    return link_calls(arena, programs, err);
}

struct templates *templates_load(struct arena *arena, struct error *err)
{
    struct templates *templates = arena_alloc(arena, sizeof *templates);

    if (!wordings_load(err))
        return NULL;
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        if (!load_language(arena, (enum language)i, &templates->languages[i], err)) {
            log_event("template/broken", "name", err->values[0].text, "line", err->values[1].text,
                      "what", err->values[2].text, NULL);
            return NULL;
        }
    return templates;
}

void template_render(const struct templates *templates, const char *name, bool layout,
                     enum language language, const json_t *model, struct buffer *out)
{
    const struct programs *programs = &templates->languages[language];
    const struct program *page = find(programs, name);
    struct rendering r = {.page = page, .stack = {model}, .depth = 1, .out = out};

    if (page == NULL)
        die(name);
    if (layout)
        page = find(programs, "layout.html");
    run(&r, page, 0, page->count);
}

/* ---- for tests */

static bool try_partials(struct compiler *compiler, const json_t *partials,
                         struct programs *programs)
{
    for (void *at = json_object_iter((json_t *)(uintptr_t)partials); at != NULL;
         at = json_object_iter_next((json_t *)(uintptr_t)partials, at)) {
        struct program *program = arena_alloc(compiler->arena, sizeof *program);

        *list_add(compiler->arena, programs) = program;
        if (!template_compile(compiler,
                              arena_format(compiler->arena, "%s.html", json_object_iter_key(at)),
                              json_string_value(json_object_iter_value(at)), program))
            return false;
    }
    return true;
}

bool template_try(struct arena *arena, const char *text, const json_t *partials,
                  const json_t *model, struct buffer *out, struct error *err)
{
    struct compiler compiler = {.arena = arena, .wordings = false, .err = err};
    struct programs programs = {0};
    struct program *program = arena_alloc(arena, sizeof *program);
    struct rendering r = {.stack = {model}, .depth = 1, .out = out};

    *list_add(arena, &programs) = program;
    if (!template_compile(&compiler, "try.html", text, program) ||
        !try_partials(&compiler, partials, &programs) || !link_calls(arena, &programs, err))
        return false;
    run(&r, program, 0, program->count);
    return true;
}
