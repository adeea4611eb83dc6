/* application.h: what applicants do: start, fill in, attach, order, submit, withdraw.
 *
 * One function = one transaction = permission, rule, save, audit, notice.  Opening an application
 * answers MISSING for whatever the actor may not read, absent or not.
 */
#pragma once

#include "action/service.h"
#include "base/digest.h"
#include "base/problems.h"
#include "store/application.h"
#include "store/call.h"

struct upload;

/* An application as its actor sees it, with what a page needs. */
struct application_view {
    struct application application;
    struct standing standing;
    const struct call *call;
    const struct topic_definition *topic;
    struct answer_rows answers;
    const json_t *sections; /* section key → answers */
    struct attachments attachments;
    struct submissions submissions; /* newest first */
    struct problems problems;       /* of submitting now */
    int64_t grace_until;            /* after closing: an upload was under way; else 0 */
    const json_t *given;            /* parts the actor helps to write; NULL: none */
};

/* With everything read; for the form, the preview and the page of it. */
bool action_application_open(struct env *env, const struct actor *actor, struct key key,
                             struct application_view *view, struct error *err);

/* May the actor write this part now: a section's key, or TEAM_FILES?  Errors as policy_may, and
 * CONFLICT of an application that takes no answers. */
bool action_part_may(const struct application_view *view, const char *part, struct error *err);
/* In which capacity the audit log names who writes it. */
const char *application_capacity(const struct application_view *view);

/* The canonical document of the application as it stands. */
char *action_application_canonical(struct env *env, const struct application_view *view);

/* Inside a transaction: the application as it stands becomes its next version; the caller has set
 * its state, and audits and tells. */
bool action_version_add(struct env *env, const struct actor *actor, struct application_view *view,
                        struct submission *submission, struct error *err);

/* The same with its audit, both messages, and those to members who were not told yet. */
bool action_submission_add(struct env *env, const struct actor *actor, const char *capacity,
                           struct application_view *view, struct submission *submission,
                           struct error *err);

/* One submitted version (0: the newest): its frozen sections and files instead of the draft's. */
struct version_view {
    struct application_view base;
    struct submission submission;
    const json_t *content; /* the canonical document */
    struct attachments files;
};
bool action_application_version(struct env *env, const struct actor *actor, struct key key,
                                int64_t version, struct version_view *view, struct error *err);

/* The desk: a row per topic of the call, with the application when there is one. */
struct desk_row {
    const struct topic_definition *topic;
    bool started;
    struct application application;
    bool writable;
    size_t filled, asked; /* fields */
    size_t missing;       /* errors that keep it from being submitted */
    const char *outcome;  /* after release: "fund", "reserve", "decline"; NULL before */
    const char *reason;   /* outer wording, NULL before */
    bool behind;          /* the newest version says less than the draft, and can be renewed */
    bool has_contract;    /* of the live award */
    struct key contract;
};
struct desk {
    LIST(struct desk_row);
};
bool action_desk(struct env *env, const struct actor *actor, const struct call *call,
                 struct desk *desk, struct error *err);

/* A fresh shown number by the call's pattern; the unique index has the last word. */
const char *action_application_number(struct env *env, const struct call *call);

/* A draft for a topic; its key.  An existing one is given back. */
bool action_application_start(struct env *env, const struct actor *actor, const struct call *call,
                              const char *topic, struct key *key, struct error *err);

/* What was typed into one section. `base` of a field: the revision it was read at. */
struct section_save {
    const char *section;
    const struct typed_list *typed; /* form fields, or NULL with `body` */
    const json_t *body;             /* {"fields": {…}} */
    int64_t base;                   /* for fields that name none; -1: none was read */
    const json_t *bases;            /* field → revision, or NULL */
};
struct section_saved {
    const struct definition *definition; /* NULL: it did not come to a merge */
    const struct topic_definition *topic;
    const struct section *section;
    struct answer answer;    /* as it stands now */
    struct form_merge merge; /* what changed and what conflicts */
    struct {
        LIST(const char *);
    } refused; /* fields typed so that they cannot be stored: told among the problems */
    struct problems problems; /* that could not be read, then what is wrong with the section */
};
/* Saves every field without conflict; CONFLICT "application/stale" when some have one (the others
 * are saved all the same), "call/closed" when the gate has passed: then nothing is saved. */
bool action_section_save(struct env *env, const struct actor *actor, struct key key,
                         const struct section_save *save, struct section_saved *saved,
                         struct error *err);

/* INVALID "attachment/type", "attachment/size", "attachment/many", "attachment/quota". */
bool action_attachment_add(struct env *env, const struct actor *actor, struct key application,
                           const char *slot, const char *name, struct upload *upload,
                           struct error *err);
bool action_attachment_remove(struct env *env, const struct actor *actor, struct key key,
                              struct key *application, struct error *err);
/* A file the actor may read, as one tuple of viewer, application, slot and version (R3). */
bool action_attachment_get(struct env *env, const struct actor *actor, struct key key,
                           struct attachment *attachment, struct error *err);

/* `keys`: of the actor's applications of this call, most wished first. Frozen at closing. */
bool action_application_order(struct env *env, const struct actor *actor, const struct call *call,
                              const struct key *keys, size_t count, struct error *err);

/* Submitting what the newest version says already makes no other: that version is the answer.
 * INVALID "application/incomplete" with the problems; CONFLICT as application_submit. */
bool action_application_submit(struct env *env, const struct actor *actor, struct key key,
                               struct problems *problems, int64_t *version, struct error *err);
bool action_application_withdraw(struct env *env, const struct actor *actor, struct key key,
                                 struct error *err);
bool action_application_reopen(struct env *env, const struct actor *actor, struct key key,
                               struct error *err);
