/* template_context.c: where in an HTML document a template stands. */

#include "view/template_context.h"

#include <ctype.h>
#include <strings.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static void append(char *to, size_t size, char c)
{
    size_t length = strlen(to);

    if (length + 1 < size) {
        to[length] = (char)tolower((unsigned char)c);
        to[length + 1] = '\0';
    }
}

static bool is_one_of(const char *word, const char *const *list)
{
    for (; *list != NULL; list++)
        if (strcmp(*list, word) == 0)
            return true;
    return false;
}

static const char *const raw_elements[] = {"script", "style", NULL};
static const char *const url_names[] = {"href",       "src",    "action", "formaction", "cite",
                                        "xlink:href", "poster", "data",   NULL};
/* Their values are code, pages or lists of addresses. */
static const char *const forbidden_names[] = {"style", "srcdoc", "srcset", NULL};

static void end_tag(struct html *html)
{
    bool raw = !html->closing && is_one_of(html->element, raw_elements);

    html->state = raw ? HTML_RAW : HTML_TEXT;
}

static void feed_open(struct html *html, char c)
{
    html->closing = c == '/';
    html->element[0] = '\0';
    if (c == '/') {
        html->state = HTML_TAG_NAME;
    } else if (isalpha((unsigned char)c)) {
        html->state = HTML_TAG_NAME;
        append(html->element, sizeof html->element, c);
    } else {
        html->state = c == '!' ? HTML_DECLARATION : HTML_TEXT;
    }
}

static void feed_tag(struct html *html, char c)
{
    if (c == '>') {
        end_tag(html);
    } else if (is_blank(c) || c == '/') {
        html->state = HTML_TAG;
    } else if (html->state == HTML_TAG_NAME) {
        append(html->element, sizeof html->element, c);
    } else if (c == '=' && html->state == HTML_NAME) {
        html->state = HTML_BEFORE_VALUE;
    } else {
        if (html->state == HTML_TAG)
            html->name[0] = '\0';
        html->state = HTML_NAME;
        append(html->name, sizeof html->name, c);
    }
}

static void begin_value(struct html *html, char c)
{
    if (is_blank(c))
        return;
    html->started = false;
    html->value[0] = '\0';
    if (c == '>')
        end_tag(html);
    else
        html->state = c == '"' ? HTML_DOUBLE : c == '\'' ? HTML_SINGLE : HTML_UNQUOTED;
}

static void feed_value(struct html *html, char c)
{
    char quote = html->state == HTML_DOUBLE ? '"' : '\'';

    if (c == quote) {
        html->state = HTML_TAG;
        return;
    }
    html->started = true;
    append(html->value, sizeof html->value, c);
}

static void feed(struct html *html, const char *at, const char *end)
{
    size_t left = (size_t)(end - at), name = strlen(html->element);

    switch (html->state) {
    case HTML_TEXT:
        html->state = *at == '<' ? HTML_OPEN : HTML_TEXT;
        break;
    case HTML_OPEN:
        feed_open(html, *at);
        if (left >= 3 && memcmp(at, "!--", 3) == 0)
            html->state = HTML_COMMENT;
        break;
    case HTML_TAG_NAME:
    case HTML_TAG:
    case HTML_NAME:
        feed_tag(html, *at);
        break;
    case HTML_BEFORE_VALUE:
        begin_value(html, *at);
        break;
    case HTML_DOUBLE:
    case HTML_SINGLE:
        feed_value(html, *at);
        break;
    case HTML_UNQUOTED:
        if (*at == '>' || is_blank(*at))
            feed_tag(html, *at);
        break;
    case HTML_RAW:
        if (left > name + 2 && at[0] == '<' && at[1] == '/' &&
            strncasecmp(at + 2, html->element, name) == 0)
            html->state = HTML_OPEN;
        break;
    case HTML_COMMENT:
        if (left >= 3 && memcmp(at, "-->", 3) == 0)
            html->state = HTML_DECLARATION;
        break;
    case HTML_DECLARATION:
        html->state = *at == '>' ? HTML_TEXT : HTML_DECLARATION;
        break;
    }
}

void html_feed(struct html *html, const char *text, size_t length)
{
    for (const char *at = text; at < text + length; at++)
        feed(html, at, text + length);
}

/* `value` is how the literal part begins: a path, an anchor, a query or one of three schemes. */
static bool literal_link_is_fine(const char *value)
{
    static const char *const schemes[] = {"http:", "https:", "mailto:"};

    if (*value == '\0' || strchr("/#?", *value) != NULL)
        return true;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (strncmp(value, schemes[i], strlen(schemes[i])) == 0)
            return true;
    return false;
}

bool html_escape_for(const struct html *html, enum escape *escape)
{
    *escape = ESCAPE_HTML;
    if (html->state == HTML_TEXT)
        return true;
    if (html->state != HTML_DOUBLE && html->state != HTML_SINGLE)
        return false;
    if (strncmp(html->name, "on", 2) == 0 || is_one_of(html->name, forbidden_names))
        return false;
    if (!is_one_of(html->name, url_names))
        return true;
    *escape = html->started ? ESCAPE_PART : ESCAPE_LINK;
    return literal_link_is_fine(html->value);
}

void html_value(struct html *html)
{
    html->started = true;
    if (html->value[0] == '\0')
        html->value[0] = '/'; /* what begins with a value was checked as a whole link */
}

static bool in_value(const struct html *html)
{
    return html->state == HTML_DOUBLE || html->state == HTML_SINGLE;
}

static enum html_state place(const struct html *html)
{
    return html->state == HTML_TAG_NAME || html->state == HTML_NAME ? HTML_TAG : html->state;
}

bool html_same(const struct html *a, const struct html *b)
{
    if (place(a) != place(b))
        return false;
    return !in_value(a) || strcmp(a->name, b->name) == 0;
}
