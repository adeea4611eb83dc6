/* static.h: style sheet, script and pictures: packed once, answered without a worker.
 *
 * Links carry the content's hash, so browsers keep them for ever: static_href("app.css") is
 * "/static/app.css?v=0123456789abcdef".
 */
#pragma once

#include <stdbool.h>
#include "base/json.h"

struct statics;
struct job;

/* Reads the assets on the first call.  "#" for a name that does not exist. */
const char *static_href(const char *name);

/* {"app_css": href, "app_js": href …}: `static` in every model; shared by all threads. */
json_t *static_links(void);

/* Responses with the headers of one server. */
struct statics *statics_open(bool https);
void statics_close(struct statics *statics);

/* Gives the job its response; false when there is no such file. */
bool static_answer(const struct statics *statics, struct job *job, const char *name);
