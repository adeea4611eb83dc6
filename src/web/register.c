/* register.c: the office's form for an application that came by mail or on paper. */

#include "action/register.h"

#include "view/common.h"
#include "web/form.h"
#include "web/pages.h"

struct reply page_register(struct request *req)
{
    json_t *model = json_root(req->env.arena), *topics;
    struct error err = {0};

    if (req->call == NULL)
        return reply_missing(req);
    if (!action_register_may(&req->env, &req->actor, req->call, &err))
        return reply_error(req, &err);
    topics = json_put_array(model, "topics");
    for (size_t i = 0; i < req->call->definition->topics.count; i++) {
        const struct topic_definition *topic = &req->call->definition->topics.items[i];
        json_t *item = json_add_object(topics);

        json_put_text(item, "code", topic->code);
        json_put_text(item, "title", words_in(&topic->title, req->env.language));
        json_put_flag(item, "selected", strcmp(topic->code, form_text(req, "topic")) == 0);
    }
    json_put_flag(model, "on_paper", strcmp(form_text(req, "channel"), "paper") == 0);
    return reply_page(req, "office/register.html", model);
}

struct reply page_register_add(struct request *req)
{
    struct registration form = {
        .topic = form_text(req, "topic"),
        .name = form_text(req, "name"),
        .institution = form_text(req, "institution"),
        .email = form_text(req, "email"),
        .title = form_text(req, "heading"),
        .amount = form_fen(req, "amount"),
        .received_at = form_time(req, "received_at"),
        .channel = form_text(req, "channel"),
        .reason = form_text(req, "reason"),
    };
    struct error err = {0};
    struct key key;

    if (req->call == NULL)
        return reply_missing(req);
    for (size_t i = 0; i < req->files.count; i++)
        if (strcmp(req->files.items[i].field, "file") == 0)
            *list_add(req->env.arena, &form.files) = (struct registered_file){
                req->files.items[i].name, req->files.items[i].upload};
    if (!action_register(&req->env, &req->actor, req->call, &form, &req->problems, &key, &err))
        return reply_again(req, page_register, &err);
    return reply_redirect(req, "/office/applications/%s", key.text);
}
