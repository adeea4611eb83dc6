/* errand.h: what commands ask of a data folder, done here or by the server that holds it.
 *
 * A second committing connection is exactly the WAL corruption case (security.md §1.1), so a
 * command that writes either takes the folder's lock or hands its errand to the running server over
 * DATA/control.  An errand is {"errand": NAME, …}; its answer {"out": text} or {"error": …}.
 */
#pragma once

#include "action/service.h"
#include "base/json.h"

/* Runs one in an env of its own; never fails but in its answer: {"code": 0|1, "out", "err"}. */
json_t *action_errand(struct service *service, struct arena *arena, const json_t *request);
