/* call.h: taking in a call's definition; the events that time brings.
 *
 * A definition comes by the command line at once (import), or in the browser in two steps: uploaded
 * it waits as a candidate, shown with what it changes, until a secretary confirms it.
 */
#pragma once

#include "action/service.h"
#include "base/problems.h"
#include "domain/person.h"

#define CALL_DEFINITION_MAX ((size_t)1024 * 1024) /* bytes of an uploaded document */

/* Reads and checks, and keeps nothing.  NULL with INVALID "json/malformed", or INVALID
 * "call/definition-wrong" and a problem for every mistake. */
const struct definition *action_call_check(struct env *env, const char *bytes, size_t length,
                                           struct problems *problems, struct error *err);

/* A new call, or a new version of one.  Errors of action_call_check; CONFLICT "call/breaks" when a
 * change would drop or retype what is answered.  For another call than the actor's own the current
 * call's secretary may; the command line always may. */
bool action_call_import(struct env *env, const struct actor *actor, const char *bytes,
                        size_t length, struct problems *problems, const char **key,
                        struct error *err);

/* Keeps a sound definition as a candidate, in place of the actor's earlier one. */
bool action_call_upload(struct env *env, const struct actor *actor, const char *bytes,
                        size_t length, struct problems *problems, struct key *candidate,
                        struct error *err);

struct call_candidate {
    const struct definition *definition;
    const struct call *call; /* the call it changes; NULL: it would be a new one */
    struct definition_diff diff;
    bool answered; /* answers or applications exist, */
    bool refused;  /* and a change would break them */
    const char *by;
    int64_t at;
};
bool action_call_candidate(struct env *env, const struct actor *actor, struct key key,
                           struct call_candidate *candidate, struct error *err);

/* The candidate becomes the version in force and is gone; read and compared anew.  `key`: of the
 * call. */
bool action_call_confirm(struct env *env, const struct actor *actor, struct key candidate,
                         const char **key, struct error *err);

/* Writes opening and closing when their time has come, each once. */
bool action_call_clock(struct env *env, struct error *err);
