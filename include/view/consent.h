/* consent.h: one thing a person may agree to, and their word on it, as a model. */
#pragma once

#include "base/json.h"
#include "domain/call.h"

struct consent_facts {
    const struct consent_definition *consent;
    int64_t given_at, withdrawn_at;
    bool stands;
};

/* {key, version, heading, text, stands, changed, given_at, withdrawn_at} */
void view_consent(const struct consent_facts *facts, enum language language, json_t *item);
