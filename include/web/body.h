/* body.h: the bytes behind the headers: counted always, read as a form, as files, or as JSON.
 *
 * Runs on the epoll threads, piece by piece.  A failure is kept until the end, so that the answer
 * can be sent: libmicrohttpd answers only after the last byte, or cuts the connection.
 */
#pragma once

#include <microhttpd.h>
#include "base/error.h"
#include "base/text.h"

#define BODY_FIELDS_MAX 2000
#define BODY_FILES_MAX  20
#define BODY_TAIL       80          /* "--", a boundary of at most 70, "--", a line end */
#define BODY_OVERRUN    (64 * 1024) /* more than this beyond the limit is not even thrown away */

struct job;

enum body_kind { BODY_IS_NOTHING, BODY_IS_FIELDS, BODY_IS_PARTS, BODY_IS_JSON, BODY_IS_IGNORED };

struct body {
    enum body_kind kind;
    int64_t limit, seen;
    struct error err;
    struct buffer text; /* FIELDS, JSON: all of it */
    struct MHD_PostProcessor *parts;
    char tail[BODY_TAIL]; /* the last bytes of the parts: the closing boundary */
    size_t tail_length;
    int64_t part_text; /* bytes of fields among the parts */
    struct {
        const char *name; /* NULL before the first */
        const char *file; /* NULL: a field */
        struct buffer value;
        struct upload *upload;
        int64_t got;
    } part;
};

/* How the body is read: by its Content-Type.  TOO_LARGE "web/too-large" by what was announced. */
bool body_open(struct job *job, int64_t limit, struct error *err);

/* False: cut the connection. */
bool body_add(struct job *job, const char *bytes, size_t length);

/* Everything came and was understood: fields, files and JSON are in the request (R42). */
bool body_close(struct job *job, struct error *err);

/* For a request that ends early. */
void body_drop(struct job *job);
