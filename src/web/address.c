/* address.c: pages of one's own mail addresses, and of everything kept of a person. */

#include "action/address.h"
#include "action/own_data.h"

#include "view/account.h"
#include "web/pages.h"

struct reply page_addresses(struct request *req)
{
    struct error err = {0};
    struct address_rows rows = {0};
    struct address_list list = {0};

    if (!action_addresses(&req->env, &req->actor, &rows, &err))
        return reply_error(req, &err);
    for (size_t i = 0; i < rows.count; i++)
        *list_add(req->env.arena, &list) = (struct address_facts){
            rows.items[i].email, rows.items[i].is_primary, rows.items[i].verified};
    return reply_page(
        req, "account/addresses.html",
        view_addresses(req->env.arena, req->env.language, &list, request_query(req, "done")));
}

/* Everything kept of who asks, as a file. */
struct reply page_own_data(struct request *req)
{
    struct error err = {0};
    const json_t *document;
    const char *text;

    if (!action_own_data(&req->env, &req->actor, &document, &err))
        return reply_error(req, &err);
    text = json_canonical(req->env.arena, document);
    return reply_bytes(req, "application/json", "my-data.json", text, strlen(text));
}

/* The same with every file and PDF. */
struct reply page_own_archive(struct request *req)
{
    struct error err = {0};
    int64_t size;
    int fd;

    if (!action_own_archive(&req->env, &req->actor, &fd, &size, &err))
        return reply_error(req, &err);
    return reply_stream(req, "application/zip", "my-data.zip", fd, size);
}

struct reply page_address_ask(struct request *req)
{
    struct error err = {0};

    if (!action_address_ask(&req->env, &req->actor, form_text(req, "email"),
                            form_text(req, "password"), &req->problems, &err))
        return reply_again(req, page_addresses, &err);
    return reply_redirect(req, "/profile/addresses?done=address-sent");
}

struct reply page_address_remove(struct request *req)
{
    struct error err = {0};

    if (!action_address_remove(&req->env, &req->actor, form_text(req, "email"), &err))
        return reply_error(req, &err);
    return reply_redirect(req, "/profile/addresses?done=address-removed");
}
