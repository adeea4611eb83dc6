/* server.c: the front door over real sockets: raw requests, limits, deadlines, stopping. */

#include "web/server.h"

#include <ftw.h>
#include "base/json.h"
#include "base/log.h"
#include "support/socket.h"
#include "support/test.h"
#include "web/connection.h"

struct house {
    char folder[64];
    struct service *service;
    struct server *server;
    unsigned port;
};

static int remove_one(const char *path, const struct stat *stat, int kind, struct FTW *walk)
{
    (void)stat, (void)kind, (void)walk;
    return remove(path);
}

static void open_house(struct house *house, struct server_settings settings)
{
    struct service_settings folder = {
        .data = house->folder, .write = true, .plain_passwords = true};
    struct error err = {0};

    snprintf(house->folder, sizeof house->folder, "/tmp/grantd-door-XXXXXX");
    assert_non_null(mkdtemp(house->folder));
    json_setup();
    house->service = service_open(&folder, &err);
    assert_non_null(house->service);
    settings.listen = "127.0.0.1:0";
    house->server = server_start(house->service, &settings, &err);
    assert_non_null(house->server);
    house->port = server_port(house->server);
    assert_true(house->port > 0);
}

static void close_house(struct house *house)
{
    server_stop(house->server);
    service_close(house->service);
    nftw(house->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

#define FILE "/static/app.css"
#define HOST "Host: a\r\n"
#define LAST "Connection: close\r\n\r\n"
#define RAW(text, status)                                                                          \
    {                                                                                              \
        text, sizeof text - 1, status                                                              \
    }

/* What a server must not read in two ways (security.md §1.4). */
static const struct {
    const char *bytes;
    size_t length;
    int status;
} raw[] = {
    RAW("GET " FILE " HTTP/1.1\r\n" HOST LAST, 200),
    RAW("HEAD " FILE " HTTP/1.1\r\n" HOST LAST, 200),
    RAW("GET " FILE " HTTP/1.1\r\nhOST: a\r\n" LAST, 200),
    RAW("GET " FILE " HTTP/1.0\r\n\r\n", 200),
    RAW("GET " FILE " HTTP/1.1\r\nHost: a \r\nX:   spaced \t\r\n" LAST, 400),
    RAW("GET " FILE " HTTP/1.1\r\n" HOST "X:\t spaced \t\r\nY:\r\n" LAST, 200),
    RAW("GET " FILE " HTTP/1.1\r\n" LAST, 400),
    RAW("GET " FILE " HTTP/1.1\r\n" HOST "Host: b\r\n" LAST, 400),
    RAW("GET " FILE " HTTP/1.1\r\nHost: a/b\r\n" LAST, 400),
    RAW("POST " FILE " HTTP/1.1\r\n" HOST "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
    RAW("POST " FILE " HTTP/1.1\r\n" HOST "Content-Length: 1\r\nContent-Length: 1\r\n\r\na", 400),
    RAW("POST " FILE " HTTP/1.1\r\n" HOST
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        400),
    RAW("POST " FILE " HTTP/1.1\r\n" HOST
        "Content-Length : 30\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        400),
    RAW("POST " FILE " HTTP/1.1\r\n" HOST "Content-Length: +1\r\n\r\na", 400),
    RAW("POST " FILE " HTTP/1.1\r\n" HOST "Content-Length: 1, 1\r\n\r\na", 400),
    RAW("POST " FILE " HTTP/1.1\r\n" HOST "Content-Length: -1\r\n\r\n", 400),
    RAW("POST " FILE " HTTP/1.1\r\n" HOST "Content-Length: 0x1\r\n\r\na", 400),
    RAW("POST " FILE " HTTP/1.1\r\n" HOST "Content-Length: 18446744073709551615\r\n\r\na", 400),
    RAW("POST " FILE " HTTP/1.1\r\n" HOST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400),
    RAW("POST " FILE " HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400),
    RAW("POST " FILE " HTTP/1.1\r\n" HOST
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        400),
    RAW("POST " FILE " HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    RAW("GET " FILE " HTTP/1.1\nHost: a\nConnection: close\n\n", 400),
    RAW("GET " FILE " HTTP/1.1\r\n" HOST "X: a\rY: b\r\n" LAST, 400),
    RAW("GET " FILE " HTTP/1.1\r\n" HOST "X: a\0b\r\n" LAST, 400),
    RAW("GET " FILE " HTTP/1.1\r\nConnection: close\r\nHost: a\0b\r\n\r\n", 400),
    RAW("GET " FILE "\0x HTTP/1.1\r\n" HOST LAST, 400),
    RAW("GET " FILE " HTTP/1.1\r\n" HOST "X: a\r\n folded\r\n" LAST, 400),
    RAW("GET " FILE " HTTP/1.1\r\nConnection: close\r\nHost: a\r\n folded\r\n\r\n", 400),
    RAW("GET " FILE " HTTP/1.1\r\n X: a\r\n" HOST LAST, 400),
    RAW("GET " FILE " HTTP/1.1\r\n" HOST "X: a\x01\r\n" LAST, 400),
    RAW("GET " FILE " HTTP/1.1\r\n" HOST "X: a\x7f\r\n" LAST, 400),
    RAW("GET " FILE " HTTP/1.1\r\n" HOST "X y: a\r\n" LAST, 400),
    RAW("GET " FILE " HTTP/1.1\r\n" HOST "no colon\r\n" LAST, 400),
    RAW("GET " FILE "%00 HTTP/1.1\r\n" HOST LAST, 400),
    RAW("GET /static/../static/app.css HTTP/1.1\r\n" HOST LAST, 400),
    RAW("GET /static/%2e%2e/static/app.css HTTP/1.1\r\n" HOST LAST, 400),
    RAW("GET /static%2fapp.css HTTP/1.1\r\n" HOST LAST, 400),
    RAW("GET //static/app.css HTTP/1.1\r\n" HOST LAST, 400),
    RAW("GET http://a" FILE " HTTP/1.1\r\n" HOST LAST, 400),
    RAW("GET  " FILE " HTTP/1.1\r\n" HOST LAST, 400),
    RAW("GET " FILE "?a=1&a=2 HTTP/1.1\r\n" HOST LAST, 400),
    RAW("G\x01T " FILE " HTTP/1.1\r\n" HOST LAST, 400),
    RAW("GET " FILE " HTTP/1.7\r\n" HOST LAST, 400),
    RAW("GET " FILE " HTTP/1.1\r\n" HOST "Cookie: grantd-session=a; grantd-session=b\r\n" LAST,
        400),
    RAW("TRACE " FILE " HTTP/1.1\r\n" HOST LAST, 405),
    RAW("PUT " FILE " HTTP/1.1\r\n" HOST LAST, 405),
    RAW("OPTIONS * HTTP/1.1\r\n" HOST LAST, 405),
    RAW("GET " FILE " HTTP/1.1\r\n" HOST "Content-Length: 1\r\n\r\na", 413),
};

TEST("a request that could be read in two ways is refused, and its connection closed")
{
    struct house house;
    struct answer answer;

    assert_true(sizeof raw / sizeof *raw >= 39);
    open_house(&house, (struct server_settings){0});
    for (size_t i = 0; i < sizeof raw / sizeof *raw; i++) {
        socket_ask(house.port, raw[i].bytes, raw[i].length, &answer);
        if (answer.status != raw[i].status || !answer.closed)
            print_error("case %zu: %s\n%s\n", i, raw[i].bytes, answer.text);
        assert_int_equal(answer.status, raw[i].status);
        assert_true(raw[i].status == 200 || strstr(answer.text, "HTTP/1.1 200") == NULL);
        assert_true(answer.closed);
    }
    close_house(&house);
}

static void ask(const struct house *house, const char *text, struct answer *answer)
{
    socket_ask(house->port, text, strlen(text), answer);
}

TEST("every answer carries the headers that guard the browser, errors too")
{
    static const char *const asked[] = {
        "GET " FILE " HTTP/1.1\r\n" HOST LAST, "GET /nowhere HTTP/1.1\r\n" HOST LAST,
        "PUT / HTTP/1.1\r\n" HOST LAST, "GET /.. HTTP/1.1\r\n" HOST LAST,
        "POST /static/app.css HTTP/1.1\r\n" HOST "Content-Length: 900000\r\n\r\n"};
    struct house house;
    struct answer answer;
    char value[512];

    open_house(&house, (struct server_settings){0});
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        ask(&house, asked[i], &answer);
        assert_true(answer_header(&answer, "Content-Security-Policy", value));
        assert_non_null(strstr(value, "default-src 'none'"));
        assert_true(answer_header(&answer, "X-Content-Type-Options", value));
        assert_true(answer_header(&answer, "Referrer-Policy", value));
        assert_true(answer_header(&answer, "Cross-Origin-Opener-Policy", value));
        assert_true(answer_header(&answer, "Cache-Control", value));
        assert_true(answer_header(&answer, "Content-Type", value));
        assert_non_null(strstr(value, "charset=utf-8"));
    }
    close_house(&house);
}

TEST("what is not there is 404, another method 405 with Allow, JSON for who asks for JSON")
{
    struct house house;
    struct answer answer;
    char value[512];

    open_house(&house, (struct server_settings){0});
    ask(&house, "GET /nowhere HTTP/1.1\r\n" HOST "Accept: application/json\r\n" LAST, &answer);
    assert_int_equal(answer.status, 404);
    assert_non_null(strstr(answer.text, "{\"error\":{\"code\":\"missing\""));
    ask(&house, "GET /static/none.css HTTP/1.1\r\n" HOST LAST, &answer);
    assert_int_equal(answer.status, 404);
    ask(&house, "POST " FILE " HTTP/1.1\r\n" HOST "Content-Length: 0\r\n" LAST, &answer);
    assert_int_equal(answer.status, 405);
    assert_true(answer_header(&answer, "Allow", value));
    assert_string_equal(value, "GET, HEAD");
    close_house(&house);
}

TEST("a static file is packed, kept for ever under its version, and 304 when known")
{
    struct house house;
    struct answer answer;
    char tag[512], request[1024], value[512];

    open_house(&house, (struct server_settings){0});
    ask(&house, "GET " FILE " HTTP/1.1\r\n" HOST "Accept-Encoding: br, gzip\r\n" LAST, &answer);
    assert_true(answer_header(&answer, "Content-Encoding", value));
    assert_true(answer_header(&answer, "ETag", tag));
    snprintf(request, sizeof request, "GET " FILE " HTTP/1.1\r\n" HOST "If-None-Match: %s\r\n" LAST,
             tag);
    ask(&house, request, &answer);
    assert_int_equal(answer.status, 304);
    snprintf(request, sizeof request, "GET " FILE "?v=%.16s HTTP/1.1\r\n" HOST LAST, tag + 1);
    ask(&house, request, &answer);
    assert_true(answer_header(&answer, "Cache-Control", value));
    assert_non_null(strstr(value, "immutable"));
    close_house(&house);
}

TEST("a body beyond the limit is refused by what is announced, and counted when nothing is")
{
    static const char start[] = "POST /nowhere HTTP/1.1\r\n" HOST
                                "Transfer-Encoding: chunked\r\n\r\n";
    static char chunk[4096 + 8];
    struct house house;
    struct answer answer;
    size_t sent = 0;
    int fd;

    open_house(&house, (struct server_settings){0});
    ask(&house, "POST /nowhere HTTP/1.1\r\n" HOST "Content-Length: 65537\r\n\r\n", &answer);
    assert_int_equal(answer.status, 413);
    memset(chunk, 'x', sizeof chunk);
    memcpy(chunk, "1000\r\n", 6);
    memcpy(chunk + sizeof chunk - 2, "\r\n", 2);
    fd = socket_open(house.port);
    assert_true(socket_send(fd, start, sizeof start - 1));
    while (sent < 16 * 1024 * 1024 && socket_send(fd, chunk, sizeof chunk))
        sent += 4096;
    assert_true(sent < 16 * 1024 * 1024);
    close(fd);
    close_house(&house);
}

TEST("headers that trickle in are not waited for beyond their time")
{
    struct house house;
    struct answer answer;
    int64_t begun;
    int fd;

    open_house(&house, (struct server_settings){.headers_ms = 500});
    fd = socket_open(house.port);
    begun = monotonic_ms();
    assert_true(socket_send(fd, "GET / HTTP/1.1\r\nX: ", 19));
    while (monotonic_ms() - begun < 5000 && socket_send(fd, "a", 1)) {
        socket_read(fd, 50, &answer);
        if (answer.closed)
            break;
    }
    assert_in_range((unsigned long)(monotonic_ms() - begun), 400, 3000);
    close(fd);
    close_house(&house);
}

TEST("when nearly all connections are idle, the longest idle one makes room for a new one")
{
    struct house house;
    struct answer answer;
    int fds[40];

    open_house(&house, (struct server_settings){.connections = 20});
    for (size_t i = 0; i < 40; i++) {
        fds[i] = socket_open(house.port);
        usleep(5000);
    }
    ask(&house, "GET " FILE " HTTP/1.1\r\n" HOST LAST, &answer);
    assert_int_equal(answer.status, 200);
    for (size_t i = 0; i < 40; i++)
        close(fds[i]);
    close_house(&house);
}

TEST("stopping ends idle connections, takes no new ones, and returns at once")
{
    struct house house;
    struct answer answer;
    int64_t begun;
    int fd;

    open_house(&house, (struct server_settings){0});
    fd = socket_open(house.port);
    assert_true(socket_send(fd, "GET " FILE " HTTP/1.1\r\n" HOST "\r\n",
                            sizeof "GET " FILE " HTTP/1.1\r\n" HOST "\r\n" - 1));
    socket_read(fd, 300, &answer);
    assert_int_equal(answer.status, 200);
    assert_false(answer.closed);
    begun = monotonic_ms();
    close_house(&house);
    assert_true(monotonic_ms() - begun < 3000);
    socket_read(fd, 300, &answer);
    assert_true(answer.closed);
    close(fd);
}
