/* canonical.c: JSON in the one form that RFC 8785 allows (declared in json.h). */

#include "base/json.h"

#include <math.h>

#include "base/text.h"

#define EXACT (1LL << 53) /* integers up to here are themselves as ECMAScript numbers */

/* A number's shortest decimal digits: 0.DIGITS × 10^point. */
struct decimal {
    char digits[24];
    int count, point;
};

static bool comes_back(uint64_t digits, int exponent, double number)
{
    char text[48];

    snprintf(text, sizeof text, "%llue%d", (unsigned long long)digits, exponent);
    return strtod(text, NULL) == number;
}

/* Below a power of two the nearest decimal of some length need not come back while its neighbour
 * does (2^-44): so both neighbours are tried before another digit is spent. */
static bool fits(double number, int count, struct decimal *decimal)
{
    char text[48], *e;
    uint64_t digits = 0, found;
    int exponent;

    snprintf(text, sizeof text, "%.*e", count - 1, number);
    e = strchr(text, 'e');
    exponent = (int)strtol(e + 1, NULL, 10);
    for (const char *at = text; at < e; at++)
        if (*at != '.')
            digits = digits * 10 + (uint64_t)(*at - '0');
    found = comes_back(digits, exponent - count + 1, number)       ? digits
            : comes_back(digits + 1, exponent - count + 1, number) ? digits + 1
            : comes_back(digits - 1, exponent - count + 1, number) ? digits - 1
                                                                   : 0;
    if (found == 0)
        return false;
    decimal->count = snprintf(decimal->digits, sizeof decimal->digits, "%llu",
                              (unsigned long long)found);
    decimal->point = exponent + 1 + decimal->count - count;
    return true;
}

static struct decimal shortest(double number)
{
    struct decimal decimal = {.count = 0};

    for (int count = 1; count <= 17 && !fits(number, count, &decimal); count++)
        continue;
    while (decimal.count > 1 && decimal.digits[decimal.count - 1] == '0')
        decimal.digits[--decimal.count] = '\0';
    return decimal;
}

static void write_zeros(struct buffer *out, int count)
{
    while (count-- > 0)
        buffer_byte(out, '0');
}

/* ECMAScript's Number::toString, which RFC 8785 §3.2.2.3 asks for. */
static void write_real(struct buffer *out, double number)
{
    struct decimal d;

    if (number == 0) {
        buffer_byte(out, '0');
        return;
    }
    buffer_text(out, number < 0 ? "-" : "");
    d = shortest(fabs(number));
    if (d.point > 21 || d.point <= -6) {
        buffer_format(out, "%c%s%se%+d", d.digits[0], d.count > 1 ? "." : "", d.digits + 1,
                      d.point - 1);
    } else if (d.point <= 0) {
        buffer_text(out, "0.");
        write_zeros(out, -d.point);
        buffer_text(out, d.digits);
    } else if (d.point >= d.count) {
        buffer_text(out, d.digits);
        write_zeros(out, d.point - d.count);
    } else {
        buffer_format(out, "%.*s.%s", d.point, d.digits, d.digits + d.point);
    }
}

static void write_integer(struct buffer *out, json_int_t number)
{
    if (number > EXACT || number < -EXACT)
        write_real(out, (double)number);
    else
        buffer_format(out, "%lld", (long long)number);
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
        write_integer(out, json_integer_value(value));
        break;
    case JSON_REAL:
        write_real(out, json_real_value(value));
        break;
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
