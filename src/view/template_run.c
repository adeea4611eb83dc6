/* template_run.c: fills a compiled template with a model. */

#include "view/template_program.h"

/* Partials that call themselves follow the model; one whose list is inherited would never end. */
#define DEEPEST_CALL 64
#define MOST_CALLS   10000

/* The objects names are looked up in, innermost first; on the C stack. */
struct frame {
    const json_t *value;
    const struct frame *up;
};

struct run {
    const struct program *program;
    const struct program *inner;
    struct buffer *out;
    int depth, calls;
};

static const json_t *look_up(const struct frame *frame, const struct step *step)
{
    const json_t *value = NULL;

    if (step->count == 0)
        return frame->value;
    for (; frame != NULL && value == NULL; frame = frame->up)
        value = json_object_getn(frame->value, step->names[0].text, step->names[0].length);
    for (size_t i = 1; i < step->count && value != NULL; i++)
        value = json_object_getn(value, step->names[i].text, step->names[i].length);
    return value;
}

static void add_integer(struct buffer *out, json_int_t number)
{
    char text[24];
    int length = snprintf(text, sizeof text, "%lld", (long long)number);

    buffer_add(out, text, (size_t)length);
}

/* The shortest digits that read back as the same number. */
static void add_real(struct buffer *out, double number)
{
    char text[40];
    int length = 0;

    for (int digits = 4; digits <= 17; digits++) {
        length = snprintf(text, sizeof text, "%.*g", digits, number);
        if (strtod(text, NULL) == number)
            break;
    }
    buffer_add(out, text, (size_t)length);
}

static void add_value(struct buffer *out, enum escape escape, const json_t *value)
{
    if (value == NULL)
        value = json_null();
    switch (json_typeof(value)) {
    case JSON_STRING:
        escape_add(out, escape, json_string_value(value), json_string_length(value));
        break;
    case JSON_INTEGER:
        add_integer(out, json_integer_value(value));
        break;
    case JSON_REAL:
        add_real(out, json_real_value(value));
        break;
    case JSON_TRUE:
        buffer_text(out, "true");
        break;
    case JSON_FALSE:
        buffer_text(out, "false");
        break;
    case JSON_NULL:
    case JSON_OBJECT:
    case JSON_ARRAY:
        escape_add(out, escape, "", 0);
        break;
    }
}

/* The specification leaves the empty text open; a form's empty value is nothing to show. */
static bool is_there(const json_t *value)
{
    if (value == NULL || json_is_null(value) || json_is_false(value))
        return false;
    if (json_is_string(value))
        return json_string_length(value) > 0;
    return !json_is_array(value) || json_array_size(value) > 0;
}

static void run_range(struct run *run, size_t from, size_t to, const struct frame *frame);

static void run_section(struct run *run, size_t at, const struct frame *frame)
{
    const struct step *step = &run->program->steps[at];
    const json_t *value = look_up(frame, step);

    if (!is_there(value))
        return;
    if (!json_is_array(value)) {
        run_range(run, at + 1, step->other, &(struct frame){value, frame});
        return;
    }
    for (size_t i = 0; i < json_array_size(value); i++)
        run_range(run, at + 1, step->other, &(struct frame){json_array_get(value, i), frame});
}

static void run_call(struct run *run, size_t partial, const struct frame *frame)
{
    if (run->depth >= DEEPEST_CALL || run->calls >= MOST_CALLS)
        return;
    run->depth++;
    run->calls++;
    run_range(run, partial + 1, run->program->steps[partial].other, frame);
    run->depth--;
}

static void run_hole(struct run *run, const struct frame *frame)
{
    struct run inner = {.program = run->inner, .out = run->out};

    if (inner.program != NULL)
        run_range(&inner, 0, inner.program->count, frame);
}

static void run_range(struct run *run, size_t from, size_t to, const struct frame *frame)
{
    for (size_t at = from; at < to; at++) {
        const struct step *step = &run->program->steps[at];

        switch (step->kind) {
        case STEP_TEXT:
            buffer_add(run->out, step->text, step->length);
            break;
        case STEP_VALUE:
            add_value(run->out, step->escape, look_up(frame, step));
            break;
        case STEP_SECTION:
            run_section(run, at, frame);
            at = step->other - 1;
            break;
        case STEP_INVERTED:
            if (is_there(look_up(frame, step)))
                at = step->other - 1;
            break;
        case STEP_CALL:
            run_call(run, step->other, frame);
            break;
        case STEP_HOLE:
            run_hole(run, frame);
            break;
        case STEP_PARTIAL:
            break;
        }
    }
}

void program_run(const struct program *program, const struct program *inner, const json_t *model,
                 struct buffer *out)
{
    struct run run = {.program = program, .inner = inner, .out = out};

    run_range(&run, 0, program->count, &(struct frame){model, NULL});
}
