/* counter.c: counting the pages of a PDF: the server's side. */

#include "world/counter.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <poll.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "world/cells.h"
#include "world/count.h"

struct counter {
    int64_t (*count)(int file); /* of the twin */
    bool here;                  /* a twin */
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
    counter->here = true;
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
    counter->here = counter->told = false;
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

/* One file to count, or one to read and one to write its cells into. */
static bool hand_over(int fd, const int files[], size_t count)
{
    char byte = 1;
    struct iovec bytes = {&byte, 1};
    union count_handing handing = {.bytes = {0}};
    struct msghdr message = {.msg_iov = &bytes,
                             .msg_iovlen = 1,
                             .msg_control = handing.bytes,
                             .msg_controllen = CMSG_SPACE(count * sizeof *files)};
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);

    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(count * sizeof *files);
    memcpy(CMSG_DATA(head), files, count * sizeof *files);
    return sendmsg(fd, &message, MSG_NOSIGNAL) == 1;
}

/* The keeper always answers: it ends a child that does not. */
static bool ask(struct counter *counter, const int files[], size_t count, int64_t *answer)
{
    struct pollfd wait = {.fd = counter->fd, .events = POLLIN};
    int more;

    if (counter->fd < 0 || !hand_over(counter->fd, files, count))
        return false;
    do
        more = poll(&wait, 1, (counter->seconds + 5) * 1000);
    while (more < 0 && errno == EINTR);
    return more > 0 && recv(counter->fd, answer, sizeof *answer, 0) == sizeof *answer &&
           *answer != COUNT_NOBODY;
}

static bool ask_in_turn(struct counter *counter, const int files[], size_t count, int64_t *answer,
                        struct error *err)
{
    bool answered;

    pthread_mutex_lock(&counter->turn);
    answered = ask(counter, files, count, answer);
    if (!answered) {
        if (!counter->told)
            log_event("counter/gone", "why", "pages of attachments are not counted", NULL);
        counter->told = true;
        let_go(counter);
    }
    pthread_mutex_unlock(&counter->turn);
    return answered || error_set(err, ERROR_BROKEN, "counter/gone");
}

bool counter_count(struct counter *counter, int file, int64_t *pages, struct error *err)
{
    if (counter->count != NULL)
        return *pages = counter->count(file), true;
    return ask_in_turn(counter, &file, 1, pages, err);
}

/* ---- cells */

/* A file in memory that others can only read or write as it is: never grow. */
static int memory_file(const void *bytes, size_t length)
{
    int file = memfd_create("sheet", MFD_CLOEXEC | MFD_ALLOW_SEALING);

    if (file < 0)
        return -1;
    if (ftruncate(file, (off_t)length) == 0 &&
        (bytes == NULL || pwrite(file, bytes, length, 0) == (ssize_t)length) &&
        fcntl(file, F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK) == 0)
        return file;
    close(file);
    return -1;
}

/* Into an arena's memory first: the child may still be writing. */
static bool take_cells(struct arena *arena, int file, int64_t length, struct cells *cells)
{
    char *bytes = arena_alloc(arena, (size_t)length + 1);

    return pread(file, bytes, (size_t)length, 0) == length &&
           cells_take(arena, bytes, (size_t)length, cells);
}

/* The twin reads in this process: what it is given is a test's own. */
static bool read_here(struct arena *arena, const void *bytes, size_t length, struct cells *cells)
{
    char *room = arena_alloc(arena, CELLS_WIRE_MOST);
    int64_t wrote = cells_load() ? cells_read(bytes, length, room, CELLS_WIRE_MOST) : 0;

    return wrote > 0 && cells_take(arena, room, (size_t)wrote, cells);
}

bool counter_cells(struct counter *counter, struct arena *arena, const void *bytes, size_t length,
                   struct cells *cells, struct error *err)
{
    int files[COUNT_FILES] = {-1, -1};
    int64_t wrote = 0;
    bool done = true;

    if (counter->here)
        return read_here(arena, bytes, length, cells) ||
               error_set(err, ERROR_INVALID, "counter/no-table");
    files[0] = memory_file(bytes, length);
    files[1] = memory_file(NULL, CELLS_WIRE_MOST);
    if (files[0] < 0 || files[1] < 0)
        done = error_set(err, ERROR_BROKEN, "counter/gone");
    done = done && ask_in_turn(counter, files, COUNT_FILES, &wrote, err) &&
           ((wrote > 0 && take_cells(arena, files[1], wrote, cells)) ||
            error_set(err, ERROR_INVALID, "counter/no-table"));
    for (int i = 0; i < COUNT_FILES; i++)
        if (files[i] >= 0)
            close(files[i]);
    return done;
}
