/* wording.c: every sentence people read, loaded once. */

#include "view/wording.h"

#include <pthread.h>

#include "base/asset.h"
#include "base/json.h"
#include "base/text.h"

#define FOLDER "templates/i18n/"

static struct arena *home; /* for the life of the process */
static json_t *texts[LANGUAGE_COUNT];
static bool loaded;
static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;

static void flatten(json_t *into, const char *prefix, const json_t *value)
{
    if (json_is_string(value))
        json_put_text(into, prefix, json_string_value(value));
    for (void *at = json_object_iter((json_t *)(uintptr_t)value); at != NULL;
         at = json_object_iter_next((json_t *)(uintptr_t)value, at))
        flatten(into, arena_format(home, "%s.%s", prefix, json_object_iter_key(at)),
                json_object_iter_value(at));
}

static bool load_file(const struct asset *asset, struct error *err)
{
    const char *rest = asset->path + strlen(FOLDER), *slash = strchr(rest, '/');
    enum language language;
    json_t *document;

    if (slash == NULL)
        return true;
    language = language_of(arena_copy(home, rest, (size_t)(slash - rest)), LANGUAGE_COUNT);
    if (language == LANGUAGE_COUNT)
        return true;
    document = json_parse(home, (const char *)asset->bytes, asset->length, err);
    if (document == NULL)
        return error_text(err, "path", asset->path);
    flatten(texts[language], arena_copy(home, slash + 1, strcspn(slash + 1, ".")), document);
    return true;
}

static bool load_all(struct error *err)
{
    home = arena_open();
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        texts[i] = json_root(home);
    for (const struct asset *asset = assets; asset->path != NULL; asset++)
        if (text_starts(asset->path, FOLDER) && !load_file(asset, err))
            return false;
    return true;
}

bool wordings_load(struct error *err)
{
    pthread_mutex_lock(&guard);
    if (!loaded)
        loaded = load_all(err);
    pthread_mutex_unlock(&guard);
    return loaded;
}

bool wording_exists(enum language language, const char *key)
{
    return json_text(texts[language], key) != NULL;
}

const char *wording(enum language language, const char *key)
{
    const char *text = json_text(texts[language], key);

    return text != NULL ? text : key;
}

static const char *value_named(const struct error_value *values, size_t count, const char *name,
                               size_t length)
{
    for (size_t i = 0; i < count; i++)
        if (values[i].name != NULL && strlen(values[i].name) == length &&
            strncmp(values[i].name, name, length) == 0)
            return values[i].text;
    return "";
}

char *wording_fill(struct arena *arena, enum language language, const char *key,
                   const struct error_value *values, size_t count)
{
    struct buffer out = buffer_in(arena);
    const char *text = wording(language, key);

    for (const char *open; (open = strstr(text, "{{")) != NULL;) {
        const char *close = strstr(open, "}}");

        if (close == NULL)
            break;
        buffer_add(&out, text, (size_t)(open - text));
        buffer_text(&out, value_named(values, count, open + 2, (size_t)(close - open) - 2));
        text = close + 2;
    }
    buffer_text(&out, text);
    return out.bytes;
}

/* "call/closed" is worded as call.error.closed, "missing" as error.missing. */
char *wording_error(struct arena *arena, enum language language, const struct error *err)
{
    const char *slash = strchr(err->code, '/');
    const char *key = slash == NULL ? arena_format(arena, "error.%s", err->code)
                                    : arena_format(arena, "%.*s.error.%s", (int)(slash - err->code),
                                                   err->code, slash + 1);

    return wording_fill(arena, language, key, err->values,
                        sizeof err->values / sizeof err->values[0]);
}

/* Plain codes are in problem.json, rules ("budget/sum") in rule.json; an error's code will do too.
 */
char *wording_problem(struct arena *arena, enum language language, const struct problem *problem)
{
    bool rule = strchr(problem->code, '/') != NULL;
    const char *key = arena_format(arena, rule ? "rule.%s" : "problem.%s", problem->code);
    struct error err = {.code = problem->code};

    if (rule && !wording_exists(language, key)) {
        memcpy(err.values, problem->values, sizeof err.values);
        return wording_error(arena, language, &err);
    }
    return wording_fill(arena, language, key, problem->values,
                        sizeof problem->values / sizeof problem->values[0]);
}

void wordings_each(enum language language, void (*each)(void *, const char *key), void *context)
{
    const char *key;
    json_t *value;

    json_object_foreach(texts[language], key, value) each(context, key);
}
