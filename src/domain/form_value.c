/* form_value.c: one answer of the form: from what was typed to its stored shape. */

#include "domain/form_value.h"

#include <stdio.h>

#include "base/text.h"
#include "domain/orcid.h"

const char *form_path(struct arena *arena, const char *above, const char *key)
{
    size_t length = strlen(above);
    char *path = arena_alloc(arena, length + strlen(key) + 2);

    /* Of every field of a form, whether it is wrong or not: too many for a format. */
    memcpy(path, above, length);
    path[length] = '.';
    memcpy(path + length + 1, key, strlen(key));
    return path;
}

bool value_empty(const json_t *value)
{
    if (value == NULL || json_is_null(value) || json_is_false(value))
        return true;
    if (json_is_string(value))
        return text_blank(json_string_value(value));
    return (json_is_array(value) && json_array_size(value) == 0) ||
           (json_is_object(value) && json_object_size(value) == 0);
}

bool value_same(const json_t *a, const json_t *b)
{
    if (value_empty(a) || value_empty(b))
        return value_empty(a) && value_empty(b);
    return json_equal(a, b) == 1;
}

char *value_halved(struct arena *arena, const char *text)
{
    struct buffer buffer = buffer_in(arena);
    const char *start = text;

    for (uint32_t c; (c = text_next(&text)) != 0; start = text) {
        if (c >= 0xFF01 && c <= 0xFF5E)
            buffer_byte(&buffer, (char)(c - 0xFF01 + '!'));
        else if (c == 0x3000)
            buffer_byte(&buffer, ' ');
        else
            buffer_add(&buffer, start, (size_t)(text - start));
    }
    return text_trim(arena, buffer_get(&buffer));
}

/* CRLF and CR become LF; on one line, any of them and TAB become a space. */
static char *tidy(struct arena *arena, const char *text, bool lines)
{
    struct buffer buffer = buffer_in(arena);

    for (; *text != '\0'; text++) {
        if (*text == '\r' && text[1] == '\n')
            continue;
        if (*text == '\r' || *text == '\n')
            buffer_byte(&buffer, lines ? '\n' : ' ');
        else
            buffer_byte(&buffer, *text == '\t' && !lines ? ' ' : *text);
    }
    return text_trim(arena, buffer_get(&buffer));
}

/* Without the address around it and with its hyphens; what is none even so stays as it is. */
static const char *orcid_tidy(struct arena *arena, const char *text)
{
    static const char *const prefixes[] = {"https://", "http://", "www.", "orcid.org/"};
    const char *typed = text;
    char *p, *end;

    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
        if (text_starts(text, prefixes[i]))
            text += strlen(prefixes[i]);
    p = arena_text(arena, text);
    end = p + strlen(p);
    if (end > p && end[-1] == '/')
        *--end = '\0';
    if (end > p && end[-1] == 'x')
        end[-1] = 'X';
    if (end - p == 16 && strspn(p, "0123456789") >= 15)
        p = arena_format(arena, "%.4s-%.4s-%.4s-%.4s", p, p + 4, p + 8, p + 12);
    return orcid_is_valid(p) ? p : typed;
}

static char *month_tidy(struct arena *arena, const char *text)
{
    int year, month;

    return value_month(text, &year, &month) ? arena_format(arena, "%04d-%02d", year, month)
                                            : arena_text(arena, text);
}

/* The parts of 2024年1月5日, 2024/1/5, 2024.1.5 as 2024-01-05; anything else as it is. */
static const char *date_tidy(struct arena *arena, const char *text)
{
    static const char *const between[] = {"年", "月", "日", "/", "."};
    struct buffer plain = buffer_in(arena);
    const char *typed = text, *date;
    int year, month, day, end = 0;

    while (*text != '\0') {
        size_t skip = 0;

        for (size_t i = 0; i < sizeof between / sizeof between[0] && skip == 0; i++)
            if (text_starts(text, between[i]))
                skip = strlen(between[i]);
        if (skip > 0)
            buffer_text(&plain, text_starts(text, "日") ? "" : "-");
        else
            buffer_byte(&plain, *text);
        text += skip > 0 ? skip : 1;
    }
    if (sscanf(buffer_get(&plain), "%4d-%2d-%2d%n", &year, &month, &day, &end) != 3 ||
        buffer_get(&plain)[end] != '\0')
        return typed;
    date = arena_format(arena, "%04d-%02d-%02d", year, month, day);
    return value_date(date) ? date : typed;
}

/* ； ; ， , 、 and line breaks stand between the texts of a list. */
static bool is_between(uint32_t c)
{
    return c == 0xFF1B || c == ';' || c == 0xFF0C || c == ',' || c == 0x3001 || c == '\n';
}

static json_t *list_of(struct arena *arena, const char *text)
{
    json_t *list = json_root_array(arena);
    const char *start = text, *end = text;

    for (;;) {
        uint32_t c = text_next(&text);

        if (c == 0 || is_between(c)) {
            char *item = text_trim(arena, arena_copy(arena, start, (size_t)(end - start)));

            if (*item != '\0')
                json_add_text(list, item);
            start = text;
        }
        if (c == 0)
            return list;
        end = text;
    }
}

static json_t *money_of(struct arena *arena, const char *text)
{
    int64_t fen;

    if (*text == '\0')
        return json_own(arena, json_null());
    return json_own(arena, text_to_fen(text, &fen) ? json_integer(fen) : json_string(text));
}

static json_t *shaped(struct arena *arena, enum field_kind kind, const char *text)
{
    switch (kind) {
    case FIELD_LIST:
        return list_of(arena, text);
    case FIELD_MONEY:
        return money_of(arena, value_halved(arena, text));
    case FIELD_MONTH:
        return json_own(arena, json_string(month_tidy(arena, value_halved(arena, text))));
    case FIELD_DATE:
        return json_own(arena, json_string(date_tidy(arena, value_halved(arena, text))));
    case FIELD_ORCID:
        return json_own(arena, json_string(orcid_tidy(arena, value_halved(arena, text))));
    case FIELD_NUMBER:
    case FIELD_EMAIL:
    case FIELD_PHONE:
    case FIELD_URL:
        return json_own(arena, json_string(value_halved(arena, text)));
    case FIELD_TEXT:
    case FIELD_LONG:
    case FIELD_CHOICE:
    case FIELD_TICK:
    case FIELD_TABLE:
        break;
    }
    return json_own(arena, json_string(text));
}

/* Only what has a shape of its own is named while typing; the rest waits for form_check. */
static bool has_shape(enum field_kind kind)
{
    return kind == FIELD_MONEY || kind == FIELD_NUMBER || kind == FIELD_MONTH || kind == FIELD_DATE;
}

json_t *value_read(struct problems *problems, const struct field *field, const char *path,
                   const char *typed)
{
    struct arena *arena = problems->arena;
    bool lines = field->kind == FIELD_LONG || field->kind == FIELD_LIST;
    size_t most = lines ? FORM_LONG_BYTES : FORM_TEXT_BYTES;
    const char *text = tidy(arena, typed, lines), *wrong;
    json_t *value;

    if (!text_is_utf8(text, strlen(text)) || !text_is_clean(text, lines)) {
        problems_add(problems, SEVERITY_ERROR, path, "control-bytes");
        return NULL;
    }
    if (strlen(text) > most) {
        problem_number(problems_add(problems, SEVERITY_ERROR, path, "too-long"), "max",
                       (int64_t)most);
        return NULL;
    }
    value = shaped(arena, field->kind, text);
    wrong = json_is_string(value) && has_shape(field->kind) && !value_empty(value)
                ? value_wrong(field->kind, json_string_value(value))
                : NULL;
    if (wrong != NULL)
        problems_add(problems, SEVERITY_ERROR, path, wrong);
    return value;
}
