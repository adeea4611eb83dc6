/* socket.h: raw bytes to a server on this machine, and what comes back. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct answer {
    char text[65536]; /* NUL-terminated, cut */
    size_t length;
    int status;  /* of the first response, 0 for none */
    bool closed; /* the server ended the connection in time */
};

/* A connected descriptor; fails the test when it cannot be. */
int socket_open(unsigned port);

/* False when the other side is gone. */
bool socket_send(int fd, const void *bytes, size_t length);

/* Reads until the server closes, or `ms` pass without a byte; closes nothing. */
void socket_read(int fd, int ms, struct answer *answer);

/* Opens, sends, reads, closes. */
void socket_ask(unsigned port, const void *bytes, size_t length, struct answer *answer);

/* The value of the first response's header in `value` of 512 bytes; false when absent. */
bool answer_header(const struct answer *answer, const char *name, char *value);
