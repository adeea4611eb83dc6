/* rehearsal.h: a season to try everything with: sample people, sample applications, a movable
 * clock.
 *
 * Lives in a folder of its own that is made anew; a real folder is neither used nor emptied.  Its
 * routes do not exist in a real service.
 */
#pragma once

#include "action/service.h"
#include "base/json.h"

/* The moment it starts at: 2023-11-20 09:00 Beijing time. */
int64_t rehearsal_start(void);

/* Empties the folder when it is a rehearsal's or none; CONFLICT "service/real-folder". */
bool rehearsal_empty(const char *data, struct error *err);

/* The call, the people, their applications. */
bool rehearsal_fill(struct service *service, struct error *err);

/* [{"key", "name", "role"}], role words as people read them are the view's business. */
bool rehearsal_people(struct env *env, const json_t **people, struct error *err);

/* One-click sign-in. MISSING "missing". */
bool rehearsal_sign_in(struct env *env, struct key who, const char *agent, const char **token,
                       struct error *err);

/* Moves the clock forward and lets the sample people do what they would have done by then. CONFLICT
 * "rehearsal/backward". */
bool rehearsal_clock(struct env *env, int64_t now, struct error *err);
