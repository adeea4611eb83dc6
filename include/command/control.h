/* control.h: the Unix socket DATA/control by which commands reach the server that holds the folder.
 */
#pragma once

#include "action/service.h"
#include "base/json.h"

struct control;

/* Listens (0600) and runs errands on a thread of its own. BROKEN "control/listen". */
struct control *control_start(struct service *service, struct error *err);
void control_stop(struct control *control);

/* Runs an errand: in this process when the folder is free, else by its server.  Prints what it
 * says; returns the exit code. */
int control_run(const char *data, json_t *request);

/* The same without saying anything: the answer, or NULL when it could not be asked, which is said
 * on standard error. */
json_t *control_ask(struct arena *arena, const char *data, const json_t *request);

/* Prints what an answer says; its exit code. */
int control_say(const json_t *answer);
