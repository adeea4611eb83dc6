/* router.h: the table of every address the service answers.
 *
 * A row of routes.def is the whole policy of the door: method, path, handler, who may enter, how
 * large the body may be, and the form that types it.  What a person may do with one thing is
 * decided behind it by domain/policy.  A handler without a row cannot be reached.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include "base/env.h"

struct request;
struct reply;

enum method { GET, POST };

/* Who may enter at all.  Roles are those held in the request's call. */
#define ENTRIES(X)                                                                                 \
    X(ANYONE)                                                                                      \
    X(SIGNED_IN)                                                                                   \
    X(REVIEWER)     /* reviewer, member, chair */                                                  \
    X(COMMITTEE)    /* member, chair */                                                            \
    X(DELIBERATION) /* member, chair, secretary, auditor */                                        \
    X(OFFICE)       /* secretary */                                                                \
    X(OFFICE_READ)  /* secretary, chair, auditor */                                                \
    X(EXPORT)       /* secretary, auditor */                                                       \
    X(STAFF)        /* secretary, administrator */                                                 \
    X(ADMINISTRATOR)                                                                               \
    X(AUDIT)     /* auditor, administrator (integrity only), secretary */                          \
    X(REHEARSAL) /* exists in a rehearsal only; else 404 */

#define ENTRY_AS_ENUM(name) ENTER_##name,
enum entry { ENTRIES(ENTRY_AS_ENUM) };
#undef ENTRY_AS_ENUM

/* Largest body, bytes. */
enum body_limit {
    BODY_NONE = 0,
    BODY_JSON = 64 * 1024,
    BODY_FORM = 256 * 1024,
    BODY_UPLOAD = 20 * 1024 * 1024 + 64 * 1024
};

/* How strict the rate limit is. */
enum rate { RATE_NORMAL, RATE_GUESS /* sign-in, sign-up, links: each try costs */ };

struct form;

struct route {
    enum method method;
    const char *path; /* "/applications/:key/submit" */
    const char *name; /* "application_submit" */
    struct reply (*handle)(struct request *);
    enum entry entry;
    enum body_limit body;
    enum rate rate;
    const struct form *form; /* NULL: fields are read as typed */
    struct reply (*again)(
        struct request *); /* page shown again when the form is wrong; NULL: error page */
};

extern const struct route routes[];
extern const size_t route_count;

/* The row for a method and decoded path, its parameters into req->params.  NULL: no such address;
 * *other_method tells that another method would do (405). */
const struct route *router_find(enum method method, const char *path, struct request *req,
                                bool *other_method);
