/* meaning.h: submitted answers found by what they mean. */
#pragma once

#include "domain/application.h"
#include "base/env.h"

/* The sections of a submitted version, NULL when there is none. */
const json_t *submitted_sections(struct env *env, struct application_id application,
                                 int64_t version, struct error *err);

/* The answer as stored; "" when nobody was asked or it was left empty. */
const char *meaning_word(const struct definition *d, const json_t *sections, enum meaning means);

/* The titles of what was chosen; "" for none. */
const char *meaning_subtopic(const struct definition *d, const json_t *sections, const char *topic,
                             enum language language);
const struct metric *meaning_metric(const struct definition *d, const json_t *sections);
