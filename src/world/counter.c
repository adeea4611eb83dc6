/* counter.c: counting the pages of a PDF: the server's side. */

#include "world/counter.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "world/count.h"

struct counter {
    int64_t (*count)(int file); /* of the twin */
    int fd;                     /* -1: nobody counts */
    pid_t keeper;
    int seconds;
    bool told;
    pthread_mutex_t turn;
};

struct counter *counter_here(struct arena *arena, int64_t (*count)(int file))
{
    struct counter *counter = arena_alloc(arena, sizeof *counter);

    counter->count = count;
    counter->fd = -1;
    counter->told = count == NULL; /* by design */
    pthread_mutex_init(&counter->turn, NULL);
    return counter;
}

struct counter *counter_fork(struct arena *arena, const struct counter_limits *limits,
                             struct error *err)
{
    struct counter *counter = counter_here(arena, NULL);
    struct counter_limits full = *limits;
    int fds[2];

    full.seconds = full.seconds == 0 ? 5 : full.seconds;
    full.cpu_seconds = full.cpu_seconds == 0 ? 3 : full.cpu_seconds;
    full.memory = full.memory == 0 ? (size_t)512 << 20 : full.memory;
    counter->seconds = full.seconds;
    counter->told = false;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) != 0)
        return error_set(err, ERROR_BROKEN, "counter/start"), NULL;
    fflush(NULL);
    counter->keeper = fork();
    if (counter->keeper == 0) {
        close(fds[0]);
        count_keep(fds[1], &full);
    }
    close(fds[1]);
    counter->fd = fds[0];
    if (counter->keeper > 0)
        return counter;
    close(fds[0]);
    error_set(err, ERROR_BROKEN, "counter/start");
    return NULL;
}

/* Whoever reads there ends. */
static void let_go(struct counter *counter)
{
    if (counter->fd >= 0)
        close(counter->fd);
    counter->fd = -1;
    while (counter->keeper > 0 && waitpid(counter->keeper, NULL, 0) < 0 && errno == EINTR)
        continue;
    counter->keeper = 0;
}

void counter_close(struct counter *counter)
{
    if (counter != NULL)
        let_go(counter);
}

static bool hand_over(int fd, int file)
{
    char byte = 1;
    struct iovec bytes = {&byte, 1};
    union count_handing handing = {.bytes = {0}};
    struct msghdr message = {.msg_iov = &bytes,
                             .msg_iovlen = 1,
                             .msg_control = handing.bytes,
                             .msg_controllen = sizeof handing.bytes};
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);

    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof file);
    memcpy(CMSG_DATA(head), &file, sizeof file);
    return sendmsg(fd, &message, MSG_NOSIGNAL) == 1;
}

/* The keeper always answers: it ends a child that does not. */
static bool ask(struct counter *counter, int file, int64_t *pages)
{
    struct pollfd wait = {.fd = counter->fd, .events = POLLIN};
    int more;

    if (counter->fd < 0 || !hand_over(counter->fd, file))
        return false;
    do
        more = poll(&wait, 1, (counter->seconds + 5) * 1000);
    while (more < 0 && errno == EINTR);
    return more > 0 && recv(counter->fd, pages, sizeof *pages, 0) == sizeof *pages &&
           *pages != COUNT_NOBODY;
}

bool counter_count(struct counter *counter, int file, int64_t *pages, struct error *err)
{
    bool answered = true;

    if (counter->count != NULL)
        return *pages = counter->count(file), true;
    pthread_mutex_lock(&counter->turn);
    answered = ask(counter, file, pages);
    if (!answered) {
        if (!counter->told)
            log_event("counter/gone", "why", "pages of attachments are not counted", NULL);
        counter->told = true;
        let_go(counter);
    }
    pthread_mutex_unlock(&counter->turn);
    return answered || error_set(err, ERROR_BROKEN, "counter/gone");
}
