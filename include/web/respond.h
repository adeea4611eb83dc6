/* respond.h: the bytes of an answer: template or JSON, files, headers that every answer has. */
#pragma once

#include "web/job.h"

/* job->response and status from a reply. */
void respond(struct job *job, const struct reply *reply);

/* An error before or without a worker: needs neither session nor database. */
void respond_error(struct job *job, const struct error *err);

/* The headers of R35. */
void respond_guards(struct MHD_Response *response, bool https, bool sandboxed);

/* Checked; what libmicrohttpd refuses is logged and left out. */
void respond_header(struct MHD_Response *response, const char *name, const char *value);

bool respond_may_pack(const struct job *job); /* the client takes gzip */

/* Content-Disposition of RFC 6266, the name as RFC 8187 says (R46). */
const char *respond_disposition(struct arena *arena, const char *name);
