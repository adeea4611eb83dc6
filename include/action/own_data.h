/* own_data.h: everything the service keeps of a person, for that person (PIPL 45). */
#pragma once

#include "base/json.h"
#include "domain/person.h"

/* One document: person, addresses, roles, consents, sessions, applications with every submitted
 * version, receipt and PDF, files by name and digest, where one helps or is named, and the notices
 * sent.  Reviews written, and what others wrote, are not the person's alone and are not in it. */
bool action_own_data(struct env *env, const struct actor *actor, const json_t **document,
                     struct error *err);

/* The same with every file and PDF as it lies here: a ZIP to be read from `fd`, which the caller
 * closes. */
bool action_own_archive(struct env *env, const struct actor *actor, int *fd, int64_t *size,
                        struct error *err);
