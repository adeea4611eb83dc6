/* transfer.h: a file that comes part by part, so that a cut line costs one part and not the file.
 *
 * begin says how far it is: the same file (slot, name, size, SHA-256) begun again by the same
 * person is the one begun before, after a reload or on another machine.  Every part but the last
 * has TRANSFER_PART bytes; they come in order, and one that has come already changes nothing.
 * finish makes the attachment, once.  Who may is asked each time, at the moment the file began to
 * arrive (domain/application.h).  Nobody else sees it before its end, so only that is audited.
 */
#pragma once

#include "action/service.h"
#include "domain/person.h"
#include "store/transfer.h"

#define TRANSFER_PART ((int64_t)1024 * 1024)
#define TRANSFER_MOST 10          /* unfinished ones of a person */
#define TRANSFER_LIFE (24 * 3600) /* seconds it is kept untouched */

struct upload;

/* `wanted`: slot, name, size and sha256; the rest is filled.  INVALID as action_attachment_add and
 * "transfer/many", "transfer/hash". */
bool action_transfer_begin(struct env *env, const struct actor *actor, struct key application,
                           const struct transfer *wanted, struct transfer *transfer,
                           struct error *err);
/* transfer->arrived says where to go on.  MISSING "transfer/gone", INVALID "transfer/part" (of
 * another size), CONFLICT "transfer/order" (bytes before it are missing). */
bool action_transfer_part(struct env *env, const struct actor *actor, struct key key,
                          int64_t offset, const struct upload *part, struct transfer *transfer,
                          struct error *err);
/* CONFLICT "transfer/order" before all is there; INVALID "transfer/changed" when it is not the file
 * that was announced: then it is gone. */
bool action_transfer_finish(struct env *env, const struct actor *actor, struct key key,
                            struct transfer *transfer, struct error *err);
bool action_transfer_cancel(struct env *env, const struct actor *actor, struct key key,
                            struct transfer *transfer, struct error *err);
/* The actor's unfinished ones of an application. */
bool action_transfers(struct env *env, const struct actor *actor, struct key application,
                      struct transfers *transfers, struct error *err);

/* A chore: forgets what nobody went on with for `life` seconds, and removes files older than that
 * which no row names. */
bool action_files_sweep(struct env *env, int64_t life, struct error *err);
