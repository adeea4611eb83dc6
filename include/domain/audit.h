/* audit.h: what is written down of every action, and the tree that shows it was not changed.
 *
 * A row's leaf is SHA-256(0x00 ‖ canonical JSON of its columns); the tree over the leaves is that
 * of RFC 6962, so any later reader can prove that a head seen before still holds.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/digest.h"

/* What people do and the log names: KIND/done; KIND is the kind of the object. */
#define AUDIT_ACTIONS(X)                                                                           \
    X(SESSION_OPENED, "session/opened")                                                            \
    X(SESSION_ENDED, "session/ended")                                                              \
    X(SESSION_REFUSED, "session/refused")                                                          \
    X(ACCOUNT_ASKED, "account/asked")                                                              \
    X(ACCOUNT_MADE, "account/made")                                                                \
    X(ACCOUNT_VERIFIED, "account/verified")                                                        \
    X(ACCOUNT_PASSWORD, "account/password")                                                        \
    X(ACCOUNT_RESET_ASKED, "account/reset-asked")                                                  \
    X(ACCOUNT_SECOND_ON, "account/second-on")                                                      \
    X(ACCOUNT_SECOND_OFF, "account/second-off")                                                    \
    X(ACCOUNT_DISABLED, "account/disabled")                                                        \
    X(ACCOUNT_ENABLED, "account/enabled")                                                          \
    X(PERSON_CHANGED, "person/changed")                                                            \
    X(PERSON_ADDRESS, "person/address")                                                            \
    X(PERSON_INVITED, "person/invited")                                                            \
    X(PERSON_JOINED, "person/joined")                                                              \
    X(PERSON_DIFFERENT, "person/different")                                                        \
    X(PERSON_CONSENTED, "person/consented")                                                        \
    X(ERASURE_ASKED, "erasure/asked")                                                              \
    X(ERASURE_WITHDRAWN, "erasure/withdrawn")                                                      \
    X(ERASURE_ACCEPTED, "erasure/accepted")                                                        \
    X(ERASURE_REFUSED, "erasure/refused")                                                          \
    X(ERASURE_DONE, "erasure/done")                                                                \
    X(ROLE_GRANTED, "role/granted")                                                                \
    X(ROLE_ENDED, "role/ended")                                                                    \
    X(CALL_IMPORTED, "call/imported")                                                              \
    X(CALL_UPLOADED, "call/uploaded")                                                              \
    X(CALL_CHANGED, "call/changed")                                                                \
    X(CALL_OPENED, "call/opened")                                                                  \
    X(CALL_CLOSED, "call/closed")                                                                  \
    X(CALL_REOPENED, "call/reopened")                                                              \
    X(CALL_EXTENDED, "call/extended")                                                              \
    X(CLOCK_TRUSTED, "clock/trusted")                                                              \
    X(CALL_RELEASE_PROPOSED, "call/release-proposed")                                              \
    X(CALL_RELEASE_WITHDRAWN, "call/release-withdrawn")                                            \
    X(CALL_RELEASED, "call/released")                                                              \
    X(ANNOUNCEMENT_PUBLISHED, "announcement/published")                                            \
    X(ANNOUNCEMENT_WITHDRAWN, "announcement/withdrawn")                                            \
    X(DOWNLOAD_ADDED, "download/added")                                                            \
    X(DOWNLOAD_REMOVED, "download/removed")                                                        \
    X(APPLICATION_STARTED, "application/started")                                                  \
    X(APPLICATION_ORDERED, "application/ordered")                                                  \
    X(CODE_GIVEN, "code/given")                                                                    \
    X(CODE_USED, "code/used")                                                                      \
    X(CONSENT_GIVEN, "consent/given")                                                              \
    X(CONSENT_WITHDRAWN, "consent/withdrawn")                                                      \
    X(AT_CLOSING_WANTED, "at-closing/wanted")                                                      \
    X(AT_CLOSING_UNWANTED, "at-closing/unwanted")                                                  \
    X(APPLICATION_SAVED, "application/saved")                                                      \
    X(MEMBERSHIP_ASKED, "membership/asked")                                                        \
    X(MEMBERSHIP_CONFIRMED, "membership/confirmed")                                                \
    X(MEMBERSHIP_OBJECTED, "membership/objected")                                                  \
    X(COLLABORATOR_INVITED, "collaborator/invited")                                                \
    X(COLLABORATOR_CHANGED, "collaborator/changed")                                                \
    X(COLLABORATOR_JOINED, "collaborator/joined")                                                  \
    X(COLLABORATOR_ENDED, "collaborator/ended")                                                    \
    X(APPLICATION_SUBMITTED, "application/submitted")                                              \
    X(APPLICATION_WITHDRAWN, "application/withdrawn")                                              \
    X(APPLICATION_REOPENED, "application/reopened")                                                \
    X(APPLICATION_SCREENED, "application/screened")                                                \
    X(APPLICATION_REGISTERED, "application/registered")                                            \
    X(APPLICATION_READ, "application/read")                                                        \
    X(ATTACHMENT_ADDED, "attachment/added")                                                        \
    X(ATTACHMENT_REMOVED, "attachment/removed")                                                    \
    X(CONFLICT_DECLARED, "conflict/declared")                                                      \
    X(CONFLICT_FOUND, "conflict/found")                                                            \
    X(CONFLICT_DECIDED, "conflict/decided")                                                        \
    X(ASSIGNMENT_MADE, "assignment/made")                                                          \
    X(ASSIGNMENT_ENDED, "assignment/ended")                                                        \
    X(ASSIGNMENT_DECLINED, "assignment/declined")                                                  \
    X(EXPERTISE_SAVED, "expertise/saved")                                                          \
    X(BIDS_SAVED, "bid/saved")                                                                     \
    X(ROSTER_MADE, "roster/made")                                                                  \
    X(ROSTER_HAND, "roster/hand")                                                                  \
    X(ROSTER_PUBLISHED, "roster/published")                                                        \
    X(REVIEW_SAVED, "review/saved")                                                                \
    X(REVIEW_SUBMITTED, "review/submitted")                                                        \
    X(REVIEW_ENTERED, "review/entered")                                                            \
    X(DECISION_PROPOSED, "decision/proposed")                                                      \
    X(AWARD_CASE, "award/case")                                                                    \
    X(AWARD_MADE, "award/made")                                                                    \
    X(AWARD_ENDED, "award/ended")                                                                  \
    X(REFILL_PROPOSED, "refill/proposed")                                                          \
    X(REFILL_WITHDRAWN, "refill/withdrawn")                                                        \
    X(CONTRACT_CHANGED, "contract/changed")                                                        \
    X(CONTRACT_MOVED, "contract/moved")                                                            \
    X(CONTRACT_SELECTED, "contract/selected")                                                      \
    X(CONTRACT_FROZEN, "contract/frozen")                                                          \
    X(CONTRACT_CONFIRMED, "contract/confirmed")                                                    \
    X(EXPORT_MADE, "export/made")                                                                  \
    X(NOTICE_RETRIED, "notice/retried")                                                            \
    X(MAIL_PAUSED, "mail/paused")                                                                  \
    X(MAIL_RESUMED, "mail/resumed")                                                                \
    X(KEY_PUBLISHED, "key/published")                                                              \
    X(BACKUP_MADE, "backup/made")                                                                  \
    X(CLOCK_MOVED, "clock/moved")

#define AUDIT_AS_ENUM(name, word) AUDIT_##name,
enum audit_action { AUDIT_ACTIONS(AUDIT_AS_ENUM) AUDIT_ACTION_COUNT };
#undef AUDIT_AS_ENUM

const char *audit_word(enum audit_action action);                /* "application/submitted" */
char *audit_kind(struct arena *arena, enum audit_action action); /* "application" */

/* Texts are never NULL. */
struct audit_row {
    int64_t seq;        /* leaf index + 1 */
    int64_t at;         /* service clock, seconds UTC */
    int64_t mono;       /* monotonic clock, milliseconds */
    int64_t actor;      /* person; 0: the clock or the command line */
    int64_t real_actor; /* 0: acted as nobody else */
    const char *role, *action, *object_kind, *object;
    const char *before_hash, *after_hash; /* "" for none */
    const char *request, *source;
};

struct digest audit_leaf(struct arena *arena, const struct audit_row *row);

/* The tree grows leaf by leaf and needs no more memory than this; start with zeroes. */
struct audit_tree {
    uint64_t size;
    struct digest peaks[64]; /* roots of the perfect subtrees, one per bit of size */
};

void audit_tree_add(struct audit_tree *tree, const struct digest *leaf);

/* Of no leaves: SHA-256 of nothing. */
struct digest audit_tree_root(const struct audit_tree *tree);

/* What an auditor keeps: a size and the root at that size. */
struct audit_head {
    int64_t size;
    struct digest root;
};
