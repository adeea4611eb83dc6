/* conflict.h: 回避: which reviewer must not see which application, and why (domain.md §6).
 *
 * Pure rules over what the store brings; they only find.  The store keeps one row per application,
 * reviewer and source, and a row somebody decided (dismissed, confirmed) is never written over by
 * finding it again.
 *
 * Two people are one when the person or an e-mail address says so.  A name says so only together
 * with its institution, because two- and three-character Chinese names are shared by thousands;
 * and then it is a suspicion, which the secretary can dismiss, never a fact.
 */
#pragma once

#include <stdbool.h>
#include "domain/ids.h"
#include "domain/institution.h"

#define CONFLICT_SOURCES(X)                                                                        \
    X(SELF, "self")               /* the reviewer leads it */                                      \
    X(MEMBER, "member")           /* the reviewer is named in its team */                          \
    X(CO_MEMBER, "co-member")     /* someone of it stands beside the reviewer in another team */   \
    X(INSTITUTION, "institution") /* of the leader or of a member */                               \
    X(DECLARED, "declared")       /* by the reviewer; never found by rule */                       \
    X(NAMED, "named")             /* by the applicant, section 12 */                               \
    X(OFFICE, "office")           /* set by the secretary; never found by rule */

#define CONFLICT_AS_ENUM(name, word) CONFLICT_##name,
enum conflict_source { CONFLICT_SOURCES(CONFLICT_AS_ENUM) };
#undef CONFLICT_AS_ENUM
#define CONFLICT_AS_ONE(name, word) +1
enum { CONFLICT_SOURCE_COUNT = 0 CONFLICT_SOURCES(CONFLICT_AS_ONE) };
#undef CONFLICT_AS_ONE

#define CONFLICT_STATES(X)                                                                         \
    X(SUSPECTED, "suspected") /* counts as a conflict until somebody dismisses it */               \
    X(CONFIRMED, "confirmed")                                                                      \
    X(DISMISSED, "dismissed")

#define CONFLICT_AS_ENUM(name, word) CONFLICT_##name,
enum conflict_state { CONFLICT_STATES(CONFLICT_AS_ENUM) };
#undef CONFLICT_AS_ENUM
#define CONFLICT_AS_ONE(name, word) +1
enum { CONFLICT_STATE_COUNT = 0 CONFLICT_STATES(CONFLICT_AS_ONE) };
#undef CONFLICT_AS_ONE

const char *conflict_source_word(enum conflict_source source);
bool conflict_source_of(const char *word, enum conflict_source *source);
const char *conflict_state_word(enum conflict_state state);
bool conflict_state_of(const char *word, enum conflict_state *state);

/* Somebody as an application or the reviewers' list names them.  Texts may be NULL or blank. */
struct party {
    struct person_id person; /* 0: not known as a person */
    const char *name, *institution;
    struct {
        LIST(const char *);
    } emails;
};
struct party_list {
    LIST(struct party);
};

struct conflict_application {
    struct party leader;
    struct party_list members;
    struct party_list avoid; /* reviewers to avoid; mostly a name, with luck an institution */
};

struct conflict_reviewer {
    struct party self;
    struct party_list companions; /* leaders and members of every other application of the call in
                                     which the reviewer is leader or member; not the reviewer */
};

struct conflict_finding {
    enum conflict_source source;
    enum conflict_state state; /* SUSPECTED or CONFIRMED */
    const char *whom;          /* name of the party that caused it, for the secretary's list */
};
struct conflict_findings {
    LIST(struct conflict_finding); /* at most one per source, the stronger state */
};

/* Everything the rules find between the two; empty when nothing stands against it. */
struct conflict_findings conflict_find(struct arena *arena,
                                       const struct conflict_application *application,
                                       const struct conflict_reviewer *reviewer,
                                       const struct institution_aliases *aliases);

/* One's own application and a membership that is certain are never dismissed. */
bool conflict_is_final(enum conflict_source source, enum conflict_state state);
