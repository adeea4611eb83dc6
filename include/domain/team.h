/* team.h: what a leader may hand to others who help to write an application.
 *
 * A helper writes what the team may read: no field that is for the office only, no row of which one
 * cell would be hidden, and nothing the leader answers for in person (statements and commitments).
 * A section as a helper sees it is that section with the other fields left out, so that reading,
 * merging and checking need not know who types.
 */
#pragma once

#include "domain/form.h"

/* Stands for the files among the keys of sections. */
#define TEAM_FILES "attachments"

bool team_may_write(const struct field *field);

/* Is there anything in it to be handed out? */
bool team_may_hold(const struct section *section);

/* The section with only (true) or without (false) what a helper writes. */
struct section *team_section(struct arena *arena, const struct section *section, bool written);

/* `wanted`: keys as typed.  Those of them that can be handed out under a topic, in the order of the
 * form. */
json_t *team_parts(struct arena *arena, const struct definition *definition,
                   const struct topic_definition *topic, const json_t *wanted);

/* Is it among the keys?  `parts` NULL: no. */
bool team_has(const json_t *parts, const char *key);
