/* same.h: pairs of likely same persons, for the page of decisions and the office's own. */
#pragma once

#include "view/award.h"

bool same_pairs_of(struct env *env, const struct call *call, struct pair_list *pairs,
                   struct error *err);
