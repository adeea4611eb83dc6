/* mail.h: models of the outbox for the office, and of a person's own notices. */
#pragma once

#include "base/env.h"
#include "base/json.h"
#include "base/list.h"

struct notice_facts {
    struct key key;
    const char *event, *email, *name, *subject, *body, *state, *answer; /* "" for none */
    int64_t attempts, created_at, next_at, sent_at, read_at;
};

struct mail_facts {
    struct {
        LIST(struct notice_facts);
    } notices;
    const char *state; /* shown alone; "" for all */
    bool more;
    int64_t waiting, sent, retrying, failed;
    bool holds;
    int64_t paused_until;
    const char *paused_why;
};

/* [{lines: [text]}]: paragraphs and lines as they are sent. */
void view_mail_body(struct arena *arena, const char *body, json_t *paragraphs);

json_t *view_mail_list(struct arena *arena, enum language language, const struct mail_facts *facts);
json_t *view_mail_show(struct arena *arena, enum language language,
                       const struct notice_facts *notice);
json_t *view_notice_list(struct arena *arena, enum language language,
                         const struct mail_facts *facts);
json_t *view_notice_show(struct arena *arena, enum language language,
                         const struct notice_facts *notice);
