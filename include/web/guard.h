/* guard.h: who is asking, may they enter, and did they mean it: session, entry, CSRF, rates. */
#pragma once

#include "web/job.h"

/* Fills actor, call, csrf; false with the reply that is given instead. */
bool guard_admit(struct job *job, struct reply *reply);

/* Before a session is known: cookie, then Accept-Language, then Chinese. */
enum language guard_language(const struct job *job);

/* Reads the cookies; MALFORMED when the session's or the visitor's comes twice (R28). */
bool guard_cookies(struct job *job, struct error *err);

/* Where the request comes from: the peer, or what the believed proxy says (R39). */
const char *guard_source(const struct job *job);

/* A token of a form: the secret part masked anew each time, so that compression of the page tells
 * nothing about it (BREACH). `mac` and the token's parts are hexadecimal. */
const char *csrf_mask(struct arena *arena, void (*random)(void *, size_t), const char *mac);
bool csrf_matches(const char *token, const char *mac);

/* Names as the public URL asks for: "__Host-grantd" over https, else "grantd-session". */
const char *cookie_session(const struct server *server);
const char *cookie_visitor(const struct server *server);

/* A Set-Cookie value; `value` NULL removes it; `seconds` 0: until the browser closes. */
const char *cookie_text(struct arena *arena, const struct server *server, const char *name,
                        const char *value, int64_t seconds);
