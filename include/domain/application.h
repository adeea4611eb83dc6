/* application.h: the rules an application obeys from draft to eligible (domain.md §3, §5). */
#pragma once

#include "domain/call.h"
#include "domain/form.h"
#include "domain/policy.h"

#define APPLICATION_STATES(X)                                                                      \
    X(DRAFT, "draft")                                                                              \
    X(SUBMITTED, "submitted")                                                                      \
    X(WITHDRAWN, "withdrawn")                                                                      \
    X(RETURNED, "returned") /* for correction, until due_at */                                     \
    X(INELIGIBLE, "ineligible")                                                                    \
    X(ELIGIBLE, "eligible")

#define APPLICATION_AS_ENUM(name, word) APPLICATION_##name,
enum application_state { APPLICATION_STATES(APPLICATION_AS_ENUM) };
#undef APPLICATION_AS_ENUM
#define APPLICATION_AS_ONE(name, word) +1
enum { APPLICATION_STATE_COUNT = 0 APPLICATION_STATES(APPLICATION_AS_ONE) };
#undef APPLICATION_AS_ONE

const char *application_word(enum application_state state);
bool application_state_of(const char *word, enum application_state *state);

struct application {
    struct application_id id;
    struct key key;
    const char *number; /* A2023-7K3M */
    struct call_id call;
    struct topic_id topic;
    const char *topic_code;
    struct person_id applicant;
    enum application_state state;
    const char *title;
    int64_t amount;                   /* fen */
    const char *institution, *leader; /* of the newest submission */
    int64_t preference;               /* 0: none */
    int64_t version;                  /* newest submission, 0 for none */
    bool by_mail;
    bool at_closing; /* to be submitted at its gate, as the applicant wished */
    int64_t due_at;  /* 0: not returned */
    int64_t created_at, submitted_at;
    int64_t extended_until; /* best extension that fits, 0 for none */
};

/* The application's own gate (domain.md §3): latest of closing, extension and correction date;
 * 0 when no closing is set yet.  Writing and submitting are allowed up to and including it. */
int64_t application_gate(const struct application *application, const struct call *call);
bool application_writable(const struct application *application, const struct call *call,
                          int64_t now);

struct unreadable_file {
    const char *slot, *name;
};

/* All sections of one application, shared ones included: section key → answers. */
struct answers {
    const json_t *sections; /* object; absent section: nothing answered */
    struct {
        LIST(const char *);
    } attachments; /* slot of each file present */
    struct {
        LIST(struct unreadable_file);
    } unreadable; /* PDFs among them whose pages cannot be counted */
};

/* The screening rules over everything (domain.md §5): every section's form_check, then the rules
 * of the table in application.c ("budget/sum", "topic/metric-mismatch", "dates/order", …). */
void application_check(const struct call *call, const struct topic_definition *topic,
                       const struct answers *answers, struct problems *problems);

/* The ids of those rules, NULL behind the last: each is worded as rule.ID and has its examples. */
const char *application_rule_id(size_t index);

/* Answers and files change in a draft, a submitted application (for its next version) and one
 * returned for correction.  CONFLICT "application/withdrawn", "application/settled". */
bool application_open_for_answers(const struct application *application, struct error *err);

/* State changes.  CONFLICT: "call/not-open", "call/closed", "application/withdrawn" …; when the
 * gate has passed but `upload_began` (0: none) lies before it and now is within the grace, submit
 * is accepted and *in_grace set.  An upload counts that was under way at the gate: begun at or
 * before it, and ended after it. */
bool application_submit(struct application *application, const struct call *call, int64_t now,
                        int64_t upload_began, bool *in_grace, struct error *err);
bool application_withdraw(struct application *application, const struct call *call, int64_t now,
                          struct error *err);
bool application_reopen(struct application *application, const struct call *call, int64_t now,
                        struct error *err);

/* What came by mail or on paper counts from when it came: received_at at or before the gate.
 * CONFLICT "register/late", "register/exists" when there is a version already. */
bool application_register(struct application *application, const struct call *call, int64_t now,
                          int64_t received_at, struct error *err);

/* The canonical document of a submission: call, version of the definition, topic, number,
 * sections, files (slot, name, size, sha256); preference is not part of it. */
struct submitted_file {
    const char *slot, *name, *type, *sha256;
    int64_t size;
};
struct submitted_files {
    LIST(struct submitted_file);
};
char *application_canonical(struct arena *arena, const struct call *call,
                            const struct application *application, const json_t *sections,
                            const struct submitted_files *files);
