/* server.c: starting and stopping the front door. */

#include "web/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/random.h>
#include <sys/resource.h>
#include "base/log.h"
#include "base/text.h"
#include "web/job.h"

#define POOL_THREADS     2
#define SILENCE_SECONDS  65 /* the watchdog is stricter */
#define DESCRIPTORS_LEFT 256
#define FINISH_MS        10000
#define LAST_BYTES_MS    1000

static void panic(void *context, const char *file, unsigned line, const char *reason)
{
    (void)context, (void)line;
    log_event("web/panic", "file", file, "reason", reason == NULL ? "" : reason, NULL);
    die("libmicrohttpd gave up");
}

static void take_notice(void *context, struct MHD_Connection *mhd, void **handle,
                        enum MHD_ConnectionNotificationCode code)
{
    struct server *server = context;
    const union MHD_ConnectionInfo *fd, *peer;

    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        connection_remove(server->connections, *handle);
        *handle = NULL;
        return;
    }
    fd = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
    peer = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (fd != NULL && peer != NULL)
        *handle = connection_add(server->connections, fd->connect_fd, peer->client_addr);
}

static enum MHD_Result welcome(void *context, const struct sockaddr *peer, socklen_t length)
{
    struct server *server = context;

    (void)length;
    return connections_welcome(server->connections, peer) ? MHD_YES : MHD_NO;
}

static void *work(void *context)
{
    struct server *server = context;

    for (struct job *job = queue_pop(server->queue); job != NULL; job = queue_pop(server->queue)) {
        struct MHD_Connection *mhd = job->mhd;

        job_work(job);
        MHD_resume_connection(mhd);
    }
    return NULL;
}

/* "127.0.0.1:8080" or "[::1]:8080" */
static bool read_address(const char *text, struct sockaddr_storage *address)
{
    struct sockaddr_in *v4 = (struct sockaddr_in *)address;
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)address;
    const char *colon = strrchr(text, ':');
    char host[64] = "";
    int64_t port;

    memset(address, 0, sizeof *address);
    if (colon == NULL || (size_t)(colon - text) >= sizeof host || !text_to_int(colon + 1, &port) ||
        port < 0 || port > 65535)
        return false;
    memcpy(host, text, (size_t)(colon - text));
    if (host[0] == '[' && text_ends(host, "]")) {
        host[strlen(host) - 1] = '\0';
        v6->sin6_family = AF_INET6;
        v6->sin6_port = htons((uint16_t)port);
        return inet_pton(AF_INET6, host + 1, &v6->sin6_addr) == 1;
    }
    v4->sin_family = AF_INET;
    v4->sin_port = htons((uint16_t)port);
    return inet_pton(AF_INET, host, &v4->sin_addr) == 1;
}

/* At its limit libmicrohttpd just stops accepting, so it stays below what the process may open. */
static unsigned connection_limit(unsigned wanted)
{
    struct rlimit files;
    rlim_t most = 1000;

    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
        getrlimit(RLIMIT_NOFILE, &files);
        most = files.rlim_cur > 2 * DESCRIPTORS_LEFT ? files.rlim_cur - DESCRIPTORS_LEFT
                                                     : files.rlim_cur / 2;
    }
    if (wanted == 0)
        wanted = 10000;
    return wanted < most ? wanted : (unsigned)most;
}

/* Before the first thread is made: one that does not hold them would die of them. */
static void hold_signals(sigset_t *before)
{
    sigset_t held;

    sigemptyset(&held);
    sigaddset(&held, SIGTERM);
    sigaddset(&held, SIGINT);
    pthread_sigmask(SIG_BLOCK, &held, before);
    signal(SIGPIPE, SIG_IGN);
}

static bool start_daemon(struct server *server, const struct sockaddr_storage *address,
                         unsigned limit)
{
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
    const union MHD_DaemonInfo *info;

    if (address->ss_family == AF_INET6)
        flags |= MHD_USE_IPv6;
    MHD_set_panic_func(panic, NULL);
    server->daemon = MHD_start_daemon(
        flags, 0, welcome, server, job_step, server, MHD_OPTION_SOCK_ADDR, address,
        MHD_OPTION_THREAD_POOL_SIZE, (unsigned)POOL_THREADS, MHD_OPTION_CONNECTION_LIMIT, limit,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)POOL_BYTES, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)SILENCE_SECONDS, MHD_OPTION_URI_LOG_CALLBACK, job_open, server,
        MHD_OPTION_NOTIFY_COMPLETED, job_close, server, MHD_OPTION_NOTIFY_CONNECTION, take_notice,
        server, MHD_OPTION_LISTEN_BACKLOG_SIZE, 1024U, MHD_OPTION_LISTENING_ADDRESS_REUSE, 1U,
        MHD_OPTION_END);
    if (server->daemon == NULL)
        return false;
    info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
    server->port = info == NULL ? 0 : info->port;
    return true;
}

static void start_workers(struct server *server, unsigned count)
{
    count = count == 0 ? 4 : count > WORKERS_MAX ? WORKERS_MAX : count;
    for (; server->worker_count < count; server->worker_count++)
        if (pthread_create(&server->workers[server->worker_count], NULL, work, server) != 0)
            die("web: no thread");
}

static struct server *make(struct arena *arena, struct service *service,
                           const struct server_settings *settings, unsigned limit)
{
    struct server *server = arena_alloc(arena, sizeof *server);

    server->arena = arena;
    server->service = service;
    server->https = text_starts(service_public_url(service), "https:");
    server->rehearses = service_rehearses(service);
    server->proxy = settings->proxy;
    server->statics = statics_open(server->https);
    server->connections = connections_open(
        limit, settings->per_address == 0 ? 256 : settings->per_address,
        settings->headers_ms == 0 ? 10000 : settings->headers_ms);
    server->queue = queue_open(settings->queue == 0 ? 256 : settings->queue);
    server->rates = rates_open();
    if (getentropy(&server->request_salt, sizeof server->request_salt) != 0)
        die("web: no randomness");
    return server;
}

static void stop_workers(struct server *server)
{
    queue_close(server->queue);
    for (unsigned i = 0; i < server->worker_count; i++)
        pthread_join(server->workers[i], NULL);
}

static void release(struct server *server)
{
    connections_close(server->connections);
    queue_free(server->queue);
    rates_close(server->rates);
    statics_close(server->statics);
    pthread_sigmask(SIG_SETMASK, &server->signals_before, NULL);
    arena_close(server->arena);
}

struct server *server_start(struct service *service, const struct server_settings *settings,
                            struct error *err)
{
    struct arena *arena = arena_open();
    unsigned limit = connection_limit(settings->connections);
    struct sockaddr_storage address;
    struct server *server;
    sigset_t before;

    if (!read_address(settings->listen, &address)) {
        arena_close(arena);
        return error_set(err, ERROR_INVALID, "web/listen"), NULL;
    }
    hold_signals(&before);
    server = make(arena, service, settings, limit);
    server->templates = service_templates(service);
    server->signals_before = before;
    start_workers(server, settings->workers);
    if (start_daemon(server, &address, limit))
        return server;
    error_set(err, errno == EADDRINUSE ? ERROR_CONFLICT : ERROR_BROKEN, "web/port");
    stop_workers(server);
    release(server);
    return NULL;
}

unsigned server_port(const struct server *server)
{
    return server->port;
}

void server_wait(struct server *server)
{
    sigset_t awaited;
    int signal = 0;

    (void)server;
    sigemptyset(&awaited);
    sigaddset(&awaited, SIGTERM);
    sigaddset(&awaited, SIGINT);
    while (sigwait(&awaited, &signal) != 0)
        ;
    log_event("web/stopping", "signal", signal == SIGTERM ? "SIGTERM" : "SIGINT", NULL);
}

static void wait_for_quiet(struct server *server, int64_t ms)
{
    const struct timespec pause = {.tv_nsec = 10000000};
    int64_t until = monotonic_ms() + ms;

    while (atomic_load(&server->in_flight) > 0 && monotonic_ms() < until)
        nanosleep(&pause, NULL);
}

/* Workers are joined before the daemon stops: it aborts the program when a connection is still
 * suspended (security.md §1.11). */
void server_stop(struct server *server)
{
    MHD_socket listening;

    atomic_store(&server->stopping, true);
    listening = MHD_quiesce_daemon(server->daemon);
    wait_for_quiet(server, FINISH_MS);
    stop_workers(server);
    wait_for_quiet(server, LAST_BYTES_MS);
    MHD_stop_daemon(server->daemon);
    if (listening != MHD_INVALID_SOCKET)
        close(listening);
    release(server);
}
