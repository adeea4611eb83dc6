/* screening_numbers.h: how many applications each rule of the checklist speaks of.
 *
 * The same rules as while typing and at submit (domain.md §5), run over every submitted version
 * that the actor may see.
 */
#pragma once

#include "action/service.h"
#include "base/problems.h"
#include "domain/application.h"

struct rule_number {
    struct problem problem; /* the first of its kind: code, path without row numbers, values */
    int64_t applications;   /* each counted once */
};
struct rule_numbers {
    LIST(struct rule_number);
};
struct screening_numbers {
    struct rule_numbers rules; /* most applications first */
    int64_t checked, clean;    /* applications; those no rule speaks of */
    struct {
        LIST(struct application);
    } chosen; /* those of the rule asked for */
};

/* `rule`: "CODE PATH" of the one whose applications are wanted, "" for none. */
bool action_screening_numbers(struct env *env, const struct actor *actor, const struct call *call,
                              const char *rule, struct screening_numbers *numbers,
                              struct error *err);

/* What names a rule in an address. */
const char *screening_rule_name(struct arena *arena, const struct problem *problem);
