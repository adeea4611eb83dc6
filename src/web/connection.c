/* connection.c: every open connection, its deadline, and the watchdog. */

#include "web/connection.h"

#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include "base/arena.h"
#include "base/wait.h"

#define KEEP_ALIVE_MS 60000
#define LOOK_MS       200
#define HUNG_UP_LOOKS 5
#define BUCKETS       16384

struct connection {
    int fd;
    bool ended;
    unsigned bucket; /* BUCKETS for loopback */
    _Atomic int64_t deadline;
    _Atomic int64_t idle_since; /* 0 while a request is at work */
    _Atomic bool reading;       /* a body */
    unsigned hung_up;           /* looks at which nothing more could come; the watchdog's */
    struct connection *next, *previous;
};

struct connections {
    pthread_mutex_t lock;
    pthread_cond_t stop;
    pthread_t watchdog;
    bool stopping;
    unsigned limit, count, per_address, headers_ms;
    struct connection *first;
    unsigned per_bucket[BUCKETS];
};

/* The reading side goes with it, so the epoll thread wakes and tidies up. */
static void end(struct connection *connection)
{
    if (!connection->ended)
        shutdown(connection->fd, SHUT_RDWR);
    connection->ended = true;
}

/* Level-triggered, beside libmicrohttpd: its epoll is edge-triggered, and a short read that took
 * the last bytes in front of a hang-up may have taken the one edge with it. */
static bool hung_up(struct connection *connection)
{
    char byte;
    ssize_t got;

    if (!atomic_load_explicit(&connection->reading, memory_order_relaxed))
        return connection->hung_up = 0, false;
    got = recv(connection->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR)))
        return connection->hung_up = 0, false;
    return ++connection->hung_up >= HUNG_UP_LOOKS;
}

static void end_the_late(struct connections *connections)
{
    int64_t now = monotonic_ms();

    for (struct connection *each = connections->first; each != NULL; each = each->next)
        if (now > atomic_load_explicit(&each->deadline, memory_order_relaxed) || hung_up(each))
            end(each);
}

static void *watch(void *context)
{
    struct connections *connections = context;

    pthread_mutex_lock(&connections->lock);
    while (!connections->stopping) {
        end_the_late(connections);
        wait_ms(&connections->stop, &connections->lock, LOOK_MS);
    }
    pthread_mutex_unlock(&connections->lock);
    return NULL;
}

struct connections *connections_open(unsigned limit, unsigned per_address, unsigned headers_ms)
{
    struct connections *connections = calloc(1, sizeof *connections);

    if (connections == NULL)
        die("connections: out of memory");
    pthread_mutex_init(&connections->lock, NULL);
    wait_init(&connections->stop);
    connections->limit = limit;
    connections->per_address = per_address;
    connections->headers_ms = headers_ms;
    if (pthread_create(&connections->watchdog, NULL, watch, connections) != 0)
        die("connections: no thread");
    return connections;
}

void connections_close(struct connections *connections)
{
    pthread_mutex_lock(&connections->lock);
    connections->stopping = true;
    pthread_cond_signal(&connections->stop);
    pthread_mutex_unlock(&connections->lock);
    pthread_join(connections->watchdog, NULL);
    pthread_mutex_destroy(&connections->lock);
    pthread_cond_destroy(&connections->stop);
    free(connections);
}

static unsigned bucket_of_bytes(const unsigned char *bytes, size_t length)
{
    uint64_t hash = 1469598103934665603ULL;

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ bytes[i]) * 1099511628211ULL;
    return (unsigned)((hash ^ (hash >> 32)) % BUCKETS);
}

/* One IPv6 household has a whole /64. */
static unsigned bucket_of(const struct sockaddr *peer)
{
    if (peer->sa_family == AF_INET) {
        struct sockaddr_in v4;

        memcpy(&v4, peer, sizeof v4);
        return ntohl(v4.sin_addr.s_addr) >> 24 == 127
                   ? BUCKETS
                   : bucket_of_bytes((const unsigned char *)&v4.sin_addr, 4);
    }
    if (peer->sa_family == AF_INET6) {
        struct sockaddr_in6 v6;

        memcpy(&v6, peer, sizeof v6);
        return IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr) ? BUCKETS
                                                   : bucket_of_bytes(v6.sin6_addr.s6_addr, 8);
    }
    return BUCKETS;
}

bool connections_welcome(struct connections *connections, const struct sockaddr *peer)
{
    unsigned bucket = bucket_of(peer);
    bool welcome;

    if (bucket == BUCKETS)
        return true;
    pthread_mutex_lock(&connections->lock);
    welcome = connections->per_bucket[bucket] < connections->per_address;
    pthread_mutex_unlock(&connections->lock);
    return welcome;
}

static void make_room(struct connections *connections)
{
    struct connection *longest = NULL;
    int64_t since = INT64_MAX;

    for (struct connection *each = connections->first; each != NULL; each = each->next) {
        int64_t idle = atomic_load_explicit(&each->idle_since, memory_order_relaxed);

        if (!each->ended && idle != 0 && idle < since) {
            longest = each;
            since = idle;
        }
    }
    if (longest != NULL)
        end(longest);
}

struct connection *connection_add(struct connections *connections, int fd,
                                  const struct sockaddr *peer)
{
    struct connection *connection = calloc(1, sizeof *connection);

    if (connection == NULL)
        return NULL;
    connection->fd = fd;
    connection->bucket = bucket_of(peer);
    atomic_init(&connection->idle_since, monotonic_ms());
    atomic_init(&connection->deadline, monotonic_ms() + connections->headers_ms);
    pthread_mutex_lock(&connections->lock);
    if (connections->count >= connections->limit - connections->limit / 10)
        make_room(connections);
    connections->count++;
    if (connection->bucket < BUCKETS)
        connections->per_bucket[connection->bucket]++;
    connection->next = connections->first;
    if (connection->next != NULL)
        connection->next->previous = connection;
    connections->first = connection;
    pthread_mutex_unlock(&connections->lock);
    return connection;
}

void connection_remove(struct connections *connections, struct connection *connection)
{
    if (connection == NULL)
        return;
    pthread_mutex_lock(&connections->lock);
    connections->count--;
    if (connection->bucket < BUCKETS)
        connections->per_bucket[connection->bucket]--;
    if (connection->next != NULL)
        connection->next->previous = connection->previous;
    if (connection->previous != NULL)
        connection->previous->next = connection->next;
    else
        connections->first = connection->next;
    pthread_mutex_unlock(&connections->lock);
    free(connection);
}

void connection_within(struct connection *connection, int64_t ms)
{
    if (connection == NULL)
        return;
    atomic_store_explicit(&connection->deadline, monotonic_ms() + ms, memory_order_relaxed);
    atomic_store_explicit(&connection->idle_since, 0, memory_order_relaxed);
    atomic_store_explicit(&connection->reading, false, memory_order_relaxed);
}

void connection_reads(struct connection *connection, int64_t ms)
{
    connection_within(connection, ms);
    if (connection != NULL)
        atomic_store_explicit(&connection->reading, true, memory_order_relaxed);
}

void connection_hurry(struct connection *connection, int64_t ms)
{
    int64_t until = monotonic_ms() + ms;

    if (connection == NULL)
        return;
    if (until < atomic_load_explicit(&connection->deadline, memory_order_relaxed))
        atomic_store_explicit(&connection->deadline, until, memory_order_relaxed);
    atomic_store_explicit(&connection->idle_since, 0, memory_order_relaxed);
}

void connection_rest(struct connection *connection)
{
    int64_t now = monotonic_ms();

    if (connection == NULL)
        return;
    atomic_store_explicit(&connection->deadline, now + KEEP_ALIVE_MS, memory_order_relaxed);
    atomic_store_explicit(&connection->idle_since, now, memory_order_relaxed);
    atomic_store_explicit(&connection->reading, false, memory_order_relaxed);
}
