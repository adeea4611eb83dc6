/* paper.h: the PDFs of applications and receipts.
 *
 * Those of a version are asked for with it, made once by a chore in the typesetter's process, kept
 * as blobs and served from there.  One that fails is tried again with back-off for ever and shown
 * to the office.  A draft's is made when asked for and kept nowhere.
 */
#pragma once

#include "action/application.h"
#include "store/paper.h"
#include "world/typesetter.h"

/* What the typesetter's worker runs: a paper's model (view/pdf.h) as JSON becomes a PDF. */
bool action_paper_set(struct arena *arena, const char *job, size_t length, struct typeset *made,
                      struct error *err);

/* A paper's model through the typesetter, waiting `patience` as typesetter_make does. */
#define TYPESET_PATIENCE 3000 /* ms until the turn of one that somebody waits for */
bool paper_typeset(struct env *env, int patience, const json_t *model, struct typeset *made,
                   struct error *err);

/* Makes the one that waits longest; *again when there may be more.  For a chore. */
bool action_papers_work(struct env *env, bool *again, struct error *err);

/* One paper of one version for one who may have it (R3); not made yet while its sha256 is "".
 * MISSING for all else. */
struct paper_view {
    struct version_view version;
    struct paper paper;
    const char *name; /* of the file */
};
bool action_paper(struct env *env, const struct actor *actor, struct key key, int64_t version,
                  enum paper_kind kind, struct paper_view *view, struct error *err);

/* The application as it stands, marked as a draft; for its leader and team.  BUSY
 * "typesetter/busy" when there is no turn to be had within seconds. */
bool action_paper_draft(struct env *env, const struct actor *actor, struct key key,
                        struct typeset *made, const char **name, struct error *err);
