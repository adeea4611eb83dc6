/* mail.c: the office's pages of the outbox, and everybody's own notices. */

#include "action/mail.h"

#include "view/mail.h"
#include "web/pages.h"

static struct notice_facts facts_of(const struct notice *n, const struct mail_text *text)
{
    return (struct notice_facts){
        .key = n->key,
        .event = n->event,
        .email = n->email,
        .name = n->name,
        .subject = text->subject,
        .body = text->body,
        .state = n->state,
        .answer = n->answer,
        .attempts = n->attempts,
        .created_at = n->created_at,
        .next_at = n->next_at,
        .sent_at = n->sent_at,
        .read_at = n->read_at,
    };
}

static struct mail_facts list_of(struct request *req, const struct mail_page *page,
                                 const char *state)
{
    struct mail_facts facts = {
        .state = state,
        .more = page->more,
        .waiting = page->counts.waiting,
        .sent = page->counts.sent,
        .retrying = page->counts.retrying,
        .failed = page->counts.failed,
        .holds = page->holds,
        .paused_until = page->paused_until,
        .paused_why = page->paused_why,
    };

    for (size_t i = 0; i < page->notices.count; i++) {
        struct mail_text text = {page->notices.items[i].subject, ""};

        *list_add(req->env.arena, &facts.notices) = facts_of(&page->notices.items[i], &text);
    }
    return facts;
}

/* ?before=KEY of the page before's last row; false when it is no key. */
static bool read_after(const struct request *req, struct key *key, const struct key **after)
{
    const char *text = request_query(req, "before");

    *after = *text == '\0' ? NULL : key;
    return *text == '\0' || key_parse(text, key);
}

/* A state nobody knows shows all. */
static const char *read_state(const struct request *req)
{
    static const char *const states[] = {"waiting", "sent", "retrying", "failed", "bounced"};
    const char *asked = request_query(req, "state");

    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        if (strcmp(states[i], asked) == 0)
            return states[i];
    return "";
}

struct reply page_mail(struct request *req)
{
    struct error err = {0};
    struct mail_page page;
    struct mail_facts facts;
    struct key key;
    const struct key *after;
    const char *state = read_state(req);

    if (req->call == NULL || !read_after(req, &key, &after))
        return reply_missing(req);
    if (!action_mail_list(&req->env, &req->actor, req->call, state, after, &page, &err))
        return reply_error(req, &err);
    facts = list_of(req, &page, state);
    return reply_page(req, "office/mail.html",
                      view_mail_list(req->env.arena, req->env.language, &facts));
}

struct reply page_mail_show(struct request *req)
{
    struct error err = {0};
    struct notice notice;
    struct notice_facts facts;
    struct mail_text text;
    struct key key;

    if (req->call == NULL || !request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_mail_get(&req->env, &req->actor, req->call, key, &notice, &err))
        return reply_error(req, &err);
    text = action_mail_shown(&req->env, &notice);
    facts = facts_of(&notice, &text);
    return reply_page(req, "office/mail-show.html",
                      view_mail_show(req->env.arena, req->env.language, &facts));
}

struct reply page_mail_retry(struct request *req)
{
    struct error err = {0};
    struct key key;

    if (req->call == NULL || !request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_mail_retry(&req->env, &req->actor, req->call, key, &err))
        return reply_error(req, &err);
    return reply_redirect(req, "/office/mail/%s", key.text);
}

struct reply page_mail_resume(struct request *req)
{
    struct error err = {0};

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_mail_resume(&req->env, &req->actor, req->call, &err))
        return reply_error(req, &err);
    return reply_redirect(req, "/office/mail");
}

struct reply page_notices(struct request *req)
{
    struct error err = {0};
    struct mail_page page;
    struct mail_facts facts;
    struct key key;
    const struct key *after;

    if (!read_after(req, &key, &after))
        return reply_missing(req);
    if (!action_notices_mine(&req->env, &req->actor, after, &page, &err))
        return reply_error(req, &err);
    facts = list_of(req, &page, "");
    return reply_page(req, "notice/list.html",
                      view_notice_list(req->env.arena, req->env.language, &facts));
}

struct reply page_notice_show(struct request *req)
{
    struct error err = {0};
    struct notice notice;
    struct notice_facts facts;
    struct mail_text text;
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_notice_mine(&req->env, &req->actor, key, &notice, &err))
        return reply_error(req, &err);
    text = action_mail_shown(&req->env, &notice);
    facts = facts_of(&notice, &text);
    return reply_page(req, "notice/show.html",
                      view_notice_show(req->env.arena, req->env.language, &facts));
}
