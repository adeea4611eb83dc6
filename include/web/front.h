/* front.h: announcements and downloads, as lists for pages of other rooms. */
#pragma once

#include "action/office.h"
#include "web/request.h"

void front_put(struct request *req, const struct front_view *view, json_t *model);
