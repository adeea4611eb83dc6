/* sink.h: a real mail server on loopback for a test, and what it was given. */
#pragma once

#include <stdio.h>
#include <sys/types.h>
#include "base/json.h"

struct sink {
    struct arena *arena;
    const char *folder;
    char url[64]; /* smtp://127.0.0.1:PORT */
    int port;
    FILE *say, *hear;
    pid_t pid;
};

void sink_open(struct sink *sink, struct arena *arena);
/* `kind` "tls" or "starttls", with key and certificate in the file `pem`. */
void sink_open_tls(struct sink *sink, struct arena *arena, const char *kind, const char *pem);
void sink_close(struct sink *sink);

/* How it answers from now on: the words of sink.py. */
void sink_mode(struct sink *sink, const char *mode);

/* The n-th mail that it took, from 1: {from, to, sender, headers, subject, message_id, defects,
 * parts}; NULL: not so many.  A part: {name, type, text, base64}. */
const json_t *sink_mail(struct sink *sink, int n);

/* Every byte that clients said so far; "" when nobody did. */
const char *sink_wire(struct sink *sink);
