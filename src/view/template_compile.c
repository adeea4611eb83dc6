/* template_compile.c: Mustache text to flat steps, with the HTML context of every value. */

#include "base/text.h"
#include "view/template_parts.h"
#include "view/wording.h"

#define DEPTH_MOST 32

/* Where the reader of the HTML is; ATTRIBUTE is inside quotes. */
enum html { HTML_TEXT, HTML_TAG, HTML_ATTRIBUTE, HTML_COMMENT, HTML_RAW };

struct reading {
    struct compiler *compiler;
    struct program *program;
    const char *name, *text, *at;
    bool plain; /* no HTML: .txt */
    enum html html;
    char quote;
    char attribute[24], tag[24]; /* the names read last, lower-cased */
    bool url_begun;              /* something stands in the URL attribute already */
    size_t open[DEPTH_MOST];     /* ops of sections not closed yet */
    const char *open_name[DEPTH_MOST];
    size_t depth;
};

static bool bad(struct reading *r, const char *what)
{
    int64_t line = 1;

    for (const char *p = r->text; p < r->at; p++)
        line += *p == '\n';
    error_set(r->compiler->err, ERROR_BROKEN, "template/syntax");
    error_text(r->compiler->err, "name", r->name);
    error_number(r->compiler->err, "line", line);
    return error_text(r->compiler->err, "what", what);
}

static struct op *add(struct reading *r, enum op_kind kind)
{
    struct op *op = list_add(r->compiler->arena, r->program);

    op->kind = kind;
    return op;
}

static bool is_url_attribute(const char *name)
{
    return strcmp(name, "href") == 0 || strcmp(name, "src") == 0 || strcmp(name, "action") == 0 ||
           strcmp(name, "formaction") == 0;
}

static void note_letter(char *word, size_t size, char c)
{
    size_t length = strlen(word);

    if (length + 1 < size) {
        word[length] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
        word[length + 1] = '\0';
    }
}

static void step_tag(struct reading *r, char c)
{
    if (c == '>') {
        bool raw = strcmp(r->tag, "script") == 0 || strcmp(r->tag, "style") == 0;

        r->html = raw ? HTML_RAW : HTML_TEXT;
    } else if (c == '"' || c == '\'') {
        r->html = HTML_ATTRIBUTE;
        r->quote = c;
        r->url_begun = false;
    } else if (c == ' ' || c == '\n' || c == '\t' || c == '/') {
        r->attribute[0] = '\0';
    } else if (c != '=') {
        note_letter(r->attribute, sizeof r->attribute, c);
    }
}

/* One byte of template text moves the HTML context. */
static void step(struct reading *r, const char *p)
{
    switch (r->html) {
    case HTML_TEXT:
        if (strncmp(p, "<!--", 4) == 0)
            r->html = HTML_COMMENT;
        else if (*p == '<') {
            size_t length = strcspn(p + 1, " \n\t>/{");

            r->html = HTML_TAG;
            r->attribute[0] = r->tag[0] = '\0';
            for (size_t i = 0; i < length; i++)
                note_letter(r->tag, sizeof r->tag, p[1 + i]);
        }
        break;
    case HTML_TAG:
        step_tag(r, *p);
        break;
    case HTML_ATTRIBUTE:
        if (*p == r->quote)
            r->html = HTML_TAG, r->attribute[0] = '\0';
        else
            r->url_begun = true;
        break;
    case HTML_COMMENT:
        if (strncmp(p, "-->", 3) == 0)
            r->html = HTML_TEXT;
        break;
    case HTML_RAW:
        if (*p == '<' && p[1] == '/')
            r->html = HTML_TAG, r->tag[0] = r->attribute[0] = '\0';
        break;
    }
}

static void add_text(struct reading *r, const char *text, size_t length)
{
    struct op *op;

    if (length == 0)
        return;
    op = add(r, OP_TEXT);
    op->text = text;
    op->length = length;
    for (size_t i = 0; !r->plain && i < length; i++)
        step(r, text + i);
}

static const char *const *split(struct arena *arena, const char *name)
{
    size_t count = 1;
    const char **words;

    for (const char *p = name; *p != '\0'; p++)
        count += *p == '.';
    words = arena_array(arena, count + 1, sizeof *words);
    if (strcmp(name, ".") == 0)
        return words;
    for (size_t i = 0; *name != '\0'; i++) {
        size_t length = strcspn(name, ".");

        words[i] = arena_copy(arena, name, length);
        name += length + (name[length] == '.');
    }
    return words;
}

static bool add_value(struct reading *r, const char *name)
{
    struct op *op;

    if (!r->plain && r->html == HTML_TAG)
        return bad(r, "a value in a tag or an unquoted attribute");
    if (!r->plain && (r->html == HTML_COMMENT || r->html == HTML_RAW))
        return bad(r, "a value in a script, style or comment");
    op = add(r, OP_VALUE);
    op->name = split(r->compiler->arena, name);
    op->place = r->plain ? PLACE_PLAIN : PLACE_TEXT;
    if (r->html == HTML_ATTRIBUTE && is_url_attribute(r->attribute) && !r->url_begun)
        op->place = PLACE_URL;
    r->url_begun = true;
    return true;
}

static bool open_section(struct reading *r, const char *name, enum op_kind kind)
{
    struct op *op;

    if (r->depth == DEPTH_MOST)
        return bad(r, "sections nested too deep");
    op = add(r, kind);
    op->name = split(r->compiler->arena, name);
    r->open_name[r->depth] = name;
    r->open[r->depth++] = r->program->count - 1;
    return true;
}

static bool close_section(struct reading *r, const char *name)
{
    if (r->depth == 0 || strcmp(r->open_name[r->depth - 1], name) != 0)
        return bad(r, "a section is closed that is not open");
    r->depth--;
    add(r, OP_END);
    r->program->items[r->open[r->depth]].after = r->program->count;
    return true;
}

static bool compile_text(struct reading *r, const char *text);

/* A wording stands as if it were written here, names and all. */
static bool add_wording(struct reading *r, const char *key)
{
    const char *text;

    if (!wording_exists(r->compiler->language, key))
        return bad(r, arena_format(r->compiler->arena, "no wording %s", key));
    text = wording(r->compiler->language, key);
    if (!r->plain && strchr(text, '<') != NULL)
        return bad(r, arena_format(r->compiler->arena, "a tag in wording %s", key));
    return compile_text(r, text);
}

static void add_call(struct reading *r, const char *name)
{
    struct op *op = add(r, OP_CALL);

    op->text = name;
}

/* A tag such as {{#name}}: its sigil and its name. */
static bool add_tag(struct reading *r, char sigil, const char *name)
{
    switch (sigil) {
    case '!':
        return true;
    case '#':
        return open_section(r, name, OP_SECTION);
    case '^':
        return open_section(r, name, OP_INVERTED);
    case '/':
        return close_section(r, name);
    case '>':
        add_call(r, name);
        return true;
    case '{':
    case '&':
        return bad(r, "there is no raw form");
    case '=':
        return bad(r, "delimiters stay as they are");
    default:
        if (r->compiler->wordings && text_starts(name, "t:"))
            return add_wording(r, name + 2);
        return *name != '\0' && strpbrk(name, " \t\n") == NULL ? add_value(r, name)
                                                               : bad(r, "a name is missing");
    }
}

/* Comments, sections and partials alone on a line take the whole line with them. */
static bool is_standalone(const struct reading *r, char sigil, const char *start, const char *end)
{
    const char *before = start, *after = end;

    if (sigil == '\0' || strchr("!#^/>", sigil) == NULL)
        return false;
    while (before > r->text && (before[-1] == ' ' || before[-1] == '\t'))
        before--;
    while (*after == ' ' || *after == '\t' || *after == '\r')
        after++;
    return (before == r->text || before[-1] == '\n') && (*after == '\n' || *after == '\0');
}

static const char *line_end(const char *p)
{
    p += strcspn(p, "\n");
    return *p == '\n' ? p + 1 : p;
}

/* From "{{" to past "}}"; the tag's sigil and trimmed name. */
static const char *read_tag(struct reading *r, const char *open, char *sigil, const char **name)
{
    const char *inner = open + 2, *close;

    *sigil = strchr("!#^/>{&=", *inner) != NULL && *inner != '\0' ? *inner : '\0';
    close = strstr(inner, "}}");
    if (close == NULL) {
        r->at = open;
        bad(r, "a tag is not closed");
        return NULL;
    }
    inner += *sigil != '\0';
    *name = text_trim(r->compiler->arena,
                      arena_copy(r->compiler->arena, inner, (size_t)(close - inner)));
    return close + 2;
}

static bool compile_text(struct reading *r, const char *text)
{
    const char *outer = r->text, *from = text;

    r->text = text;
    for (const char *open; (open = strstr(from, "{{")) != NULL;) {
        char sigil;
        const char *name, *end = read_tag(r, open, &sigil, &name), *stop = open;

        if (end == NULL)
            return false;
        if (is_standalone(r, sigil, open, end)) {
            while (stop > from && (stop[-1] == ' ' || stop[-1] == '\t'))
                stop--;
            end = line_end(end);
        }
        add_text(r, from, (size_t)(stop - from));
        r->at = open;
        if (!add_tag(r, sigil, name))
            return false;
        from = end;
    }
    add_text(r, from, strlen(from));
    r->text = outer;
    return true;
}

bool template_compile(struct compiler *compiler, const char *name, const char *text,
                      struct program *program)
{
    struct reading r = {.compiler = compiler,
                        .program = program,
                        .name = name,
                        .text = text,
                        .at = text,
                        .plain = text_ends(name, ".txt")};

    program->name = name;
    if (!compile_text(&r, text))
        return false;
    return r.depth == 0 || bad(&r, "a section is not closed");
}
