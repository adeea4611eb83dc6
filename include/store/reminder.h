/* reminder.h: who has been reminded of what, and what the daily digest counts. */
#pragma once

#include "base/list.h"
#include "domain/call.h"
#include "domain/ids.h"

struct reminder_people {
    LIST(struct person_id);
};
/* Everybody with a draft or a returned application in the call. */
bool store_reminder_people(struct env *env, struct call_id call, struct reminder_people *people,
                           struct error *err);

/* Everybody with an assignment in the call whose review is not submitted. */
bool store_reminder_reviewers(struct env *env, struct call_id call, struct reminder_people *people,
                              struct error *err);

/* Everybody (or one person) with an application, to any or one topic, that more time is good for.
 */
bool store_extension_people(struct env *env, struct call_id call, struct person_id person,
                            struct topic_id topic, struct reminder_people *people,
                            struct error *err);

/* Was the person not yet reminded at this mark of this gate? */
bool store_reminder_fresh(struct env *env, struct call_id call, struct person_id person,
                          const char *mark, int64_t gate, bool *fresh, struct error *err);
bool store_reminder_add(struct env *env, struct call_id call, struct person_id person,
                        const char *mark, int64_t gate, struct error *err);

struct digest_counts {
    int64_t drafts, submitted, submitted_since, reviews, mail_waiting, mail_failed;
};
bool store_digest_counts(struct env *env, struct call_id call, int64_t since,
                         struct digest_counts *counts, struct error *err);
