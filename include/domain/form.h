/* form.h: answers to a section of the call's form: reading what was typed, merging, checking.
 *
 * Answers are a JSON object field → value in the shapes of FIELD_KINDS.  Pure functions: the
 * definition and the answers in, new answers and problems out.
 */
#pragma once

#include "base/json.h"
#include "base/problems.h"
#include "domain/call.h"

/* One name and value as typed: "title", "members.0.name", "budget.equipment.amount". */
struct typed {
    const char *name, *value;
};
struct typed_list {
    LIST(struct typed);
};

/* Typed fields → answers of the shapes above, only for fields that were typed (a tick or an
 * emptied table is announced by a hidden "NAME.there").  Text is trimmed, CRLF becomes LF;
 * control bytes are refused.  What cannot be read (money "abc") is kept as typed text and named
 * in `problems`.  Unknown names are ignored.  Rows of a table that are all blank are dropped. */
json_t *form_read(struct arena *arena, const struct section *section,
                  const struct typed_list *typed, struct problems *problems);

/* Same from JSON, {"fields": {"title": "…", "budget": [...]}}: values in the stored shapes. */
json_t *form_read_json(struct arena *arena, const struct section *section, const json_t *fields,
                       struct problems *problems);

/* Is the path that of `field`, or of something in it?  "rows.0.name" is of "rows". */
bool form_is_of(const char *path, const char *field);
/* The field of the section that "SECTION.FIELD" or deeper is about; NULL: none of them. */
const struct field *form_field_at(const struct section *section, const char *path);

/* A field two people changed: what both have now. */
struct form_conflict {
    const char *field;
    const json_t *typed, *stored;
};
struct form_merge {
    json_t *answers; /* the new whole; equal to `stored` when nothing changed */
    bool changed;
    struct {
        LIST(const char *);
    } fields; /* that changed */
    struct {
        LIST(struct form_conflict);
    } conflicts; /* non-empty: nothing may be saved for these fields */
};

/* Three-way: `base` is what the person read, `typed` what they sent, `stored` what is there now.
 * A field counts as changed when typed differs from base; it conflicts when stored differs from
 * both.  `base` NULL: everything typed counts as changed, nothing conflicts. */
struct form_merge form_combine(struct arena *arena, const json_t *base, const json_t *typed,
                               const json_t *stored);

/* Everything wrong with the answers of one section at submit (SEVERITY_ERROR) or worth saying
 * (SEVERITY_WARNING); paths are "SECTION.FIELD" or "SECTION.FIELD.ROW.COLUMN".  While typing, the
 * same list is shown, but nothing is refused. */
void form_check(const struct definition *definition, const struct topic_definition *topic,
                const struct section *section, const json_t *answers, struct problems *problems);

/* Fields that are asked for and those filled, for the percentage. */
void form_progress(const struct section *section, const json_t *answers, size_t *filled,
                   size_t *asked);

/* 0 … 100: fields answered of those asked for, rounded down; what asks for nothing is whole.  It is
 * never 100 while `errors` keep it from being submitted. */
int64_t form_percent(size_t filled, size_t asked, size_t errors);

/* Is the field asked at all, given the answers it depends on? */
bool field_shown(const struct field *field, const json_t *answers);

/* The options of a field under a topic and the answers so far: its own, or the topic's subtopics
 * or metrics by what it means. */
struct option_list field_options(struct arena *arena, const struct definition *definition,
                                 const struct topic_definition *topic, const struct field *field,
                                 const json_t *answers);
