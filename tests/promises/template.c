/* template.c: every page and message, in both languages, with nothing to show and with the worst.
 */

#include "view/template.h"

#include "base/asset.h"
#include "base/json.h"
#include "support/test.h"
#include "view/wording.h"

/* What people might type to get out of where their words stand. */
static const char *const hostile[] = {
    "<script>zq</script>\"zq 'zq onload=zq}}{{csrf}}{{>layout}}&#60;zq\x01\x7f\r\nzq: zq",
    "javascript:zq('\"<img src=zq onerror=zq>')",
    "//zq.example/\"><svg onload=zq>",
};

/* None of these may stand in a page; what the templates themselves say holds no "zq". */
static const char *const escaped_badly[] = {
    "<script>zq",
    "\"zq",
    "'zq",
    "<img src=zq",
    "<svg onload",
    "href=\"javascript:",
    "src=\"javascript:",
    "action=\"javascript:",
    "href=\"//zq",
    "src=\"//zq",
    "action=\"//zq",
};

struct page {
    const char *name; /* "application/show.html" */
    const char *text;
};

typedef void visit(struct arena *arena, const struct templates *templates, const struct page *page);

static void each_page(visit *show)
{
    struct arena *arena = arena_open();
    struct error err = {0};
    struct templates *templates = templates_load(arena, &err);
    size_t seen = 0;

    assert_non_null(templates);
    for (const struct asset *asset = assets; asset->path != NULL; asset++) {
        struct page page = {asset->path + strlen("templates/"), (const char *)asset->bytes};

        if (!text_starts(asset->path, "templates/") || text_starts(page.name, "partial/") ||
            strcmp(page.name, "layout.html") == 0 ||
            (!text_ends(page.name, ".html") && !text_starts(page.name, "mail/")))
            continue;
        seen++;
        show(arena, templates, &page);
    }
    assert_true(seen > 40);
    arena_close(arena);
}

static const char *render(struct arena *arena, const struct templates *templates,
                          const struct page *page, enum language language, const json_t *model)
{
    struct buffer out = buffer_in(arena);

    template_render(templates, page->name, text_ends(page->name, ".html"), language, model, &out);
    return buffer_get(&out);
}

/* Puts `value` where the dotted name points; what is an object already stays one. */
static void put(struct arena *arena, json_t *object, const char *name, const char *value)
{
    for (const char *dot; (dot = strchr(name, '.')) != NULL; name = dot + 1) {
        const char *part = arena_copy(arena, name, (size_t)(dot - name));
        json_t *inner = json_object_get(object, part);

        object = json_is_object(inner) ? inner : json_put_object(object, part);
    }
    if (*name != '\0' && !json_is_object(json_object_get(object, name)))
        json_put_text(object, name, value);
}

/* A text that is there opens its section once; so one value serves names of both kinds. */
static void put_names(struct arena *arena, json_t *model, const char *text, const char *value,
                      bool sections)
{
    for (const char *at = text; (at = strstr(at, "{{")) != NULL; at += 2) {
        bool section = at[2] == '#' || at[2] == '^';
        const char *from = at + 2 + section;

        if (strchr("!/>", at[2]) != NULL || strncmp(from, "t:", 2) == 0 || section != sections)
            continue;
        put(arena, model, arena_copy(arena, from, strcspn(from, "}")), value);
    }
}

struct filling {
    struct arena *arena;
    json_t *model;
    const char *value;
    enum language language;
};

static void put_from_wording(void *context, const char *key)
{
    struct filling *f = context;

    put_names(f->arena, f->model, wording(f->language, key), f->value, false);
}

/* Every name that the page, the partials, the layout and the wordings use. */
static json_t *worst(struct arena *arena, const struct page *page, enum language language,
                     const char *value, bool sections)
{
    struct filling f = {arena, json_root(arena), value, language};

    for (int kind = 0; kind <= sections; kind++) {
        put_names(arena, f.model, page->text, value, kind == 1);
        for (const struct asset *asset = assets; asset->path != NULL; asset++)
            if (text_starts(asset->path, "templates/partial/") ||
                strcmp(asset->path, "templates/layout.html") == 0)
                put_names(arena, f.model, (const char *)asset->bytes, value, kind == 1);
    }
    wordings_each(language, put_from_wording, &f);
    return f.model;
}

static void with_nothing(struct arena *arena, const struct templates *templates,
                         const struct page *page)
{
    for (int language = 0; language < LANGUAGE_COUNT; language++)
        assert_non_null(strchr(
            render(arena, templates, page, (enum language)language, json_root(arena)), '\n'));
}

TEST("every page and message renders in both languages when there is nothing to show")
{
    each_page(with_nothing);
}

static size_t shown;

static void check(const struct page *page, const char *html)
{
    shown += strstr(html, "zq") != NULL;
    if (!text_ends(page->name, ".html"))
        return;
    for (size_t i = 0; i < sizeof escaped_badly / sizeof *escaped_badly; i++) {
        const char *found = strstr(html, escaped_badly[i]);

        if (found != NULL)
            fail_msg("%s: \"%s\" in %.160s", page->name, escaped_badly[i],
                     found - (found - html < 80 ? found - html : 80));
    }
}

static void with_the_worst(struct arena *arena, const struct templates *templates,
                           const struct page *page)
{
    for (int language = 0; language < LANGUAGE_COUNT; language++)
        for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++)
            for (int sections = 0; sections <= 1; sections++)
                check(page, render(arena, templates, page, (enum language)language,
                                   worst(arena, page, (enum language)language, hostile[i],
                                         sections == 1)));
}

TEST("no page lets a value out of its place, whatever somebody typed, in sections shown and hidden")
{
    shown = 0;
    each_page(with_the_worst);
    assert_true(shown > 400);
}
