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

/* What may be shown of it on a page: as frozen, or rendered now; links that work once are blank
 * ("…"), for nobody but the recipient's mailbox may hold them (R20).  In a rehearsal the frozen
 * text keeps them, since nothing leaves the house. */
struct mail_text action_mail_shown(struct env *env, const struct notice *notice);

struct mail_page {
    struct notices notices; /* newest first */
    bool more;              /* older ones follow the last */
    struct notice_counts counts;
    bool holds;           /* no server is configured */
    int64_t paused_until; /* 0: not paused */
    const char *paused_why;
};
/* DENIED unless secretary. `after`: key of the page before's last row, NULL: newest; MISSING when
 * there is none such. */
bool action_mail_list(struct env *env, const struct actor *actor, const struct call *call,
                      const char *state, const struct key *after, struct mail_page *page,
                      struct error *err);
bool action_mail_get(struct env *env, const struct actor *actor, const struct call *call,
                     struct key key, struct notice *notice, struct error *err);
bool action_mail_retry(struct env *env, const struct actor *actor, const struct call *call,
                       struct key key, struct error *err);
bool action_mail_resume(struct env *env, const struct actor *actor, const struct call *call,
                        struct error *err);

/* When the queue goes on after a pause; 0: it is not paused.  For the sender and the page. */
bool action_mail_paused(struct env *env, int64_t *until, const char **why, struct error *err);

/* A person's own notices, on the site; another's are MISSING. */
bool action_notices_mine(struct env *env, const struct actor *actor, const struct key *after,
                         struct mail_page *page, struct error *err);
bool action_notice_mine(struct env *env, const struct actor *actor, struct key key,
                        struct notice *notice, struct error *err);
