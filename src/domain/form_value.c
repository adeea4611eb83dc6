/* form_value.c: one typed value into the shape it is stored in. */

#include "domain/form_value.h"

#include "base/text.h"

#define LINE_MOST 1000
#define LONG_MOST 65536

/* "２０２４年1月" and "2024/1" as "2024-01"; as typed when it is no month or date. */
static const char *date_of(struct arena *arena, const char *text, bool day)
{
    int64_t parts[3] = {0};
    int count = 0;
    bool inside = false;

    for (const char *p = text; count < 4;) {
        uint32_t c = text_next(&p);
        int digit = c >= '0' && c <= '9'         ? (int)(c - '0')
                    : c >= 0xFF10 && c <= 0xFF19 ? (int)(c - 0xFF10)
                                                 : -1;

        if (c == 0)
            break;
        if (digit >= 0 && !inside && count < 3)
            count++, inside = true;
        else if (digit < 0)
            inside = false;
        if (digit >= 0 && parts[count - 1] < 100000)
            parts[count - 1] = parts[count - 1] * 10 + digit;
    }
    if (count != (day ? 3 : 2) || parts[0] < 1900 || parts[0] > 2200 || parts[1] < 1 ||
        parts[1] > 12)
        return text;
    return day ? arena_format(arena, "%04d-%02d-%02d", (int)parts[0], (int)parts[1], (int)parts[2])
               : arena_format(arena, "%04d-%02d", (int)parts[0], (int)parts[1]);
}

static const char *without_cr(struct arena *arena, const char *text)
{
    char *copy = arena_text(arena, text), *to = copy;

    for (const char *from = copy; *from != '\0'; from++)
        if (*from != '\r')
            *to++ = *from;
        else if (from[1] != '\n')
            *to++ = '\n';
    *to = '\0';
    return text_trim(arena, copy);
}

/* Digits of any width as ASCII; other characters as they are. */
static const char *narrow(struct arena *arena, const char *text)
{
    struct buffer out = buffer_in(arena);

    for (const char *before = text; *text != '\0'; before = text) {
        uint32_t c = text_next(&text);

        if (c >= 0xFF01 && c <= 0xFF5E)
            buffer_byte(&out, (char)(c - 0xFEE0));
        else
            buffer_add(&out, before, (size_t)(text - before));
    }
    return buffer_get(&out);
}

static bool is_separator(uint32_t c)
{
    return c == ';' || c == ',' || c == '\n' || c == 0xFF1B || c == 0xFF0C || c == 0x3001;
}

static json_t *list_of(struct arena *arena, const char *text)
{
    json_t *list = json_array();

    while (*text != '\0') {
        const char *start = text, *end = text;
        uint32_t c;

        while ((c = text_next(&text)) != 0 && !is_separator(c))
            end = text;
        start = text_trim(arena, arena_copy(arena, start, (size_t)(end - start)));
        if (*start != '\0')
            json_add_text(list, start);
    }
    return list;
}

static json_t *money_of(const char *text)
{
    int64_t fen;

    return text_to_fen(text, &fen) ? json_integer(fen) : json_string(text);
}

static const char *orcid_of(const char *text)
{
    static const char address[] = "https://orcid.org/";

    return text_starts(text, address) ? text + sizeof address - 1 : text;
}

const char *form_value_problem(const struct field *field, const char *typed)
{
    bool lines = field->kind == FIELD_LONG || field->kind == FIELD_LIST;

    if (strlen(typed) > (field->kind == FIELD_LONG ? LONG_MOST : LINE_MOST))
        return "too-long";
    return text_is_clean(typed, lines) ? NULL : "control-bytes";
}

json_t *form_value(struct arena *arena, const struct field *field, const char *typed)
{
    const char *text = without_cr(arena, typed);

    switch (field->kind) {
    case FIELD_TICK:
        return json_boolean(strcmp(text, "on") == 0 || strcmp(text, "true") == 0 ||
                            strcmp(text, "1") == 0 || strcmp(text, "yes") == 0);
    case FIELD_MONEY:
        return *text == '\0' ? json_string("") : money_of(text);
    case FIELD_LIST:
        return list_of(arena, text);
    case FIELD_MONTH:
        return json_string(date_of(arena, text, false));
    case FIELD_DATE:
        return json_string(date_of(arena, text, true));
    case FIELD_NUMBER:
    case FIELD_PHONE:
        return json_string(narrow(arena, text));
    case FIELD_ORCID:
        return json_string(orcid_of(text));
    case FIELD_TEXT:
    case FIELD_LONG:
    case FIELD_CHOICE:
    case FIELD_EMAIL:
    case FIELD_URL:
        return json_string(text);
    case FIELD_TABLE:
        return json_array();
    }
    return json_null();
}

bool form_value_empty(const json_t *value)
{
    return value == NULL || json_is_null(value) || json_is_false(value) ||
           (json_is_string(value) && *json_string_value(value) == '\0') ||
           (json_is_array(value) && json_array_size(value) == 0);
}
