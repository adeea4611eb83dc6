/* chores.h: what the clock does: opens and closes calls, sends mail, reminds, sweeps.
 *
 * Three threads, one for papers and one for rosters only, with envs of their own; each chore is a
 * row of a table with its pause.  They also watch the store: after a failed fsync the process must
 * stop (R54).
 */
#pragma once

#include "action/service.h"

struct chores;

struct chores *chores_start(struct service *service);
void chores_stop(struct chores *chores);

/* Does everything that is due now, once, in the caller's thread: for the rehearsal and tests. */
void chores_now(struct service *service);
