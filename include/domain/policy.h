/* policy.h: who may do and see what: the one module of tables (security.md §5).
 *
 * Rights = role ∧ assignment ∧ ¬conflict ∧ gate ∧ field.  `struct standing` says how a person
 * stands to one thing; store queries return it with the rows that person may see at all, so a
 * thing with no standing is MISSING.  policy_may decides verbs, policy_may_see fields.  A
 * conflicted person of any role stands to the application as anybody does.
 */
#pragma once

#include "domain/call.h"
#include "domain/person.h"

/* How the actor stands to one application (or to the call itself, where only roles count). */
struct standing {
    bool owner;      /* leads it */
    bool member;     /* named in its team, or helps to write it */
    bool helper;     /* may write the part in question, by the leader's leave */
    bool assigned;   /* reviews it now */
    bool conflicted; /* suspected or confirmed: nothing beyond the public line */
    bool own_review_submitted;
    bool reviewer, committee, chair, secretary, auditor, administrator;
    enum gate gate; /* the call's */
    bool writable;  /* the application's own gate: before closing, extension or correction date */
    bool released;  /* decisions are out */
};

/* Verbs, one row each in the table of policy.c. */
#define VERBS(X)                                                                                   \
    X(APPLICATION_READ)                                                                            \
    X(APPLICATION_START)                                                                           \
    X(RECEIPT_READ)                                                                                \
    X(APPLICATION_EDIT)                                                                            \
    X(APPLICATION_HISTORY)                                                                         \
    X(PART_EDIT)                                                                                   \
    X(APPLICATION_SUBMIT)                                                                          \
    X(APPLICATION_WITHDRAW)                                                                        \
    X(APPLICATION_SCREEN)                                                                          \
    X(APPLICATION_REGISTER)                                                                        \
    X(APPLICATION_LIST)                                                                            \
    X(APPLICATION_OFFICE)                                                                          \
    X(ATTACHMENT_READ)                                                                             \
    X(TEAM_READ)                                                                                   \
    X(TEAM_INVITE)                                                                                 \
    X(TEAM_REMOVE)                                                                                 \
    X(TEAM_WRITERS)                                                                                \
    X(TEAM_JOIN)                                                                                   \
    X(CONFLICT_DECLARE)                                                                            \
    X(CONFLICT_DECIDE)                                                                             \
    X(CONFLICT_LIST)                                                                               \
    X(ASSIGNMENT_MAKE)                                                                             \
    X(EXPERTISE_EDIT)                                                                              \
    X(BID)                                                                                         \
    X(REVIEW_OPEN)                                                                                 \
    X(REVIEW_WRITE)                                                                                \
    X(REVIEW_ENTER)                                                                                \
    X(REVIEW_READ_OTHERS)                                                                          \
    X(RANKING_READ)                                                                                \
    X(DECISION_PROPOSE)                                                                            \
    X(DECISION_READ)                                                                               \
    X(DECISION_RELEASE)                                                                            \
    X(PERSON_JOIN)                                                                                 \
    X(ERASURE_DECIDE)                                                                              \
    X(AWARD_READ)                                                                                  \
    X(AWARD_REFILL)                                                                                \
    X(CONTRACT_READ)                                                                               \
    X(CONTRACT_EDIT)                                                                               \
    X(CONTRACT_FILL)                                                                               \
    X(CONTRACT_SELECT)                                                                             \
    X(EXPORT)                                                                                      \
    X(CALL_EDIT)                                                                                   \
    X(CALL_IMPORT)                                                                                 \
    X(ANNOUNCE)                                                                                    \
    X(EXTEND)                                                                                      \
    X(ROLE_GRANT)                                                                                  \
    X(ACCOUNT_MANAGE)                                                                              \
    X(NOTICE_LIST)                                                                                 \
    X(AUDIT_READ)

#define VERB_AS_ENUM(name) VERB_##name,
enum verb { VERBS(VERB_AS_ENUM) VERB_COUNT };
#undef VERB_AS_ENUM

/* Fields that some who see the thing may not see. */
#define SECRETS(X)                                                                                 \
    X(ANSWER_READERS)                                                                              \
    X(ANSWER_OFFICE)                                                                               \
    X(ANSWER_SECRETARY)                                                                            \
    X(REVIEW_SCORES)                                                                               \
    X(REVIEW_COMMENT_COMMITTEE)                                                                    \
    X(REVIEW_COMMENT_APPLICANT)                                                                    \
    X(REVIEWER_NAME)                                                                               \
    X(DECISION_OUTCOME)                                                                            \
    X(DECISION_INNER_REASON)                                                                       \
    X(CONTRACT_ACCOUNT)                                                                            \
    X(REVIEW_TIMES)                                                                                \
    X(PREFERENCE)

#define SECRET_AS_ENUM(name) SECRET_##name,
enum secret { SECRETS(SECRET_AS_ENUM) SECRET_COUNT };
#undef SECRET_AS_ENUM

/* The actor's standing to the call as such: roles and gate only. */
struct standing standing_in_call(const struct actor *actor, const struct call *call, int64_t now);

/* DENIED "denied" when not; CONFLICT "call/closed" and the like when only time is against it. */
bool policy_may(const struct standing *standing, enum verb verb, struct error *err);
bool policy_may_see(const struct standing *standing, enum secret secret);
enum secret secret_of_audience(enum audience audience);

const char *verb_name(enum verb verb);
const char *secret_name(enum secret secret);
