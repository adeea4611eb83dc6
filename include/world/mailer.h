/* mailer.h: one message to one recipient by SMTP (libcurl), with every rule of R47–R51.
 *
 * TLS is required and verified, except to a loopback address given as smtp:// (the explicit
 * clear-text setting).  The envelope is checked again here.  One connection at a time.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/error.h"

struct mailer;

struct mail_settings {
    const char *url; /* smtp://host:port, smtps://host:port; user may be in it; NULL: hold */
    const char *user, *password;
    const char *from;            /* address; defaults to user */
    const char *ca_file;         /* NULL: the system's */
    int patience;                /* seconds for a whole transfer; 0: 60 */
    int64_t per_minute, per_day; /* the pace the server stands; 0: 30 and 2000 */
};

/* INVALID "mail/url", "mail/clear-text", "mail/from" for settings that may not be used. */
struct mailer *mailer_smtp(struct arena *arena, const struct mail_settings *settings,
                           struct error *err);
/* The null twin: holds everything; nothing is ever sent. */
struct mailer *mailer_none(struct arena *arena);
bool mailer_holds(const struct mailer *mailer);
const char *mailer_from(const struct mailer *mailer);
/* Most messages in a minute and in a day: providers shut out who sends faster. */
int64_t mailer_per_minute(const struct mailer *mailer);
int64_t mailer_per_day(const struct mailer *mailer);
/* smtp:// to a loopback address: no TLS is asked for, nor offered. */
bool mailer_speaks_clear(const struct mailer *mailer);

enum delivery {
    DELIVERY_SENT,    /* 250 after DATA */
    DELIVERY_RETRY,   /* passing trouble: network, 4xx, unknown outcome after DATA */
    DELIVERY_REFUSED, /* this recipient or message, for good: 5xx */
    DELIVERY_PAUSE /* the server refuses us: rate, spam score, sign-in (421 451 454 535 550/554 of
                      that kind) */
};

/* `message`: whole RFC 5322 text with CRLF lines. `answer`: the server's last words, in arena. */
enum delivery mailer_send(struct mailer *mailer, struct arena *arena, const char *recipient,
                          const char *message, size_t length, const char **answer);

/* Strict ASCII address grammar (R48, R51): local@domain, ≤ 254 bytes, no quotes, spaces, CR, LF,
 * NUL, < or >.  The same check serves forms. */
bool address_is_valid(const char *address);

/* Parts of a message. */
struct mail_part {
    const char *name; /* file name; NULL for the text body */
    const char *type; /* "text/plain; charset=utf-8", "application/json" … */
    const void *bytes;
    size_t length;
};
struct mail {
    const char *from, *from_name, *to, *subject, *message_id, *language;
    int64_t date;
    const struct mail_part *parts; /* first: the text */
    size_t count;
};
/* RFC 5322/2045 text: RFC 2047 headers, folded; bodies base64 in 76 columns; CRLF throughout. */
char *mail_write(struct arena *arena, const struct mail *mail, size_t *length);
