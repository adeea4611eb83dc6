/* bare.c: libmicrohttpd answering "hello" and nothing else: what every page is compared with.
 *
 *   bare PORT THREADS      prints its port, ends at SIGTERM
 */

#include <microhttpd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static struct MHD_Response *hello;

static enum MHD_Result answer(void *context, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *bytes,
                              size_t *length, void **handle)
{
    (void)context, (void)url, (void)method, (void)version, (void)bytes, (void)length, (void)handle;
    return MHD_queue_response(connection, MHD_HTTP_OK, hello);
}

int main(int argc, char **argv)
{
    static char text[] = "hello";
    struct MHD_Daemon *daemon;
    const union MHD_DaemonInfo *info;
    sigset_t wait;
    int signal_number;

    if (argc != 3)
        return 2;
    sigemptyset(&wait);
    sigaddset(&wait, SIGTERM);
    sigprocmask(SIG_BLOCK, &wait, NULL);
    hello = MHD_create_response_from_buffer(sizeof text - 1, text, MHD_RESPMEM_PERSISTENT);
    daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, (uint16_t)strtoul(argv[1], NULL, 10),
                              NULL, NULL, answer, NULL, MHD_OPTION_THREAD_POOL_SIZE,
                              (unsigned)strtoul(argv[2], NULL, 10), MHD_OPTION_END);
    if (daemon == NULL)
        return 1;
    info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
    printf("%u\n", info == NULL ? 0U : (unsigned)info->port);
    fflush(stdout);
    sigwait(&wait, &signal_number);
    MHD_stop_daemon(daemon);
    MHD_destroy_response(hello);
    return 0;
}
