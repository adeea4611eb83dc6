/* consent.h: a person's separate consents in a page's model. */
#pragma once

#include "web/request.h"

/* model.consents: as view_consent, one for each the call asks for. */
bool put_consents(struct request *req, struct person_id person, const struct call *call,
                  json_t *model, struct error *err);
