/* request.h: what came in, validated and typed, and what a handler answers.
 *
 * A handler runs on a worker thread, may block, and returns an outcome; web/respond.c writes the
 * bytes.  Everything in a request lives in its arena.
 */
#pragma once

#include "action/service.h"
#include "base/json.h"
#include "base/problems.h"
#include "domain/form.h"
#include "domain/person.h"
#include "web/router.h"

struct upload;

struct uploaded_file {
    const char *field; /* name of the form field */
    const char *name;  /* as sent, cut to its last path segment, control bytes removed; data only */
    struct upload *upload; /* not kept yet; the action keeps it or it goes with the arena */
};

struct request {
    struct env env;
    struct actor actor;
    const struct call
        *call; /* the call asked for by ?call=, else the current one; NULL when none exists */
    const struct route *route;
    const char *path;   /* decoded once, no query */
    const char *target; /* path and query as sent: for links back */
    const char *csrf;   /* the token this visitor's forms carry */
    bool wants_json;
    bool cross_site;         /* Sec-Fetch-Site says so */
    struct typed_list query; /* decoded ?name=value */
    struct typed_list cookies;
    struct typed_list form; /* every field as typed, in order */
    const json_t *body;     /* a JSON body, or NULL */
    struct {
        LIST(struct uploaded_file);
    } files;
    struct {
        LIST(struct typed);
    } params;                   /* of the route's path */
    struct problems problems;   /* of the form; web/form.c and handlers add */
    const struct error *failed; /* while a form page is shown again */
    const char *agent;
    struct server *server;
};

/* ":key" of the path; false ends in 404: `if (!request_key(req, "key", &key)) return
 * reply_missing(req);` */
bool request_key(const struct request *req, const char *name, struct key *key);
const char *request_param(const struct request *req, const char *name); /* "" when none */
const char *request_query(const struct request *req, const char *name); /* "" when none */
const char *request_cookie(const struct request *req, const char *name);

/* Fields of the route's form, already checked by web/form.c; "" or 0 when absent and optional. */
const char *form_text(const struct request *req, const char *name);
int64_t form_int(const struct request *req, const char *name);
int64_t form_fen(const struct request *req, const char *name);
int64_t form_time(const struct request *req, const char *name);
bool form_tick(const struct request *req, const char *name);
struct uploaded_file *form_file(struct request *req, const char *name); /* NULL when none */

enum reply_kind { REPLY_PAGE, REPLY_REDIRECT, REPLY_BYTES, REPLY_BLOB, REPLY_STREAM, REPLY_ERROR };

struct reply_header {
    const char *name, *value;
};

struct reply {
    enum reply_kind kind;
    int status;
    const char *template; /* PAGE */
    json_t *model;
    const char *location; /* REDIRECT, local path */
    const char *type;     /* BYTES, BLOB: content type from our table */
    const void *bytes;
    size_t length;
    const char *sha256;             /* BLOB */
    int fd;                         /* STREAM, of `length` bytes; closed when they are sent */
    const char *name;               /* attachment's file name (RFC 6266), NULL: shown inline */
    struct reply_header headers[6]; /* more, such as Set-Cookie; ends with a NULL name */
};

/* 200 with a template, or the same model as JSON when the client asks for it.  respond adds to the
 * model: `csrf`, `shell` (layout: menus, person, phase bar, language links, rehearsal bar), `title`
 * (wording "title.TEMPLATE" unless the page set it). */
struct reply reply_page(struct request *req, const char *template, json_t *model);

/* 303 after a change.  With Accept: application/json it is 200 {"location": …}. */
struct reply reply_redirect(struct request *req, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

struct reply reply_bytes(struct request *req, const char *type, const char *name, const void *bytes,
                         size_t length);
struct reply reply_blob(struct request *req, const char *type, const char *name,
                        const char *sha256);

/* Of an open descriptor, which is theirs then. */
struct reply reply_stream(struct request *req, const char *type, const char *name, int fd,
                          int64_t size);

/* The error page (or {"error": {"code", "text", "problems": […]}}) with the kind's status. */
struct reply reply_error(struct request *req, const struct error *err);
struct reply reply_missing(struct request *req);

/* The form's own page again, with what was typed and a sentence per field: runs `page` (a GET
 * handler) and overlays its model: `form.FIELD.value` (typed) and `.error`, `errors` [{path,
 * text}], status of err (422). Without a page, or for JSON, it is reply_error with the problems. */
struct reply reply_again(struct request *req, struct reply (*page)(struct request *),
                         const struct error *err);

/* Adds a header; dies after six. */
void reply_header(struct reply *reply, const char *name, const char *value);

/* Set-Cookie of a new session's token, or (NULL) of its end; and of a chosen language. */
void reply_session(struct request *req, struct reply *reply, const char *token);
void reply_language(struct request *req, struct reply *reply, enum language language);
