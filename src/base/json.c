/* json.c: JSON values owned by an arena. */

#include "base/json.h"

#include "base/text.h"

void json_setup(void)
{
    json_object_seed(0);
}

static void release(void *value)
{
    json_decref(value);
}

json_t *json_own(struct arena *arena, json_t *take)
{
    if (take == NULL)
        die("json: out of memory");
    arena_cleanup(arena, release, take);
    return take;
}

void json_drop(struct arena *arena)
{
    arena_clean(arena, release);
}

json_t *json_parse(struct arena *arena, const char *bytes, size_t length, struct error *err)
{
    json_error_t where;
    json_t *value = json_loadb(bytes, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &where);

    if (value != NULL)
        return json_own(arena, value);
    error_set(err, ERROR_INVALID, "json/malformed");
    error_number(err, "line", where.line);
    error_number(err, "column", where.column);
    return NULL;
}

json_t *json_root(struct arena *arena)
{
    return json_own(arena, json_object());
}

json_t *json_root_array(struct arena *arena)
{
    return json_own(arena, json_array());
}

void json_put(json_t *object, const char *key, json_t *take)
{
    if (take == NULL || json_object_set_new(object, key, take) != 0)
        die("json: cannot put");
}

/* A string value; bad bytes become U+FFFD, so that it never fails on what somebody sent. */
static json_t *string_of(const char *text)
{
    struct arena *arena;
    struct buffer clean;
    json_t *value;

    if (text == NULL)
        return json_null();
    if ((value = json_string(text)) != NULL)
        return value;
    arena = arena_open();
    clean = buffer_in(arena);
    while (*text != '\0') {
        const char *before = text;

        if (text_next(&text) == 0xFFFD)
            buffer_text(&clean, "\xEF\xBF\xBD");
        else
            buffer_add(&clean, before, (size_t)(text - before));
    }
    value = json_string(buffer_get(&clean));
    arena_close(arena);
    return value;
}

void json_put_text(json_t *object, const char *key, const char *text)
{
    json_put(object, key, string_of(text));
}

void json_put_int(json_t *object, const char *key, int64_t number)
{
    json_put(object, key, json_integer(number));
}

void json_put_real(json_t *object, const char *key, double number)
{
    json_put(object, key, json_real(number));
}

void json_put_flag(json_t *object, const char *key, bool flag)
{
    json_put(object, key, json_boolean(flag));
}

json_t *json_put_object(json_t *object, const char *key)
{
    json_t *member = json_object();

    json_put(object, key, member);
    return member;
}

json_t *json_put_array(json_t *object, const char *key)
{
    json_t *member = json_array();

    json_put(object, key, member);
    return member;
}

void json_add(json_t *array, json_t *take)
{
    if (take == NULL || json_array_append_new(array, take) != 0)
        die("json: cannot add");
}

void json_add_text(json_t *array, const char *text)
{
    json_add(array, string_of(text));
}

json_t *json_add_object(json_t *array)
{
    json_t *item = json_object();

    json_add(array, item);
    return item;
}

const char *json_text(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

const char *json_word(const json_t *object, const char *key)
{
    const char *text = json_text(object, key);

    return text == NULL ? "" : text;
}

int64_t json_int(const json_t *object, const char *key, int64_t fallback)
{
    const json_t *value = json_object_get(object, key);

    return json_is_integer(value) ? json_integer_value(value) : fallback;
}

bool json_flag(const json_t *object, const char *key)
{
    return json_is_true(json_object_get(object, key));
}

json_t *json_at(const json_t *object, const char *key)
{
    return json_object_get(object, key);
}

char *json_write(struct arena *arena, const json_t *value)
{
    size_t length = json_dumpb(value, NULL, 0, JSON_COMPACT | JSON_ENCODE_ANY);
    char *text = arena_alloc(arena, length + 1);

    if (length == 0 || json_dumpb(value, text, length, JSON_COMPACT | JSON_ENCODE_ANY) != length)
        die("json: cannot write");
    return text;
}
