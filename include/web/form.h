/* form.h: the typed fields of the forms in forms.def. */
#pragma once

#include "web/request.h"

#define INPUTS(X)                                                                                  \
    X(TEXT)                                                                                        \
    X(LONG)                                                                                        \
    X(SECRET)                                                                                      \
    X(ADDRESS)                                                                                     \
    X(INT)                                                                                         \
    X(FEN)                                                                                         \
    X(TIME)                                                                                        \
    X(TICK)                                                                                        \
    X(PATH)                                                                                        \
    X(FILE)

#define INPUT_AS_ENUM(name) INPUT_##name,
enum input_kind { INPUTS(INPUT_AS_ENUM) };
#undef INPUT_AS_ENUM

enum input_need { INPUT_OPTIONAL, INPUT_REQUIRED };

struct input {
    const char *name;
    enum input_kind kind;
    enum input_need need;
    int64_t limit; /* 0: none */
};

struct form {
    const char *name;
    const struct input *inputs;
    size_t count;
};

/* forms_NAME of each row, an array of one so that its name is an address. */
#define FORM(name, ...) extern const struct form forms_##name[1];
#include "web/forms.def"
#undef FORM
#define forms_NO_FORM NULL

/* Cleans and checks what was typed: texts are trimmed, lines end in LF, paths that lead away are
 * emptied.  INVALID "form/invalid" with a problem for each field. */
bool form_admit(struct request *req, const struct form *form, struct error *err);
