/* membership.h: what members say, for the pages of other rooms. */
#pragma once

#include "action/membership.h"
#include "web/request.h"

/* For the office: {objections: [{name, note, said_at}], objected}. */
bool put_objections(struct request *req, const struct application_view *view, json_t *model,
                    struct error *err);

void put_memberships(struct request *req, const struct memberships *rows, json_t *list);
