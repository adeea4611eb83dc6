/* json.c: JSON values owned by an arena. */

#include "base/json.h"

#include "base/list.h"
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

static void write_string(struct buffer *out, const char *text)
{
    static const char *const short_forms[0x20] = {
        ['\b'] = "\\b", ['\t'] = "\\t", ['\n'] = "\\n", ['\f'] = "\\f", ['\r'] = "\\r"};

    buffer_byte(out, '"');
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;

        if (c < 0x20 && short_forms[c] != NULL)
            buffer_text(out, short_forms[c]);
        else if (c < 0x20)
            buffer_format(out, "\\u%04x", c);
        else if (c == '"' || c == '\\')
            buffer_format(out, "\\%c", c);
        else
            buffer_byte(out, (char)c);
    }
    buffer_byte(out, '"');
}

/* RFC 8785 §3.2.3 sorts by UTF-16 units: astral characters come before U+E000…U+FFFF. */
static int compare_utf16(const void *left, const void *right)
{
    const char *a = *(const char *const *)left, *b = *(const char *const *)right;

    for (;;) {
        uint32_t x = text_next(&a), y = text_next(&b);

        if (x == y) {
            if (x == 0)
                return 0;
            continue;
        }
        if (x >= 0x10000 && y < 0x10000)
            x = 0xD800;
        else if (y >= 0x10000 && x < 0x10000)
            y = 0xD800;
        return x < y ? -1 : 1;
    }
}

static void write_canonical(struct buffer *out, const json_t *value);

static void write_members(struct buffer *out, const json_t *object)
{
    const char **keys = arena_array(out->arena, json_object_size(object) + 1, sizeof *keys);
    size_t count = 0;

    for (void *at = json_object_iter((json_t *)(uintptr_t)object); at != NULL;
         at = json_object_iter_next((json_t *)(uintptr_t)object, at))
        keys[count++] = json_object_iter_key(at);
    qsort(keys, count, sizeof *keys, compare_utf16);
    for (size_t i = 0; i < count; i++) {
        buffer_text(out, i == 0 ? "" : ",");
        write_string(out, keys[i]);
        buffer_byte(out, ':');
        write_canonical(out, json_object_get(object, keys[i]));
    }
}

static void write_items(struct buffer *out, const json_t *array)
{
    for (size_t i = 0; i < json_array_size(array); i++) {
        buffer_text(out, i == 0 ? "" : ",");
        write_canonical(out, json_array_get(array, i));
    }
}

static void write_canonical(struct buffer *out, const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        buffer_byte(out, '{');
        write_members(out, value);
        buffer_byte(out, '}');
        break;
    case JSON_ARRAY:
        buffer_byte(out, '[');
        write_items(out, value);
        buffer_byte(out, ']');
        break;
    case JSON_STRING:
        write_string(out, json_string_value(value));
        break;
    case JSON_INTEGER:
        if (llabs(json_integer_value(value)) > (1LL << 53))
            die("json: integer beyond RFC 8785");
        buffer_format(out, "%lld", (long long)json_integer_value(value));
        break;
    case JSON_REAL:
        die("json: a real number has no canonical form here");
    case JSON_TRUE:
        buffer_text(out, "true");
        break;
    case JSON_FALSE:
        buffer_text(out, "false");
        break;
    case JSON_NULL:
        buffer_text(out, "null");
        break;
    }
}

char *json_canonical(struct arena *arena, const json_t *value)
{
    struct buffer out = buffer_in(arena);

    write_canonical(&out, value);
    return out.bytes;
}
