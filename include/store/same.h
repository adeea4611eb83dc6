/* same.h: persons who may be one human being: told apart, or joined, as rows. */
#pragma once

#include "domain/award.h"

/* Whoever has a decision to fund. */
bool store_likenesses(struct env *env, struct call_id call, struct likenesses *list,
                      struct error *err);
bool store_different_has(struct env *env, struct call_id call, struct person_id a,
                         struct person_id b, bool *there, struct error *err);
bool store_different_add(struct env *env, struct call_id call, struct person_id a,
                         struct person_id b, const char *reason, struct person_id by,
                         struct error *err);

/* Re-points every row of `from` to `into`, inside a transaction, and ends the releases asked for in
 * their calls: those were asked for two persons.  CONFLICT "person/joined",
 * "person/one-topic" (first, second: numbers), "person/two-awards". */
bool store_person_join(struct env *env, struct person_id from, struct person_id into,
                       struct error *err);
