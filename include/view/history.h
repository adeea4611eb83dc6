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
    } rows; /* newest first */
    int64_t shown;
    const json_t *then; /* what `shown` held */
};

/* {bursts: [{at, by, revision, href, count, more: [{at, revision, href}]}]}: saves of one person
 * that follow each other within ten minutes are one entry. */
json_t *view_history(struct arena *arena, const struct history_facts *facts);

/* {fields: [{label, parts: [{same | gone | fresh, text}]}], same, base}: only what differs. */
json_t *view_revision(struct arena *arena, const struct history_facts *facts);

/* [{same | gone | fresh: true, text}] of two texts, as a new member of `into`. */
void view_difference(struct arena *arena, const char *before, const char *after, json_t *into);
