/* template.c: every template of the assets, compiled once; found by name. */

#include "view/template.h"

#include "base/asset.h"
#include "base/list.h"
#include "view/template_program.h"
#include "view/wording.h"

#define FOLDER "templates/"

#define LAYOUT FOLDER "layout.html"

struct entry {
    const char *name;
    bool plain;
    struct program program[LANGUAGE_COUNT];
};

struct templates {
    LIST(struct entry);
    struct program layout[LANGUAGE_COUNT]; /* with a hole for the page */
};

/* What {{>name}} means while one template compiles. */
struct lookup {
    struct arena *arena;
    const struct asset *page;
};

static struct template_source source_of(const struct asset *asset)
{
    if (asset == NULL)
        return (struct template_source){0};
    return (struct template_source){asset->path, (const char *)asset->bytes, asset->length};
}

static struct template_source find_asset(void *context, const char *partial)
{
    const struct lookup *lookup = context;
    const char *ending = strrchr(lookup->page->path, '.');

    return source_of(asset_find(arena_format(lookup->arena, FOLDER "%s%s", partial, ending)));
}

/* Pages and mails; what stands directly in templates/ as .txt is data. */
static bool is_template(const char *path, bool *plain)
{
    const char *name = path + strlen(FOLDER);

    if (!text_starts(path, FOLDER) || text_starts(name, "static/") ||
        text_starts(name, "partial/") || strcmp(name, "layout.html") == 0)
        return false;
    *plain = text_ends(path, ".txt");
    return text_ends(path, ".html") || (*plain && strchr(name, '/') != NULL);
}

/* Compiling leaves much behind: it is done in an arena that goes, and the result is kept. */
static bool compile_asset(struct texts *texts, const struct asset *asset, bool plain,
                          const char *hole, struct program *programs, struct error *err)
{
    struct arena *scratch = arena_open();
    struct lookup lookup = {.arena = scratch, .page = asset};
    bool done = true;

    for (int i = 0; i < LANGUAGE_COUNT && done; i++) {
        struct template_options options = {.arena = scratch,
                                           .language = (enum language)i,
                                           .plain = plain,
                                           .indents = plain,
                                           .hole = hole,
                                           .find = find_asset,
                                           .context = &lookup};
        struct program compiled;

        done = program_compile(&options, source_of(asset), &compiled, err);
        if (done)
            programs[i] = program_keep(texts, &compiled);
    }
    arena_close(scratch);
    return done;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

static bool load_all(struct arena *arena, struct texts *texts, struct templates *templates,
                     struct error *err)
{
    const struct asset *layout = asset_find(LAYOUT);
    bool plain;

    if (layout != NULL && !compile_asset(texts, layout, false, "page", templates->layout, err))
        return false;
    for (const struct asset *asset = assets; asset->path != NULL; asset++) {
        struct entry *entry;

        if (!is_template(asset->path, &plain))
            continue;
        entry = list_add(arena, templates);
        entry->name = asset->path + strlen(FOLDER);
        entry->plain = plain;
        if (!compile_asset(texts, asset, plain, NULL, entry->program, err))
            return false;
    }
    return true;
}

struct templates *templates_load(struct arena *arena, struct error *err)
{
    struct templates *templates = arena_alloc(arena, sizeof *templates);
    struct arena *scratch = arena_open();
    bool done = wordings_load(err) && load_all(arena, texts_open(arena, scratch), templates, err);

    arena_close(scratch);
    if (!done)
        return NULL;
    if (templates->count > 0)
        qsort(templates->items, templates->count, sizeof *templates->items, by_name);
    return templates;
}

void template_render(const struct templates *templates, const char *name, bool layout,
                     enum language language, const json_t *model, struct buffer *out)
{
    const struct entry key = {.name = name}, *entry = NULL;

    if (templates->count > 0)
        entry = bsearch(&key, templates->items, templates->count, sizeof key, by_name);
    if (entry == NULL) {
        fprintf(stderr, "template: %s\n", name);
        die("template: there is none of that name");
    }
    if (layout && !entry->plain && templates->layout[language].count > 0)
        program_run(&templates->layout[language], &entry->program[language], model, out);
    else
        program_run(&entry->program[language], NULL, model, out);
}

static struct template_source find_member(void *context, const char *partial)
{
    const char *text = json_text(context, partial);

    return (struct template_source){partial, text, text == NULL ? 0 : strlen(text)};
}

bool template_try(struct arena *arena, const char *text, const json_t *partials,
                  const json_t *model, struct buffer *out, struct error *err)
{
    struct template_options options = {.arena = arena,
                                       .lacking_is_fine = true,
                                       .indents = true,
                                       .find = find_member,
                                       .context = (json_t *)(uintptr_t)partials};
    struct program program;

    if (!program_compile(&options, (struct template_source){"template", text, strlen(text)},
                         &program, err))
        return false;
    program_run(&program, NULL, model, out);
    return true;
}
