/* tell.h: the notices of what happened, written in the transaction of what they tell.
 *
 * Each puts into `detail` only what its recipient may see; addresses are read from the store.
 */
#pragma once

#include "action/application.h"

/* Receipt to the applicant, the application to the call's mailbox. */
bool tell_submitted(struct env *env, const struct application_view *view,
                    const struct submission *submission, struct error *err);
/* Registered by the office: to the applicant with `link` to make an account (NULL: has one), the
 * application to the call's mailbox. */
bool tell_registered(struct env *env, const struct application_view *view,
                     const struct submission *submission, const char *email, enum language language,
                     const char *link, struct error *err);
bool tell_withdrawn(struct env *env, const struct application_view *view, struct error *err);
bool tell_order_changed(struct env *env, const struct actor *actor, const struct call *call,
                        struct error *err);

/* More time (0: anybody, any topic), to everybody it gives more time to finish something. */
bool tell_extended(struct env *env, const struct call *call, struct person_id person,
                   struct topic_id topic, int64_t until, const char *reason, struct error *err);

/* To one person at the primary address, in their language; nothing when there is none. */
bool tell_person(struct env *env, struct person_id person, const char *event, struct call_id call,
                 const char *object_kind, int64_t object, const json_t *detail, struct error *err);
/* About an application to an address that may be nobody's, in the language of who has it sent. */
bool tell_address(struct env *env, const char *email, const char *event,
                  const struct application_view *view, const json_t *detail, struct error *err);
/* To the call's mailbox. */
bool tell_mailbox(struct env *env, const struct call *call, const char *event,
                  const char *object_kind, int64_t object, const json_t *detail, struct error *err);
