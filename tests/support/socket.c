/* socket.c: raw bytes to a server on this machine, and what comes back. */

#include "support/socket.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include "support/test.h"

#define QUIET_MS 2000

int socket_open(unsigned port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

bool socket_send(int fd, const void *bytes, size_t length)
{
    const char *at = bytes;

    while (length > 0) {
        ssize_t sent = send(fd, at, length, MSG_NOSIGNAL);

        if (sent <= 0)
            return false;
        at += sent;
        length -= (size_t)sent;
    }
    return true;
}

static void read_status(struct answer *answer)
{
    if (strncmp(answer->text, "HTTP/1.", 7) == 0 && answer->length > 12)
        answer->status = (int)strtol(answer->text + 9, NULL, 10);
}

void socket_read(int fd, int ms, struct answer *answer)
{
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    ssize_t got = 1;

    memset(answer, 0, sizeof *answer);
    while (got > 0 && answer->length < sizeof answer->text - 1 && poll(&ready, 1, ms) > 0) {
        got = recv(fd, answer->text + answer->length, sizeof answer->text - 1 - answer->length, 0);
        answer->length += got > 0 ? (size_t)got : 0;
        answer->closed = got <= 0;
    }
    answer->text[answer->length] = '\0';
    read_status(answer);
}

void socket_ask(unsigned port, const void *bytes, size_t length, struct answer *answer)
{
    int fd = socket_open(port);

    socket_send(fd, bytes, length);
    socket_read(fd, QUIET_MS, answer);
    close(fd);
}

bool answer_header(const struct answer *answer, const char *name, char *value)
{
    const char *line = answer->text, *end = strstr(answer->text, "\r\n\r\n");
    size_t length = strlen(name);

    while (end != NULL && line < end && (line = strstr(line, "\r\n")) != NULL && line < end) {
        line += 2;
        if (strncasecmp(line, name, length) == 0 && line[length] == ':') {
            snprintf(value, 512, "%.*s", (int)strcspn(line + length + 2, "\r"), line + length + 2);
            return true;
        }
    }
    return false;
}
