/* roster.h: what the pages of assignment share.
 */
#pragma once

#include "action/roster.h"
#include "web/request.h"

void put_roster_row(struct request *req, const struct roster_row *row, json_t *item);
void put_roster_load(struct request *req, const struct expertise *who,
                     const struct roster_choices *choices, json_t *item);

/* How many are chosen for an application, and where the first of them stands. */
int64_t roster_given(const struct roster_choices *choices, struct application_id application,
                     size_t *first);
