/* award.h: decisions of the committee, what must hold before they are released, and awards.
 *
 * A decision is a proposal until the one release of the call; an award is a fund decision in force.
 * Nobody holds two live awards of one call: said here before release with names and numbers, and
 * kept by the database whatever happens (R65).
 */
#pragma once

#include "domain/application.h"

#define OUTCOMES(X)                                                                                \
    X(FUND, "fund")                                                                                \
    X(RESERVE, "reserve")                                                                          \
    X(DECLINE, "decline")

#define OUTCOME_AS_ENUM(name, word) OUTCOME_##name,
enum outcome { OUTCOMES(OUTCOME_AS_ENUM) OUTCOME_COUNT };
#undef OUTCOME_AS_ENUM

const char *outcome_word(enum outcome outcome);
bool outcome_of(const char *word, enum outcome *outcome);

struct decision {
    struct decision_id id; /* 0: none yet */
    struct call_id call;
    struct application_id application;
    enum outcome outcome;
    int64_t amount;     /* fen; 0 unless FUND */
    const char *reason; /* inner, may hold scores */
    const char *outer;  /* what the applicant reads */
    struct person_id proposed_by;
    int64_t proposed_at, released_at; /* released_at 0: a proposal */
};

/* Sets the decision on an application, new or proposed before.  CONFLICT "decision/released",
 * "decision/not-eligible" (number); INVALID "decision/invalid" with problems: "amount" "required"
 * or "decision/above-asked" (asked) for FUND. An amount given with another outcome is dropped. */
bool decision_propose(struct decision *decision, const struct application *application,
                      struct person_id by, int64_t now, struct problems *problems,
                      struct error *err);

/* One application as the release looks at it. */
struct candidate {
    struct application_id application;
    const char *number, *topic; /* topic: code */
    struct person_id person;
    const char *name;
    enum application_state state;
    bool decided;
    enum outcome outcome;
    int64_t amount;
};

struct candidates {
    LIST(struct candidate);
};

struct places {
    const char *topic, *title;
    int64_t quota;
};

/* Everything against a release.  Errors: "release/undecided" (number, name) for an eligible
 * application without decision, "release/unscreened" (number) for one submitted but never judged,
 * "release/two-funds" (name, first, second), "release/nothing" without any decision.  Warnings:
 * "release/quota" (topic, quota, funded), "release/budget" (budget, funded; 0: none). */
void release_check(const struct candidates *candidates, const struct places *places, size_t count,
                   int64_t budget, struct problems *problems);

/* May `by` release what `proposer` proposed?  DENIED "release/second-person" when two persons are
 * asked for and it is the same one (R66). */
bool release_by(struct person_id proposer, struct person_id by, bool two_persons,
                struct error *err);

struct award {
    struct award_id id;
    struct key key;
    struct call_id call;
    struct person_id person;
    struct application_id application;
    const char *number;
    int64_t amount;
    bool live;
    struct person_id made_by;
    int64_t made_at, ended_at; /* ended_at 0: live */
    const char *ended_why;
};

struct awards {
    LIST(struct award);
};

/* CONFLICT "award/one-per-person" (number of the live one) when the person holds another live
 * award of the call. */
bool award_may_live(const struct awards *awards, const struct award *award, struct error *err);

/* A topic's places and the call's money after the release. */
struct vacancy {
    const char *topic;
    int64_t quota, live;   /* of the topic */
    int64_t budget, spent; /* of the call, fen; budget 0: no cap */
};

/* May an application take a place that fell free?  CONFLICT "refill/not-eligible" (number),
 * "refill/full" (topic), "refill/budget" (left); one award a person is award_may_live's. */
bool award_refill(const struct candidate *candidate, const struct vacancy *vacancy, int64_t amount,
                  struct error *err);

/* Ends a live award; its number stays used.  CONFLICT "award/ended"; INVALID "award/reason". */
bool award_end(struct award *award, const char *why, int64_t now, struct error *err);

/* The next consecutive number of the call: `first`, or one beyond the largest used (0: none). */
int64_t award_next(int64_t first, int64_t largest);

/* A person as far as likeness goes; texts may be "" but not NULL. */
struct likeness {
    struct person_id person;
    struct key key;
    const char *name, *institution, *phone, *orcid;
};

struct likenesses {
    LIST(struct likeness);
};

/* Two that may be one human being: same name, and same phone, ORCID or institution. */
struct same_pair {
    const struct likeness *first, *second;
    bool phone, orcid, institution; /* what agrees beside the name */
};

struct same_pairs {
    LIST(struct same_pair);
};

/* Compared as likeness_fold writes them; phones by their digits without +86. Pairs in the order of
 * the list. Whoever calls leaves out pairs that the secretary told apart. */
struct same_pairs same_persons(struct arena *arena, const struct likenesses *persons);

/* Lower case, half width, without white space, dots and hyphens: "Ｌin  Zhi-yuan" → "linzhiyuan".
 */
char *likeness_fold(struct arena *arena, const char *text);
