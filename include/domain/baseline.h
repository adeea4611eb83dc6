/* baseline.h: what a project is measured against: a document frozen when its contract takes effect.
 *
 *   {format: "grantd-baseline-1", contract, project, application, version, topic, subtopic,
 *    metric: {key, kind, text}, amount, starts_on, ends_on,
 *    baseline, target,                       as the applicant wrote them, or as confirmed later
 *    answers: {…},                           the whole section they stand in, by field
 *    confirmed: {value, unit, environment}}  numbers come only with a confirmation (补充确认)
 *
 * Its canonical form is what is hashed.  A confirmation makes another version and changes none.
 */
#pragma once

#include "base/json.h"
#include "domain/call.h"
#include "domain/contract.h"

struct baseline_facts {
    const struct definition *definition; /* in force when the version was submitted */
    const struct contract *contract;
    const char *topic, *application; /* code, number */
    int64_t version;
    const json_t *sections; /* of the submitted version */
};
json_t *baseline_document(struct arena *arena, const struct baseline_facts *facts);

/* Texts are never NULL; a blank one leaves what stood there. */
struct baseline_change {
    const char *baseline, *target, *value, *unit, *environment, *reason;
};
/* The reason is "required" (path "why"); "value" is a plain decimal, else "contract/decimal"; a
 * value needs its unit ("required"); and something must be confirmed ("baseline", "required"). */
void baseline_check(const struct baseline_change *change, struct problems *problems);
json_t *baseline_amend(struct arena *arena, const json_t *document,
                       const struct baseline_change *change);

/* May a contract in this state have its baseline confirmed?  From its effect to its end. */
bool baseline_open(enum contract_state state);
