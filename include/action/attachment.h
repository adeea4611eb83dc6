/* attachment.h: what putting a file into an application takes, for whole files and files in parts.
 */
#pragma once

#include "action/application.h"

#define ATTACHMENT_MOST ((int64_t)20 * 1024 * 1024)

/* May the actor change the files of the application now?  Opens it. */
bool attachment_may_change(struct env *env, const struct actor *actor, struct key key,
                           struct application_view *view, struct error *err);

/* Where the actor may put files; NULL for a slot that is none, is the office's, or is not for his
 * eyes. */
const struct attachment_slot *attachment_slot_open(const struct application_view *view,
                                                   const char *key);

/* As action_attachment_add; in the same transaction the upload in parts it came from is gone (0:
 * it came whole). */
bool attachment_add(struct env *env, const struct actor *actor, struct key application,
                    const char *slot, const char *name, struct upload *upload, int64_t parts,
                    struct error *err);
