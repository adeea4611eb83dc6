/* solution.h: the committee compares methods of awarding, settles single cases, and takes a
 * solution over as its proposals (domain.md §7).
 *
 * A solution is found over the whole call; whoever stands in a conflict, or still owes a review, is
 * shown it without the topics concerned, and proposes nothing there.
 */
#pragma once

#include "action/service.h"
#include "domain/person.h"
#include "view/solution.h"

struct solution_asked {
    enum solution_method method;
    int64_t minimum; /* 1/10000 points; 0: none */
};
bool action_solutions(struct env *env, const struct actor *actor, const struct call *call,
                      const struct solution_asked *asked, struct solution_facts *facts,
                      struct error *err);

/* Every application of the topics shown whose reason lies in them becomes a proposal, with both
 * sentences.  `seal` is that of
 * the page: CONFLICT "solution/stale" when anything changed since; INVALID as solution_make. */
bool action_solution_adopt(struct env *env, const struct actor *actor, const struct call *call,
                           const struct solution_asked *asked, const char *seal, struct error *err);

struct award_case_form {
    const char *application, *act, *reason; /* key; "pin", "veto" or "clear" */
};
/* INVALID "solution/invalid" with problems: "act", "reason". */
bool action_award_case(struct env *env, const struct actor *actor, const struct call *call,
                       const struct award_case_form *form, struct problems *problems,
                       struct error *err);
