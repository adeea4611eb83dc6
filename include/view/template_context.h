/* template_context.h: where in an HTML document a template stands, told from its literal text.
 *
 * A small reading of the tokenizer of the HTML standard, strict where it matters: an attribute is
 * a value's place only between quotes.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include "view/template_program.h"

enum html_state {
    HTML_TEXT,
    HTML_OPEN,         /* behind "<" */
    HTML_TAG_NAME,     /* in the name of a tag */
    HTML_TAG,          /* between attributes */
    HTML_NAME,         /* in the name of an attribute */
    HTML_BEFORE_VALUE, /* behind "=" */
    HTML_DOUBLE,       /* in "…" */
    HTML_SINGLE,       /* in '…' */
    HTML_UNQUOTED,
    HTML_RAW, /* script, style */
    HTML_COMMENT,
    HTML_DECLARATION
};

struct html {
    enum html_state state;
    bool closing;     /* the tag is an end tag */
    bool started;     /* the attribute's value has begun */
    char element[16]; /* of the tag, cut */
    char name[16];    /* of the attribute, cut */
    char value[12];   /* how the attribute's literal value begins */
};

void html_feed(struct html *html, const char *text, size_t length);

/* How a value is written here; false where none may stand. */
bool html_escape_for(const struct html *html, enum escape *escape);

/* A value or wording was put here. */
void html_value(struct html *html);

/* Both stand in the same kind of place: what a section needs at both ends. */
bool html_same(const struct html *a, const struct html *b);
