/* template_parts.h: what the compiler makes and the renderer runs; the inside of template.c. */
#pragma once

#include "base/list.h"
#include "view/template.h"

/* Where a value stands, and so how it is escaped. */
enum place {
    PLACE_PLAIN, /* .txt: as it is */
    PLACE_TEXT,  /* between tags, and in quoted attributes */
    PLACE_URL    /* the whole or the beginning of a URL attribute */
};

enum op_kind { OP_TEXT, OP_VALUE, OP_SECTION, OP_INVERTED, OP_END, OP_CALL };

/* One step.  SECTION and INVERTED know the op after their END. */
struct op {
    enum op_kind kind;
    enum place place;
    const char *text; /* TEXT: bytes; CALL: template's name */
    size_t length;
    const char *const *name; /* split at dots, NULL-terminated; empty for {{.}} */
    size_t after;
    const struct program *program; /* CALL, filled when all are compiled */
};

struct program {
    const char *name;
    LIST(struct op);
};

/* Finds the text of a template by name; NULL when there is none. */
typedef const char *template_source(void *context, const char *name);

struct compiler {
    struct arena *arena;
    enum language language;
    template_source *source;
    void *context;
    bool wordings; /* {{t:key}} is understood */
    struct error *err;
};

/* Compiles one text.  BROKEN "template/syntax" with name, line and what. */
bool template_compile(struct compiler *compiler, const char *name, const char *text,
                      struct program *program);

/* Appends a value as its place wants it. */
void template_escape(struct buffer *out, enum place place, const char *text, size_t length);
