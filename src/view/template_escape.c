/* template_escape.c: values written so that they stay values. */

#include "view/template_program.h"

#include <strings.h>

static const char *const entities[256] = {
    ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};

static void add_html(struct buffer *out, const char *text, size_t length)
{
    const char *run = text, *end = text + length;

    for (const char *at = text; at < end; at++) {
        const char *entity = entities[(unsigned char)*at];

        if (entity == NULL)
            continue;
        buffer_add(out, run, (size_t)(at - run));
        buffer_text(out, entity);
        run = at + 1;
    }
    buffer_add(out, run, (size_t)(end - run));
}

static void add_percent(struct buffer *out, char c)
{
    static const char digits[] = "0123456789ABCDEF";
    unsigned char byte = (unsigned char)c;
    const char three[] = {'%', digits[byte >> 4], digits[byte & 15]};

    buffer_add(out, three, sizeof three);
}

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("-._~@", c) != NULL);
}

/* Characters that have a meaning in a URL and none in HTML. */
static bool is_reserved(char c)
{
    return c != '\0' && strchr("!$()*+,/:;=?#[]%", c) != NULL;
}

static void add_part(struct buffer *out, const char *text, size_t length)
{
    for (const char *at = text; at < text + length; at++)
        if (is_plain(*at))
            buffer_byte(out, *at);
        else
            add_percent(out, *at);
}

/* A path of this site, a query, an anchor, or one of three schemes.  "//host" and "/\host" are
 * other sites to a browser. */
static bool may_link(const char *text)
{
    static const char *const schemes[] = {"http://", "https://", "mailto:"};

    if (*text == '?' || *text == '#')
        return true;
    if (*text == '/')
        return text[1] != '/' && text[1] != '\\';
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (strncasecmp(text, schemes[i], strlen(schemes[i])) == 0)
            return true;
    return false;
}

/* Browsers drop tabs and line ends inside URLs, so they are encoded and cannot join "/" and "/". */
static void add_link(struct buffer *out, const char *text, size_t length)
{
    if (!may_link(text)) {
        buffer_byte(out, '#');
        return;
    }
    for (const char *at = text; at < text + length; at++)
        if (*at == '&')
            buffer_text(out, "&amp;");
        else if (is_plain(*at) || is_reserved(*at))
            buffer_byte(out, *at);
        else
            add_percent(out, *at);
}

void escape_add(struct buffer *out, enum escape escape, const char *text, size_t length)
{
    switch (escape) {
    case ESCAPE_NONE:
        buffer_add(out, text, length);
        break;
    case ESCAPE_HTML:
        add_html(out, text, length);
        break;
    case ESCAPE_LINK:
        add_link(out, text, length);
        break;
    case ESCAPE_PART:
        add_part(out, text, length);
        break;
    }
}
