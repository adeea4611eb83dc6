/* template.c: every template of the assets, compiled once; found by name. */

#include "view/template.h"

#include "base/asset.h"
#include "base/list.h"
#include "view/template_program.h"
#include "view/wording.h"

#define FOLDER "templates/"

struct entry {
    const char *name;
    bool plain;
    struct program alone[LANGUAGE_COUNT], framed[LANGUAGE_COUNT];
};

struct templates {
    LIST(struct entry);
};

/* What {{>name}} means while one page compiles. */
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

    if (strcmp(partial, "page") == 0)
        return source_of(lookup->page);
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

static bool compile_entry(struct arena *arena, const struct asset *asset, struct entry *entry,
                          struct error *err)
{
    const struct asset *layout = asset_find(FOLDER "layout.html");
    struct lookup lookup = {.arena = arena, .page = asset};
    bool done = true;

    for (int i = 0; i < LANGUAGE_COUNT && done; i++) {
        struct template_options options = {.arena = arena,
                                           .language = (enum language)i,
                                           .plain = entry->plain,
                                           .indents = entry->plain,
                                           .find = find_asset,
                                           .context = &lookup};

        done = program_compile(&options, source_of(asset), &entry->alone[i], err) &&
               (entry->plain || layout == NULL ||
                program_compile(&options, source_of(layout), &entry->framed[i], err));
    }
    return done;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

struct templates *templates_load(struct arena *arena, struct error *err)
{
    struct templates *templates = arena_alloc(arena, sizeof *templates);
    bool plain;

    if (!wordings_load(err))
        return NULL;
    for (const struct asset *asset = assets; asset->path != NULL; asset++) {
        struct entry *entry;

        if (!is_template(asset->path, &plain))
            continue;
        entry = list_add(arena, templates);
        entry->name = asset->path + strlen(FOLDER);
        entry->plain = plain;
        if (!compile_entry(arena, asset, entry, err))
            return NULL;
    }
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
    program_run(layout && !entry->plain ? &entry->framed[language] : &entry->alone[language], model,
                out);
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
    program_run(&program, model, out);
    return true;
}
