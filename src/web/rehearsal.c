/* rehearsal.c: being somebody else, and moving the clock; only where the service rehearses. */

#include "action/rehearsal.h"

#include "base/text.h"
#include "view/common.h"
#include "view/wording.h"
#include "web/pages.h"

struct reply page_rehearsal_show(struct request *req)
{
    struct error err = {0};
    const json_t *people;
    json_t *model = json_root(req->env.arena), *list;

    if (!rehearsal_people(&req->env, &people, &err))
        return reply_error(req, &err);
    list = json_put_array(model, "people");
    for (size_t i = 0; i < json_array_size(people); i++) {
        json_t *from = json_array_get(people, i), *item = json_add_object(list);

        json_object_update(item, from);
        json_put_text(item, "role_text",
                      wording(req->env.language, arena_format(req->env.arena, "rehearsal.roles.%s",
                                                              json_word(from, "role"))));
    }
    view_time(model, "now", req->env.now);
    return reply_page(req, "rehearsal/show.html", model);
}

struct reply page_rehearsal_sign_in(struct request *req)
{
    struct error err = {0};
    struct reply reply;
    struct key who;
    const char *token;

    if (!key_parse(form_text(req, "who"), &who))
        return reply_missing(req);
    if (!rehearsal_sign_in(&req->env, who, req->agent, &token, &err))
        return reply_error(req, &err);
    reply = reply_redirect(req, "/");
    reply_session(req, &reply, token);
    return reply;
}

struct reply page_rehearsal_clock(struct request *req)
{
    struct error err = {0};
    const char *next = form_text(req, "next");

    if (!rehearsal_clock(&req->env, form_time(req, "now"), &err))
        return reply_error(req, &err);
    return reply_redirect(req, "%s", *next == '\0' ? "/" : next);
}
