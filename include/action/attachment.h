/* attachment.h: what putting a file into an application takes, for whole files and files in parts.
 */
#pragma once

#include "action/application.h"
#include "store/parts.h"

#define ATTACHMENT_MOST ((int64_t)20 * 1024 * 1024)

/* May the actor change the files of the application now?  Opens it. */
bool attachment_may_change(struct env *env, const struct actor *actor, struct key key,
                           struct application_view *view, struct error *err);

/* Where the actor may put files; NULL for a slot that is none, is the office's, or is not for his
 * eyes. */
const struct attachment_slot *attachment_slot_open(const struct application_view *view,
                                                   const char *key);

/* As action_attachment_add.  One that came in parts counts from the moment it was begun, and `from`
 * is gone in the same transaction; NULL: it came whole. */
bool attachment_add(struct env *env, const struct actor *actor, struct key application,
                    const char *slot, const char *name, struct upload *upload,
                    const struct parts_upload *from, struct error *err);

/* A chore: counts the pages of one PDF after its commit, outside of any transaction. */
bool action_attachments_count(struct env *env, bool *again, struct error *err);
