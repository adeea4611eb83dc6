/* membership.h: members named in a team are told, and may confirm their data or object (domain.md
 * §4.3).
 *
 * Each is told at the first submission that names them, or when the leader asks: a link with one
 * right, for one membership, good once, that signs nobody in.  Who holds the address and is signed
 * in may say something else later.  Nothing waits for what they say.
 */
#pragma once

#include "action/application.h"
#include "store/membership.h"

/* Were the data changed since the member spoke? */
bool membership_changed(struct env *env, const struct membership *row);

/* Everybody the leader names now, with what they said. */
bool action_memberships_of(struct env *env, const struct application_view *view,
                           struct memberships *rows, struct error *err);

/* Inside the transaction of a submission: tells those who were never told. */
bool memberships_tell(struct env *env, const struct application_view *view, struct error *err);
/* The leader asks those who have not answered what stands now; at most once a day each. */
bool action_memberships_ask(struct env *env, const struct actor *actor, struct key key,
                            struct error *err);

/* Members of the team who object, for the office.  DENIED for others. */
bool action_membership_objections(struct env *env, const struct application_view *view,
                                  struct memberships *rows, struct error *err);

/* What a link is about.  MISSING "membership/link". */
bool action_membership_show(struct env *env, const char *link, struct membership *row,
                            struct error *err);
bool action_memberships_mine(struct env *env, const struct actor *actor, const struct call *call,
                             struct memberships *rows, struct error *err);

/* "confirmed" or "objected", with a note; the leader is told of an objection.  INVALID
 * "form/invalid". */
struct membership_word {
    const char *word, *note;
};
bool action_membership_answer(struct env *env, const char *link, const struct membership_word *word,
                              struct problems *problems, struct error *err);
bool action_membership_say(struct env *env, const struct actor *actor, struct key key,
                           const struct membership_word *word, struct problems *problems,
                           struct error *err);
