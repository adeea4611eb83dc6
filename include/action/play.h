/* play.h: what the sample people of a rehearsal do by themselves as its clock moves. */
#pragma once

#include "action/service.h"

/* After closing the office screens and assigns; by the end of review the reviewers have scored.
 * Each step is done once; what a person did by hand before stays. */
bool rehearsal_play(struct env *env, struct error *err);
