/* history.h: the saved states of a section as models: the list, and one beside what stands now. */
#pragma once

#include "base/json.h"
#include "domain/difference.h"
#include "view/form.h"

struct history_row {
    int64_t revision, at;
    const char *by;
};
struct history_facts {
    struct section_model section; /* `answers` is what stands now */
    struct key application;
    const char *number, *heading; /* of the application */
    int64_t revision, saved_at;   /* of what stands now */
    bool writable;
    struct {
        LIST(struct history_row);
    } rows;        /* newest first */
    int64_t older; /* the list goes on before this revision; 0: it does not */
    int64_t shown;
    const json_t *then, *before; /* what `shown` held, and the one before it */
    bool with_before;            /* compare with that instead of what stands now */
};

/* {bursts: [{at, by, revision, href, count, more: [{at, revision, href}]}], older}: saves of one
 * person within the ten minutes before the last of them are one entry. */
json_t *view_history(struct arena *arena, const struct history_facts *facts);

/* {fields: [{label, parts: [{same | gone | fresh, text}]}], same, base, with_before, other}: only
 * what differs, from what stands now to what was then, or from the state before it.  What stands
 * now is always compared with the state before it. */
json_t *view_revision(struct arena *arena, const struct history_facts *facts);

/* [{same | gone | fresh: true, text}] of two texts, as a new member of `into`. */
void view_difference(struct arena *arena, const char *before, const char *after, json_t *into);
