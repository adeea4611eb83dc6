/* application.h: applications, their answers, files and submitted versions, as rows.
 *
 * Every read of an application goes through one SQL definition of what the actor may see
 * (sql/query/application.sql, part application_visible) and brings the actor's standing along.
 */
#pragma once

#include "base/json.h"
#include "base/list.h"
#include "domain/application.h"
#include "domain/person.h"

/* MISSING "missing" when absent or not visible: the same.  Fills the standing but its gate. */
bool store_application_visible(struct env *env, const struct actor *actor, struct key key,
                               struct application *application, struct standing *standing,
                               struct error *err);
bool store_application_by_id(struct env *env, const struct actor *actor, struct application_id id,
                             struct application *application, struct standing *standing,
                             struct error *err);

struct application_row {
    struct application application;
    struct standing standing;
};
struct application_rows {
    LIST(struct application_row);
};
bool store_applications_mine(struct env *env, const struct actor *actor, struct call_id call,
                             struct application_rows *rows, struct error *err);

struct application_filter {
    struct call_id call;
    struct topic_id topic; /* 0: all */
    const char *state;     /* NULL: all */
    const char *after;     /* number of the last row of the page before; "" for the first */
    int64_t limit;
};
bool store_applications(struct env *env, const struct actor *actor,
                        const struct application_filter *filter, struct application_rows *rows,
                        struct error *err);
/* How many of each state the actor would be shown. */
bool store_application_counts(struct env *env, const struct actor *actor, struct call_id call,
                              int64_t counts[APPLICATION_STATE_COUNT], struct error *err);

/* A draft; CONFLICT "store/unique" when there is one for the topic already. */
bool store_application_add(struct env *env, struct call_id call, struct topic_id topic,
                           struct person_id applicant, struct key key, const char *number,
                           bool by_mail, struct application_id *id, struct error *err);
bool store_application_save(struct env *env, const struct application *application,
                            struct error *err);
/* What the applicant wants at the gate; that it was tried; those it is still to be tried for. */
bool store_application_at_closing(struct env *env, struct application_id id, bool wanted,
                                  struct error *err);
bool store_application_at_closing_done(struct env *env, struct application_id id,
                                       struct error *err);
bool store_applications_at_closing(struct env *env, struct application_rows *rows,
                                   struct error *err);

bool store_application_preference(struct env *env, struct application_id id,
                                  struct person_id applicant, int64_t preference,
                                  struct error *err);

/* Answers of one section as they stand. */
struct answer {
    int64_t id; /* 0: nothing answered yet */
    int64_t revision;
    const char *section;
    const json_t *content;   /* field → value; {} when nothing */
    const json_t *revisions; /* field → revision that last changed it */
    int64_t saved_at;
};
struct answer_rows {
    LIST(struct answer);
};
bool store_answer_get(struct env *env, const struct application *application,
                      const struct section *section, struct answer *answer, struct error *err);
/* All of an application, without the revisions of their fields (NULL).  `known` (or NULL): answers
 * read before in this request; the shared ones among them are not read again. */
bool store_answers(struct env *env, const struct application *application,
                   const struct answer_rows *known, struct answer_rows *rows, struct error *err);

/* Accepted saves of a section older than revision `before`, newest first, at most `limit`. */
struct section_revision {
    int64_t revision, saved_at;
    const char *by; /* name */
};
struct section_revisions {
    LIST(struct section_revision);
};
bool store_section_revisions(struct env *env, const struct answer *answer, int64_t before,
                             int64_t limit, struct section_revisions *list, struct error *err);

/* The content as it was at a revision; {} for revision 0. */
bool store_answer_at(struct env *env, const struct answer *answer, int64_t revision,
                     const json_t **content, struct error *err);
/* Stores new content as the next revision; answer is brought up to date. */
bool store_answer_save(struct env *env, const struct application *application,
                       const struct section *section, struct answer *answer, const json_t *content,
                       const json_t *revisions, struct person_id by, struct error *err);

struct member_row {
    const char *name, *institution, *email; /* folded address or NULL */
};
struct member_rows {
    LIST(struct member_row);
};
bool store_members_put(struct env *env, struct call_id call, struct person_id leader,
                       const struct member_rows *members, struct error *err);

struct attachment {
    struct attachment_id id;
    struct key key;
    struct application_id application;
    const char *slot, *name, *type, *sha256;
    int64_t size, added_at, stored_at, removed_at;
    int64_t pages; /* of a PDF; 0: they cannot be counted; -1: not yet, or no PDF */
};
struct attachments {
    LIST(struct attachment);
};
bool store_attachments(struct env *env, struct application_id application,
                       struct attachments *attachments, struct error *err);
bool store_attachment_get(struct env *env, struct key key, struct attachment *attachment,
                          struct error *err);
bool store_attachment_add(struct env *env, const struct attachment *attachment, struct person_id by,
                          struct error *err);
bool store_attachment_remove(struct env *env, struct attachment_id id, struct error *err);
/* A PDF whose pages nobody has counted (NULL: none); what came of counting them. */
bool store_attachment_uncounted(struct env *env, const char **sha256, struct error *err);
bool store_attachment_counted(struct env *env, const char *sha256, int64_t pages,
                              struct error *err);
/* Bytes of the files present. */
bool store_attachment_total(struct env *env, struct application_id application, int64_t *total,
                            struct error *err);
/* When the newest upload began that counts for a submit in the grace after `gate`
 * (domain/application.h); 0 for none. */
bool store_attachment_began(struct env *env, struct application_id application, int64_t gate,
                            int64_t *began, struct error *err);
/* Does a submitted version hold it? */
bool store_attachment_submitted(struct env *env, const struct attachment *attachment, bool *is,
                                struct error *err);

struct submission {
    struct submission_id id;
    struct key key;
    struct application_id application;
    int64_t version, call_version, submitted_at;
    bool in_grace;
    const char *content, *sha256, *registered; /* registered: JSON or "" */
};
struct submissions {
    LIST(struct submission);
};
/* The immutable version with the files present now. */
bool store_submission_add(struct env *env, struct submission *submission, struct person_id by,
                          struct error *err);
bool store_submissions(struct env *env, struct application_id application,
                       struct submissions *submissions, struct error *err);
bool store_submission_get(struct env *env, struct application_id application, int64_t version,
                          struct submission *submission, struct error *err);
bool store_submission_by_id(struct env *env, struct submission_id id, struct submission *submission,
                            struct error *err);
bool store_submission_files(struct env *env, struct submission_id submission,
                            struct attachments *files, struct error *err);
