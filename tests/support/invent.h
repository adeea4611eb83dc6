/* invent.h: a call's form made up from a seed, and answers to it.
 *
 * The definition is a valid one: the call of 2023 with other sections, so every kind of field, in
 * and outside of tables, fixed rows, conditions, shared sections, sections of some topics, and
 * meanings where the check wants them.  The answers come three times: as a browser's form sends
 * them, as a JSON client does, and as they are to be kept, which is written down while they are
 * made up and by nothing that is tested.
 */
#pragma once

#include "domain/call.h"
#include "support/chance.h"

struct invention {
    struct arena *arena;
    struct chance chance;
    bool sound;       /* answers that pass every check; else anything may be typed */
    const char *call; /* its key */
    const char *topic;
    json_t *document; /* the definition */
    json_t *typed;    /* section → [[name, value] …] */
    json_t *fields;   /* section → {field: value} of a JSON client */
    json_t *kept;     /* section → {field: value} */
    json_t *refused;  /* section → [field …]: typed so that they cannot be kept */
    bool plain;       /* the value being made is to be read off a paper */
};

/* Fills `document`, with the key given. */
void invent_definition(struct invention *inv, const char *call);

/* Chooses `topic` and answers its sections, once the document has been read. */
void invent_answers(struct invention *inv, const struct definition *definition);

/* The value of one field or cell in its three shapes, each owned by the caller's arena; NULL: left
 * empty.  Not of a table. */
struct invented {
    const char *typed;
    json_t *client, *kept;
};
struct invented invent_value(struct invention *inv, const struct definition *definition,
                             const struct field *field);
