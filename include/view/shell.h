/* shell.h: what surrounds every page: menus, person, phase bar, language links, rehearsal bar. */
#pragma once

#include "base/env.h"
#include "base/json.h"
#include "domain/call.h"
#include "domain/person.h"

/* Puts `shell` into the model.  Also for error pages made before anybody is known: then the actor
 * is nobody, `call` NULL, and env has no db. */
void view_shell(struct env *env, const struct actor *actor, const struct call *call,
                const char *path, const char *target, bool rehearsal, json_t *model);
