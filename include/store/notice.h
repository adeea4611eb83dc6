/* notice.h: the outbox: stored in the transaction of what it tells, rendered and sent later.
 *
 * A notice holds event, recipient, language and object; the chore that sends it renders it once and
 * freezes the bytes under its Message-ID (house.md §2).  States: waiting → sent | retrying → … |
 * failed.  Links of one-time use live in `detail` until sent, then are blanked.
 */
#pragma once

#include "base/env.h"
#include "base/json.h"
#include "base/list.h"
#include "domain/ids.h"

struct notice_new {
    const char *event; /* templates/mail/EVENT.txt */
    struct call_id call;
    struct person_id person; /* 0: a mailbox */
    const char *email;
    enum language language;
    const char *object_kind; /* "application", "submission", "assignment" …; NULL for none */
    int64_t object;
    const json_t *detail; /* what the template needs beyond the object; NULL for none */
    int64_t not_before;   /* 0: at once */
};

/* Inside a transaction. */
bool store_notice_add(struct env *env, const struct notice_new *n, struct error *err);

/* Where a person is written to: primary verified address and language; "" for none. */
bool store_notice_address(struct env *env, struct person_id person, const char **email,
                          const char **language, struct error *err);

struct notice {
    struct notice_id id;
    struct key key;
    struct call_id call;
    struct person_id person;
    const char *event, *email, *name; /* name of the person, "" for a mailbox */
    enum language language;
    const char *object_kind;
    int64_t object;
    const json_t *detail;
    const char *message_id, *subject, *body, *state, *answer;
    const void *message; /* frozen bytes, NULL before */
    size_t length;
    int64_t attempts, next_at, created_at, sent_at, read_at;
};
struct notices {
    LIST(struct notice);
};

/* The oldest notice that is due, one recipient's in order; MISSING-free: *found tells. */
bool store_notice_due(struct env *env, struct notice *notice, bool *found, struct error *err);

#define PAPER_PATIENCE (10 * 60) /* seconds a letter waits for the PDF that goes with it */
/* The oldest notice whose bytes are not frozen yet, and which waits for no PDF. */
bool store_notice_unrendered(struct env *env, struct notice *notice, bool *found,
                             struct error *err);

/* When the next one is due; 0 for none. */
bool store_notice_next(struct env *env, int64_t *at, struct error *err);

/* Inside a transaction: freezes what will be sent. */
bool store_notice_freeze(struct env *env, struct notice_id id, const char *subject,
                         const char *body, const void *message, size_t length, struct error *err);
/* Inside a transaction: what came of a try. */
bool store_notice_sent(struct env *env, struct notice_id id, const char *answer, struct error *err);
bool store_notice_retry(struct env *env, struct notice_id id, const char *answer, int64_t next_at,
                        struct error *err);
bool store_notice_failed(struct env *env, struct notice_id id, const char *answer,
                         struct error *err);
/* Waiting again, by hand. CONFLICT "notice/not-failed". */
bool store_notice_revive(struct env *env, struct key key, struct error *err);

/* Newest first; `state` "" for all, `before` 0 for the first page. */
bool store_notice_list(struct env *env, const char *state, int64_t before, int64_t limit,
                       struct notices *notices, struct error *err);
/* The same as one person may see it: without what concerns an application against which that person
 * has a conflict, or which is their own or their team's. */
bool store_notice_list_for(struct env *env, struct person_id actor, const char *state,
                           int64_t before, int64_t limit, struct notices *notices,
                           struct error *err);
bool store_notice_of_person(struct env *env, struct person_id person, int64_t before, int64_t limit,
                            struct notices *notices, struct error *err);
/* MISSING "missing"; the second also for what store_notice_list_for leaves out. */
bool store_notice_get(struct env *env, struct key key, struct notice *notice, struct error *err);
bool store_notice_get_for(struct env *env, struct person_id actor, struct key key,
                          struct notice *notice, struct error *err);
bool store_notice_read(struct env *env, struct notice_id id, struct error *err);

struct notice_counts {
    int64_t waiting, sent, retrying, failed;
};
bool store_notice_count(struct env *env, struct notice_counts *counts, struct error *err);
bool store_notice_count_for(struct env *env, struct person_id actor, struct notice_counts *counts,
                            struct error *err);
/* How many left since a moment: for pacing. */
bool store_notice_sent_since(struct env *env, int64_t since, int64_t *count, struct error *err);
