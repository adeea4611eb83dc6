/* connection.h: every open connection, its deadline, and the watchdog that ends the late (R30,
 * R32).
 *
 * libmicrohttpd only times silence, so a byte a second would hold a connection for ever.  Here
 * each has a moment at which it must have moved on; one thread looks five times a second and shuts
 * the late ones down.  A connection is added before its first byte and removed before its
 * descriptor is closed, so the descriptor shut down is always its own.
 */
#pragma once

#include "base/env.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

struct connections;
struct connection;

/* `limit` in all; `per_address` of one address, loopback apart; `headers_ms` until the first
 * headers are there.  Dies when no thread can be made. */
struct connections *connections_open(unsigned limit, unsigned per_address, unsigned headers_ms);
void connections_close(struct connections *connections); /* all must be removed */

/* May this peer open one more? */
bool connections_welcome(struct connections *connections, const struct sockaddr *peer);

/* Counts as idle; at nine tenths of the limit the longest idle one is ended. */
struct connection *connection_add(struct connections *connections, int fd,
                                  const struct sockaddr *peer);
void connection_remove(struct connections *connections, struct connection *connection);

/* At work: must move on within so many milliseconds.  From any thread. */
void connection_within(struct connection *connection, int64_t ms);

/* The same while a body comes in: a peer that hangs up in the middle is noticed within about a
 * second, whatever libmicrohttpd sees of it. */
void connection_reads(struct connection *connection, int64_t ms);

/* Like connection_within, but never later than it had to anyway: for headers, which began before
 * their line was whole. */
void connection_hurry(struct connection *connection, int64_t ms);

/* Between two requests. */
void connection_rest(struct connection *connection);
