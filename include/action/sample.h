/* sample.h: who and what a rehearsal is filled with; invented, all of it. */
#pragma once

#include "base/json.h"
#include "domain/call.h"

struct sample_person {
    const char *name, *email, *role; /* role word, or "applicant" */
    const char *institution, *position;
};

/* Ends with a NULL name. */
extern const struct sample_person sample_people[];

/* The title of the n-th application to a topic (places of the definition), n from 0. */
const char *sample_title(size_t topic, size_t n);
#define SAMPLE_TITLES 5

/* Answers of a whole application in the stored shapes: section key → answers.  `seed` varies
 * amounts, months and wording. */
json_t *sample_answers(struct arena *arena, const struct definition *definition,
                       const struct topic_definition *topic, const struct sample_person *person,
                       const char *title, unsigned seed);
