/* tape.c: a large JSON document read into one flat array of nodes, for calculators. */

#include "base/tape.h"

#include <math.h>
#include "base/text.h"

/* A double holds integers below 2^53 exactly, and 10^0 … 10^22: their quotient is correctly
 * rounded.  Anything else goes to strtod. */
#define EXACT_DIGITS 15
#define EXACT_POWER  22
#define DIGITS_MOST  4300

struct reader {
    char *at; /* the text ends with a NUL, which no rule below accepts: no end need be tested */
    const char *end;
    struct tape *tape;
    size_t count;
    int depth;
};

static bool read_value(struct reader *reader);

static void skip_space(struct reader *reader)
{
    while (*reader->at == ' ' || *reader->at == '\n' || *reader->at == '\r' || *reader->at == '\t')
        reader->at++;
}

static struct tape *node_add(struct reader *reader, enum tape_kind kind)
{
    struct tape *node = &reader->tape[reader->count++];

    node->kind = (unsigned)kind & 7;
    node->span = 1;
    return node;
}

static bool read_word(struct reader *reader, const char *word, enum tape_kind kind)
{
    size_t length = strlen(word);

    if (strncmp(reader->at, word, length) != 0)
        return false;
    reader->at += length;
    node_add(reader, kind);
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char *after_digits(char *at)
{
    while (is_digit(*at))
        at++;
    return at;
}

/* -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)?; NULL when `at` does not begin one. */
static char *after_number(char *at, bool *whole)
{
    at += *at == '-';
    if (!is_digit(*at))
        return NULL;
    at = *at == '0' ? at + 1 : after_digits(at);
    *whole = true;
    if (*at == '.' && is_digit(at[1])) {
        *whole = false;
        at = after_digits(at + 1);
    }
    if (*at == 'e' || *at == 'E') {
        char *power = at + 1 + (at[1] == '+' || at[1] == '-');

        *whole = *whole && !is_digit(*power);
        at = is_digit(*power) ? after_digits(power) : at;
    }
    return at;
}

static double number_of(const char *from, const char *to)
{
    static const double powers[EXACT_POWER + 1] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                   1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                   1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    bool minus = *from == '-', point = false;
    const char *at = from + minus;
    int64_t digits = 0;
    int decimals = 0;

    if (to - at > EXACT_DIGITS)
        return strtod(from, NULL);
    for (; at < to; at++) {
        if (*at == 'e' || *at == 'E')
            return strtod(from, NULL);
        if (*at == '.') {
            point = true;
            continue;
        }
        digits = digits * 10 + (*at - '0');
        decimals += point;
    }
    return (double)(minus ? -digits : digits) / powers[decimals];
}

static bool read_number(struct reader *reader)
{
    bool whole = false;
    char *to = after_number(reader->at, &whole);
    struct tape *node;

    if (to == NULL || (whole && to - reader->at > DIGITS_MOST))
        return false;
    node = node_add(reader, whole ? TAPE_INTEGER : TAPE_REAL);
    node->as.number = number_of(reader->at, to);
    reader->at = to;
    return true;
}

/* Four hexadecimal digits; −1 for anything else. */
static int32_t hex_of(const char *at)
{
    int32_t value = 0;

    for (int i = 0; i < 4; i++) {
        char c = at[i];
        int digit = is_digit(c)            ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;

        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

static char *put_character(char *to, uint32_t c)
{
    if (c < 0x80) {
        *to++ = (char)c;
        return to;
    }
    if (c < 0x800) {
        *to++ = (char)(0xC0 | c >> 6);
    } else if (c < 0x10000) {
        *to++ = (char)(0xE0 | c >> 12);
        *to++ = (char)(0x80 | (c >> 6 & 0x3F));
    } else {
        *to++ = (char)(0xF0 | c >> 18);
        *to++ = (char)(0x80 | (c >> 12 & 0x3F));
        *to++ = (char)(0x80 | (c >> 6 & 0x3F));
    }
    *to++ = (char)(0x80 | (c & 0x3F));
    return to;
}

/* After "\u": a character, of two escapes when they are a pair; never longer than its escape. */
static bool read_unicode(struct reader *reader, char **to)
{
    int32_t c = hex_of(reader->at), low;

    if (c < 0)
        return false;
    reader->at += 4;
    if (c >= 0xD800 && c < 0xDC00 && reader->at[0] == '\\' && reader->at[1] == 'u') {
        low = hex_of(reader->at + 2);
        if (low >= 0xDC00 && low < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
            reader->at += 6;
        }
    }
    *to = put_character(*to, (uint32_t)c);
    return true;
}

static bool read_escape(struct reader *reader, char **to)
{
    static const char plain[128] = {['"'] = '"',  ['\\'] = '\\', ['/'] = '/',  ['b'] = '\b',
                                    ['f'] = '\f', ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t'};
    unsigned char c = (unsigned char)*reader->at++;

    if (c == 'u')
        return read_unicode(reader, to);
    if (c >= 128 || plain[c] == 0)
        return false;
    *(*to)++ = plain[c];
    return true;
}

static bool read_string(struct reader *reader)
{
    struct tape *node = node_add(reader, TAPE_STRING);
    char *from = ++reader->at, *to = from;

    for (;;) {
        unsigned char c = (unsigned char)*reader->at;

        if (c < 0x20)
            return false;
        reader->at++;
        if (c == '"')
            break;
        if (c != '\\')
            *to++ = (char)c;
        else if (!read_escape(reader, &to))
            return false;
    }
    node->as.text = from;
    node->length = (unsigned)(to - from) & TAPE_LONGEST;
    return true;
}

static bool read_key(struct reader *reader)
{
    skip_space(reader);
    if (*reader->at != '"' || !read_string(reader))
        return false;
    skip_space(reader);
    return *reader->at++ == ':';
}

static bool read_items(struct reader *reader, enum tape_kind kind)
{
    struct tape *node = node_add(reader, kind);
    char close = kind == TAPE_OBJECT ? '}' : ']';
    size_t first = reader->count;
    unsigned items = 0;

    reader->at++;
    skip_space(reader);
    if (*reader->at == close) {
        reader->at++;
        return true;
    }
    for (;;) {
        if ((kind == TAPE_OBJECT && !read_key(reader)) || !read_value(reader))
            return false;
        items++;
        skip_space(reader);
        if (*reader->at != ',')
            break;
        reader->at++;
    }
    node->length = items & TAPE_LONGEST;
    node->span = (uint32_t)(reader->count - first + 1);
    return *reader->at++ == close;
}

static bool read_value(struct reader *reader)
{
    bool done;

    skip_space(reader);
    switch (*reader->at) {
    case '"':
        return read_string(reader);
    case 't':
        return read_word(reader, "true", TAPE_TRUE);
    case 'f':
        return read_word(reader, "false", TAPE_FALSE);
    case 'n':
        return read_word(reader, "null", TAPE_NULL);
    case '[':
    case '{':
        if (++reader->depth > TAPE_DEEPEST)
            return false;
        done = read_items(reader, *reader->at == '{' ? TAPE_OBJECT : TAPE_ARRAY);
        reader->depth--;
        return done;
    default:
        return read_number(reader);
    }
}

/* Every value but the first follows one of these; inside strings they only waste a little. */
static size_t nodes_most(const char *bytes, size_t length)
{
    size_t count = 1;

    for (size_t i = 0; i < length; i++)
        count += bytes[i] == '[' || bytes[i] == '{' || bytes[i] == ',' || bytes[i] == ':';
    return count;
}

const struct tape *tape_read(struct arena *arena, char *bytes, size_t length)
{
    struct reader reader = {.at = bytes, .end = bytes + length};

    if (length > TAPE_LONGEST || (length > 0 && !text_is_utf8(bytes, length)))
        return NULL;
    reader.tape = arena_array(arena, nodes_most(bytes, length), sizeof *reader.tape);
    if (!read_value(&reader))
        return NULL;
    skip_space(&reader);
    return reader.at == reader.end ? reader.tape : NULL;
}

const struct tape *tape_first(const struct tape *tape)
{
    return tape + 1;
}

const struct tape *tape_next(const struct tape *tape)
{
    return tape + tape->span;
}

const struct tape *tape_get(const struct tape *tape, const char *key)
{
    const struct tape *found = NULL, *at;

    if (!tape_is(tape, TAPE_OBJECT))
        return NULL;
    at = tape_first(tape);
    for (unsigned i = 0; i < tape->length; i++, at = tape_next(at + 1))
        if (tape_is_text(at, key))
            found = at + 1;
    return found;
}

bool tape_is(const struct tape *tape, enum tape_kind kind)
{
    return tape != NULL && tape->kind == (unsigned)kind;
}

bool tape_is_text(const struct tape *tape, const char *text)
{
    return tape_is(tape, TAPE_STRING) && tape->length == strlen(text) &&
           memcmp(tape->as.text, text, tape->length) == 0;
}

bool tape_number(const struct tape *tape, double *number)
{
    if (!tape_is(tape, TAPE_INTEGER) && !tape_is(tape, TAPE_REAL))
        return false;
    *number = tape->as.number;
    return isfinite(*number);
}
