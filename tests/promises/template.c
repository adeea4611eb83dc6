/* template.c: every template renders, in both languages, with nothing and with the worst.
 */

#include "view/template.h"

#include "base/asset.h"
#include "base/text.h"
#include "support/test.h"

#define FOLDER "templates/"
#define WORST  "\"><script>alert(1)</script>'&{{csrf}}<!--"

static bool is_page(const char *path)
{
    const char *name = path + strlen(FOLDER);

    return text_starts(path, FOLDER) && strchr(name, '/') != NULL &&
           !text_starts(name, "static/") && !text_starts(name, "partial/") &&
           (text_ends(path, ".html") || text_ends(path, ".txt"));
}

/* A name anywhere in a template, "a.b.c" as objects in each other, with the worst as its value. */
static void put_name(json_t *model, const char *name, size_t length)
{
    const char *dot = memchr(name, '.', length);
    size_t first = dot == NULL ? length : (size_t)(dot - name);
    char key[64];
    json_t *there;

    if (first == 0 || first >= sizeof key)
        return;
    memcpy(key, name, first);
    key[first] = '\0';
    there = json_object_get(model, key);
    if (dot == NULL) {
        if (there == NULL)
            json_object_set_new(model, key, json_string(WORST));
        return;
    }
    if (!json_is_object(there)) {
        there = json_object();
        json_object_set_new(model, key, there);
    }
    put_name(there, dot + 1, length - first - 1);
}

static void put_names(json_t *model, const struct asset *asset)
{
    const char *at = (const char *)asset->bytes, *end = at + asset->length;

    while ((at = memmem(at, (size_t)(end - at), "{{", 2)) != NULL) {
        const char *close = memmem(at, (size_t)(end - at), "}}", 2);

        at += 2;
        if (close == NULL)
            break;
        if (strchr("#^", *at) != NULL)
            at++;
        if (strchr("/>!.", *at) == NULL && !text_starts(at, "t:"))
            put_name(model, at, (size_t)(close - at));
        at = close;
    }
}

/* All names of all templates: partials and wordings name some that the page does not. */
static json_t *worst_model(void)
{
    json_t *model = json_object();

    for (const struct asset *asset = assets; asset->path != NULL; asset++)
        if (text_starts(asset->path, FOLDER) &&
            (text_ends(asset->path, ".html") || text_ends(asset->path, ".txt") ||
             text_starts(asset->path, FOLDER "i18n/")))
            put_names(model, asset);
    return model;
}

static const char *render(struct arena *arena, const struct templates *templates, const char *name,
                          enum language language, const json_t *model)
{
    struct buffer out = buffer_in(arena);

    template_render(templates, name, true, language, model, &out);
    return buffer_get(&out);
}

TEST("every template renders in both languages with nothing in its model")
{
    struct arena *arena = arena_open();
    struct error err = {0};
    const struct templates *templates = templates_load(arena, &err);
    json_t *nothing = json_object();
    int count = 0;

    assert_non_null(templates);
    for (const struct asset *asset = assets; asset->path != NULL; asset++)
        for (int l = 0; is_page(asset->path) && l < LANGUAGE_COUNT; l++, count++) {
            const char *text = render(arena, templates, asset->path + strlen(FOLDER),
                                      (enum language)l, nothing);

            assert_true(strlen(text) > 0);
            assert_null(strstr(text, "{{"));
        }
    assert_true(count > 100);
    json_decref(nothing);
    arena_close(arena);
}

TEST("no template lets the worst text out unescaped, whatever value holds it")
{
    struct arena *arena = arena_open();
    struct error err = {0};
    const struct templates *templates = templates_load(arena, &err);
    json_t *worst = worst_model();
    int shown = 0, count = 0;

    assert_non_null(templates);
    for (const struct asset *asset = assets; asset->path != NULL; asset++)
        for (int l = 0;
             is_page(asset->path) && text_ends(asset->path, ".html") && l < LANGUAGE_COUNT; l++) {
            const char *text = render(arena, templates, asset->path + strlen(FOLDER),
                                      (enum language)l, worst);

            assert_null(strstr(text, "<script>alert"));
            shown += strstr(text, "&lt;script&gt;alert") != NULL;
            count++;
        }
    assert_true(count > 50);
    assert_int_equal(shown, count);
    json_decref(worst);
    arena_close(arena);
}
