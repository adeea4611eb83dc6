/* parts.h: a file on its way in parts of 1 MiB, which a lost network or a closed tab only
 * interrupts.
 *
 * Begun, then given part by part in any order, each durable under its hash before it is named; put
 * together it becomes an attachment like any other, as of the moment it was begun.  Only whoever
 * began it goes on with it.  What is not finished within two days is forgotten.
 */
#pragma once

#include "action/application.h"
#include "store/parts.h"

#define PART_SIZE ((int64_t)1024 * 1024)

struct parts_view {
    struct parts_upload upload;
    struct parts_list have;
    int64_t count; /* parts in all */
};

/* The same file of the same person in the same place goes on where it was.  INVALID
 * "attachment/type", "attachment/size"; CONFLICT "upload/many" beyond twenty unfinished ones. */
bool action_parts_begin(struct env *env, const struct actor *actor, struct key application,
                        const struct parts_upload *wanted, struct parts_view *view,
                        struct error *err);
bool action_parts_open(struct env *env, const struct actor *actor, struct key key,
                       struct parts_view *view, struct error *err);
/* `place` from 0; given again it takes the place of what was there.  INVALID "upload/part" when it
 * is not as long as that part is; CONFLICT "call/closed" when the grace is over. */
bool action_parts_add(struct env *env, const struct actor *actor, struct key key, int64_t place,
                      struct upload *part, struct parts_view *view, struct error *err);
/* CONFLICT "upload/incomplete"; else as action_attachment_add. */
bool action_parts_finish(struct env *env, const struct actor *actor, struct key key,
                         struct parts_view *view, struct error *err);
bool action_parts_cancel(struct env *env, const struct actor *actor, struct key key,
                         struct parts_view *view, struct error *err);

/* The actor's unfinished ones of an application. */
struct parts_views {
    LIST(struct parts_view);
};
bool action_parts_of(struct env *env, const struct actor *actor, struct application_id application,
                     struct parts_views *views, struct error *err);

/* The chore: forgets what was not finished. */
bool action_parts_sweep(struct env *env, struct error *err);
