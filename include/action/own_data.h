/* own_data.h: everything the service keeps of a person, for that person (PIPL 45). */
#pragma once

#include "base/json.h"
#include "domain/person.h"

/* One document: person, addresses, roles, consents, sessions, applications with every submitted
 * version and receipt, files by name and digest, and the notices sent.  Reviews written, and what
 * others wrote, are not the person's alone and are not in it. */
bool action_own_data(struct env *env, const struct actor *actor, const json_t **document,
                     struct error *err);
