/* earlier.h: an application of an earlier call as the beginning of a draft of this one. */
#pragma once

#include "action/application.h"
#include "domain/form_copy.h"

struct earlier_row {
    struct application application;
    const struct call *call;
};
struct earlier_rows {
    LIST(struct earlier_row); /* newest call first */
};
/* The actor's applications of other calls.  MISSING unless the draft is the actor's own. */
bool action_earlier(struct env *env, const struct actor *actor, struct key draft,
                    struct application_view *view, struct earlier_rows *rows, struct error *err);

/* Copies what fits and is still empty, section by section, each a save like any other.  MISSING for
 * what is not the actor's; CONFLICT as action_section_save. */
struct earlier_copy {
    struct form_copy copy;
    struct application_view view, from;
};
bool action_earlier_copy(struct env *env, const struct actor *actor, struct key draft,
                         struct key earlier, struct earlier_copy *result, struct error *err);
