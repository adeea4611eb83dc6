/* team.h: models of who helps to write an application: the leader's page, an invitation, helping.
 */
#pragma once

#include "view/application.h"

struct collaborator_facts {
    struct key key;
    const char *name, *email, *person; /* person: name of who accepted, "" before */
    const json_t *parts;
    int64_t expires_at, accepted_at;
};
struct team_facts {
    const struct application_facts *application;
    const json_t *typed; /* parts ticked in an invitation that is shown again; NULL: none */
    const char *done;    /* what was done just now, "" for nothing */
    struct {
        LIST(struct collaborator_facts);
    } rows;
};
/* The head, {rows: [{key, name, email, person, state, until, action, parts: […]}], parts: [{key,
 * id, text, checked}], invite}. */
json_t *view_team(struct arena *arena, const struct team_facts *facts);

struct invitation_facts {
    const struct application_facts *application;
    const char *token, *leader, *name;
    const json_t *parts;
    int64_t expires_at;
    bool signed_in;
    const char *refusal; /* why it may not be accepted, in words; NULL: may */
};
json_t *view_invitation(struct arena *arena, const struct invitation_facts *facts);

/* A row of the desk: where one helps. */
void view_helping(struct arena *arena, const struct application_facts *facts, const char *leader,
                  const json_t *parts, json_t *item);

/* [{part, names}] */
void view_writers(struct arena *arena, enum language language, const struct writer_list *writers,
                  json_t *list);
