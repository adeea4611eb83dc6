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

/* What the draft says differently from the newest version. */
struct draft_changes {
    bool behind;
    struct {
        LIST(const struct section *);
    } sections; /* none: only files differ */
    bool files;
    int64_t
        others; /* the actor's other submitted applications, which a shared section alters too */
};
/* Nothing for what cannot be submitted any more, or is not the actor's own. */
bool action_changes(struct env *env, const struct actor *actor, const struct application_view *view,
                    struct draft_changes *changes, struct error *err);

struct changed_application {
    struct application_view view;
    struct draft_changes changes;
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
