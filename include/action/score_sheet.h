/* score_sheet.h: scoring offline: a workbook of one's assignments, out and back. */
#pragma once

#include "action/review.h"
#include "action/upload.h"
#include "domain/score_sheet.h"

/* All of the actor's own assignments in the call with what their reviews hold so far. */
bool action_score_sheet_file(struct env *env, const struct actor *actor, const struct call *call,
                             const char **bytes, size_t *length, struct error *err);

/* Reads it where nothing else can be done (world/counter.h) and keeps its cells; nothing else
 * changes.  INVALID "counter/no-table", TOO_LARGE "web/too-large". */
bool action_score_sheet_put(struct env *env, const struct actor *actor, const struct call *call,
                            struct upload *upload, const char *name, struct error *err);

/* What applying would do. */
struct score_sheet_line {
    struct score_row row;
    struct review_view view; /* stored, review: before and after; merge: what is out of date */
    bool complete;           /* afterwards */
    bool submits;            /* a new version, or what the reviewer asks to submit */
};
struct score_sheet_view {
    bool there;
    const char *name, *seal; /* of what is shown: it must still be so when it is applied */
    int64_t uploaded_at;
    struct problems problems; /* cell by cell; while there are any nothing is applied */
    struct score_sheet_lines {
        LIST(struct score_sheet_line);
    } lines;
    int64_t changes, stale, complete; /* rows */
};
bool action_score_sheet(struct env *env, const struct actor *actor, const struct call *call,
                        struct score_sheet_view *view, struct error *err);

/* All of it in one transaction; what is out of date stays as it is.  `submit`: also submits what is
 * complete.  CONFLICT "score-sheet/moved" when it would do something else by now; INVALID
 * "score-sheet/wrong". */
bool action_score_sheet_apply(struct env *env, const struct actor *actor, const struct call *call,
                              const char *seal, bool submit, struct error *err);
bool action_score_sheet_drop(struct env *env, const struct actor *actor, const struct call *call,
                             struct error *err);
