/* server.h: the front door: libmicrohttpd's epoll threads, a bounded queue, and worker threads.
 *
 * A request is read by an epoll thread, waits suspended in the queue, and is answered by a worker
 * that may block (house.md §2).  Every connection and every request has a deadline of its own
 * (security.md R30).  Started and stopped by one thread.
 */
#pragma once

#include "action/service.h"

struct server;

struct server_settings {
    const char *listen;   /* "127.0.0.1:8080", "[::1]:8080"; port 0 takes a free one */
    unsigned workers;     /* 0: 4 */
    unsigned connections; /* 0: 10,000; never more than the descriptors allow (R32) */
    unsigned per_address; /* connections of one address; 0: 256; loopback counts not */
    unsigned queue;       /* requests that may wait; 0: 256 */
    unsigned headers_ms;  /* until a new connection's first headers are there; 0: 10,000 (R30) */
    const char *proxy;    /* the peer whose X-Forwarded-For is believed; NULL: nobody's (R39) */
};

/* From here on SIGTERM and SIGINT wait for server_wait, SIGPIPE is ignored.  INVALID "web/listen"
 * for an address that is none, CONFLICT "web/port" when it is taken; BROKEN from below. */
struct server *server_start(struct service *service, const struct server_settings *settings,
                            struct error *err);

unsigned server_port(const struct server *server);

/* Returns after SIGTERM or SIGINT. */
void server_wait(struct server *server);

/* Takes no more connections, finishes what came within ten seconds, then stops (R59). */
void server_stop(struct server *server);
