/* office.c: the office's desk: the call's dates and switches, announcements, files, more time. */

#include "action/office.h"

#include "base/text.h"
#include "view/common.h"
#include "view/wording.h"
#include "web/front.h"
#include "web/pages.h"

static void put_counts(struct request *req, const struct office_desk *desk, json_t *model)
{
    json_t *counts = json_put_array(model, "counts"), *mail = json_put_object(model, "mail"),
           *papers = json_put_object(model, "papers");

    for (int i = 0; i < APPLICATION_STATE_COUNT; i++) {
        const char *word = application_word((enum application_state)i);
        json_t *item;

        if (desk->counts[i] == 0)
            continue;
        item = json_add_object(counts);
        view_state(item, "state", req->env.language, "application", word);
        json_put_int(item, "count", desk->counts[i]);
        json_put_text(item, "href",
                      arena_format(req->env.arena, "/office/applications?state=%s", word));
    }
    json_put_int(mail, "waiting", desk->notices.waiting + desk->notices.retrying);
    json_put_int(mail, "failed", desk->notices.failed);
    json_put_int(mail, "sent", desk->notices.sent);
    json_put_int(papers, "waiting", desk->papers.waiting);
    json_put_int(papers, "failing", desk->papers.failing);
    json_put_flag(papers, "shown", desk->papers.failing > 0);
}

static void put_field(json_t *form, const char *name, const char *value)
{
    json_put_text(json_put_object(form, name), "value", value);
}

static void put_form(struct request *req, const struct call *call, json_t *model)
{
    struct arena *a = req->env.arena;
    json_t *form = json_put_object(model, "form");

    put_field(form, "opens_at", call->opens_at == 0 ? "" : text_time(a, call->opens_at));
    put_field(form, "closes_at", call->closes_at == 0 ? "" : text_time(a, call->closes_at));
    put_field(form, "grace", arena_format(a, "%lld", (long long)(call->grace / 60)));
    put_field(form, "budget", call->budget == 0 ? "" : text_from_fen(a, call->budget));
}

static void put_switches(struct request *req, const struct call *call, json_t *model)
{
    static const char *const two[] = {"on", "off"};
    json_t *list = json_put_array(model, "switches");

    for (size_t i = 0; i < call->definition->switches.count; i++) {
        const struct switch_definition *one = &call->definition->switches.items[i];
        json_t *item = json_add_object(list), *options;
        size_t count = one->options.count == 0 ? 2 : one->options.count;

        json_put_text(item, "key", one->key);
        json_put_text(item, "label", words_in(&one->label, req->env.language));
        options = json_put_array(item, "options");
        for (size_t o = 0; o < count; o++) {
            const char *key = one->options.count == 0 ? two[o] : one->options.items[o].key;
            json_t *option = json_add_object(options);

            json_put_text(option, "key", key);
            json_put_text(
                option, "label",
                one->options.count == 0
                    ? wording(req->env.language, o == 0 ? "application.yes" : "application.no")
                    : words_in(&one->options.items[o].label, req->env.language));
            json_put_flag(option, "selected", strcmp(call_switch(call, one->key), key) == 0);
        }
    }
}

static void put_history(struct request *req, const struct office_desk *desk, json_t *model)
{
    json_t *list = json_put_array(model, "history"), *topics = json_put_array(model, "topics");

    for (size_t i = 0; i < desk->history.count; i++) {
        json_t *item = json_add_object(list);

        json_put_text(item, "event",
                      wording(req->env.language, arena_format(req->env.arena, "office.events.%s",
                                                              desk->history.items[i].event)));
        json_put_text(item, "by", desk->history.items[i].by);
        json_put_text(item, "reason", desk->history.items[i].reason);
        view_time(item, "at", desk->history.items[i].at);
    }
    for (size_t i = 0; i < desk->topics.count; i++) {
        json_t *item = json_add_object(topics);

        json_put_text(item, "code", desk->topics.items[i].code);
        json_put_int(item, "quota", desk->topics.items[i].quota);
    }
}

static void put_clock(int64_t jump, json_t *model)
{
    json_t *clock;

    if (jump == 0)
        return;
    clock = json_put_object(model, "clock");
    json_put_int(clock, "seconds", jump > 0 ? jump : -jump);
    json_put_flag(clock, "ahead", jump > 0);
}

static void put_outage(const struct office_desk *desk, json_t *model)
{
    const struct outage_offer *offer = &desk->outage;
    json_t *outage;

    if (!desk->outage_offered)
        return;
    outage = json_put_object(model, "outage");
    json_put_int(outage, "minutes", (offer->lost + 59) / 60);
    view_time(outage, "began", offer->began_at);
    view_time(outage, "ended", offer->ended_at);
    view_time(outage, "until", offer->until);
}

static struct reply desk_page(struct request *req, const char *template)
{
    struct error err = {0};
    struct office_desk desk = {0};
    json_t *model = json_root(req->env.arena);

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_office_desk(&req->env, &req->actor, req->call, &desk, &err))
        return reply_error(req, &err);
    json_put_text(model, "call", words_in(&req->call->definition->title, req->env.language));
    json_put_int(model, "version", req->call->version);
    json_put_flag(model, "no_closing", req->call->closes_at == 0);
    put_clock(desk.clock_jump, model);
    put_outage(&desk, model);
    put_counts(req, &desk, model);
    put_form(req, req->call, model);
    put_switches(req, req->call, model);
    put_history(req, &desk, model);
    front_put(req, &desk.front, model);
    return reply_page(req, template, model);
}

struct reply page_clock_trust(struct request *req)
{
    struct error err = {0};

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_clock_trust(&req->env, &req->actor, req->call, &err))
        return reply_error(req, &err);
    return reply_redirect(req, "/office");
}

struct reply page_office(struct request *req)
{
    return desk_page(req, "office/desk.html");
}

struct reply page_office_call(struct request *req)
{
    return desk_page(req, "office/call.html");
}

struct reply page_office_announcements(struct request *req)
{
    return desk_page(req, "office/announcements.html");
}

struct reply page_office_downloads(struct request *req)
{
    return desk_page(req, "office/downloads.html");
}

/* Fields "switch.KEY" and "quota.CODE". */
static const json_t *typed_under(struct request *req, const char *prefix, bool numbers)
{
    json_t *found = json_root(req->env.arena);

    for (size_t i = 0; i < req->form.count; i++) {
        const struct typed *typed = &req->form.items[i];
        int64_t number;

        if (!text_starts(typed->name, prefix))
            continue;
        if (!numbers)
            json_put_text(found, typed->name + strlen(prefix), typed->value);
        else if (text_to_int(typed->value, &number))
            json_put_int(found, typed->name + strlen(prefix), number);
    }
    return found;
}

struct reply page_office_call_set(struct request *req)
{
    struct error err = {0};
    struct call_form form = {.opens_at = form_time(req, "opens_at"),
                             .closes_at = form_time(req, "closes_at"),
                             .grace = form_int(req, "grace") * 60,
                             .budget = form_fen(req, "budget"),
                             .switches = typed_under(req, "switch.", false),
                             .quotas = typed_under(req, "quota.", true),
                             .reason = form_text(req, "reason")};

    if (req->call == NULL)
        return reply_missing(req);
    if (action_call_set(&req->env, &req->actor, req->call, &form, &req->problems, &err))
        return reply_redirect(req, "/office/call");
    return reply_again(req, page_office_call, &err);
}

struct reply page_office_event(struct request *req)
{
    struct error err = {0};

    if (req->call == NULL)
        return reply_missing(req);
    if (action_call_event(&req->env, &req->actor, req->call, form_text(req, "event"),
                          form_text(req, "reason"), &err))
        return reply_redirect(req, "/office/call");
    return reply_again(req, page_office_call, &err);
}

struct reply page_office_extend(struct request *req)
{
    struct error err = {0};
    struct extension_form form = {.email = form_text(req, "email"),
                                  .topic = form_text(req, "topic"),
                                  .reason = form_text(req, "reason"),
                                  .until = form_time(req, "until")};

    if (req->call == NULL)
        return reply_missing(req);
    if (action_extend(&req->env, &req->actor, req->call, &form, &req->problems, &err))
        return reply_redirect(req, "/office/call");
    return reply_again(req, page_office_call, &err);
}

struct reply page_announce(struct request *req)
{
    struct error err = {0};
    struct announcement a = {.title = {form_text(req, "heading"), form_text(req, "heading_en")},
                             .body = {form_text(req, "body"), form_text(req, "body_en")}};

    if (req->call == NULL)
        return reply_missing(req);
    if (action_announce(&req->env, &req->actor, req->call, &a, &err))
        return reply_redirect(req, "/office/announcements");
    return reply_again(req, page_office_announcements, &err);
}

static struct reply on_key(struct request *req, const char *back,
                           bool act(struct env *, const struct actor *, const struct call *,
                                    struct key, struct error *))
{
    struct error err = {0};
    struct key key;

    if (req->call == NULL || !request_key(req, "key", &key))
        return reply_missing(req);
    if (!act(&req->env, &req->actor, req->call, key, &err))
        return reply_error(req, &err);
    return reply_redirect(req, "%s", back);
}

struct reply page_announcement_withdraw(struct request *req)
{
    return on_key(req, "/office/announcements", action_announcement_withdraw);
}

struct reply page_download_remove(struct request *req)
{
    return on_key(req, "/office/downloads", action_download_remove);
}

struct reply page_download_add(struct request *req)
{
    struct error err = {0};
    struct uploaded_file *file = form_file(req, "file");

    if (req->call == NULL)
        return reply_missing(req);
    if (file == NULL)
        error_set(&err, ERROR_INVALID, "attachment/none");
    else if (action_download_add(&req->env, &req->actor, req->call, form_text(req, "slot"),
                                 file->name, file->upload, &err))
        return reply_redirect(req, "/office/downloads");
    return reply_again(req, page_office_downloads, &err);
}
