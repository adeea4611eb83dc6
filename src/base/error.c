/* error.c: why an operation did not happen, in words a person can act on. */

#include "base/error.h"

#include "base/text.h"

static const struct {
    const char *name;
    int status;
} kinds[] = {
#define AS_ROW(name, status) [ERROR_##name] = {#name, status},
    ERROR_KINDS(AS_ROW)
#undef AS_ROW
};

bool error_set(struct error *err, enum error_kind kind, const char *code)
{
    if (err->kind == ERROR_NONE)
        *err = (struct error){.kind = kind, .code = code};
    return false;
}

bool error_text(struct error *err, const char *name, const char *text)
{
    for (size_t i = 0; i < sizeof err->values / sizeof err->values[0]; i++) {
        struct error_value *value = &err->values[i];

        if (value->name != NULL)
            continue;
        value->name = name;
        text_clip(value->text, sizeof value->text, text);
        return false;
    }
    return false;
}

bool error_number(struct error *err, const char *name, int64_t number)
{
    char text[24];

    snprintf(text, sizeof text, "%lld", (long long)number);
    return error_text(err, name, text);
}

int error_status(enum error_kind kind)
{
    return kinds[kind].status;
}

const char *error_kind_name(enum error_kind kind)
{
    return kinds[kind].name;
}
