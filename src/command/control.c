/* control.c: errands by the Unix socket DATA/control. */

#include "command/control.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "action/errand.h"
#include "base/log.h"
#include "base/text.h"
#include "command/command.h"

#define MESSAGE_MOST ((size_t)8 * 1024 * 1024)

struct control {
    struct service *service;
    char path[sizeof((struct sockaddr_un *)0)->sun_path];
    int listening;
    pthread_t thread;
    atomic_bool stopping;
};

static bool address_of(const char *data, struct sockaddr_un *address)
{
    int length;

    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    length = snprintf(address->sun_path, sizeof address->sun_path, "%s/control", data);
    return length > 0 && (size_t)length < sizeof address->sun_path;
}

/* Everything up to the end of what the peer sends. */
static bool read_all(int fd, struct buffer *in)
{
    char block[16384];
    ssize_t got;

    while ((got = read(fd, block, sizeof block)) != 0) {
        if (got < 0 && errno != EINTR)
            return false;
        if (got > 0)
            buffer_add(in, block, (size_t)got);
        if (in->length > MESSAGE_MOST)
            return false;
    }
    return true;
}

static bool write_all(int fd, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t put = send(fd, text, length, MSG_NOSIGNAL);

        if (put < 0 && errno != EINTR)
            return false;
        if (put > 0) {
            text += put;
            length -= (size_t)put;
        }
    }
    return true;
}

static void serve_one(struct control *control, int fd)
{
    struct arena *arena = arena_open();
    struct buffer in = buffer_in(arena);
    struct timeval limit = {.tv_sec = 30};
    struct error err = {0};
    json_t *request;
    const char *answer;

    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (read_all(fd, &in)) {
        request = json_parse(arena, buffer_get(&in), in.length, &err);
        if (request != NULL) {
            answer = json_write(arena, action_errand(control->service, arena, request));
            write_all(fd, answer, strlen(answer));
        }
    }
    close(fd);
    arena_close(arena);
}

static void *work(void *context)
{
    struct control *control = context;

    while (!control->stopping) {
        struct pollfd ready = {.fd = control->listening, .events = POLLIN};

        if (poll(&ready, 1, 200) > 0) {
            int fd = accept4(control->listening, NULL, NULL, SOCK_CLOEXEC);

            if (fd >= 0)
                serve_one(control, fd);
        }
    }
    return NULL;
}

struct control *control_start(struct service *service, struct error *err)
{
    struct control *control = calloc(1, sizeof *control);
    struct sockaddr_un address;

    if (control == NULL)
        die("out of memory");
    control->service = service;
    control->listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (address_of(service_data(service), &address)) {
        memcpy(control->path, address.sun_path, sizeof control->path);
        unlink(control->path); /* of a server that was killed; the lock says that none lives */
        if (bind(control->listening, (struct sockaddr *)&address, sizeof address) == 0 &&
            chmod(control->path, 0600) == 0 && listen(control->listening, 8) == 0 &&
            pthread_create(&control->thread, NULL, work, control) == 0)
            return control;
    }
    close(control->listening);
    free(control);
    error_set(err, ERROR_BROKEN, "control/listen");
    return NULL;
}

void control_stop(struct control *control)
{
    if (control == NULL)
        return;
    control->stopping = true;
    pthread_join(control->thread, NULL);
    close(control->listening);
    unlink(control->path);
    free(control);
}

int control_say(const json_t *answer)
{
    const char *out = json_word(answer, "out"), *complaint = json_word(answer, "err");

    fputs(out, stdout);
    fputs(complaint, stderr);
    return (int)json_int(answer, "code", 1);
}

/* By the server that holds the folder; NULL when none answers. */
static json_t *ask_server(struct arena *arena, const char *data, const char *request)
{
    struct sockaddr_un address;
    struct buffer in = buffer_in(arena);
    struct error err = {0};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool done = address_of(data, &address) &&
                connect(fd, (struct sockaddr *)&address, sizeof address) == 0 &&
                write_all(fd, request, strlen(request)) && shutdown(fd, SHUT_WR) == 0 &&
                read_all(fd, &in);

    close(fd);
    return done ? json_parse(arena, buffer_get(&in), in.length, &err) : NULL;
}

json_t *control_ask(struct arena *arena, const char *data, const json_t *request)
{
    json_t *answer = NULL;
    struct error err = {0};
    struct service_settings settings = {
        .data = data, .write = true, .any_kind = true, .public_url = "http://127.0.0.1:8080"};
    struct service *service;

    if (getenv("GRANTD_PUBLIC_URL") != NULL)
        settings.public_url = getenv("GRANTD_PUBLIC_URL");
    service = service_open(&settings, &err);
    if (service != NULL) {
        answer = action_errand(service, arena, request);
        service_close(service);
    } else if (strcmp(err.code, "service/locked") == 0) {
        answer = ask_server(arena, data, json_write(arena, request));
    }
    if (answer == NULL)
        command_refused(&err);
    return answer;
}

int control_run(const char *data, json_t *request)
{
    struct arena *arena = arena_open();
    const json_t *answer = control_ask(arena, data, request);
    int code = answer == NULL ? 1 : control_say(answer);

    arena_close(arena);
    return code;
}
