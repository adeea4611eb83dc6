/* typeset.c: the helper process: a keeper that forks, workers that make. */

#include "world/typeset.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "base/env.h"
#include "base/text.h"
#include "world/helper.h"

#define JOBS_MOST 200 /* then a fresh worker: what libraries leak goes with the old one */

enum { ENDED_WELL = 0, ENDED_SLOW = 3 };

int64_t typeset_now(void)
{
    return monotonic_ms();
}

static bool send_packet(int fd, const struct typeset_packet *packet, size_t length)
{
    ssize_t sent;

    do
        sent = send(fd, packet, TYPESET_HEAD + length, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent == (ssize_t)(TYPESET_HEAD + length);
}

bool typeset_send(int fd, uint32_t kind, uint32_t job, int64_t pages, const void *bytes,
                  size_t length)
{
    struct typeset_packet packet = {.kind = kind, .job = job, .pages = pages};
    const uint8_t *from = bytes;

    if (length == 0)
        return kind == TYPESET_PIECE || send_packet(fd, &packet, 0);
    for (size_t at = 0; at < length; at += sizeof packet.bytes) {
        size_t piece = length - at < sizeof packet.bytes ? length - at : sizeof packet.bytes;

        memcpy(packet.bytes, from + at, piece);
        if (!send_packet(fd, &packet, piece))
            return false;
    }
    return true;
}

/* A job's packets; 0 when the other side has closed or nothing came for so long. */
static uint32_t next_job(int fd, int idle, struct buffer *job)
{
    static struct typeset_packet packet;
    uint32_t which = 0;

    for (;;) {
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        ssize_t got;

        if (poll(&wait, 1, idle * 1000) == 0)
            return 0;
        got = recv(fd, &packet, sizeof packet, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < (ssize_t)TYPESET_HEAD)
            return 0;
        if (packet.job != which) { /* what came before belonged to a worker that died */
            job->length = 0;
            which = packet.job;
        }
        buffer_add(job, packet.bytes, (size_t)got - TYPESET_HEAD);
        if (packet.kind == TYPESET_DONE)
            return which;
    }
}

static void too_slow(int signal)
{
    (void)signal;
    _exit(ENDED_SLOW);
}

static void limit_cpu(int seconds)
{
    struct rusage used;
    struct rlimit limit;

    getrusage(RUSAGE_SELF, &used);
    limit.rlim_cur = (rlim_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec + seconds + 1);
    limit.rlim_max = RLIM_INFINITY;
    setrlimit(RLIMIT_CPU, &limit);
}

static bool send_failure(int fd, uint32_t job, struct arena *arena, const struct error *err)
{
    struct buffer text = buffer_in(arena);

    buffer_add(&text, err->code, strlen(err->code) + 1);
    for (size_t i = 0; i < 4 && err->values[i].name != NULL; i++) {
        buffer_add(&text, err->values[i].name, strlen(err->values[i].name) + 1);
        buffer_add(&text, err->values[i].text, strlen(err->values[i].text) + 1);
    }
    return typeset_send(fd, TYPESET_FAILED, job, err->kind, text.bytes, text.length);
}

static bool make_one(int fd, uint32_t which, const struct buffer *job, typeset_make *make)
{
    struct arena *arena = arena_open();
    struct error err = {0};
    struct typeset made = {0};
    bool sent;

    if (make(arena, buffer_get(job), job->length, &made, &err))
        sent = typeset_send(fd, TYPESET_PIECE, which, 0, made.bytes, made.length) &&
               typeset_send(fd, TYPESET_DONE, which, made.pages, NULL, 0);
    else
        sent = send_failure(fd, which, arena, &err);
    arena_close(arena);
    return sent;
}

static _Noreturn void work(int fd, typeset_make *make, const struct typeset_limits *limits)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGALRM, too_slow);
    signal(SIGXCPU, too_slow);
    helper_limit_memory(limits->memory);
    for (int done = 0; done < JOBS_MOST; done++) {
        struct arena *arena = arena_open();
        struct buffer job = buffer_in(arena);
        uint32_t which = next_job(fd, limits->idle, &job);

        if (which == 0)
            break;
        limit_cpu(limits->cpu_seconds);
        alarm((unsigned)limits->seconds);
        if (!make_one(fd, which, &job, make))
            break;
        alarm(0);
        arena_close(arena);
    }
    _exit(ENDED_WELL);
}

/* The worker's end, told to whoever waits for its answer. */
static void watch(int fd, pid_t worker)
{
    const char *code = "typesetter/died";
    int status = 0;

    while (waitpid(worker, &status, 0) < 0 && errno == EINTR)
        continue;
    if (WIFEXITED(status) && WEXITSTATUS(status) == ENDED_WELL)
        return;
    if (WIFEXITED(status) && WEXITSTATUS(status) == ENDED_SLOW)
        code = "typesetter/slow";
    typeset_send(fd, TYPESET_FAILED, 0, ERROR_BROKEN, code, strlen(code) + 1);
}

void typeset_keep(int fd, typeset_make *make, const struct typeset_limits *limits)
{
    helper_settle(fd, "typesetter");
    for (;;) {
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        char byte;
        pid_t worker;

        if (poll(&wait, 1, -1) < 0)
            continue;
        if (recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) <= 0)
            _exit(0);
        worker = fork();
        if (worker == 0)
            work(fd, make, limits);
        if (worker > 0)
            watch(fd, worker);
        else
            sleep(1); /* no process to be had now */
    }
}
