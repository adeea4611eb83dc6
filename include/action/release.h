/* release.h: what stands against a release, for the page of decisions and the release itself. */
#pragma once

#include "base/problems.h"
#include "domain/call.h"
#include "domain/person.h"

bool release_problems(struct env *env, const struct actor *actor, const struct call *call,
                      struct problems *problems, struct error *err);

/* In which capacity a member of the committee acts: "chair" or "secretary". */
const char *committee_capacity(const struct actor *actor, const struct call *call);
