/* erasure.h: somebody asks that what is kept of them be erased (PIPL 47; security.md §6.4).
 *
 * Numbers, times, verdicts, scores and hashes stay, without a name.  What law or a running call
 * still needs is in the way, and the person is told what.
 */
#pragma once

#include <stdint.h>

/* The office answers within so many days; so long may what was accepted be withdrawn. */
#define ERASURE_ANSWER_DAYS 15
#define ERASURE_PAUSE_DAYS  7

#define ERASURE_STATES(X)                                                                          \
    X(ASKED, "asked")                                                                              \
    X(ACCEPTED, "accepted")                                                                        \
    X(REFUSED, "refused")                                                                          \
    X(WITHDRAWN, "withdrawn")                                                                      \
    X(DONE, "done")

#define ERASURE_AS_ENUM(name, word) ERASURE_##name,
enum erasure_state { ERASURE_STATES(ERASURE_AS_ENUM) ERASURE_STATE_COUNT };
#undef ERASURE_AS_ENUM

const char *erasure_word(enum erasure_state state);
/* ASKED for a word nobody knows. */
enum erasure_state erasure_of(const char *word);

struct erasure_facts {
    int64_t awards;    /* ever held: contract and accounts are kept by law */
    int64_t in_review; /* submitted in a call whose decisions are not released */
    int64_t roles;     /* held now */
};

/* Error code of what is in the way, NULL for nothing. */
const char *erasure_hindrance(const struct erasure_facts *facts);
