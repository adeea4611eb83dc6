/* contract_find.h: what the files of contracts share: finding one for an act, and what its page
 * tells.
 */
#pragma once

#include "action/contract.h"
#include "store/contract.h"

/* MISSING "missing" for whoever may not read it. */
bool contract_find(struct env *env, const struct actor *actor, struct key key,
                   struct contract_row *row, const struct call **call, struct standing *standing,
                   struct error *err);
/* The same for a verb; CONFLICT "contract/ended" when nothing of it changes any more. */
bool contract_find_to_edit(struct env *env, const struct actor *actor, struct key key,
                           enum verb verb, struct contract_row *row, const struct call **call,
                           struct error *err);

/* The account as it was sealed, into row->contract; its holder is party B until somebody says
 * otherwise.  Nothing for what was sealed elsewhere: a moved value tells nothing. */
void contract_account_open(struct env *env, struct contract_row *row);
/* What store_contract_save keeps of a form's account. */
const void *contract_account_seal(struct env *env, struct key key, const struct contract *form,
                                  size_t *length);

/* With the account opened for who may see it. */
struct contract_facts contract_facts_of(struct env *env, const struct actor *actor,
                                        const struct call *call, struct contract_row *row);

/* In the transaction that makes a contract effective: version 1 of its baseline.  Nothing for any
 * other state. */
bool contract_baseline_freeze(struct env *env, const struct actor *actor, const struct call *call,
                              const struct contract_row *row, struct error *err);
/* 鹏城·脑海, when the application asks for it. */
bool contract_large_read(struct env *env, const struct call *call, const struct contract_row *row,
                         struct contract_facts *facts, struct error *err);
bool contract_baseline_read(struct env *env, struct contract_id id, struct contract_facts *facts,
                            struct error *err);
