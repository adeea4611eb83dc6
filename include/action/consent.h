/* consent.h: what a person agrees to beside the privacy notice: given and withdrawn as easily. */
#pragma once

#include "action/service.h"
#include "domain/person.h"

struct consent_state {
    const struct consent_definition *consent;
    int64_t given_at, withdrawn_at; /* the newest word on it: 0 for none */
    const char *given_version;      /* of the text that was agreed to, "" for none */
    bool stands;                    /* given, not withdrawn, and to the text in force */
};
struct consent_states {
    LIST(struct consent_state);
};
/* Each consent of the call with the person's word on it. */
bool action_consents(struct env *env, struct person_id person, const struct call *call,
                     struct consent_states *states, struct error *err);

/* MISSING "missing" for a consent the call does not ask for; CONFLICT "consent/stale" when
 * `version`, the one that was read, is not the one in force. */
bool action_consent_set(struct env *env, const struct actor *actor, const struct call *call,
                        const char *key, const char *version, bool given, struct error *err);
