/* template_escape.c: values as the place where they stand wants them. */

#include "base/text.h"
#include "view/template_parts.h"

static const char *entity_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

static void escape_text(struct buffer *out, const char *text, size_t length)
{
    const char *start = text, *end = text + length;

    for (const char *p = text; p < end; p++) {
        const char *entity = entity_of(*p);

        if (entity == NULL)
            continue;
        buffer_add(out, start, (size_t)(p - start));
        buffer_text(out, entity);
        start = p + 1;
    }
    buffer_add(out, start, (size_t)(end - start));
}

/* Local paths and the schemes people follow; anything else could run or lead astray. */
static bool url_is_safe(const char *url)
{
    if (url[0] == '/')
        return url[1] != '/' && url[1] != '\\';
    return url[0] == '\0' || url[0] == '?' || url[0] == '#' || text_starts(url, "https://") ||
           text_starts(url, "http://") || text_starts(url, "mailto:");
}

void template_escape(struct buffer *out, enum place place, const char *text, size_t length)
{
    if (place == PLACE_PLAIN)
        buffer_add(out, text, length);
    else if (place == PLACE_URL && !url_is_safe(text))
        buffer_byte(out, '#');
    else
        escape_text(out, text, length);
}
