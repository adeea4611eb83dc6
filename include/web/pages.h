/* pages.h: declares the handler of every route; made from routes.def. */
#pragma once

#include "web/request.h"

#define ROUTE(method, path, page, entry, body, rate, form, again)                                  \
    struct reply page_##page(struct request *req);
#include "web/routes.def"
#undef ROUTE
