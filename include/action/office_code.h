/* office_code.h: a code the office gives by telephone to whom mail does not reach.
 *
 * Eight characters of Crockford base32, ten minutes, used once, of no use but with the address it
 * was made for; it opens the page on which a new password is chosen, and nothing else.  Whoever it
 * was made for is told; only an administrator makes one for the office itself.
 */
#pragma once

#include "action/service.h"
#include "domain/person.h"

/* `code` is shown once and kept only as a hash.  DENIED "denied", "role/not-yours"; CONFLICT
 * "account/none" for whom has no account, "account/self". */
bool action_office_code(struct env *env, const struct actor *actor, const struct call *call,
                        struct key person, const char **code, struct error *err);

/* `url`: where the new password is chosen.  SIGN_IN "account/wrong-code" whatever is wrong with it;
 * LIMITED "account/limited-code". */
bool action_office_code_use(struct env *env, const char *email, const char *code, const char **url,
                            struct error *err);
