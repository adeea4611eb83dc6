/* roster.h: 指派方案: from what is known of applications and reviewers to who reviews what.
 *
 * What speaks for and against a pair is a `struct fit`; one table turns it into a cost, which is
 * the only thing the kernel (assignment.h) looks at.  The whole problem is written as the document
 * that `grantd assign` reads, so that the page and the command cannot differ.  Ties are broken by
 * the order of the rows in it, which the seed shuffles: the same seed, the same result.
 *
 * What stands stays: assignments in force are pins, also beyond k and beyond a load, which then
 * count as the larger.  A pair that a conflict or the office forbids is never used; a conflict
 * also undoes a pin.
 */
#pragma once

#include <stdbool.h>
#include "base/json.h"
#include "base/list.h"
#include "base/text.h"
#include "domain/assignment_json.h"
#include "domain/call.h"
#include "domain/keyword.h"

/* ---- what speaks for a pair */

#define NEARNESSES(X)                                                                              \
    X(TOPIC, "topic")         /* the reviewer names the topic */                                   \
    X(DIRECTION, "direction") /* or another one of its direction */                                \
    X(UNKNOWN, "unknown")     /* the reviewer names no topic at all */                             \
    X(FAR, "far")             /* names others only */

#define NEARNESS_AS_ENUM(name, word) NEARNESS_##name,
enum nearness { NEARNESSES(NEARNESS_AS_ENUM) };
#undef NEARNESS_AS_ENUM

#define WISHES(X)                                                                                  \
    X(NONE, "") /* nothing was said */                                                             \
    X(WANTS, "wants")                                                                              \
    X(CAN, "can")                                                                                  \
    X(RATHER_NOT, "rather-not")

#define WISH_AS_ENUM(name, word) WISH_##name,
enum wish { WISHES(WISH_AS_ENUM) WISH_COUNT };
#undef WISH_AS_ENUM

const char *nearness_word(enum nearness nearness);
bool nearness_of(const char *word, enum nearness *nearness);
const char *wish_word(enum wish wish);
bool wish_of(const char *word, enum wish *wish);

struct fit {
    enum nearness nearness;
    int64_t keywords; /* in common */
    enum wish wish;
    bool unread; /* written in a language the reviewer did not name */
    bool moved;  /* not so in the draft that is to change little */
};

/* 5…400 by the table in roster.c, and `steady` more for a pair that moved. */
int64_t fit_cost(const struct fit *fit, int64_t steady);

/* The cost in a word: "close", "fair", "far", "against". */
const char *fit_grade(int64_t cost);

/* ---- how a draft is wanted */

struct roster_settings {
    int64_t k;       /* reviewers per application, 1…ROSTER_K_MOST */
    int64_t balance; /* how evenly loads are spread: ROSTER_BALANCES */
    int64_t bridge;  /* 0, or what an application costs that only its own direction reviews */
    int64_t steady;  /* 0, or what a change against the base costs */
    bool bottleneck; /* first the worst pair is made as good as possible */
};

#define ROSTER_K_MOST 20
#define ROSTER_BRIDGE 500
#define ROSTER_STEADY 60

/* "none", "gentle", "strong". */
bool roster_balance_of(const char *word, int64_t *balance);
const char *roster_balance_word(int64_t balance);

json_t *roster_settings_write(struct arena *arena, const struct roster_settings *settings);
struct roster_settings roster_settings_read(const json_t *document);

/* ---- the case */

enum roster_mark {
    MARK_CONFLICT = 1, /* suspected or confirmed */
    MARK_LIVE = 2,     /* assigned now */
    MARK_PIN = 4,      /* set by the office: one of the k */
    MARK_ADD = 8,      /* one more than k */
    MARK_FORBID = 16,
    MARK_STOOD = 32, /* in the base */
};

struct roster_reviewer {
    struct person_id person;
    struct key key;
    const char *name, *institution;
    int64_t load;
    const json_t *topics, *languages; /* lists of words */
    struct keywords keywords;
    bool declined; /* takes nothing new */
};

struct roster_application {
    struct application_id application;
    struct key key;
    const char *topic;
    bool is_chinese; /* by its title */
    struct keywords keywords;
};

struct roster_case {
    const struct definition *definition;
    struct roster_settings settings;
    int64_t seed;
    bool has_base; /* else nothing moves */
    struct {
        LIST(struct roster_reviewer);
    } reviewers;
    struct {
        LIST(struct roster_application);
    } applications;
    unsigned char *marks, *wishes; /* a byte a pair: roster_pair */
};

/* Room for marks and wishes, once all rows are in; false: too many pairs for a page. */
bool roster_case_ready(struct arena *arena, struct roster_case *given);
size_t roster_pair(const struct roster_case *given, size_t application, size_t reviewer);

struct fit roster_fit(const struct roster_case *given, size_t application, size_t reviewer);

/* Must it be kept, may it be used at all. */
bool roster_is_pin(const struct roster_case *given, size_t application, size_t reviewer);
bool roster_is_open(const struct roster_case *given, size_t application, size_t reviewer);

/* How many reviewers an application is to have: k, what was added, or all that stand. */
int64_t roster_wanted(const struct roster_case *given, size_t application);

/* ---- solving */

/* The document.  `spare`: as many reviewers more as are needed so that everybody is served, each
 * dearer than any true one: what they get is what is missing. */
void roster_write(struct arena *arena, const struct roster_case *given, bool spare,
                  struct buffer *out);
bool roster_is_spare(const char *id, size_t length);

/* Does it hold a Chinese character? */
bool title_is_chinese(const char *title);
