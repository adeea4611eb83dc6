/* template_program.h: a compiled template: how it is made, run, and how values are escaped.
 *
 * For view/template.c and its tests.  A program is a flat array of steps, read-only once compiled,
 * so any number of threads may run it.
 */
#pragma once

#include "base/env.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

/* Where a value stands, and so how it is written. */
enum escape {
    ESCAPE_NONE, /* .txt */
    ESCAPE_HTML, /* text and quoted attributes */
    ESCAPE_LINK, /* the beginning of a URL attribute: other schemes and hosts become "#" */
    ESCAPE_PART  /* further on in a URL: everything but letters, digits and "-._~@" becomes %XX */
};

enum step_kind {
    STEP_TEXT,
    STEP_VALUE,
    STEP_SECTION,
    STEP_INVERTED,
    STEP_PARTIAL,
    STEP_CALL,
    STEP_HOLE /* where the program given to program_run comes in */
};

struct name_part {
    const char *text;
    size_t length;
};

struct step {
    enum step_kind kind;
    enum escape escape;
    const char *text; /* TEXT */
    size_t length;
    const struct name_part *names; /* VALUE, SECTION, INVERTED: a.b.c; none for "." */
    size_t count;
    size_t other; /* SECTION, INVERTED, PARTIAL: the step behind its last; CALL: its PARTIAL */
};

struct program {
    const struct step *steps;
    size_t count;
};

/* Where templates come from.  `text` NULL: there is no such template. */
struct template_source {
    const char *file, *text;
    size_t length;
};

struct template_options {
    struct arena *arena; /* the program lives there */
    enum language language;
    bool plain;           /* .txt: nothing is escaped, no HTML is expected */
    bool lacking_is_fine; /* a partial that does not exist is empty */
    bool indents;         /* a partial alone on its line is moved in as far as its tag; not for
                             pages, where it would reach into textareas */
    const char *hole;        /* the partial that is left open, NULL for none */
    struct template_source (*find)(void *context, const char *partial);
    void *context;
};

/* BROKEN "template/…" with file and line. */
bool program_compile(const struct template_options *options, struct template_source source,
                     struct program *program, struct error *err);

/* `inner` is run where the program has its hole; NULL: nothing is. */
void program_run(const struct program *program, const struct program *inner, const json_t *model,
                 struct buffer *out);

/* A copy that needs nothing of the arena it was compiled in, with each text kept once. */
struct texts *texts_open(struct arena *keep, struct arena *scratch);
struct program program_keep(struct texts *texts, const struct program *program);

void escape_add(struct buffer *out, enum escape escape, const char *text, size_t length);
