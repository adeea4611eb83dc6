/* resubmit.h: submitted applications whose draft has changed since, and submitting at closing.
 *
 * A shared section is answered once for all of a person's applications: changing it changes the
 * draft of each, and nothing that was submitted.  Nothing is submitted again unless its applicant
 * says so: one by one, or beforehand for the moment of closing.
 */
#pragma once

#include "action/application.h"

/* Is a version that was submitted behind the draft? */
bool application_behind(struct env *env, const struct application_view *view);

struct changed_application {
    struct application_view view;
    struct {
        LIST(const struct section *);
    } sections; /* that differ from the newest version; none: only files do */
    bool files;
};
struct changed_list {
    LIST(struct changed_application);
};
/* Of the actor's own, those that can still be submitted. */
bool action_changed(struct env *env, const struct actor *actor, const struct call *call,
                    struct changed_list *list, struct error *err);

/* Whether the applicant wants the draft submitted at its gate, if it passes the checks then.
 * CONFLICT "call/closed". */
bool action_at_closing(struct env *env, const struct actor *actor, struct key key, bool wanted,
                       struct error *err);

/* The chore: submits those whose gate has passed, as of that moment, and tells the result. */
bool action_at_closing_work(struct env *env, bool *again, struct error *err);
