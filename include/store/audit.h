/* audit.h: the log of who did what: written in the transaction of the deed, read by the auditor.
 *
 * Rows never change and never go (triggers); their numbers are consecutive.  Persons are named by
 * id only and contents by hash only.
 */
#pragma once

#include "base/env.h"
#include "base/error.h"
#include "base/list.h"
#include "domain/audit.h"
#include "domain/person.h"

/* Inside the transaction of what was done.  `actor` NULL or local: the clock or the command line.
 * `role`: in which capacity.  `object`: key or number.  NULL hashes: none. */
bool store_audit_add(struct env *env, const struct actor *actor, const char *role,
                     const char *action, const char *object_kind, const char *object,
                     const char *before_hash, const char *after_hash, struct error *err);

/* The same for the listed actions, whose word names the kind, without hashes. */
bool store_audit(struct env *env, const struct actor *actor, const char *role,
                 enum audit_action action, const char *object, struct error *err);

/* A row as the auditor reads it. */
struct audit_entry {
    struct audit_row row;
    const char *leaf;       /* hex */
    struct key actor_key;   /* "" for none */
    const char *actor_name; /* "" for none */
};

struct audit_entries {
    LIST(struct audit_entry);
};

struct audit_filter {
    struct person_id actor; /* 0: anybody */
    const char *object;     /* NULL: anything */
    int64_t before;         /* rows older than this number; 0: from the newest */
    int64_t limit;
};

/* Newest first; the next page begins before the last row's seq. */
bool store_audit_list(struct env *env, const struct audit_filter *filter,
                      struct audit_entries *entries, struct error *err);

struct audit_report {
    struct audit_head head; /* of the rows read */
    int64_t bad_seq;        /* the first row that is wrong; 0: none */
    const char *why;        /* "changed", "missing", "rewritten"; NULL when sound */
};

/* Reads the whole log and recomputes it.  `known`: a head kept elsewhere, that must still hold; it
 * shows a log cut short ("missing") or made anew ("rewritten").  False only when it could not be
 * read; the report says what is wrong. */
bool store_audit_verify(struct env *env, const struct audit_head *known,
                        struct audit_report *report, struct error *err);
