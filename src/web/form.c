/* form.c: types and checks the fields of the forms in forms.def. */

#include "web/form.h"

#include "base/text.h"
#include "web/gate.h"

#define FIELD(name, kind, need, limit) {#name, INPUT_##kind, INPUT_##need, limit},
#define FORM(name, ...)                                                                            \
    static const struct input name##_inputs[] = {__VA_ARGS__};                                     \
    const struct form forms_##name[1] = {                                                          \
        {#name, name##_inputs, sizeof name##_inputs / sizeof *name##_inputs}};
#include "web/forms.def"
#undef FORM
#undef FIELD

static struct typed *find(struct request *req, const char *name)
{
    for (size_t i = 0; i < req->form.count; i++)
        if (strcmp(req->form.items[i].name, name) == 0)
            return &req->form.items[i];
    return NULL;
}

/* Printable ASCII, one '@', a dot behind it: the action looks closer. */
static bool looks_like_address(const char *text)
{
    const char *at = strchr(text, '@');

    for (const char *c = text; *c != '\0'; c++)
        if (*c <= 0x20 || *c == 0x7f || strchr("<>\"\\,;:()", *c) != NULL)
            return false;
    return at != NULL && at != text && strchr(at + 1, '@') == NULL && strchr(at + 1, '.') != NULL &&
           strlen(text) <= 254;
}

static const char *unix_lines(struct arena *arena, const char *text)
{
    char *copy = arena_text(arena, text);
    char *out = copy;

    for (; *text != '\0'; text++)
        if (text[0] != '\r' || text[1] != '\n')
            *out++ = *text;
    *out = '\0';
    return copy;
}

static const char *clean(struct arena *arena, enum input_kind kind, const char *value)
{
    switch (kind) {
    case INPUT_SECRET:
        return value;
    case INPUT_LONG:
        return text_trim(arena, unix_lines(arena, value));
    case INPUT_PATH:
        return gate_is_local(value) ? value : "";
    case INPUT_TEXT:
    case INPUT_ADDRESS:
    case INPUT_INT:
    case INPUT_FEN:
    case INPUT_TIME:
    case INPUT_TICK:
    case INPUT_FILE:
        return text_trim(arena, value);
    }
    return value;
}

static bool fits(const struct input *input, int64_t size)
{
    return input->limit == 0 || size <= input->limit;
}

/* The code of what is wrong, NULL when nothing is. */
static const char *fault(const struct input *input, const char *value)
{
    int64_t number = 0, length = (int64_t)strlen(value);

    switch (input->kind) {
    case INPUT_TEXT:
    case INPUT_LONG:
        if (!text_is_clean(value, input->kind == INPUT_LONG))
            return "not-clean";
        return fits(input, length) ? NULL : "too-long";
    case INPUT_SECRET:
    case INPUT_PATH:
        return fits(input, length) ? NULL : "too-long";
    case INPUT_ADDRESS:
        return !looks_like_address(value) ? "not-an-address"
               : fits(input, length)      ? NULL
                                          : "too-long";
    case INPUT_INT:
        return !text_to_int(value, &number) ? "not-a-number"
               : fits(input, number)        ? NULL
                                            : "too-large";
    case INPUT_FEN:
        return !text_to_fen(value, &number) ? "not-money"
               : fits(input, number)        ? NULL
                                            : "too-large";
    case INPUT_TIME:
        return text_to_time(value, &number) ? NULL : "not-a-time";
    case INPUT_TICK:
    case INPUT_FILE:
        return NULL;
    }
    return NULL;
}

static void complain(struct request *req, const struct input *input, const char *code)
{
    struct problem *problem = problems_add(&req->problems, SEVERITY_ERROR, input->name, code);

    if (input->kind == INPUT_FEN)
        problem_text(problem, "max", text_from_fen(req->env.arena, input->limit));
    else
        problem_number(problem, "max", input->limit);
}

static void admit_input(struct request *req, const struct input *input)
{
    struct typed *field = find(req, input->name);
    const char *code = NULL;

    if (field != NULL)
        field->value = clean(req->env.arena, input->kind, field->value);
    if (input->kind == INPUT_FILE ? form_file(req, input->name) == NULL
                                  : field == NULL || *field->value == '\0')
        code = input->need == INPUT_REQUIRED ? "required" : NULL;
    else if (field != NULL)
        code = fault(input, field->value);
    if (code != NULL)
        complain(req, input, code);
}

bool form_admit(struct request *req, const struct form *form, struct error *err)
{
    if (form == NULL)
        return true;
    for (size_t i = 0; i < form->count; i++)
        admit_input(req, &form->inputs[i]);
    return problems_errors(&req->problems) == 0 || error_set(err, ERROR_INVALID, "form/invalid");
}

const char *form_text(const struct request *req, const char *name)
{
    for (size_t i = 0; i < req->form.count; i++)
        if (strcmp(req->form.items[i].name, name) == 0)
            return req->form.items[i].value;
    return "";
}

int64_t form_int(const struct request *req, const char *name)
{
    int64_t number = 0;

    return text_to_int(form_text(req, name), &number) ? number : 0;
}

int64_t form_fen(const struct request *req, const char *name)
{
    int64_t fen = 0;

    return text_to_fen(form_text(req, name), &fen) ? fen : 0;
}

int64_t form_time(const struct request *req, const char *name)
{
    int64_t seconds = 0;

    return text_to_time(form_text(req, name), &seconds) ? seconds : 0;
}

bool form_tick(const struct request *req, const char *name)
{
    const char *value = form_text(req, name);

    return *value != '\0' && strcmp(value, "0") != 0 && strcmp(value, "false") != 0;
}

struct uploaded_file *form_file(struct request *req, const char *name)
{
    for (size_t i = 0; i < req->files.count; i++)
        if (strcmp(req->files.items[i].field, name) == 0)
            return &req->files.items[i];
    return NULL;
}
