/* mail.h: sending what the outbox holds, and the office's view of it.
 *
 * A notice is rendered once, its bytes frozen under its Message-ID, and sent one recipient at a
 * time: paced, retried with back-off for seven days, paused when the server refuses us for rate,
 * spam score or sign-in (domain.md §9, R47).  With no SMTP server it is rendered and held.
 */
#pragma once

#include "action/service.h"
#include "domain/person.h"
#include "store/notice.h"

/* The text a notice's template gives: subject and body. */
struct mail_text {
    const char *subject, *body;
};
struct mail_text action_mail_text(struct env *env, const struct notice *notice,
                                  const char *link_base);

/* Renders what is new and sends one notice that is due.  *wait: seconds until there may be more;
 * 0: at once.  For the chores thread. */
bool action_mail_work(struct env *env, int64_t *wait, struct error *err);

struct mail_page {
    struct notices notices;
    struct notice_counts counts;
    bool holds;           /* no server is configured */
    int64_t paused_until; /* 0: not paused */
    const char *paused_why;
};
/* DENIED unless secretary. `before` 0: newest. */
bool action_mail_list(struct env *env, const struct actor *actor, const struct call *call,
                      const char *state, int64_t before, struct mail_page *page, struct error *err);
bool action_mail_get(struct env *env, const struct actor *actor, const struct call *call,
                     struct key key, struct notice *notice, struct error *err);
bool action_mail_retry(struct env *env, const struct actor *actor, const struct call *call,
                       struct key key, struct error *err);
bool action_mail_resume(struct env *env, const struct actor *actor, const struct call *call,
                        struct error *err);

/* A person's own notices, on the site. */
bool action_notices_mine(struct env *env, const struct actor *actor, int64_t before,
                         struct notices *notices, struct error *err);
bool action_notice_mine(struct env *env, const struct actor *actor, struct key key,
                        struct notice *notice, struct error *err);
