/* tx.h: how changes are made: begin, do, end; all or nothing, durable before it returns.
 *
 *     bool done = tx_begin(env, err)
 *         && store_…(env, …, err)
 *         && store_audit_add(env, …, err);
 *     return tx_end(env, done, err);
 *
 * tx_begin waits its turn (writers queue fairly), takes the writing connection and points env->db
 * at it; tx_end keeps or undoes the changes and gives env->db back.  Commits that meet share one
 * fsync: each writer works inside its own SAVEPOINT and is answered only after the COMMIT; when
 * the engine rolls the whole group back (disk full, I/O error) every writer of it is told FULL or
 * BROKEN.  Between begin and end runs SQL and rules only: no hashing, rendering, network.
 */
#pragma once

#include <stdbool.h>
#include "base/env.h"
#include "base/error.h"

/* BUSY "store/busy" when the queue of writers is longer than the service can answer in time. */
bool tx_begin(struct env *env, struct error *err);

/* Between begin and end: once committed, nothing is left in the write-ahead log that the database
 * does not hold any more (as soon as no reader needs it). */
void tx_write_out(struct env *env);

/* Must follow every tx_begin, also a failed one.  True only when `done` and durable. */
bool tx_end(struct env *env, bool done, struct error *err);
