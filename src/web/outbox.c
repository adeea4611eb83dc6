/* outbox.c: the messages of a release, looked over before anybody confirms it. */

#include "action/outbox.h"

#include "view/common.h"
#include "view/mail.h"
#include "web/pages.h"

static void put_message(struct request *req, const struct outbox_message *message, json_t *item)
{
    json_put_text(item, "name", message->name);
    json_put_text(item, "email", message->email);
    json_put_int(item, "decisions", (int64_t)message->decisions);
    json_put_text(item, "subject", message->text.subject);
    view_state(item, "state", req->env.language, "decision", outcome_word(message->subject));
    view_mail_body(req->env.arena, message->text.body, json_put_array(item, "body"));
}

static void put_counts(struct request *req, const struct outbox *outbox, json_t *model)
{
    json_t *list = json_put_array(model, "counts");

    for (int i = 0; i < OUTCOME_COUNT; i++) {
        json_t *item = json_add_object(list);

        view_state(item, "state", req->env.language, "decision", outcome_word((enum outcome)i));
        json_put_int(item, "count", outbox->counts[i]);
    }
    json_put_int(model, "without_address", outbox->without_address);
    json_put_flag(model, "some_without", outbox->without_address > 0);
}

struct reply page_outbox(struct request *req)
{
    struct error err = {0};
    struct outbox outbox;
    json_t *model = json_root(req->env.arena), *list = json_put_array(model, "messages");

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_outbox(&req->env, &req->actor, req->call, &outbox, &err))
        return reply_error(req, &err);
    put_counts(req, &outbox, model);
    for (size_t i = 0; i < outbox.count; i++)
        put_message(req, &outbox.items[i], json_add_object(list));
    json_put_text(model, "call_key", req->call->key);
    return reply_page(req, "award/messages.html", model);
}
