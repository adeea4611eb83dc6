/* router.c: addresses and the rows that answer them. */

#include "web/request.h"

#include "support/test.h"

static const struct route *find(struct arena *arena, struct request *req, enum method method,
                                const char *path, bool *other)
{
    memset(req, 0, sizeof *req);
    req->env.arena = arena;
    return router_find(method, path, req, other);
}

TEST("a path is matched segment by segment, whole, and its parameters are never empty")
{
    struct arena *arena = arena_open();
    const struct route *route;
    struct request req;
    bool other;

    route = find(arena, &req, GET, "/static/app.css", &other);
    assert_non_null(route);
    assert_string_equal(route->name, "static_file");
    assert_string_equal(request_param(&req, "name"), "app.css");
    assert_string_equal(request_param(&req, "key"), "");
    assert_null(find(arena, &req, GET, "/static/", &other));
    assert_null(find(arena, &req, GET, "/static", &other));
    assert_null(find(arena, &req, GET, "/static/a/b", &other));
    assert_null(find(arena, &req, GET, "/staticx/a", &other));
    assert_false(other);
    assert_null(find(arena, &req, POST, "/static/app.css", &other));
    assert_true(other);
    arena_close(arena);
}

TEST("no two rows of the route table answer the same address, and no GET takes a body")
{
    for (size_t i = 0; i < route_count; i++) {
        assert_true(routes[i].path[0] == '/');
        assert_true(routes[i].method == POST || routes[i].body == BODY_NONE);
        for (size_t j = 0; j < i; j++)
            assert_false(routes[i].method == routes[j].method &&
                         strcmp(routes[i].path, routes[j].path) == 0);
    }
}
