/* attachment.c: files of an application, at once or part by part. */

#include "action/attachment.h"

#include "action/transfer.h"
#include "base/text.h"
#include "view/wording.h"
#include "web/application.h"
#include "web/pages.h"

static json_t *slot_in(const json_t *model, const char *key)
{
    const json_t *slots = json_at(model, "slots");

    for (size_t i = 0; i < json_array_size(slots); i++)
        if (text_equal(json_word(json_array_get(slots, i), "key"), key))
            return json_array_get(slots, i);
    return NULL;
}

/* Back to the form, with the error in its summary and at the slot. */
static struct reply refused(struct request *req, const struct error *err)
{
    const char *key = form_text(req, "slot");
    struct reply reply;
    json_t *slot;

    if (err->kind != ERROR_INVALID)
        return reply_error(req, err);
    problems_add(&req->problems, SEVERITY_ERROR,
                 arena_format(req->env.arena, "attachments.%s", key), err->code);
    reply = reply_again(req, page_application_edit, err);
    slot = slot_in(reply.model, key);
    if (slot != NULL)
        json_put_text(slot, "error", wording_error(req->env.arena, req->env.language, err));
    return reply;
}

static struct reply go_to_slot(struct request *req, struct key application, const char *slot)
{
    return reply_redirect(req, "/applications/%s/edit#attachments.%s", application.text, slot);
}

struct reply page_attachment_add(struct request *req)
{
    struct error err = {0};
    struct key key;
    struct uploaded_file *file = form_file(req, "file");
    struct incoming in = {.slot = form_text(req, "slot"), .sha256 = "", .began = req->env.now};

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (file == NULL)
        return error_set(&err, ERROR_INVALID, "attachment/none"), refused(req, &err);
    in.name = file->name;
    in.upload = file->upload;
    if (!action_attachment_add(&req->env, &req->actor, key, &in, &err))
        return refused(req, &err);
    return go_to_slot(req, key, in.slot);
}

struct reply page_attachment_remove(struct request *req)
{
    struct error err = {0};
    struct key key, application;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_attachment_remove(&req->env, &req->actor, key, &application, &err))
        return reply_error(req, &err);
    return reply_redirect(req, "/applications/%s/edit#attachments", application.text);
}

struct reply page_attachment_get(struct request *req)
{
    struct error err = {0};
    struct attachment file;
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_attachment_get(&req->env, &req->actor, key, &file, &err))
        return reply_error(req, &err);
    return reply_blob(req, file.type, file.name, file.sha256);
}

/* ---- part by part: upload.js asks for JSON; whoever does not is shown the form */

static const char *place_of(struct request *req, const struct transfer *t, const char *act)
{
    return arena_format(req->env.arena, "/transfers/%s%s", t->key.text, act);
}

static void put_transfer(struct request *req, const struct transfer *t, json_t *into)
{
    json_put_text(into, "name", t->name);
    json_put_int(into, "size", t->size);
    json_put_int(into, "arrived", t->arrived);
    json_put_int(into, "percent", t->arrived * 100 / t->size);
    json_put_text(into, "href", place_of(req, t, ""));
    json_put_text(into, "finish", place_of(req, t, "/finish"));
    json_put_text(into, "cancel", place_of(req, t, "/cancel"));
}

static struct reply how_far(struct request *req, const struct transfer *t)
{
    json_t *model = json_root(req->env.arena);

    if (!req->wants_json)
        return go_to_slot(req, t->application_key, t->slot);
    put_transfer(req, t, model);
    return reply_page(req, "application/edit.html", model);
}

void attachment_put_transfers(struct request *req, json_t *model)
{
    json_t *about = json_put_object(model, "upload");
    struct transfers found = {0};
    struct error err = {0};
    struct key key;

    if (!request_key(req, "key", &key) ||
        !action_transfers(&req->env, &req->actor, key, &found, &err))
        return;
    json_put_text(about, "begin",
                  arena_format(req->env.arena, "/applications/%s/transfers", key.text));
    json_put_int(about, "part", TRANSFER_PART);
    json_put_int(about, "most", ATTACHMENT_MOST);
    for (size_t i = 0; i < found.count; i++) {
        json_t *slot = slot_in(model, found.items[i].slot);

        if (slot == NULL)
            continue;
        if (json_at(slot, "transfers") == NULL)
            json_put_array(slot, "transfers");
        put_transfer(req, &found.items[i],
                     json_add_object((json_t *)(uintptr_t)json_at(slot, "transfers")));
        json_put_flag(slot, "takes", true); /* also in the grace, to go on with it */
    }
}

struct reply page_transfer_begin(struct request *req)
{
    struct transfer wanted = {.slot = form_text(req, "slot"),
                              .name = text_file_name(req->env.arena, form_text(req, "name")),
                              .size = form_int(req, "size"),
                              .sha256 = form_text(req, "sha256")};
    struct error err = {0};
    struct transfer t;
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action_transfer_begin(&req->env, &req->actor, key, &wanted, &t, &err))
        return refused(req, &err);
    return how_far(req, &t);
}

struct reply page_transfer_part(struct request *req)
{
    struct uploaded_file *part = form_file(req, "file");
    struct error err = {0};
    struct transfer t;
    struct key key;

    if (!request_key(req, "key", &key) || part == NULL)
        return reply_missing(req);
    if (!action_transfer_part(&req->env, &req->actor, key, form_int(req, "offset"), part->upload,
                              &t, &err))
        return reply_error(req, &err);
    return how_far(req, &t);
}

static struct reply end(struct request *req,
                        bool action(struct env *, const struct actor *, struct key,
                                    struct transfer *, struct error *))
{
    struct error err = {0};
    struct transfer t;
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (!action(&req->env, &req->actor, key, &t, &err))
        return reply_error(req, &err);
    return go_to_slot(req, t.application_key, t.slot);
}

struct reply page_transfer_finish(struct request *req)
{
    return end(req, action_transfer_finish);
}

struct reply page_transfer_cancel(struct request *req)
{
    return end(req, action_transfer_cancel);
}
