/* application.h: models of the applicant's desk, the form, the preview, the receipt.
 *
 * `struct application_facts` is what the action floor found, handed over without its types: the
 * view floor does not see store or action.
 */
#pragma once

#include "base/json.h"
#include "domain/application.h"
#include "view/form.h"

struct file_facts {
    struct key key;
    const char *slot, *name, *type, *sha256;
    int64_t size, at, pages; /* pages: 0 cannot be counted, -1 not yet or no PDF */
};
/* A file on its way in parts. */
struct unfinished_facts {
    struct key key;
    const char *slot, *name;
    int64_t have, count;
};
struct version_facts {
    int64_t version, at;
    const char *sha256;
    bool in_grace, registered;
};
/* Who writes which part just now. */
struct writer_facts {
    const char *name, *part;
};
struct writer_list {
    LIST(struct writer_facts);
};
struct application_facts {
    const struct application *application;
    const struct standing *standing;
    const struct call *call;
    const struct topic_definition *topic;
    const json_t *sections;          /* section key → answers */
    const json_t *revisions;         /* section key → revision */
    const struct problems *problems; /* NULL: not checked */
    struct {
        LIST(struct file_facts);
    } files;
    struct {
        LIST(struct unfinished_facts);
    } unfinished;
    struct {
        LIST(struct version_facts);
    } versions; /* newest first */
    enum language language;
    int64_t now;
    int64_t grace_until; /* 0: none */
    const json_t *given; /* parts that who helps may write; NULL: none */
    struct writer_list writers;
    bool together; /* others may write it too */
};

/* Number, title, topic, state, times, links: the head of every page about it. */
void view_application_head(struct arena *arena, const struct application_facts *facts,
                           json_t *model);
/* Parts of its pages: a section as form.h takes it, files by slot, everything that is missing. */
struct section_model view_application_section(const struct application_facts *facts,
                                              const struct section *section);
void view_application_slots(struct arena *arena, const struct application_facts *facts,
                            json_t *model);
void view_application_problems(struct arena *arena, const struct application_facts *facts,
                               json_t *model);
/* Is the part the reader's to write, whenever it may be written? */
bool view_may_write(const struct application_facts *facts, const char *part);
void view_unfinished(struct arena *arena, const struct unfinished_facts *facts, json_t *item);
json_t *view_application_edit(struct arena *arena, const struct application_facts *facts);
/* Of the same page, what changes when a section is saved: percent and mark of each section, what is
 * missing in all; put beside what the save itself says. */
void view_application_progress(struct arena *arena, const struct application_facts *facts,
                               json_t *model);
json_t *view_application_show(struct arena *arena, const struct application_facts *facts);
json_t *view_application_receipt(struct arena *arena, const struct application_facts *facts,
                                 const struct version_facts *version);
json_t *view_application_commitment(struct arena *arena, const struct application_facts *facts);

/* The label of what "section.field" or "section.field.row.column" names: that a thing is missing
 * says little among thirty.  "" for what is no answer. */
const char *view_problem_place(struct arena *arena, const struct definition *definition,
                               const char *path, enum language language);

/* An application whose draft says something else than its newest version: head, problems, links. */
void view_changed(struct arena *arena, const struct application_facts *facts, json_t *item);

struct desk_facts {
    const struct topic_definition *topic;
    const struct application *application; /* NULL: not started */
    bool writable;
    size_t filled, asked, missing;
    const char *outcome, *reason;
    const struct key *contract; /* NULL: none */
    bool behind;                /* the newest version is behind the draft */
};
struct desk_list {
    LIST(struct desk_facts);
};
json_t *view_desk(struct arena *arena, const struct call *call, const struct desk_list *rows,
                  enum language language, int64_t now);
