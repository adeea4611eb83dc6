/* gate.h: what libmicrohttpd lets through and this service does not (security.md §1.4, R28–R34).
 *
 * Pure functions over the request as it lies in the connection's memory.  libmicrohttpd 0.9.75
 * replaces line ends by NULs in place and drops bytes it does not understand without a word, so a
 * NUL, a folded header or a bare line end shows only in where the next piece begins.
 */
#pragma once

#include <stdint.h>
#include "base/error.h"
#include "domain/form.h"

#define GATE_HEADERS_MAX 64

struct gate_header {
    const char *name;
    size_t name_length;
    const char *value;
    size_t length;
};

struct gate_request {
    const char *method, *version; /* in the connection's memory */
    const char *target;           /* path and query as sent, a copy */
    const char *place;            /* where the target stood in that memory; NULL: not looked at */
    size_t memory;                /* bytes of that memory behind `method` */
    struct gate_header headers[GATE_HEADERS_MAX];
    size_t count;
    bool too_many; /* headers */
};

/* METHOD "web/method" for all but GET, HEAD and POST; MALFORMED "web/not-understood". */
bool gate_check(const struct gate_request *request, struct error *err);

/* The value of a header, NULL when absent. */
const char *gate_header(const struct gate_request *request, const char *name);

/* Bytes announced: 0 without a body, -1 when chunked.  After gate_check. */
int64_t gate_length(const struct gate_request *request);

/* The path, decoded once.  NULL and MALFORMED for %00, %2f, "..", "//", control bytes and what is
 * not UTF-8 (R34). */
const char *gate_path(struct arena *arena, const char *target, struct error *err);

/* name=value&… as sent by browsers, decoded and appended.  MALFORMED for NUL, bad escapes, bytes
 * that are not UTF-8; more than `most` fields; a name sent twice that does not end in "[]". */
bool gate_fields(struct arena *arena, const char *text, size_t length, size_t most,
                 struct typed_list *list, struct error *err);

/* Appends one field under the same rules; `value` is in the arena already. */
bool gate_field(struct arena *arena, const char *name, size_t name_length, const char *value,
                size_t length, size_t most, struct typed_list *list, struct error *err);

/* "/x" of this service, so that ?next= cannot lead away (R40). */
bool gate_is_local(const char *path);
