/* review.h: one reviewer's judgement of one application: scores, words, and when it counts.
 *
 * A draft may be incomplete; a submitted review is complete, and is changed only by submitting a
 * new version with a reason, so that an edit after seeing others is marked (R12).  Who may write
 * and when is policy's; here are the rules of the review itself.  Texts live in the arena of the
 * caller.
 */
#pragma once

#include "domain/call.h"

#define REVIEW_STATES(X)                                                                           \
    X(DRAFT, "draft")                                                                              \
    X(SUBMITTED, "submitted")

#define REVIEW_AS_ENUM(name, word) REVIEW_##name,
enum review_state { REVIEW_STATES(REVIEW_AS_ENUM) REVIEW_STATE_COUNT };
#undef REVIEW_AS_ENUM

const char *review_word(enum review_state state);
bool review_state_of(const char *word, enum review_state *state);

/* What is saved, and compared with what another tab saved, for itself; the scores are one part. */
#define REVIEW_PARTS(X)                                                                            \
    X(SCORES, "scores")                                                                            \
    X(RECOMMENDATION, "recommendation")                                                            \
    X(FAMILIARITY, "familiarity")                                                                  \
    X(TO_COMMITTEE, "to_committee")                                                                \
    X(TO_APPLICANT, "to_applicant")

#define REVIEW_AS_PART(name, word) REVIEW_PART_##name,
enum review_part { REVIEW_PARTS(REVIEW_AS_PART) REVIEW_PART_COUNT };
#undef REVIEW_AS_PART

const char *review_part_word(enum review_part part);

/* Why a reviewer steps back; only the first is a conflict and hides the application for good. */
#define DECLINES(X)                                                                                \
    X(CONFLICT, "conflict")                                                                        \
    X(TIME, "time")                                                                                \
    X(FIELD, "field")                                                                              \
    X(OTHER, "other")

#define REVIEW_AS_DECLINE(name, word) DECLINE_##name,
enum decline { DECLINES(REVIEW_AS_DECLINE) DECLINE_COUNT };
#undef REVIEW_AS_DECLINE

const char *decline_word(enum decline decline);
bool decline_of(const char *word, enum decline *decline);

struct review_score {
    const char *criterion;
    int64_t score; /* 0: not given */
};

struct review {
    struct review_id id;
    struct key key;
    struct assignment_id assignment;
    struct application_id application;
    struct person_id reviewer;
    enum review_state state;
    int64_t version;                    /* 0: never submitted */
    int64_t revision;                   /* counts saves, for two tabs */
    int64_t changed[REVIEW_PART_COUNT]; /* the revision at which each part got its value */
    struct review_scores {
        LIST(struct review_score);
    } scores;
    int64_t total; /* 0…1,000,000: weighted, of 100 points in 1/10000; REVIEW_NO_TOTAL */
    const char *recommendation; /* key of the definition, "" for none */
    int64_t familiarity;        /* 1–3, 0: not given */
    const char *to_committee, *to_applicant;
    bool on_paper;                /* 代录 */
    const char *scan, *scan_name; /* of the signed sheet: its SHA-256 and file name, "" for none */
    int64_t saved_at, submitted_at;
};

#define REVIEW_NO_TOTAL  (-1)
#define FAMILIARITY_MOST 3
#define REVIEW_COMMENT_MOST 20000 /* bytes, as in forms.def */

/* 0 when that criterion has none. */
int64_t review_score(const struct review *review, const char *criterion);
void review_score_set(struct arena *arena, struct review *review, const char *criterion,
                      int64_t score);

/* {"innovation": 8, …}: what the row and the form keep.  Members that are no integers read as not
 * given. */
void review_scores_read(struct arena *arena, struct review *review, json_t *scores);
json_t *review_scores_write(struct arena *arena, const struct review *review);

/* {"scores": 3, …}: the revisions of the parts, as the row keeps them. */
void review_changed_read(struct review *review, const json_t *changed);
json_t *review_changed_write(struct arena *arena, const struct review *review);

/* Another one whose scores are its own. */
struct review review_copy(struct arena *arena, const struct review *review);

/* What somebody typed, and the revision each part was read at. */
struct review_typed {
    struct review values;
    bool sent[REVIEW_PART_COUNT]; /* the others stay as they are; of the scores, those not given */
    int64_t base[REVIEW_PART_COUNT];
};
struct review_merge {
    bool changed;
    bool stale[REVIEW_PART_COUNT]; /* another tab changed it since, to something else: it stays */
    size_t conflicts;
};
struct review_merge review_merge(struct arena *arena, struct review *review,
                                 const struct review_typed *typed);

/* How many criteria have a score. */
int64_t review_given(const struct definition *definition, const struct review *review);

/* 100 · Σ weight·score/scale_most over Σ weight, in 1/10000 points, halves up and exact;
 * REVIEW_NO_TOTAL while a criterion has no score or one outside the scale. */
int64_t review_total(const struct definition *definition, const struct review *review);

/* What a draft may not hold: "scores.KEY" "out-of-range" (least, most) or
 * "review/unknown-criterion"; "recommendation" and "familiarity" "unknown-choice". */
void review_check_draft(const struct definition *definition, const struct review *review,
                        struct problems *problems);

/* What a submitted review needs beyond that: every score, the recommendation and the familiarity
 * "required"; a signed sheet (on_paper) may lack the familiarity.  Comments are free. */
void review_check(const struct definition *definition, const struct review *review,
                  struct problems *problems);

/* Saves merged values: total, revision, saved_at.  CONFLICT "review/submitted" once submitted;
 * INVALID "review/invalid". */
bool review_save(struct review *review, const struct definition *definition, int64_t now,
                 struct problems *problems, struct error *err);

/* A new version; from the second on `reason` must say why.  INVALID "review/incomplete" with
 * problems (the reason's path is "reason"). */
bool review_submit(struct review *review, const struct definition *definition, const char *reason,
                   int64_t now, struct problems *problems, struct error *err);

/* What a version keeps: scores, total, recommendation, familiarity, both comments; canonical. */
char *review_content(struct arena *arena, const struct review *review);

/* The same read back into an otherwise empty review. */
bool review_content_read(struct arena *arena, const char *content, struct review *review,
                         struct error *err);
