/* solution.h: the page of solutions, and the sentences that say why somebody has no award. */
#pragma once

#include "base/json.h"
#include "domain/policy.h"
#include "domain/solution.h"

/* What stands beside an entry of the case, at the same place. */
struct solution_row {
    struct key key;
    const char *title, *leader, *institution;
    const char *case_reason, *case_by; /* of a pin or veto; "" for none */
};

struct solution_facts {
    const struct call *call;
    enum language language;
    struct solution_case given;
    struct {
        LIST(struct solution_row);
    } rows;
    bool *shown;                 /* per topic: the reader is shown all of it */
    enum solution_method method; /* the one whose reasons are said */
    bool solved;                 /* false: `wrong` says why not */
    struct solution found[SOLUTION_METHOD_COUNT];
    struct error wrong;
    const char *seal;       /* of what is shown; "" unless solved */
    const char *whole_seal; /* of the whole case, never shown */
    int64_t unscored;       /* eligible, shown to the reader, and without a review */
    bool may_propose;
    const char *again; /* key of the row whose form comes again; NULL: none */
};

json_t *view_solutions(struct arena *arena, const struct solution_facts *facts);

/* Does the reason lie in a topic that the reader is not shown?  Then it is somebody else's to say.
 */
bool view_solution_hidden(const struct solution_facts *facts, size_t entry);

/* For the committee, with scores; for the applicant, without (domain.md §7). */
char *view_solution_inner(struct arena *arena, const struct solution_facts *facts, size_t entry);
char *view_solution_outer(struct arena *arena, const struct solution_facts *facts, size_t entry,
                          enum language language);
