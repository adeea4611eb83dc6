/* attachment.h: files of an application: added whole, removed, read.
 *
 * However a file came, by a form at once or part by part (action/transfer.h), it becomes an
 * attachment here, and counts at the moment it began to arrive.
 */
#pragma once

#include "action/application.h"

#define ATTACHMENT_MOST ((int64_t)20 * 1024 * 1024)

struct upload;

struct incoming {
    const char *slot, *name;
    const char *sha256; /* what it must be; "": whatever it is */
    struct upload *upload;
    int64_t began;
    struct transfer_id transfer; /* ends with it; 0: it came at once */
};

/* INVALID "attachment/type", "attachment/size", "attachment/many", "attachment/quota",
 * "transfer/changed". */
bool action_attachment_add(struct env *env, const struct actor *actor, struct key application,
                           const struct incoming *incoming, struct error *err);
bool action_attachment_remove(struct env *env, const struct actor *actor, struct key key,
                              struct key *application, struct error *err);
/* A file the actor may read, as one tuple of viewer, application, slot and version (R3). */
bool action_attachment_get(struct env *env, const struct actor *actor, struct key key,
                           struct attachment *attachment, struct error *err);

/* A chore: counts the pages of one PDF after its commit, outside of any transaction. */
bool action_attachments_count(struct env *env, bool *again, struct error *err);

/* For action/transfer.c: may the actor change files of the application, with one that began to
 * arrive then; would a file of that name and size fit its slot; do its first bytes agree with its
 * name? */
bool action_attachment_may(struct env *env, const struct actor *actor, struct key application,
                           int64_t began, struct application_view *view, struct error *err);
bool action_attachment_fits(struct env *env, const struct application_view *view, const char *slot,
                            const char *name, int64_t size, struct error *err);
bool action_attachment_looks(const struct application_view *view, const char *slot,
                             const char *name, const struct upload *upload, struct error *err);
