/* page.c: a page of HTML read as a browser reads it. */

#include "support/page.h"

#include "base/text.h"
#include "support/test.h"

static const struct {
    const char *name;
    char character;
} entities[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};

static char *decoded(struct arena *arena, const char *text, size_t length)
{
    struct buffer out = buffer_in(arena);
    const char *end = text + length;

    while (text < end) {
        size_t e = 0;

        while (e < 5 && !text_starts(text, entities[e].name))
            e++;
        buffer_byte(&out, e < 5 ? entities[e].character : *text);
        text += e < 5 ? strlen(entities[e].name) : 1;
    }
    return arena_text(arena, buffer_get(&out));
}

/* One tag: from "<" to ">", which stands in no value of ours unescaped. */
struct tag {
    struct arena *arena;
    const char *text;
    size_t length;
};

static bool is_tag(const struct tag *tag, const char *name)
{
    size_t length = strlen(name);

    return strncmp(tag->text + 1, name, length) == 0 && strchr(" >", tag->text[1 + length]) != NULL;
}

/* NULL when there is none; "" for one without a value. */
static const char *attribute(const struct tag *tag, const char *name)
{
    const char *found = memmem(tag->text, tag->length, arena_format(tag->arena, " %s=\"", name),
                               strlen(name) + 3);
    const char *bare = memmem(tag->text, tag->length, arena_format(tag->arena, " %s", name),
                              strlen(name) + 1);

    if (found != NULL) {
        found += strlen(name) + 3;
        return decoded(tag->arena, found, strcspn(found, "\""));
    }
    return bare != NULL && strchr(" >", bare[1 + strlen(name)]) != NULL ? "" : NULL;
}

/* The next one at or behind a place; false at the end. */
static bool next_tag(struct arena *arena, const char **at, const char *end, struct tag *tag)
{
    const char *open = strchr(*at, '<'), *close = open == NULL ? NULL : strchr(open, '>');

    if (close == NULL || close >= end)
        return false;
    *tag = (struct tag){arena, open, (size_t)(close - open) + 1};
    *at = close + 1;
    return true;
}

static void send(struct arena *arena, struct typed_list *list, const char *name, const char *value)
{
    *list_add(arena, list) = (struct typed){name, value};
}

static void send_input(const struct tag *tag, struct typed_list *list)
{
    const char *type = attribute(tag, "type"), *name = attribute(tag, "name");
    const char *value = attribute(tag, "value");
    bool box = text_equal(type, "checkbox") || text_equal(type, "radio");

    if (name == NULL || (box && attribute(tag, "checked") == NULL))
        return;
    value = value == NULL ? "" : value;
    if (strpbrk(value, "\r\n") != NULL)
        fail_msg("the input of %s loses its line ends", name);
    send(tag->arena, list, name, value);
}

static void send_area(const struct tag *tag, const char *inner, struct typed_list *list)
{
    const char *end = strstr(inner, "</textarea>");
    const char *text = decoded(tag->arena, inner, (size_t)(end - inner));
    struct buffer value = buffer_in(tag->arena);

    for (text += *text == '\n'; *text != '\0'; text++)
        buffer_add(&value, *text == '\n' ? "\r\n" : text, *text == '\n' ? 2 : 1);
    send(tag->arena, list, attribute(tag, "name"), buffer_get(&value));
}

/* Its chosen option; a list shows its first one when none is. */
static void send_select(const struct tag *tag, const char *inner, struct typed_list *list)
{
    const char *end = strstr(inner, "</select>"), *value = NULL;
    struct tag option;

    while (next_tag(tag->arena, &inner, end, &option))
        if (is_tag(&option, "option") && (value == NULL || attribute(&option, "selected") != NULL))
            value = attribute(&option, "value");
    send(tag->arena, list, attribute(tag, "name"), value == NULL ? "" : value);
}

struct typed_list page_form(struct arena *arena, const char *html, const char *action)
{
    const char *at = strstr(html, arena_format(arena, "<form action=\"%s\"", action));
    const char *end = at == NULL ? NULL : strstr(at, "</form>");
    struct typed_list list = {0};
    struct tag tag;

    assert_non_null(end);
    while (next_tag(arena, &at, end, &tag))
        if (is_tag(&tag, "input"))
            send_input(&tag, &list);
        else if (is_tag(&tag, "textarea"))
            send_area(&tag, at, &list);
        else if (is_tag(&tag, "select"))
            send_select(&tag, at, &list);
    return list;
}

const char *page_text(struct arena *arena, const char *html)
{
    struct buffer out = buffer_in(arena);
    const char *close;

    for (const char *at = html; *at != '\0'; at = close + 1) {
        size_t length = strcspn(at, "<");

        buffer_text(&out, decoded(arena, at, length));
        buffer_byte(&out, ' ');
        close = strchr(at + length, '>');
        if (close == NULL)
            break;
    }
    return buffer_get(&out);
}

const char *page_bare(struct arena *arena, const char *text)
{
    struct buffer out = buffer_in(arena);
    const char *before = text;

    for (uint32_t c; (c = text_next(&text)) != 0; before = text)
        if (!text_is_space(c) && c != 0xAD && (c < 0x200B || c > 0x200F) &&
            (c < 0xFE00 || c > 0xFE0F))
            buffer_add(&out, before, (size_t)(text - before));
    return buffer_get(&out);
}
