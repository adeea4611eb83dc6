/* template_compile.c: template text → steps. */

#include "view/template_program.h"

#include "base/list.h"
#include "view/template_context.h"
#include "view/wording.h"

#define DEEPEST 32 /* sections in one file; partials in each other */

/* A partial being inlined; one that meets itself again becomes a call. */
struct inlined {
    const char *name;
    size_t step;
    struct html html;
    const struct inlined *up;
};

struct compiler {
    const struct template_options *options;
    struct error *err;
    struct html html;
    struct buffer text; /* literal text not yet a step */
    const struct inlined *inlined;
    int depth;
    struct {
        LIST(struct step);
    } steps;
};

/* One file, partial or wording being read. */
struct reader {
    struct template_source source;
    const char *at, *end;
    bool wording; /* plain text with names; no lines, partials or wordings in it */
    size_t open[DEEPEST];
    struct html opened[DEEPEST];
    size_t count;
};

struct tag {
    const char *start, *end; /* with its braces */
    const char *name;
    size_t length;
    char sigil; /* '\0': a value; 't': a wording */
};

/* `why` and the words at `at` say what to mend. */
static bool refuse(struct compiler *c, const struct reader *r, const char *at, const char *why,
                   const char *what, size_t length)
{
    int64_t line = 1;

    for (const char *p = r->source.text; p < at; p++)
        line += *p == '\n';
    error_set(c->err, ERROR_BROKEN, "template/syntax");
    error_text(c->err, "name", r->source.file);
    error_number(c->err, "line", line);
    return error_text(c->err, "what",
                      arena_format(c->options->arena, "%s: %.*s", why, (int)length, what));
}

static bool refuse_tag(struct compiler *c, const struct reader *r, const struct tag *tag,
                       const char *why)
{
    return refuse(c, r, tag->start, why, tag->start, (size_t)(tag->end - tag->start));
}

static struct step *add_step(struct compiler *c, enum step_kind kind)
{
    struct step *step;

    if (c->text.length > 0) {
        step = list_add(c->options->arena, &c->steps);
        step->kind = STEP_TEXT;
        step->text = c->text.bytes;
        step->length = c->text.length;
        c->text = buffer_in(c->options->arena);
    }
    if (kind == STEP_TEXT)
        return NULL;
    step = list_add(c->options->arena, &c->steps);
    step->kind = kind;
    return step;
}

/* Text of a template is markup; text of a wording is words. */
static void add_literal(struct compiler *c, const struct reader *r, const char *from,
                        const char *to)
{
    size_t length = (size_t)(to - from);

    if (length == 0)
        return;
    if (r->wording) {
        escape_add(&c->text, c->options->plain ? ESCAPE_NONE : ESCAPE_HTML, from, length);
        return;
    }
    buffer_add(&c->text, from, length);
    if (!c->options->plain)
        html_feed(&c->html, from, length);
}

static bool escape_here(struct compiler *c, enum escape *escape)
{
    *escape = ESCAPE_NONE;
    if (c->options->plain)
        return true;
    if (!html_escape_for(&c->html, escape))
        return false;
    html_value(&c->html);
    return true;
}

static void split_name(struct arena *arena, const struct tag *tag, struct step *step)
{
    const char *at = tag->name, *end = tag->name + tag->length;
    struct {
        LIST(struct name_part);
    } parts = {0};

    while (at < end && !(tag->length == 1 && *at == '.')) {
        const char *dot = memchr(at, '.', (size_t)(end - at));
        const char *stop = dot == NULL ? end : dot;
        struct name_part *part = list_add(arena, &parts);

        part->text = arena_copy(arena, at, (size_t)(stop - at));
        part->length = (size_t)(stop - at);
        at = dot == NULL ? end : dot + 1;
    }
    step->names = parts.items;
    step->count = parts.count;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Reads the tag at r->at, which stands on "{{". */
static bool read_tag(struct compiler *c, struct reader *r, struct tag *tag)
{
    const char *close, *from = r->at + 2;
    size_t left = (size_t)(r->end - r->at);

    *tag = (struct tag){.start = r->at, .end = r->at + (left < 24 ? left : 24)};
    if (from < r->end && strchr("{&", *from) != NULL && *from != '\0')
        return refuse_tag(c, r, tag, "there is no raw form");
    if (from < r->end && *from == '=')
        return refuse_tag(c, r, tag, "delimiters stay");
    close = memmem(from, (size_t)(r->end - from), "}}", 2);
    if (close == NULL)
        return refuse_tag(c, r, tag, "no }} follows");
    tag->end = close + 2;
    if (strchr("!#^/>", *from) != NULL) {
        tag->sigil = *from++;
    } else if (close - from > 2 && memcmp(from, "t:", 2) == 0) {
        tag->sigil = 't';
        from += 2;
    }
    while (from < close && is_space(*from))
        from++;
    while (close > from && is_space(close[-1]))
        close--;
    tag->name = from;
    tag->length = (size_t)(close - from);
    for (const char *p = from; p < close && tag->sigil != '!'; p++)
        if (is_space(*p) || *p == '{')
            return refuse_tag(c, r, tag, "not a name");
    return tag->length > 0 || tag->sigil == '!' ? true : refuse_tag(c, r, tag, "not a name");
}

/* A section, note or partial alone on its line takes the line with it.  Moves `before` back to
 * where the line begins and r->at behind its end. */
static bool stands_alone(struct reader *r, const struct tag *tag, const char **before)
{
    const char *from = tag->start, *to = tag->end;

    if (r->wording || tag->sigil == '\0' || tag->sigil == 't')
        return false;
    while (from > r->source.text && (from[-1] == ' ' || from[-1] == '\t'))
        from--;
    while (to < r->end && (*to == ' ' || *to == '\t'))
        to++;
    if ((from > r->source.text && from[-1] != '\n') || from < *before)
        return false;
    if (to + 1 < r->end && to[0] == '\r' && to[1] == '\n')
        to++;
    if (to < r->end && *to != '\n')
        return false;
    *before = from;
    r->at = to < r->end ? to + 1 : to;
    return true;
}

static bool compile_source(struct compiler *c, struct template_source source, bool wording);

static bool compile_value(struct compiler *c, struct reader *r, const struct tag *tag)
{
    enum escape escape;
    struct step *step;

    if (!escape_here(c, &escape))
        return refuse_tag(c, r, tag, "a value may not stand here");
    step = add_step(c, STEP_VALUE);
    step->escape = escape;
    split_name(c->options->arena, tag, step);
    return true;
}

static bool compile_wording(struct compiler *c, struct reader *r, const struct tag *tag)
{
    const char *key = arena_copy(c->options->arena, tag->name, tag->length), *text;
    enum escape escape;

    if (r->wording)
        return refuse_tag(c, r, tag, "a wording in a wording");
    if (!wording_exists(c->options->language, key))
        return refuse_tag(c, r, tag, "no such wording");
    if (!c->options->plain && !html_escape_for(&c->html, &escape))
        return refuse_tag(c, r, tag, "a value may not stand here");
    text = wording(c->options->language, key);
    return compile_source(c, (struct template_source){key, text, strlen(text)}, true) &&
           (html_value(&c->html), true);
}

static bool open_section(struct compiler *c, struct reader *r, const struct tag *tag)
{
    struct step *step;

    if (r->count == DEEPEST)
        return refuse_tag(c, r, tag, "too deep");
    step = add_step(c, tag->sigil == '#' ? STEP_SECTION : STEP_INVERTED);
    split_name(c->options->arena, tag, step);
    step->text = tag->name;
    step->length = tag->length;
    r->opened[r->count] = c->html;
    r->open[r->count++] = c->steps.count - 1;
    return true;
}

static bool close_section(struct compiler *c, struct reader *r, const struct tag *tag)
{
    struct step *step = r->count == 0 ? NULL : &c->steps.items[r->open[r->count - 1]];

    if (step == NULL || step->length != tag->length ||
        memcmp(step->text, tag->name, tag->length) != 0)
        return refuse_tag(c, r, tag, "closes what is not open");
    if (!c->options->plain && !html_same(&r->opened[--r->count], &c->html))
        return refuse_tag(c, r, tag, "begins and ends in different places of the markup");
    if (c->options->plain)
        r->count--;
    add_step(c, STEP_TEXT);
    c->steps.items[r->open[r->count]].other = c->steps.count;
    return true;
}

/* Every line of a partial that stands alone begins with the white space before its tag. */
static struct template_source indented(struct arena *arena, struct template_source source,
                                       const char *indent, size_t width)
{
    struct buffer out = buffer_in(arena);
    const char *at = source.text, *end = source.text + source.length;

    while (at < end) {
        const char *line = memchr(at, '\n', (size_t)(end - at));
        const char *next = line == NULL ? end : line + 1;

        buffer_add(&out, indent, width);
        buffer_add(&out, at, (size_t)(next - at));
        at = next;
    }
    return (struct template_source){source.file, buffer_get(&out), out.length};
}

static bool call_partial(struct compiler *c, struct reader *r, const struct tag *tag,
                         const struct inlined *target)
{
    if (!c->options->plain && !html_same(&target->html, &c->html))
        return refuse_tag(c, r, tag, "begins and ends in different places of the markup");
    add_step(c, STEP_CALL)->other = target->step;
    return true;
}

static bool inline_partial(struct compiler *c, struct reader *r, const struct tag *tag,
                           const char *name, struct template_source source)
{
    struct inlined inlined = {.name = name, .html = c->html, .up = c->inlined};
    bool done;

    if (c->depth == DEEPEST)
        return refuse_tag(c, r, tag, "too deep");
    add_step(c, STEP_PARTIAL);
    inlined.step = c->steps.count - 1;
    c->inlined = &inlined;
    c->depth++;
    done = compile_source(c, source, false);
    c->depth--;
    c->inlined = inlined.up;
    add_step(c, STEP_TEXT);
    c->steps.items[inlined.step].other = c->steps.count;
    return done;
}

static bool compile_partial(struct compiler *c, struct reader *r, const struct tag *tag,
                            const char *indent)
{
    const char *name = arena_copy(c->options->arena, tag->name, tag->length);
    struct template_source source;

    if (r->wording)
        return refuse_tag(c, r, tag, "a partial in a wording");
    if (c->options->hole != NULL && strcmp(c->options->hole, name) == 0) {
        if (c->html.state != HTML_TEXT)
            return refuse_tag(c, r, tag, "a page stands in text only");
        add_step(c, STEP_HOLE);
        return true;
    }
    for (const struct inlined *up = c->inlined; up != NULL; up = up->up)
        if (strcmp(up->name, name) == 0)
            return call_partial(c, r, tag, up);
    source = c->options->find(c->options->context, name);
    if (source.text == NULL)
        return c->options->lacking_is_fine || refuse_tag(c, r, tag, "no such partial");
    if (c->options->indents && indent < tag->start)
        source = indented(c->options->arena, source, indent, (size_t)(tag->start - indent));
    return inline_partial(c, r, tag, name, source);
}

static bool compile_tag(struct compiler *c, struct reader *r, const struct tag *tag,
                        const char *indent)
{
    switch (tag->sigil) {
    case '!':
        return true;
    case '#':
    case '^':
        return open_section(c, r, tag);
    case '/':
        return close_section(c, r, tag);
    case '>':
        return compile_partial(c, r, tag, indent);
    case 't':
        return compile_wording(c, r, tag);
    default:
        return compile_value(c, r, tag);
    }
}

static bool compile_source(struct compiler *c, struct template_source source, bool wording)
{
    struct reader r = {.source = source,
                       .at = source.text,
                       .end = source.text + source.length,
                       .wording = wording};

    while (r.at < r.end) {
        const char *from = r.at, *before;
        struct tag tag;
        bool alone;

        r.at = memmem(from, (size_t)(r.end - from), "{{", 2);
        if (r.at == NULL) {
            add_literal(c, &r, from, r.end);
            break;
        }
        if (!read_tag(c, &r, &tag))
            return false;
        before = from;
        r.at = tag.end;
        alone = stands_alone(&r, &tag, &before);
        add_literal(c, &r, from, alone ? before : tag.start);
        if (!compile_tag(c, &r, &tag, alone ? before : tag.start))
            return false;
    }
    return r.count == 0 ||
           refuse(c, &r, r.end, "not closed", c->steps.items[r.open[r.count - 1]].text,
                  c->steps.items[r.open[r.count - 1]].length);
}

bool program_compile(const struct template_options *options, struct template_source source,
                     struct program *program, struct error *err)
{
    struct compiler c = {.options = options, .err = err, .text = buffer_in(options->arena)};

    if (!compile_source(&c, source, false))
        return false;
    if (c.html.state != HTML_TEXT) {
        error_set(err, ERROR_BROKEN, "template/syntax");
        error_text(err, "name", source.file);
        error_text(err, "line", "");
        return error_text(err, "what", "ends inside a tag, an attribute or a comment");
    }
    add_step(&c, STEP_TEXT);
    *program = (struct program){c.steps.items, c.steps.count};
    return true;
}
