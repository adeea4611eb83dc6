/* call.h: taking in a call's definition; the events that time brings. */
#pragma once

#include "action/service.h"
#include "base/problems.h"
#include "domain/person.h"

/* A new call, or a new version of one.  INVALID "call/definition-wrong" with problems; CONFLICT
 * "call/breaks" when a change would drop or retype what is answered. */
bool action_call_import(struct env *env, const struct actor *actor, const char *bytes,
                        size_t length, struct problems *problems, const char **key,
                        struct error *err);

/* Writes opening and closing when their time has come, each once. */
bool action_call_clock(struct env *env, struct error *err);
