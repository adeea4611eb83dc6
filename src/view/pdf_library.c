/* pdf_library.c: pango and cairo, loaded when the first paper is set. */

#include "view/pdf_library.h"

#include <dlfcn.h>
#include <pthread.h>

#define FILE_NAME "libpangocairo-1.0.so.0" /* it brings the others along */

struct pdf_library library;

static const struct {
    const char *name;
    size_t place;
} calls[] = {
#define CALL_AS_ROW(name) {#name, offsetof(struct pdf_library, name)},
    PDF_CALLS(CALL_AS_ROW)
#undef CALL_AS_ROW
};

static const char *missing; /* NULL: all is there */

static void load(void)
{
    void *handle = dlopen(FILE_NAME, RTLD_NOW | RTLD_LOCAL);

    if (handle == NULL)
        missing = FILE_NAME;
    for (size_t i = 0; handle != NULL && i < sizeof calls / sizeof calls[0]; i++) {
        void *call = dlsym(handle, calls[i].name);

        memcpy((char *)&library + calls[i].place, &call, sizeof call);
        if (call == NULL)
            missing = calls[i].name;
    }
}

bool pdf_library_load(struct error *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, load);
    if (missing == NULL)
        return true;
    error_set(err, ERROR_BROKEN, "pdf/library");
    return error_text(err, "name", missing);
}
