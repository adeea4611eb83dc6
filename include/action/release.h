/* release.h: what stands against a release, for the page of decisions and the release itself. */
#pragma once

#include "base/problems.h"
#include "domain/application.h"
#include "domain/person.h"

bool release_problems(struct env *env, const struct actor *actor, const struct call *call,
                      struct problems *problems, struct error *err);

/* An application of the call that the actor may decide on now: MISSING like anything he does not
 * see. */
bool decision_open(struct env *env, const struct actor *actor, const struct call *call,
                   const char *key_text, struct application *application, struct error *err);

/* In which capacity a member of the committee acts: "chair" or "secretary". */
const char *committee_capacity(const struct actor *actor, const struct call *call);
