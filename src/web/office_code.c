/* office_code.c: a code from the office: made on the page of people, typed at the door. */

#include "action/office_code.h"

#include "web/form.h"
#include "web/pages.h"

struct reply page_office_code_form(struct request *req)
{
    json_t *model = json_root(req->env.arena);

    json_put_object(model, "form");
    return reply_page(req, "account/office-code.html", model);
}

/* The link leads to this service wherever it was asked from: only its path is followed here. */
struct reply page_office_code(struct request *req)
{
    struct error err = {0};
    const char *url, *path;

    if (!action_office_code_use(&req->env, form_text(req, "email"), form_text(req, "code"), &url,
                                &err))
        return reply_again(req, page_office_code_form, &err);
    path = strstr(url, "/link/");
    return reply_redirect(req, "%s", path);
}

struct reply page_people_code(struct request *req)
{
    struct error err = {0};
    struct reply reply;
    const char *code;
    struct key key;

    if (!request_key(req, "key", &key) || req->call == NULL)
        return reply_missing(req);
    if (!action_office_code(&req->env, &req->actor, req->call, key, &code, &err))
        return reply_again(req, page_people, &err);
    reply = page_people(req);
    if (reply.kind == REPLY_PAGE)
        json_put_text(reply.model, "code", code);
    return reply;
}
