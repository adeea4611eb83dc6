/* person.h: people and their mail addresses, as rows.
 *
 * A person need not have an account: members named by a leader and applicants by mail are people
 * too.  Addresses are compared lower-cased and belong to one person only.  What changes a row runs
 * inside a transaction.
 */
#pragma once

#include "base/list.h"
#include "domain/person.h"

/* What people say of themselves; NULL and "" are none. */
struct person_details {
    const char *name, *latin_name, *institution, *orcid, *phone;
    enum language language;
};

struct persons {
    LIST(struct person);
};

bool store_person_add(struct env *env, const struct person_details *details,
                      struct person_id *person, struct error *err);
bool store_person_change(struct env *env, struct person_id person,
                         const struct person_details *details, struct error *err);
bool store_person_language(struct env *env, struct person_id person, enum language language,
                           struct error *err);

/* MISSING "account/missing". */
bool store_person_get(struct env *env, struct person_id id, struct person *person,
                      struct error *err);
bool store_person_by_key(struct env *env, struct key key, struct person *person, struct error *err);

/* By any of their addresses, verified or not; *found tells. */
bool store_person_by_email(struct env *env, const char *email, struct person *person, bool *found,
                           struct error *err);

/* Whose name holds `words`, or whose address it is; by name. */
bool store_person_search(struct env *env, const char *words, int64_t limit, struct persons *persons,
                         struct error *err);

/* The person's first address becomes the one that is written to.  CONFLICT "store/unique" when it
 * is somebody's. */
bool store_address_add(struct env *env, struct person_id person, const char *email, bool verified,
                       struct error *err);
bool store_address_verify(struct env *env, struct person_id person, const char *email,
                          struct error *err);

struct address_row {
    const char *email;
    bool is_primary, verified;
};
struct address_rows {
    LIST(struct address_row);
};
/* A person's, the one that is written to first. */
bool store_addresses(struct env *env, struct person_id person, struct address_rows *rows,
                     struct error *err);
/* This one of the person's is written to from now on. */
bool store_address_primary(struct env *env, struct person_id person, const char *email,
                           struct error *err);
/* MISSING "account/no-address" for the one that is written to, and for what is not theirs. */
bool store_address_remove(struct env *env, struct person_id person, const char *email,
                          struct error *err);

struct statement;

/* The columns every query of people has, for queries of other rooms that return people. */
struct person person_of_row(struct env *env, struct statement *s);
