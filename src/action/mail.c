/* mail.c: sending what the outbox holds, and the office's view of it. */

#include "action/mail.h"

#include "action/copies.h"
#include "base/log.h"
#include "base/text.h"
#include "store/audit.h"
#include "store/setting.h"
#include "store/tx.h"
#include "view/template.h"
#include "world/world.h"

#define GIVE_UP (7 * 24 * 3600)
#define PAUSE   (30 * 60)

/* First line "Subject: …", an empty line, the body. */
static struct mail_text split(struct arena *arena, const char *text)
{
    static const char mark[] = "Subject: ";
    const char *line = text_starts(text, mark) ? text + sizeof mark - 1 : text;
    size_t length = strcspn(line, "\n");
    const char *body = line + length;

    return (struct mail_text){arena_copy(arena, line, length),
                              arena_text(arena, body + strspn(body, "\n"))};
}

static json_t *model_of(struct env *env, const struct notice *n, const struct call *call)
{
    json_t *model = json_root(env->arena);
    const struct definition *d = call == NULL ? NULL : call->definition;

    if (n->detail != NULL)
        json_object_update(model, (json_t *)(uintptr_t)n->detail);
    json_put_text(model, "name", n->name);
    json_put_text(model, "email", n->email);
    json_put_text(model, "site", service_public_url(service_of(env)));
    if (d != NULL) {
        json_put_text(model, "programme", words_in(&d->programme, n->language));
        json_put_text(model, "call_title", words_in(&d->title, n->language));
        json_put_text(model, "society", words_in(&d->society, n->language));
        json_put_text(model, "mailbox", d->mailbox);
    }
    return model;
}

/* The call a notice is about, or the current one for its words; NULL when there is none yet. */
static const struct call *call_of(struct env *env, const struct notice *n)
{
    const struct call *call;
    struct error err = {0};
    bool found = n->call.value != 0 ? service_call_by_id(env, n->call, &call, &err)
                                    : service_call(env, NULL, &call, &err);

    return found ? call : NULL;
}

struct mail_text action_mail_text(struct env *env, const struct notice *notice,
                                  const char *link_base)
{
    struct buffer out = buffer_in(env->arena);
    json_t *model = model_of(env, notice, call_of(env, notice));

    if (link_base != NULL)
        json_put_text(model, "site", link_base);
    template_render(service_templates(service_of(env)),
                    arena_format(env->arena, "mail/%s.txt", notice->event), false, notice->language,
                    model, &out);
    return split(env->arena, buffer_get(&out));
}

static char *write_message(struct env *env, const struct notice *n, const struct mail_text *text,
                           const struct copies *copies, size_t *length)
{
    const struct call *call = call_of(env, n);
    struct mail_part *parts;
    struct mail mail = {
        .from = mailer_from(env->world->mailer),
        .from_name = call == NULL ? "grantd" : words_in(&call->definition->programme, n->language),
        .to = n->email,
        .subject = text->subject,
        .message_id = n->message_id,
        .language = language_tag(n->language),
        .date = n->created_at,
    };

    parts = arena_array(env->arena, copies->count + 1, sizeof *parts);
    parts[0] = (struct mail_part){NULL, "text/plain; charset=utf-8", text->body,
                                  strlen(text->body)};
    for (size_t i = 0; i < copies->count; i++)
        parts[i + 1] = (struct mail_part){copies->items[i].name, copies->items[i].type,
                                          copies->items[i].bytes, copies->items[i].length};
    mail.parts = parts;
    mail.count = copies->count + 1;
    return mail_write(env->arena, &mail, length);
}

struct mail_text action_mail_shown(struct env *env, const struct notice *notice)
{
    struct notice blank = *notice;
    json_t *detail;

    if (*notice->subject != '\0')
        return (struct mail_text){notice->subject, notice->body};
    if (notice->detail != NULL && json_at(notice->detail, "link") != NULL) {
        detail = json_own(env->arena, json_deep_copy(notice->detail));
        json_put_text(detail, "link", "…");
        blank.detail = detail;
    }
    return action_mail_text(env, &blank, NULL);
}

/* The text says when the PDF that should be with it is not. */
static struct notice tell_copies(struct env *env, const struct notice *n,
                                 const struct copies *copies)
{
    struct notice told = *n;
    json_t *detail;

    if (copies->without_pdf) {
        detail = n->detail == NULL ? json_root(env->arena)
                                   : json_own(env->arena, json_deep_copy(n->detail));
        json_put_flag(detail, "without_pdf", true);
        told.detail = detail;
    }
    return told;
}

/* Renders outside the transaction, then freezes what will be sent and what pages may show. */
static bool freeze(struct env *env, const struct notice *notice, struct error *err)
{
    struct copies copies = {0};
    struct mail_text text, shown;
    struct notice n;
    size_t length = 0;
    char *message;
    bool done;

    if (!action_copies(env, notice, &copies, err))
        return false;
    n = tell_copies(env, notice, &copies);
    text = action_mail_text(env, &n, NULL);
    shown = service_rehearses(service_of(env)) ? text : action_mail_shown(env, &n);
    message = write_message(env, &n, &text, &copies, &length);
    done = tx_begin(env, err) &&
           store_notice_freeze(env, n.id, shown.subject, shown.body, message, length, err);
    return tx_end(env, done, err);
}

/* One that cannot be written must not keep all others waiting. */
static bool set_aside(struct env *env, const struct notice *n, struct error *err)
{
    const char *why = arena_text(env->arena, err->code);
    bool done;

    log_event("mail/unwritable", "key", n->key.text, "event", n->event, "why", why, NULL);
    *err = (struct error){0};
    done = tx_begin(env, err) &&
           store_notice_failed(env, n->id, arena_format(env->arena, "grantd: %s", why), err);
    return tx_end(env, done, err);
}

/* 1, 5, 15 minutes, then hours, then every six. */
static int64_t back_off(int64_t attempts)
{
    static const int64_t minutes[] = {1, 5, 15, 60, 180, 360};
    size_t last = sizeof minutes / sizeof minutes[0] - 1;

    return 60 * minutes[attempts < 0 || (size_t)attempts > last ? last : (size_t)attempts];
}

static bool note_outcome(struct env *env, const struct notice *n, enum delivery delivery,
                         const char *answer, struct error *err)
{
    bool late = env->now - n->created_at > GIVE_UP;

    switch (delivery) {
    case DELIVERY_SENT:
        return store_notice_sent(env, n->id, answer, err);
    case DELIVERY_REFUSED:
        return store_notice_failed(env, n->id, answer, err);
    case DELIVERY_RETRY:
        return late ? store_notice_failed(env, n->id, answer, err)
                    : store_notice_retry(env, n->id, answer, env->now + back_off(n->attempts), err);
    case DELIVERY_PAUSE:
        return store_notice_retry(env, n->id, answer, env->now + PAUSE, err) &&
               store_setting_put(
                   env, "mail.paused",
                   arena_format(env->arena, "%lld %s", (long long)(env->now + PAUSE), answer),
                   err) &&
               store_audit(env, NULL, "clock", AUDIT_MAIL_PAUSED, n->key.text, err);
    }
    return false;
}

static bool send_one(struct env *env, const struct notice *n, struct error *err)
{
    const char *answer = "";
    enum delivery delivery = mailer_send(env->world->mailer, env->arena, n->email, n->message,
                                         n->length, &answer);
    bool done;

    log_event(delivery == DELIVERY_SENT ? "mail/sent" : "mail/not-sent", "key", n->key.text,
              "event", n->event, NULL);
    done = tx_begin(env, err) && note_outcome(env, n, delivery, answer, err);
    return tx_end(env, done, err);
}

bool action_mail_paused(struct env *env, int64_t *until, const char **why, struct error *err)
{
    const char *value = NULL;
    char *rest;

    *until = 0;
    *why = "";
    if (!store_setting_get(env, "mail.paused", &value, err))
        return false;
    if (value == NULL || *value == '\0')
        return true;
    *until = strtoll(value, &rest, 10);
    *why = rest + strspn(rest, " ");
    if (*until <= env->now)
        *until = 0;
    return true;
}

/* Seconds to wait before the pace allows another message. */
static bool pace(struct env *env, int64_t *wait, struct error *err)
{
    int64_t minute = 0, day = 0;

    if (!store_notice_sent_since(env, env->now - 60, &minute, err) ||
        !store_notice_sent_since(env, env->now - 24 * 3600, &day, err))
        return false;
    *wait = day >= mailer_per_day(env->world->mailer)         ? 600
            : minute >= mailer_per_minute(env->world->mailer) ? 5
                                                              : 0;
    return true;
}

static bool render_new(struct env *env, bool *did, struct error *err)
{
    struct notice notice;

    if (!store_notice_unrendered(env, &notice, did, err))
        return false;
    if (!*did || freeze(env, &notice, err))
        return true;
    /* A full disk passes; a submission that is not there does not come back. */
    return (err->kind == ERROR_MISSING || strcmp(err->code, "call/definition") == 0) &&
           set_aside(env, &notice, err);
}

bool action_mail_work(struct env *env, int64_t *wait, struct error *err)
{
    struct notice notice;
    const char *why;
    int64_t until;
    bool found = false;

    *wait = 1;
    if (!render_new(env, &found, err) || !action_mail_paused(env, &until, &why, err))
        return false;
    if (found)
        return *wait = 0, true;
    if (mailer_holds(env->world->mailer) || until != 0)
        return true;
    if (!pace(env, wait, err) || *wait > 0 || !store_notice_due(env, &notice, &found, err))
        return err->kind == ERROR_NONE;
    *wait = found ? 0 : 1;
    return !found || send_one(env, &notice, err);
}
