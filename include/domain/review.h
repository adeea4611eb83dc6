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
    int64_t version;  /* 0: never submitted */
    int64_t revision; /* counts saves, for two tabs */
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

/* 0 when that criterion has none. */
int64_t review_score(const struct review *review, const char *criterion);
void review_score_set(struct arena *arena, struct review *review, const char *criterion,
                      int64_t score);

/* {"innovation": 8, …}: what the row and the form keep.  Members that are no integers read as not
 * given. */
void review_scores_read(struct arena *arena, struct review *review, json_t *scores);
json_t *review_scores_write(struct arena *arena, const struct review *review);

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

/* Saves typed values: total, revision, saved_at.  CONFLICT "review/submitted" once submitted,
 * "review/stale" when `revision` is not the one last saved; INVALID "review/invalid". */
bool review_save(struct review *review, const struct definition *definition, int64_t revision,
                 int64_t now, struct problems *problems, struct error *err);

/* A new version; from the second on `reason` must say why.  INVALID "review/incomplete" with
 * problems (the reason's path is "reason"). */
bool review_submit(struct review *review, const struct definition *definition, const char *reason,
                   int64_t now, struct problems *problems, struct error *err);

/* What a version keeps: scores, total, recommendation, familiarity, both comments; canonical. */
char *review_content(struct arena *arena, const struct review *review);

/* The same read back into an otherwise empty review. */
bool review_content_read(struct arena *arena, const char *content, struct review *review,
                         struct error *err);
