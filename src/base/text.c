/* text.c: UTF-8 text: buffers, checks and counting. */

#include "base/text.h"

#include <ctype.h>

#define REPLACEMENT 0xFFFDu

struct buffer buffer_in(struct arena *arena)
{
    return (struct buffer){.arena = arena};
}

static void buffer_reserve(struct buffer *buffer, size_t more)
{
    size_t need = buffer->length + more + 1;
    size_t room = buffer->room == 0 ? 256 : buffer->room;
    char *larger;

    if (need < more)
        die("buffer: size overflow");
    if (need <= buffer->room)
        return;
    while (room < need)
        room *= 2;
    larger = arena_alloc(buffer->arena, room);
    if (buffer->length > 0)
        memcpy(larger, buffer->bytes, buffer->length);
    buffer->bytes = larger;
    buffer->room = room;
}

void buffer_add(struct buffer *buffer, const void *bytes, size_t length)
{
    buffer_reserve(buffer, length);
    if (length > 0)
        memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
    buffer->bytes[buffer->length] = '\0';
}

void buffer_text(struct buffer *buffer, const char *text)
{
    buffer_add(buffer, text, strlen(text));
}

void buffer_byte(struct buffer *buffer, char byte)
{
    buffer_add(buffer, &byte, 1);
}

void buffer_format(struct buffer *buffer, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    buffer_text(buffer, arena_vformat(buffer->arena, format, args));
    va_end(args);
}

const char *buffer_get(const struct buffer *buffer)
{
    return buffer->bytes == NULL ? "" : buffer->bytes;
}

/* Continuation bytes a lead byte announces, or -1. */
static int utf8_more(unsigned char lead)
{
    if (lead < 0x80)
        return 0;
    if (lead >= 0xC2 && lead <= 0xDF)
        return 1;
    if (lead >= 0xE0 && lead <= 0xEF)
        return 2;
    return lead >= 0xF0 && lead <= 0xF4 ? 3 : -1;
}

uint32_t text_next(const char **cursor)
{
    static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
    const unsigned char *p = (const unsigned char *)*cursor;
    int more = utf8_more(*p);
    uint32_t c;

    if (*p == '\0')
        return 0;
    *cursor += 1;
    if (more <= 0)
        return more == 0 ? *p : REPLACEMENT;
    c = *p & (0x3Fu >> more);
    for (int i = 1; i <= more; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return REPLACEMENT;
        c = c << 6 | (p[i] & 0x3Fu);
    }
    if (c < least[more] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return REPLACEMENT;
    *cursor += more;
    return c;
}

/* Reads past one well-formed character in [p, end); false when it is not one. */
static bool utf8_step(const char **p, const char *end)
{
    const char *before = *p;
    int more = utf8_more((unsigned char)*before);
    uint32_t c;

    if (*before == '\0' || more < 0 || more >= end - before)
        return false;
    c = text_next(p);
    return *p == before + more + 1 && (c != REPLACEMENT || more == 2);
}

bool text_is_utf8(const char *bytes, size_t length)
{
    const char *p = bytes;

    while (p < bytes + length)
        if (!utf8_step(&p, bytes + length))
            return false;
    return true;
}

bool text_is_clean(const char *text, bool lines)
{
    for (uint32_t c; (c = text_next(&text)) != 0;) {
        if (c < 0x20 && !(lines && (c == '\t' || c == '\n' || c == '\r')))
            return false;
        if ((c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069))
            return false;
    }
    return true;
}

size_t text_characters(const char *text)
{
    size_t count = 0;

    while (text_next(&text) != 0)
        count++;
    return count;
}

bool text_is_space(uint32_t c)
{
    return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

bool text_is_cjk(uint32_t c)
{
    return (c >= 0x2E80 && c <= 0x2FFF) || (c >= 0x3001 && c <= 0x30FF) ||
           (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF00 && c <= 0xFFEF) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

size_t text_words(const char *text)
{
    size_t count = 0;
    bool in_run = false;

    for (uint32_t c; (c = text_next(&text)) != 0;) {
        bool cjk = text_is_cjk(c), space = text_is_space(c);

        count += cjk || (!space && !in_run);
        in_run = !cjk && !space;
    }
    return count;
}

void text_clip(char *to, size_t size, const char *text)
{
    const char *end = text, *next = text;

    while (text_next(&next) != 0 && (size_t)(next - text) < size)
        end = next;
    memcpy(to, text, (size_t)(end - text));
    to[end - text] = '\0';
}

bool text_equal(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

bool text_starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool text_ends(const char *text, const char *suffix)
{
    size_t length = strlen(text), tail = strlen(suffix);

    return length >= tail && strcmp(text + length - tail, suffix) == 0;
}

bool text_blank(const char *text)
{
    if (text != NULL)
        for (uint32_t c; (c = text_next(&text)) != 0;)
            if (!text_is_space(c))
                return false;
    return true;
}

char *text_trim(struct arena *arena, const char *text)
{
    const char *start = NULL, *end = text, *at = text;

    for (uint32_t c; (c = text_next(&at)) != 0;) {
        if (text_is_space(c)) {
            if (start == NULL)
                text = at;
            continue;
        }
        if (start == NULL)
            start = text;
        end = at;
    }
    return start == NULL ? arena_text(arena, "") : arena_copy(arena, start, (size_t)(end - start));
}

char *text_lower(struct arena *arena, const char *text)
{
    char *copy = arena_text(arena, text);

    for (char *p = copy; *p != '\0'; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    return copy;
}

char *text_hex(struct arena *arena, const void *bytes, size_t length)
{
    static const char digits[] = "0123456789abcdef";
    const unsigned char *p = bytes;
    char *hex = arena_alloc(arena, 2 * length + 1);

    for (size_t i = 0; i < length; i++) {
        hex[2 * i] = digits[p[i] >> 4];
        hex[2 * i + 1] = digits[p[i] & 15];
    }
    return hex;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool text_unhex(const char *hex, void *bytes, size_t length)
{
    unsigned char *p = bytes;

    if (strlen(hex) != 2 * length)
        return false;
    for (size_t i = 0; i < length; i++) {
        int high = hex_digit(hex[2 * i]), low = hex_digit(hex[2 * i + 1]);

        if (high < 0 || low < 0)
            return false;
        p[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

char *text_base64(struct arena *arena, const void *bytes, size_t length)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *p = bytes;
    char *text = arena_alloc(arena, (length + 2) / 3 * 4 + 1), *out = text;

    for (size_t i = 0; i < length; i += 3) {
        size_t have = length - i < 3 ? length - i : 3;
        unsigned three = (unsigned)p[i] << 16;

        three |= have > 1 ? (unsigned)p[i + 1] << 8 : 0;
        three |= have > 2 ? p[i + 2] : 0;
        *out++ = digits[three >> 18];
        *out++ = digits[three >> 12 & 63];
        *out++ = have > 1 ? digits[three >> 6 & 63] : '=';
        *out++ = have > 2 ? digits[three & 63] : '=';
    }
    return text;
}

static int base64_digit(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool text_unbase64(const char *text, void *bytes, size_t length)
{
    size_t digits = (length * 8 + 5) / 6, padded = (length + 2) / 3 * 4;
    unsigned char *p = bytes;
    unsigned held = 0;
    int bits = 0;

    if (strlen(text) != padded)
        return false;
    for (size_t i = 0; i < digits; i++) {
        int digit = base64_digit(text[i]);

        if (digit < 0)
            return false;
        held = held << 6 | (unsigned)digit;
        bits += 6;
        if (bits >= 8)
            *p++ = (unsigned char)(held >> (bits -= 8));
    }
    return (held & ((1u << bits) - 1)) == 0 && strspn(text + digits, "=") == padded - digits;
}
