/* form_check.c: everything wrong with the answers of one section (declared in form.h). */

#include "base/text.h"
#include "domain/orcid.h"
#include "domain/form.h"
#include "domain/form_value.h"

struct checking {
    const struct definition *definition;
    const struct topic_definition *topic;
    const json_t *answers;
    struct problems *problems;
};

static struct problem *bad(const struct checking *c, const char *path, const char *code)
{
    return problems_add(c->problems, SEVERITY_ERROR, path, code);
}

/* Tenths from "6", "6.5"; -1 when it is no such number. */
static int64_t tenths_of(const char *text)
{
    int64_t whole = 0, digits = 0;

    for (; *text >= '0' && *text <= '9' && digits < 9; text++, digits++)
        whole = whole * 10 + (*text - '0');
    if (digits == 0)
        return -1;
    if (*text == '\0')
        return whole * 10;
    if (*text != '.' || text[1] < '0' || text[1] > '9' || text[2] != '\0')
        return -1;
    return whole * 10 + (text[1] - '0');
}

static const char *from_tenths(struct arena *arena, int64_t tenths)
{
    return tenths % 10 == 0 ? arena_format(arena, "%lld", (long long)(tenths / 10))
                            : arena_format(arena, "%lld.%lld", (long long)(tenths / 10),
                                           (long long)(tenths % 10));
}

static void check_number(const struct checking *c, const struct field *f, const char *text,
                         const char *path)
{
    int64_t tenths = tenths_of(text);
    struct arena *arena = c->problems->arena;
    struct problem *problem;

    if (tenths < 0) {
        bad(c, path, "not-a-number");
    } else if (f->most != 0 && (tenths < f->least || tenths > f->most)) {
        problem = bad(c, path, "out-of-range");
        problem_text(problem, "least", from_tenths(arena, f->least));
        problem_text(problem, "most", from_tenths(arena, f->most));
    }
}

static bool is_month(const char *text)
{
    return strlen(text) == 7 && text[4] == '-' && strspn(text, "0123456789-") == 7;
}

static bool is_date(const char *text)
{
    int64_t at;

    return strlen(text) == 10 && text_to_time(text, &at);
}

static bool is_email(const char *text)
{
    const char *at = strchr(text, '@'), *dot = at == NULL ? NULL : strrchr(at, '.');

    for (const char *p = text; *p != '\0'; p++)
        if (*p <= ' ' || (unsigned char)*p > 126 || strchr("<>()[],;:\"\\", *p) != NULL)
            return false;
    return at != NULL && at > text && strchr(at + 1, '@') == NULL && dot != NULL && dot > at + 1 &&
           dot[1] != '\0' && strlen(text) <= 254;
}

/* 11 digits from 13 to 19 (mobile), an area code from 0 (座机), or + and a country's number;
 * spaces, hyphens and an extension after them are as people write them. */
static bool is_phone(const char *text)
{
    char digits[32];
    size_t count = 0;
    bool plus = *text == '+';

    for (const char *p = text + plus; *p != '\0'; p++) {
        if (*p >= '0' && *p <= '9') {
            if (count + 1 >= sizeof digits)
                return false;
            digits[count++] = *p;
        } else if (strchr(" -()xX#", *p) == NULL) {
            return false;
        }
    }
    digits[count] = '\0';
    if (plus)
        return count >= 7 && count <= 18;
    if (digits[0] == '1')
        return count == 11 && digits[1] >= '3';
    return digits[0] == '0' && count >= 10 && count <= 16;
}

static bool is_url(const char *text)
{
    size_t scheme = text_starts(text, "https://") ? 8 : text_starts(text, "http://") ? 7 : 0;

    return scheme != 0 && strchr(text + scheme, '.') != NULL && strpbrk(text, " <>\"\\") == NULL;
}

static void check_choice(const struct checking *c, const struct field *f, const char *text,
                         const char *path)
{
    struct option_list options = field_options(c->problems->arena, c->definition, c->topic, f,
                                               c->answers);

    for (size_t i = 0; i < options.count; i++)
        if (strcmp(options.items[i].key, text) == 0)
            return;
    bad(c, path, "unknown-choice");
}

static void check_words(const struct checking *c, const struct field *f, const char *text,
                        const char *path)
{
    size_t words = text_words(text);

    if (f->most_words > 0 && words > (size_t)f->most_words)
        problem_number(problem_number(bad(c, path, "too-many-words"), "max", f->most_words), "n",
                       (int64_t)words);
}

static void check_count(const struct checking *c, const struct field *f, const json_t *value,
                        const char *path)
{
    int64_t count = (int64_t)json_array_size(value);

    if (f->most != 0 && count > f->most)
        problem_number(bad(c, path, "too-many"), "max", f->most);
    else if (f->rows.count == 0 && count < f->least)
        problem_number(bad(c, path, "too-few"), "least", f->least);
}

static void check_field(const struct checking *c, const struct field *f, const json_t *value,
                        const char *path);

static void check_rows(const struct checking *c, const struct field *f, const json_t *rows,
                       const char *path)
{
    struct arena *arena = c->problems->arena;

    for (size_t r = 0; r < json_array_size(rows); r++) {
        const json_t *row = json_array_get(rows, r);
        const char *index = f->rows.count > 0 ? json_word(row, "row")
                                              : arena_format(arena, "%zu", r);

        for (size_t i = 0; i < f->columns.count; i++)
            check_field(c, &f->columns.items[i], json_at(row, f->columns.items[i].key),
                        arena_format(arena, "%s.%s.%s", path, index, f->columns.items[i].key));
    }
}

static void check_text(const struct checking *c, const struct field *f, const json_t *value,
                       const char *path)
{
    const char *text = json_is_string(value) ? json_string_value(value) : "";

    switch (f->kind) {
    case FIELD_TEXT:
    case FIELD_LONG:
        check_words(c, f, text, path);
        break;
    case FIELD_CHOICE:
        check_choice(c, f, text, path);
        break;
    case FIELD_NUMBER:
        check_number(c, f, text, path);
        break;
    case FIELD_MONEY:
        if (!json_is_integer(value))
            bad(c, path, "not-money");
        break;
    case FIELD_MONTH:
        if (!is_month(text))
            bad(c, path, "not-a-month");
        break;
    case FIELD_DATE:
        if (!is_date(text))
            bad(c, path, "not-a-date");
        break;
    case FIELD_EMAIL:
        if (!is_email(text))
            bad(c, path, "not-an-address");
        break;
    case FIELD_PHONE:
        if (!is_phone(text))
            bad(c, path, "not-a-phone");
        break;
    case FIELD_ORCID:
        if (!orcid_is_valid(text))
            bad(c, path, "not-an-orcid");
        break;
    case FIELD_URL:
        if (!is_url(text))
            bad(c, path, "not-a-url");
        break;
    case FIELD_LIST:
    case FIELD_TABLE:
        check_count(c, f, value, path);
        check_rows(c, f, f->kind == FIELD_TABLE ? value : NULL, path);
        break;
    case FIELD_TICK:
        break;
    }
}

static void check_field(const struct checking *c, const struct field *f, const json_t *value,
                        const char *path)
{
    if (!form_value_empty(value))
        check_text(c, f, value, path);
    else if (f->required || f->warn_only)
        problem_text(problems_add(c->problems, f->required ? SEVERITY_ERROR : SEVERITY_WARNING,
                                  path, f->kind == FIELD_TICK ? "must-tick" : "required"),
                     "label", f->label.in[LANGUAGE_ZH]);
}

void form_check(const struct definition *definition, const struct topic_definition *topic,
                const struct section *section, const json_t *answers, struct problems *problems)
{
    struct checking c = {definition, topic, answers, problems};

    for (size_t i = 0; i < section->fields.count; i++) {
        const struct field *field = &section->fields.items[i];

        if ((field->means == MEANS_SUBTOPIC && topic->subtopics.count == 0) ||
            !field_shown(field, answers))
            continue;
        check_field(&c, field, json_at(answers, field->key),
                    arena_format(problems->arena, "%s.%s", section->key, field->key));
    }
}
