/* collaborator.h: who helps to write an application, as rows: invited, accepted, ended.
 *
 * An invitation is a row with a link; accepting takes the link away in the same statement that
 * names the person, so of two at once one succeeds.  What changes a row runs inside a transaction.
 */
#pragma once

#include "base/json.h"
#include "base/list.h"
#include "domain/person.h"

struct collaborator {
    struct collaborator_id id;
    struct key key;
    struct application_id application;
    struct key application_key;
    struct person_id leader;
    const char *name, *email; /* as invited; the address folded */
    const char *person_name;  /* of who accepted, "" before */
    const json_t *sections;   /* keys */
    struct person_id person;  /* 0: not accepted */
    int64_t invited_at, expires_at, accepted_at;
};
struct collaborators {
    LIST(struct collaborator);
};

/* Those that have not ended, in the order they were invited. */
bool store_collaborators(struct env *env, struct application_id application,
                         struct collaborators *rows, struct error *err);
/* How many there ever were. */
bool store_collaborators_ever(struct env *env, struct application_id application, int64_t *count,
                              struct error *err);
/* MISSING "missing". */
bool store_collaborator_get(struct env *env, struct application_id application, struct key key,
                            struct collaborator *row, struct error *err);

/* `link`: hash of the link's random part.  CONFLICT "store/unique" for an address that is invited
 * already. */
bool store_collaborator_add(struct env *env, const struct collaborator *row, const char *link,
                            struct error *err);
bool store_collaborator_again(struct env *env, struct collaborator_id id, const char *link,
                              int64_t expires_at, struct error *err);
bool store_collaborator_sections(struct env *env, struct collaborator_id id, const json_t *sections,
                                 struct error *err);
bool store_collaborator_end(struct env *env, struct collaborator_id id, struct error *err);

/* MISSING "team/link" when it is unknown, used, ended or too old: the same answer. */
bool store_collaborator_by_link(struct env *env, const char *link, struct collaborator *row,
                                struct error *err);
/* The same, and nobody can again.  CONFLICT "store/unique": helps with it already. */
bool store_collaborator_accept(struct env *env, const char *link, struct person_id person,
                               struct error *err);

/* What a person may write of an application; NULL: nothing. */
bool store_collaborator_given(struct env *env, struct application_id application,
                              struct person_id person, const json_t **sections, struct error *err);

struct helping {
    struct key application;
    const json_t *sections;
};
struct helping_rows {
    LIST(struct helping);
};
bool store_helping(struct env *env, struct call_id call, struct person_id person,
                   struct helping_rows *rows, struct error *err);

/* Does the person review the application, or did they? */
bool store_collaborator_reviews(struct env *env, struct application_id application,
                                struct person_id person, bool *reviews, struct error *err);
