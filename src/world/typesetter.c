/* typesetter.c: papers made in a helper process: the server's side, and who makes. */

#include "world/typesetter.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "base/text.h"
#include "world/typeset.h"

#define JOB_MOST ((size_t)16 << 20)

struct typesetter {
    typeset_make *make; /* of the twin; NULL with a helper */
    int fd;
    pid_t keeper;
    int seconds;
    uint32_t job;
    bool taken, awaited; /* one makes; one that is patient for a while only waits */
    pthread_mutex_t guard;
    pthread_cond_t freed;
};

static void init_turns(struct typesetter *t)
{
    pthread_condattr_t steady;

    pthread_mutex_init(&t->guard, NULL);
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_cond_init(&t->freed, &steady);
    pthread_condattr_destroy(&steady);
}

struct typesetter *typesetter_here(struct arena *arena, typeset_make *make)
{
    struct typesetter *t = arena_alloc(arena, sizeof *t);

    t->make = make;
    t->fd = -1;
    init_turns(t);
    return t;
}

struct typesetter *typesetter_fork(struct arena *arena, typeset_make *make,
                                   const struct typeset_limits *limits, struct error *err)
{
    struct typesetter *t = typesetter_here(arena, NULL);
    struct typeset_limits full = *limits;
    int fds[2];

    full.seconds = full.seconds == 0 ? 20 : full.seconds;
    full.cpu_seconds = full.cpu_seconds == 0 ? 10 : full.cpu_seconds;
    full.memory = full.memory == 0 ? (size_t)1 << 30 : full.memory;
    full.idle = full.idle == 0 ? 60 : full.idle;
    t->seconds = full.seconds;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) != 0)
        return error_set(err, ERROR_BROKEN, "typesetter/start"), NULL;
    fflush(NULL);
    t->keeper = fork();
    if (t->keeper == 0) {
        close(fds[0]);
        typeset_keep(fds[1], make, &full);
    }
    close(fds[1]);
    t->fd = fds[0];
    if (t->keeper > 0)
        return t;
    close(fds[0]);
    error_set(err, ERROR_BROKEN, "typesetter/start");
    return NULL;
}

void typesetter_close(struct typesetter *t)
{
    if (t == NULL || t->fd < 0)
        return;
    close(t->fd); /* whoever reads there ends */
    t->fd = -1;
    while (t->keeper > 0 && waitpid(t->keeper, NULL, 0) < 0 && errno == EINTR)
        continue;
}

/* It stays no zombie; another cannot be forked out of a server that has threads. */
static bool gone(struct typesetter *t, struct error *err)
{
    if (t->keeper > 0 && waitpid(t->keeper, NULL, WNOHANG) == t->keeper)
        t->keeper = 0;
    return error_set(err, ERROR_BROKEN, "typesetter/gone");
}

/* Words about an earlier job, and of a worker that ended without one. */
static void drain(struct typesetter *t)
{
    struct typeset_packet packet;

    while (recv(t->fd, &packet, sizeof packet, MSG_DONTWAIT) > 0)
        continue;
}

static bool take_failure(const struct typeset_packet *packet, size_t length, struct arena *arena,
                         struct error *err)
{
    const char *text = arena_copy(arena, packet->bytes, length);
    const char *code = text, *value;
    enum error_kind kind = ERROR_BROKEN;

    if (packet->pages > ERROR_NONE && packet->pages <= ERROR_FULL)
        kind = (enum error_kind)packet->pages;
    error_set(err, kind, code);
    for (int i = 0; i < 4; i++) {
        text += strlen(text) + 1;
        value = text + strlen(text) + 1;
        if (text >= code + length || value >= code + length)
            break;
        error_text(err, text, value);
        text = value;
    }
    return false;
}

/* Packets of this job until its end; those of others are left aside. */
static bool receive(struct typesetter *t, struct arena *arena, struct typeset *made,
                    struct error *err)
{
    struct typeset_packet packet;
    struct buffer bytes = buffer_in(arena);
    int64_t until = typeset_now() + (int64_t)(t->seconds + 5) * 1000;

    for (;;) {
        int64_t left = until - typeset_now();
        struct pollfd wait = {.fd = t->fd, .events = POLLIN};
        ssize_t got;

        if (left <= 0 || poll(&wait, 1, (int)left) == 0)
            return error_set(err, ERROR_BROKEN, "typesetter/slow");
        got = recv(t->fd, &packet, sizeof packet, MSG_DONTWAIT);
        if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
            return gone(t, err);
        if (got < (ssize_t)TYPESET_HEAD || (packet.job != t->job && packet.job != 0))
            continue;
        got -= (ssize_t)TYPESET_HEAD;
        if (packet.kind == TYPESET_PIECE) {
            buffer_add(&bytes, packet.bytes, (size_t)got);
        } else if (packet.kind == TYPESET_DONE) {
            *made = (struct typeset){bytes.bytes, bytes.length, packet.pages};
            return true;
        } else if (packet.kind == TYPESET_FAILED) {
            return take_failure(&packet, (size_t)got, arena, err);
        }
    }
}

static bool ask(struct typesetter *t, struct arena *arena, const char *job, size_t length,
                struct typeset *made, struct error *err)
{
    if (t->fd < 0)
        return gone(t, err);
    drain(t);
    if (++t->job == 0)
        t->job = 1;
    if (!typeset_send(t->fd, TYPESET_PIECE, t->job, 0, job, length) ||
        !typeset_send(t->fd, TYPESET_DONE, t->job, 0, NULL, 0))
        return gone(t, err);
    return receive(t, arena, made, err);
}

static struct timespec in_ms(int ms)
{
    struct timespec until;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += (long)(ms % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    return until;
}

/* Under the guard; false when the patience ends first. */
static bool await_turn(struct typesetter *t, int patience)
{
    struct timespec until = in_ms(patience);
    int late = 0;

    while (t->taken && late != ETIMEDOUT)
        late = patience == 0 ? pthread_cond_wait(&t->freed, &t->guard)
                             : pthread_cond_timedwait(&t->freed, &t->guard, &until);
    return !t->taken;
}

static bool take_turn(struct typesetter *t, int patience, struct error *err)
{
    bool patient = patience != 0, mine = false;

    pthread_mutex_lock(&t->guard);
    if (!patient || !t->awaited) {
        t->awaited |= patient;
        mine = await_turn(t, patience);
        t->awaited &= !patient;
        t->taken |= mine;
    }
    pthread_mutex_unlock(&t->guard);
    return mine || error_set(err, ERROR_BUSY, "typesetter/busy");
}

static void end_turn(struct typesetter *t)
{
    pthread_mutex_lock(&t->guard);
    t->taken = false;
    pthread_cond_broadcast(&t->freed);
    pthread_mutex_unlock(&t->guard);
}

bool typesetter_make(struct typesetter *t, struct arena *arena, int patience, const char *job,
                     size_t length, struct typeset *made, struct error *err)
{
    bool done;

    if (length > JOB_MOST)
        return error_set(err, ERROR_TOO_LARGE, "typesetter/large");
    if (t->make != NULL)
        return t->make(arena, job, length, made, err);
    if (!take_turn(t, patience, err))
        return false;
    done = ask(t, arena, job, length, made, err);
    end_turn(t);
    return done;
}
