/* address.h: the mail addresses of somebody who has an account.
 *
 * A new one counts once its link was used; then it is the one that is written to, and the one
 * before is told.  Every verified one signs in.  Asking tells nobody whether an address is somebody
 * else's (R20): only the link, which its mailbox gets, does.
 */
#pragma once

#include "action/service.h"
#include "base/problems.h"
#include "domain/person.h"
#include "store/person.h"

bool action_addresses(struct env *env, const struct actor *actor, struct address_rows *rows,
                      struct error *err);

/* Sends a link to `email` for who types the password again.  INVALID with problems; SIGN_IN
 * "account/wrong"; LIMITED. */
bool action_address_ask(struct env *env, const struct actor *actor, const char *email,
                        const char *password, struct problems *problems, struct error *err);

/* Inside the transaction that uses such a link: an address of another account of theirs brings that
 * account with it (account_join.h, whose refusals these are). */
bool action_address_change(struct env *env, const struct actor *actor, const char *email,
                           struct error *err);

/* One that is not written to; it is told. */
bool action_address_remove(struct env *env, const struct actor *actor, const char *email,
                           struct error *err);
