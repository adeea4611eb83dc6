/* role.h: what was granted to whom, as rows; ended grants stay.
 *
 * What changes a row runs inside a transaction.
 */
#pragma once

#include "base/list.h"
#include "domain/person.h"

struct role_grants {
    LIST(struct role_grant);
};

/* `call` 0 for roles that serve all calls; `by` 0: the command line.  CONFLICT "role/held". */
bool store_role_grant(struct env *env, struct person_id person, enum role role, struct call_id call,
                      struct person_id by, struct error *err);
/* CONFLICT "role/not-held". */
bool store_role_end(struct env *env, struct person_id person, enum role role, struct call_id call,
                    struct error *err);

bool store_role_of(struct env *env, struct person_id person, struct role_grants *grants,
                   struct error *err);

/* How many hold a role over a call (0: all calls) and can sign in. */
bool store_role_holders(struct env *env, enum role role, struct call_id call, int64_t *count,
                        struct error *err);

struct role_person {
    struct person person;
    struct role_grants roles;
};
struct role_people {
    LIST(struct role_person);
};

/* Everybody who holds a role in the call or over all calls, by name. */
bool store_role_people(struct env *env, struct call_id call, struct role_people *people,
                       struct error *err);
