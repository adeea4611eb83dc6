/* receipt.h: the signed receipts of submitted versions, and the keys they are signed with.
 *
 * A version is committed first and signed just after, in a transaction of its own: signing is no
 * business of the one that stores what somebody filed.  Should that fail, the receipt's first
 * reader or the chore signs it.  Signed once; what is stored is what everybody gets.
 */
#pragma once

#include "action/application.h"
#include "domain/receipt.h"
#include "store/receipt.h"

struct receipt_view {
    struct version_view version;
    bool is_signed; /* false: it could not be stored just now, and will be */
    struct receipt_row row;
};

/* For who submitted it and for the secretary; signs it when nobody has. */
bool action_receipt(struct env *env, const struct actor *actor, struct key key, int64_t version,
                    struct receipt_view *view, struct error *err);

/* Signs a version that has just been committed; what fails is logged and done later. */
void action_receipt_sign(struct env *env, struct submission_id submission);

/* The chore: signs what is not signed yet; *again when there is more. */
bool action_receipts_work(struct env *env, bool *again, struct error *err);

/* The rows say which key signs now: at start, after a renewal, and when a key was laid back. */
bool action_keys_agree(struct env *env, struct error *err);

/* A fresh key signs from now on; its id. */
bool action_key_renew(struct env *env, const char **id, struct error *err);

/* Every public key the service ever signed with, newest first. */
bool action_keys(struct env *env, struct published_keys *keys, struct error *err);
