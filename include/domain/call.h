/* call.h: one year's call: its definition (a JSON document), its dates and its gates.
 *
 * A definition is read once into the structs below, checked whole, and then shared by all threads
 * without change; it lives as long as the arena it was read into.  Code finds a field by what it
 * `means`, never by its key; policy reads its `audience`.  Source: guide 2023 §2–§4, domain.md
 * §2–§5, §8.  Every word people read is a `struct words`: Chinese first, English complete.
 */
#pragma once

#include "base/json.h"
#include "base/list.h"
#include "base/problems.h"
#include "domain/ids.h"
#include "base/env.h"

struct words {
    const char *in[LANGUAGE_COUNT]; /* never NULL */
};

/* What a field of the form holds, and so how it is shown, read and checked. */
#define FIELD_KINDS(X)                                                                             \
    X(TEXT, "text")     /* one line; JSON string */                                                \
    X(LONG, "long")     /* paragraphs; JSON string */                                              \
    X(CHOICE, "choice") /* one of `options`; JSON string, the option's key */                      \
    X(TICK, "tick")     /* JSON true or false */                                                   \
    X(NUMBER, "number") /* decimal between min and max; JSON string as typed, "6.5" */             \
    X(MONEY, "money")   /* JSON integer of fen; a string while what was typed is no money */       \
    X(MONTH, "month")   /* "2024-01" */                                                            \
    X(DATE, "date")     /* "2024-01-31" */                                                         \
    X(EMAIL, "email")                                                                              \
    X(PHONE, "phone") /* mobile, 座机, +country */                                               \
    X(ORCID, "orcid")                                                                              \
    X(URL, "url")     /* http or https */                                                          \
    X(LIST, "list")   /* short texts, typed with ; between; JSON array of strings */               \
    X(TABLE, "table") /* JSON array of objects by column key */

#define FIELD_AS_ENUM(name, word) FIELD_##name,
enum field_kind { FIELD_KINDS(FIELD_AS_ENUM) };
#undef FIELD_AS_ENUM

/* The closed list of what code looks for.  A definition that lacks one marked 1 is refused. */
#define MEANINGS(X)                                                                                \
    X(NONE, "", 0)                                                                                 \
    X(TITLE, "title", 1)                                                                           \
    X(SUBTOPIC, "subtopic", 1) /* its options come from the topic */                               \
    X(METRIC, "metric", 1)     /* its options come from the topic or subtopic */                   \
    X(ABSTRACT, "abstract", 0)                                                                     \
    X(KEYWORDS, "keywords", 0)                                                                     \
    X(START, "start", 0)                                                                           \
    X(END, "end", 0)                                                                               \
    X(AMOUNT, "amount", 1)                                                                         \
    X(NAME, "name", 1)                                                                             \
    X(POSITION, "position", 0) /* 职称 */                                                        \
    X(INSTITUTION, "institution", 1)                                                               \
    X(INSTITUTION_KIND, "institution-kind", 0)                                                     \
    X(FULL_TIME, "full-time", 1)                                                                   \
    X(MONTHS, "months", 0) /* the applicant's months a year for this project */                    \
    X(PHONE, "phone", 1)                                                                           \
    X(EMAIL, "email", 1)                                                                           \
    X(ORCID, "orcid", 0)                                                                           \
    X(MEMBERS, "members", 1)                                                                       \
    X(MEMBER_NAME, "member-name", 1) /* columns of the members' table */                           \
    X(MEMBER_INSTITUTION, "member-institution", 1)                                                 \
    X(MEMBER_EMAIL, "member-email", 0)                                                             \
    X(MEMBER_MONTHS, "member-months", 0) /* months a year */                                       \
    X(MEMBERS_AGREE, "members-agree", 0)                                                           \
    X(BASELINE, "baseline", 0)                                                                     \
    X(TARGET, "target", 0)                                                                         \
    X(REPOSITORY, "repository", 0) /* one per required community */                                \
    X(PAPERS, "papers", 0)                                                                         \
    X(RECORD, "record", 0) /* papers that there are already */                                     \
    X(RECORD_YEAR, "record-year", 0)                                                               \
    X(MILESTONES, "milestones", 0)                                                                 \
    X(MILESTONE_DATE, "milestone-date", 0)                                                         \
    X(BUDGET, "budget", 0)                                                                         \
    X(BUDGET_AMOUNT, "budget-amount", 0)                                                           \
    X(LARGE_MODEL, "large-model", 0) /* 鹏城·脑海: option key "yes" */                        \
    X(AVOID, "avoid", 0)                                                                           \
    X(AVOID_NAME, "avoid-name", 0)                                                                 \
    X(AVOID_INSTITUTION, "avoid-institution", 0)                                                   \
    X(COMMITMENT, "commitment", 1) /* each tick that must be given to submit */

#define MEANS_AS_ENUM(name, word, needed) MEANS_##name,
enum meaning { MEANINGS(MEANS_AS_ENUM) MEANING_COUNT };
#undef MEANS_AS_ENUM

/* Who reads a field or attachment besides the applicant. */
#define AUDIENCES(X)                                                                               \
    X(READERS, "readers")     /* reviewers, committee, office */                                   \
    X(OFFICE, "office")       /* the secretary when needed: phone, e-mail */                       \
    X(SECRETARY, "secretary") /* the secretary only, in no copy for the mailbox: section 12 */

#define AUDIENCE_AS_ENUM(name, word) AUDIENCE_##name,
enum audience { AUDIENCES(AUDIENCE_AS_ENUM) };
#undef AUDIENCE_AS_ENUM

struct option {
    const char *key;
    struct words label;
};

struct option_list {
    LIST(struct option);
};

struct field {
    const char *key; /* unique in its section; a table's columns have keys of their own */
    struct words label, help;
    enum field_kind kind;
    enum meaning means;
    enum audience audience;
    bool required;       /* an error at submit when empty */
    bool warn_only;      /* [C] rules: empty is a warning */
    int64_t most_words;  /* 字; 0: none */
    int64_t least, most; /* NUMBER: in tenths; LIST, TABLE: how many; MONEY: fen; most 0: none */
    const char *unit;    /* "" or shown behind the field */
    const char *shown_field,
        *shown_value; /* shown when that field of the section has the value; NULL: always */
    struct option_list options;
    struct field_list {
        LIST(struct field);
    } columns;               /* TABLE */
    struct option_list rows; /* TABLE with fixed rows: budget lines; key and label of each */
};

struct section {
    const char *key;
    int number; /* as people say it: 第 12 节 */
    struct words title, help;
    bool shared;               /* one per person and call, not per application */
    const char *const *topics; /* NULL-terminated codes it is asked for; NULL: all */
    struct field_list fields;
};

struct attachment_slot {
    const char *key;
    struct words label, help;
    bool required;  /* an error at submit */
    bool warn_only; /* asked for, may follow */
    bool by_office; /* what the office files: originals of applications by mail or on paper */
    int64_t most;   /* files; default 1 */
    enum audience audience;
    const char *const *types; /* extensions, NULL-terminated: "pdf", "docx" … */
};

#define METRIC_KINDS(X)                                                                            \
    X(PERFORMANCE, "performance") /* speed-up of the opened code over the baseline */              \
    X(ACCURACY, "accuracy")       /* improvement over the SOTA baseline */                         \
    X(VENUE, "venue")             /* aims at Nature/Science-level papers */                        \
    X(OPEN, "open")               /* better one at no worse other */

#define METRIC_AS_ENUM(name, word) METRIC_##name,
enum metric_kind { METRIC_KINDS(METRIC_AS_ENUM) };
#undef METRIC_AS_ENUM

struct metric {
    const char *key;
    enum metric_kind kind;
    struct words title; /* short: 性能：与性能基线的加速比 */
    struct words text;  /* as the guide has it */
};

struct subtopic {
    const char *key; /* "1-1" */
    struct words title;
    const char *const *metrics; /* keys that may be chosen; the first is preselected; never empty */
};

struct topic_definition {
    const char *code; /* "1" */
    const char *direction;
    struct words title, brief; /* 选题说明 */
    const char *const *metrics;
    int64_t quota; /* places the definition starts with */
    struct {
        LIST(struct subtopic);
    } subtopics;
};

struct direction {
    const char *key;
    struct words title;
};

struct criterion {
    const char *key;
    struct words title, help;
    const char *group;
    int64_t weight; /* of the sum of all weights */
};

struct criterion_group {
    const char *key;
    struct words title;
};

/* A value the office may change while the call runs; `fallback` is the definition's. */
struct switch_definition {
    const char *key; /* "two-persons/release", "release-scores", "rule/seal" … */
    struct words label;
    const char *fallback;
    struct option_list options; /* empty: "on" and "off" */
};

/* What a person may agree to, each by itself; saying no never bars an application (PIPL 14–16, 23).
 * A text that changes gets another version, and is asked for anew. */
struct consent_definition {
    const char *key; /* "share/pcl" */
    const char *version;
    struct words title, text;
};

struct export_preset {
    const char *key; /* "contracts" */
    struct words title;
    const char *const *columns; /* keys of the column table in domain/contract.h */
};

/* One date of the plan on the home page; `at` may be 0 for 待定. */
struct stage {
    const char *key; /* apply screening review panel release contract running */
    struct words title, when;
    int64_t at; /* planned end */
};

struct definition {
    const char *key; /* "2023" */
    struct words title, society, programme, lede, contact;
    const char *mailbox; /* where submissions are received */
    const char *guide;   /* the guide's general text in paragraphs, Chinese only */
    int64_t published_at, opens_at, closes_at, review_by; /* 0: not set */
    int64_t grace;                                        /* seconds */
    const char *application_number;                       /* pattern; {random4}: Crockford */
    const char *award_number;                             /* pattern; {seq:02} counts on */
    int64_t award_first;                                  /* first value of seq */
    int64_t scale_least, scale_most;
    int64_t budget; /* fen, 0: none */
    int64_t reviewers_per_application;
    struct {
        LIST(struct words);
    } eligibility;
    struct {
        LIST(struct words);
    } steps; /* how to apply */
    struct {
        LIST(struct words);
    } acceptance;
    struct {
        LIST(struct words);
    } property; /* deliverables and IP */
    struct {
        LIST(struct stage);
    } stages;
    struct {
        LIST(struct direction);
    } directions;
    struct {
        LIST(struct topic_definition);
    } topics;
    struct {
        LIST(struct metric);
    } metrics;
    struct {
        LIST(struct section);
    } sections;
    struct {
        LIST(struct attachment_slot);
    } attachments;
    struct {
        LIST(struct criterion_group);
    } groups;
    struct {
        LIST(struct criterion);
    } criteria;
    struct option_list recommendations; /* best first */
    struct {
        LIST(struct switch_definition);
    } switches;
    struct {
        LIST(struct export_preset);
    } exports;
    struct {
        LIST(struct consent_definition);
    } consents;
    struct privacy {
        const char *version;
        struct words handler, contact, purposes, kinds, recipients, retention, rights;
    } privacy;
};

/* Reads and checks a document; every mistake becomes a problem whose path is its JSON path
 * ("$.sections[3].fields[0].kind").  NULL when there is any error.  The result points into the
 * document, which must live in the same arena. */
const struct definition *definition_read(struct arena *arena, const json_t *document,
                                         struct problems *problems);

const struct topic_definition *definition_topic(const struct definition *d, const char *code);
const struct section *definition_section(const struct definition *d, const char *key);
const struct metric *definition_metric(const struct definition *d, const char *key);
const struct subtopic *topic_subtopic(const struct topic_definition *t, const char *key);
const struct attachment_slot *definition_slot(const struct definition *d, const char *key);
bool section_applies(const struct section *section, const char *topic);

/* The field that means something, and its section (either out may be NULL); NULL when none. */
const struct field *definition_meaning(const struct definition *d, enum meaning means,
                                       const struct section **section);

/* Metric keys that may be chosen under a topic and subtopic (NULL or "" for none), by the rule
 * for empty cells of domain.md §2; the first is preselected. */
const char *const *definition_metric_choices(const struct definition *d, const char *topic,
                                             const char *subtopic);

/* Three events alone gate rights; the rest is a sign on the door (domain.md §3). */
enum gate { GATE_BEFORE, GATE_OPEN, GATE_CLOSED, GATE_RELEASED };

/* A call as it stands: dates in force, events that happened, switches. */
struct call {
    struct call_id id;
    const char *key;
    int64_t version;
    const struct definition *definition;
    int64_t opens_at, closes_at, grace;        /* 0: not set */
    int64_t opened_at, closed_at, released_at; /* 0: has not happened */
    int64_t budget;                            /* fen, 0: none */
    const json_t *switches;                    /* the office's values */
};

/* Where the call is.  Times count even when the event's row is not written yet: at `opens_at` it
 * is open, after `closes_at` closed; a written event is never undone by a clock. */
enum gate call_gate(const struct call *call, int64_t now);

/* "on", "off" or an option's key: the office's value, else the definition's, else "off". */
const char *call_switch(const struct call *call, const char *key);
bool call_switched_on(const struct call *call, const char *key);

const char *words_in(const struct words *words, enum language language);

/* What changes between two definitions, as problems-like rows: path, "added" | "removed" |
 * "changed", old and new text.  `breaks` is set for drops and retypes of fields and topics, which
 * are refused while answers or applications exist. */
struct definition_change {
    const char *path;
    const char *what;
    const char *before, *after;
    bool breaks;
};
struct definition_diff {
    LIST(struct definition_change);
};
struct definition_diff definition_compare(struct arena *arena, const struct definition *from,
                                          const struct definition *to);
