/* release.h: what stands against a release, for the page of decisions and the release itself. */
#pragma once

#include "base/problems.h"
#include "domain/application.h"
#include "store/decision.h"
#include "domain/person.h"

bool release_problems(struct env *env, const struct actor *actor, const struct call *call,
                      struct problems *problems, struct error *err);

/* An application of the call that the actor may decide on now: MISSING like anything he does not
 * see. */
bool decision_open(struct env *env, const struct actor *actor, const struct call *call,
                   const char *key_text, struct application *application, struct error *err);

/* One award with its number and draft contract; and the message to its person with every decision
 * of theirs from `at` on.  In the transaction of the caller. */
bool award_make(struct env *env, const struct actor *actor, const struct call *call,
                const struct decided *decided, struct error *err);
/* What that message holds: everything of one applicant from `at` on, and what its subject says, the
 * best of it.  Nothing of scores. */
const json_t *release_message(struct env *env, const struct call *call,
                              const struct decided_list *list, size_t at, enum outcome *subject);
/* Does the row `at` have a message of its own, the first of its person's? */
bool release_tells(const struct decided_list *list, size_t at);
bool award_tell(struct env *env, const struct call *call, const struct decided_list *list,
                size_t at, struct error *err);

/* In which capacity a member of the committee acts: "chair" or "secretary". */
const char *committee_capacity(const struct actor *actor, const struct call *call);
