/* mail.c: models of the outbox for the office, and of a person's own notices. */

#include "view/mail.h"

#include "base/text.h"
#include "view/common.h"
#include "view/wording.h"

/* What happened, in words; the event's own name while nobody worded it. */
static const char *event_text(struct arena *arena, enum language language, const char *event)
{
    const char *key = arena_format(arena, "notice.event.%s", event);

    return wording_exists(language, key) ? wording(language, key) : event;
}

static void put_notice(struct arena *arena, enum language language, const char *place,
                       const struct notice_facts *n, json_t *into)
{
    bool leaves = strcmp(n->state, "waiting") == 0 || strcmp(n->state, "retrying") == 0;

    json_put_text(into, "key", n->key.text);
    json_put_text(into, "href", arena_format(arena, "%s/%s", place, n->key.text));
    json_put_text(into, "event", event_text(arena, language, n->event));
    json_put_text(into, "email", n->email);
    json_put_text(into, "name", n->name);
    json_put_text(into, "subject", n->subject);
    json_put_text(into, "answer", n->answer);
    json_put_int(into, "attempts", n->attempts);
    json_put_flag(into, "unread", n->read_at == 0);
    json_put_flag(into, "may_retry",
                  strcmp(n->state, "sent") != 0 && strcmp(n->state, "waiting") != 0);
    view_state(into, "state", language, "notice", n->state);
    view_minutes(into, "at", n->created_at);
    view_minutes(into, "sent_at", n->sent_at);
    view_minutes(into, "next_at", leaves && n->attempts > 0 ? n->next_at : 0);
}

/* One link per state, with how many there are. */
static void put_states(struct arena *arena, enum language language, const struct mail_facts *facts,
                       json_t *into)
{
    const struct {
        const char *word;
        int64_t count;
    } states[] = {{"", facts->waiting + facts->sent + facts->retrying + facts->failed},
                  {"waiting", facts->waiting},
                  {"retrying", facts->retrying},
                  {"failed", facts->failed},
                  {"sent", facts->sent}};

    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        const char *word = states[i].word;
        json_t *item = json_add_object(into);

        json_put_text(item, "word", word);
        json_put_text(item, "text",
                      *word == '\0'
                          ? wording(language, "notice.all")
                          : wording(language, arena_format(arena, "state.notice.%s", word)));
        json_put_int(item, "count", states[i].count);
        json_put_text(item, "href",
                      *word == '\0' ? "/office/mail"
                                    : arena_format(arena, "/office/mail?state=%s", word));
        json_put_flag(item, "current", strcmp(word, facts->state) == 0);
    }
}

static void put_rows(struct arena *arena, enum language language, const char *place,
                     const struct mail_facts *facts, json_t *model)
{
    json_t *rows = json_put_array(model, "notices");
    size_t count = facts->notices.count;

    for (size_t i = 0; i < count; i++)
        put_notice(arena, language, place, &facts->notices.items[i], json_add_object(rows));
    if (facts->more && count > 0)
        json_put_text(model, "next",
                      arena_format(arena, "%s?%s%s%sbefore=%s", place,
                                   *facts->state == '\0' ? "" : "state=", facts->state,
                                   *facts->state == '\0' ? "" : "&",
                                   facts->notices.items[count - 1].key.text));
}

json_t *view_mail_list(struct arena *arena, enum language language, const struct mail_facts *facts)
{
    json_t *model = json_root(arena), *paused;

    json_put_flag(model, "holds", facts->holds);
    if (facts->paused_until != 0) {
        paused = json_put_object(model, "paused");
        view_minutes(paused, "until", facts->paused_until);
        json_put_text(paused, "why", facts->paused_why);
    }
    put_states(arena, language, facts, json_put_array(model, "states"));
    put_rows(arena, language, "/office/mail", facts, model);
    return model;
}

json_t *view_notice_list(struct arena *arena, enum language language,
                         const struct mail_facts *facts)
{
    json_t *model = json_root(arena);

    put_rows(arena, language, "/notices", facts, model);
    return model;
}

/* An empty line ends a paragraph. */
void view_mail_body(struct arena *arena, const char *body, json_t *paragraphs)
{
    json_t *lines = NULL;

    for (const char *at = body; *at != '\0';) {
        size_t length = strcspn(at, "\n");

        if (length == 0) {
            lines = NULL;
        } else {
            if (lines == NULL)
                lines = json_put_array(json_add_object(paragraphs), "lines");
            json_add_text(lines, arena_copy(arena, at, length));
        }
        at += length + (at[length] == '\n');
    }
}

static json_t *show(struct arena *arena, enum language language, const char *place,
                    const struct notice_facts *notice)
{
    json_t *model = json_root(arena);

    put_notice(arena, language, place, notice, model);
    view_mail_body(arena, notice->body, json_put_array(model, "body"));
    return model;
}

json_t *view_mail_show(struct arena *arena, enum language language,
                       const struct notice_facts *notice)
{
    return show(arena, language, "/office/mail", notice);
}

json_t *view_notice_show(struct arena *arena, enum language language,
                         const struct notice_facts *notice)
{
    return show(arena, language, "/notices", notice);
}
