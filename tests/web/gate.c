/* gate.c: paths, fields, and requests that mean two things. */

#include "web/gate.h"

#include "support/test.h"

static const char *path_of(struct arena *arena, const char *target)
{
    struct error err = {0};
    const char *path = gate_path(arena, target, &err);

    assert_int_equal(path == NULL, err.kind == ERROR_MALFORMED);
    return path;
}

TEST("a path is decoded once, and only when nobody can read it in two ways")
{
    static const char *const refused[] = {
        "",      "a",       "*",         "http://x/", "/a%00b",    "/a%2fb", "/a%2Fb",
        "/..",   "/a/../b", "/%2e%2e/a", "/./a",      "//a",       "/a//b",  "/a%5cb",
        "/a\\b", "/a b",    "/a\x01",    "/%7f",      "/%zz",      "/%4",    "/%",
        "/%ff",  "/a#b",    "/a?x y",    "/%c0%af",   "/a\xe4\xb8"};
    struct arena *arena = arena_open();

    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_null(path_of(arena, refused[i]));
    assert_string_equal(path_of(arena, "/"), "/");
    assert_string_equal(path_of(arena, "/a/b?c=//../"), "/a/b");
    assert_string_equal(path_of(arena, "/%E7%94%B3"), "/申");
    assert_string_equal(path_of(arena, "/100%25"), "/100%");
    assert_string_equal(path_of(arena, "/a..b/...c"), "/a..b/...c");
    assert_string_equal(path_of(arena, "/a/"), "/a/");
    arena_close(arena);
}

static bool fields(struct arena *arena, const char *text, struct typed_list *list)
{
    struct error err = {0};

    memset(list, 0, sizeof *list);
    return gate_fields(arena, text, strlen(text), 5, list, &err);
}

TEST("fields keep their order and lose their escapes")
{
    struct arena *arena = arena_open();
    struct typed_list list;

    assert_true(fields(arena, "b=1+2&a=%E7%94%B3&c&&d=x%3Dy", &list));
    assert_int_equal(list.count, 4);
    assert_string_equal(list.items[0].name, "b");
    assert_string_equal(list.items[0].value, "1 2");
    assert_string_equal(list.items[1].value, "申");
    assert_string_equal(list.items[2].value, "");
    assert_string_equal(list.items[3].value, "x=y");
    arena_close(arena);
}

TEST("a field sent twice, a NUL, a bad escape, bad UTF-8 and too many fields are refused")
{
    struct arena *arena = arena_open();
    struct typed_list list;

    assert_false(fields(arena, "a=1&a=2", &list));
    assert_true(fields(arena, "a[]=1&a[]=2", &list));
    assert_int_equal(list.count, 2);
    assert_false(fields(arena, "a=1%00y", &list));
    assert_false(fields(arena, "a%00=1", &list));
    assert_false(fields(arena, "a=%4", &list));
    assert_false(fields(arena, "a=%ff", &list));
    assert_true(fields(arena, "a&b&c&d&e", &list));
    assert_false(fields(arena, "a&b&c&d&e&f", &list));
    arena_close(arena);
}

TEST("a next= leads to a path of this service only")
{
    static const char *const away[] = {"//e", "/\\e", "/%2f/e", "https:e", "\t//e", "",
                                       "e",   "/a b", "/a\nb",  "/%5Ce",   "/a\\b", "javascript:x"};

    for (size_t i = 0; i < sizeof away / sizeof *away; i++)
        assert_false(gate_is_local(away[i]));
    assert_true(gate_is_local("/"));
    assert_true(gate_is_local("/applications?state=draft"));
}

/* A request as it would stand in memory, without looking at where. */
static enum error_kind verdict(const char *method, const char *version, const char *const *pairs)
{
    struct gate_request request = {.method = method, .version = version, .target = "/"};
    struct error err = {0};

    for (; *pairs != NULL; pairs += 2)
        request.headers[request.count++] = (struct gate_header){pairs[0], strlen(pairs[0]),
                                                                pairs[1], strlen(pairs[1])};
    return gate_check(&request, &err) ? ERROR_NONE : err.kind;
}

TEST("GET, HEAD and POST with one Host and one plain length pass the gate; nothing else does")
{
    const char *plain[] = {"Host", "a:1", NULL},
               *post[] = {"host", "a", "content-length", "5", NULL};
    const char *both[] = {"Host", "a", "Content-Length", "5", "Transfer-Encoding", "chunked", NULL};
    const char *chunked[] = {"Host", "a", "Transfer-Encoding", "Chunked", NULL};
    const char *twice[] = {"Host", "a", "host", "a", NULL}, *nobody[] = {NULL};
    const char *cookies[] = {"Host", "a", "Cookie", "x=1", "Cookie", "y=2", NULL};

    assert_int_equal(verdict("GET", "HTTP/1.1", plain), ERROR_NONE);
    assert_int_equal(verdict("HEAD", "HTTP/1.1", plain), ERROR_NONE);
    assert_int_equal(verdict("POST", "HTTP/1.1", post), ERROR_NONE);
    assert_int_equal(verdict("POST", "HTTP/1.1", chunked), ERROR_NONE);
    assert_int_equal(verdict("POST", "HTTP/1.0", chunked), ERROR_MALFORMED);
    assert_int_equal(verdict("POST", "HTTP/1.1", both), ERROR_MALFORMED);
    assert_int_equal(verdict("GET", "HTTP/1.1", twice), ERROR_MALFORMED);
    assert_int_equal(verdict("GET", "HTTP/1.1", cookies), ERROR_MALFORMED);
    assert_int_equal(verdict("GET", "HTTP/1.1", nobody), ERROR_MALFORMED);
    assert_int_equal(verdict("GET", "HTTP/1.0", nobody), ERROR_NONE);
    assert_int_equal(verdict("GET", "HTTP/1.2", plain), ERROR_MALFORMED);
    assert_int_equal(verdict("PUT", "HTTP/1.1", plain), ERROR_METHOD);
    assert_int_equal(verdict("G\x01T", "HTTP/1.1", plain), ERROR_MALFORMED);
}
