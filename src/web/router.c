/* router.c: the table of every address, and finding a row of it. */

#include "web/router.h"

#include "web/form.h"
#include "web/pages.h"

#define page_NO_PAGE NULL
#define ROUTE(method, path, page, entry, body, rate, form, again)                                  \
    {method,      path,        #page,        page_##page, ENTER_##entry,                           \
     BODY_##body, RATE_##rate, forms_##form, page_##again},
const struct route routes[] = {
#include "web/routes.def"
};
#undef ROUTE

const size_t route_count = sizeof routes / sizeof *routes;

/* How many of the pattern's segments are parameters; -1 when the path is another one.  Segments
 * are compared whole; a parameter is never empty. */
static int compare(const char *pattern, const char *path)
{
    int params = 0;

    while (*pattern == '/' && *path == '/') {
        size_t wanted = strcspn(++pattern, "/"), length = strcspn(++path, "/");
        bool is_param = *pattern == ':' && length > 0;

        if (!is_param && (wanted != length || memcmp(pattern, path, length) != 0))
            return -1;
        params += is_param;
        pattern += wanted;
        path += length;
    }
    return *pattern == '\0' && *path == '\0' ? params : -1;
}

static void take_params(const struct route *route, const char *path, struct request *req)
{
    const char *pattern = route->path;

    while (*pattern == '/') {
        size_t wanted = strcspn(++pattern, "/"), length = strcspn(++path, "/");

        if (*pattern == ':') {
            struct typed *param = list_add(req->env.arena, &req->params);

            param->name = arena_copy(req->env.arena, pattern + 1, wanted - 1);
            param->value = arena_copy(req->env.arena, path, length);
        }
        pattern += wanted;
        path += length;
    }
}

/* The row with the fewest parameters: "/applications/order" is not an application's key. */
const struct route *router_find(enum method method, const char *path, struct request *req,
                                bool *other_method)
{
    const struct route *best = NULL;
    int fewest = 0;

    *other_method = false;
    for (size_t i = 0; i < route_count; i++) {
        int params = compare(routes[i].path, path);

        if (params < 0)
            continue;
        if (routes[i].method != method)
            *other_method = true;
        else if (best == NULL || params < fewest) {
            best = &routes[i];
            fewest = params;
        }
    }
    if (best != NULL)
        take_params(best, path, req);
    return best;
}
