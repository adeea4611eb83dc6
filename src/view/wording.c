/* wording.c: every sentence people read. */

#include "view/wording.h"

#include <pthread.h>
#include "base/asset.h"
#include "base/json.h"
#include "base/text.h"

#define FOLDER "templates/i18n/"

/* Per language an object of full key → text: jansson's hash is the lookup. */
static json_t *words[LANGUAGE_COUNT];
static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct error failure;

static bool refuse(const char *code, const char *file, const char *what)
{
    error_set(&failure, ERROR_BROKEN, code);
    error_text(&failure, "file", file);
    return error_text(&failure, "what", what);
}

static bool collect(json_t *into, const char *prefix, const json_t *from, const char *file);

static bool collect_one(json_t *into, const char *key, const json_t *value, const char *file)
{
    if (json_is_object(value))
        return collect(into, key, value, file);
    if (!json_is_string(value))
        return refuse("wording/not-a-text", file, key);
    json_put_text(into, key, json_string_value(value));
    return true;
}

static bool collect(json_t *into, const char *prefix, const json_t *from, const char *file)
{
    struct arena *arena = arena_open();
    bool done = true;

    for (void *at = json_object_iter((json_t *)(uintptr_t)from); at != NULL && done;
         at = json_object_iter_next((json_t *)(uintptr_t)from, at)) {
        const char *key = arena_format(arena, "%s.%s", prefix, json_object_iter_key(at));

        done = collect_one(into, key, json_object_iter_value(at), file);
    }
    arena_close(arena);
    return done;
}

static void read_file(enum language language, const struct asset *asset, const char *name)
{
    struct arena *arena = arena_open();
    struct error err = {0};
    const json_t *file = json_parse(arena, (const char *)asset->bytes, asset->length, &err);
    const char *noun = arena_copy(arena, name, strlen(name) - strlen(".json"));

    if (file == NULL)
        refuse("wording/malformed", asset->path, err.values[0].text);
    else
        collect(words[language], noun, file, asset->path);
    arena_close(arena);
}

static void read_all(void)
{
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        char folder[64];
        int length = snprintf(folder, sizeof folder, FOLDER "%s/", language_tag((enum language)i));

        words[i] = json_object();
        for (const struct asset *asset = assets; asset->path != NULL; asset++)
            if (text_starts(asset->path, folder) && text_ends(asset->path, ".json"))
                read_file((enum language)i, asset, asset->path + length);
    }
}

static void release_all(void)
{
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        json_decref(words[i]);
}

static void read_once(void)
{
    read_all();
    atexit(release_all);
}

bool wordings_load(struct error *err)
{
    pthread_once(&once, read_once);
    if (failure.kind == ERROR_NONE)
        return true;
    *err = failure;
    return false;
}

static const char *find(enum language language, const char *key)
{
    pthread_once(&once, read_once);
    return json_text(words[language], key);
}

const char *wording(enum language language, const char *key)
{
    const char *text = find(language, key);

    return text == NULL ? key : text;
}

bool wording_exists(enum language language, const char *key)
{
    return find(language, key) != NULL;
}

static void add_named(struct buffer *out, const char *name, size_t length,
                      const struct error_value *values, size_t count)
{
    for (size_t i = 0; i < count && values[i].name != NULL; i++)
        if (strlen(values[i].name) == length && memcmp(values[i].name, name, length) == 0)
            buffer_text(out, values[i].text);
}

static char *fill(struct arena *arena, const char *text, const struct error_value *values,
                  size_t count)
{
    struct buffer out = buffer_in(arena);
    const char *open, *close;

    while ((open = strstr(text, "{{")) != NULL && (close = strstr(open, "}}")) != NULL) {
        buffer_add(&out, text, (size_t)(open - text));
        add_named(&out, open + 2, (size_t)(close - open - 2), values, count);
        text = close + 2;
    }
    buffer_text(&out, text);
    return out.bytes;
}

char *wording_fill(struct arena *arena, enum language language, const char *key,
                   const struct error_value *values, size_t count)
{
    return fill(arena, wording(language, key), values, count);
}

/* "room/what" is room.error.what; "missing" is error.missing. */
static const char *error_key(struct arena *arena, const char *code)
{
    const char *slash = strchr(code, '/');

    if (slash == NULL)
        return arena_format(arena, "error.%s", code);
    return arena_format(arena, "%.*s.error.%s", (int)(slash - code), code, slash + 1);
}

char *wording_error(struct arena *arena, enum language language, const struct error *err)
{
    return wording_fill(arena, language, error_key(arena, err->code == NULL ? "broken" : err->code),
                        err->values, sizeof err->values / sizeof *err->values);
}

char *wording_problem(struct arena *arena, enum language language, const struct problem *problem)
{
    const char *room = strchr(problem->code, '/') == NULL ? "problem" : "rule";

    return wording_fill(arena, language, arena_format(arena, "%s.%s", room, problem->code),
                        problem->values, sizeof problem->values / sizeof *problem->values);
}

void wordings_each(enum language language, void (*each)(void *, const char *key), void *context)
{
    pthread_once(&once, read_once);
    for (void *at = json_object_iter(words[language]); at != NULL;
         at = json_object_iter_next(words[language], at))
        each(context, json_object_iter_key(at));
}
