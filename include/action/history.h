/* history.h: every saved state of a section: listed, compared with what stands now, restored. */
#pragma once

#include "action/application.h"

struct section_history {
    struct application_view view;
    const struct section *section;
    struct answer answer; /* as it stands now; revision 0: never saved */
    bool writable;
    struct section_revisions revisions; /* newest first; of a revision looked at, itself alone */
    int64_t older;                      /* there are more before this one; 0: no */
    int64_t shown;                      /* the revision looked at; 0: none */
    const json_t *then, *before;        /* its content, and that of the one before it */
};
/* MISSING for whoever may not see the drafts, and for a section or revision that is none.
 * `before`: only revisions before this one, 0: from the newest. */
bool action_section_history(struct env *env, const struct actor *actor, struct key key,
                            const char *section, int64_t before, struct section_history *history,
                            struct error *err);
bool action_section_revision(struct env *env, const struct actor *actor, struct key key,
                             const char *section, int64_t revision, struct section_history *history,
                             struct error *err);

/* What was then becomes what stands now, field by field as any save; `base` is the revision that
 * was compared with.  Errors as action_section_save. */
bool action_section_restore(struct env *env, const struct actor *actor, struct key key,
                            const char *section, int64_t revision, int64_t base,
                            struct section_saved *saved, struct error *err);
