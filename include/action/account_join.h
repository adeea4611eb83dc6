/* account_join.h: two accounts of one human being become one, by whoever opens both.
 *
 * The link mailed to the second account's address shows that its mailbox is theirs.  What follows
 * the person (applications, roles, reviews, notices) goes over; its password and sessions end.
 */
#pragma once

#include "action/service.h"
#include "store/account.h"

/* Inside the transaction that uses such a link: `other` is joined into the actor.  CONFLICT
 * "account/join-disabled"; "account/join-second" (it asks for a code at sign-in: whoever only reads
 * its mail must not get around that); those of person_may_hold
 * when nobody may hold the roles of both; those of store_person_join. */
bool action_account_join(struct env *env, const struct actor *actor, const struct account *other,
                         struct error *err);
