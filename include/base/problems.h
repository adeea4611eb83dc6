/* problems.h: everything that is wrong with what somebody typed or imported, place by place.
 *
 * Validation never stops at the first mistake: it adds a problem per place.  The same list
 * serves form pages (error summary and the sentence at the field), submit, the screening
 * checklist and `grantd call check`.  `code` is worded in templates/i18n as "problem." + code.
 */
#pragma once

#include "base/error.h"
#include "base/list.h"

enum severity { SEVERITY_ERROR, SEVERITY_WARNING };

struct problem {
    const char
        *path; /* the field: "email", "basic.title", "members.rows.2.months", "$.topics[3]" */
    const char *code; /* "required", "too-long", "budget/sum"; static or in the arena */
    enum severity severity;
    struct error_value values[4];
};

struct problems {
    struct arena *arena;
    LIST(struct problem);
};

struct problems problems_in(struct arena *arena);

/* Adds one; `path` is copied.  The result takes values: problem_text(problems_add(…), "max", "40").
 */
struct problem *problems_add(struct problems *problems, enum severity severity, const char *path,
                             const char *code);
struct problem *problem_text(struct problem *problem, const char *name, const char *text);
struct problem *problem_number(struct problem *problem, const char *name, int64_t number);

size_t problems_errors(const struct problems *problems); /* how many of SEVERITY_ERROR */
