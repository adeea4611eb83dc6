/* remind.h: what the clock writes to people: that a date comes near, and the daily digest. */
#pragma once

#include "action/service.h"

/* Applicants with an unsubmitted draft, 3 days, 1 day and 3 hours before its own gate: one message
 * each, with what is missing. */
bool action_remind_drafts(struct env *env, struct error *err);

/* Reviewers with something left to submit, 3 days and 1 day before it is due and once after it: one
 * message each, with numbers only. */
bool action_remind_reviewers(struct env *env, struct error *err);

/* Inside the transaction of a submission: once, to whom nothing is left. */
bool action_thank_reviewer(struct env *env, const struct call *call, struct person_id reviewer,
                           struct error *err);

/* Once a day from eight in the morning, Beijing time, to the call's mailbox: counts, failures, head
 * of the audit log. */
bool action_digest(struct env *env, struct error *err);
