/* receipt.c: receipts, the keys they are signed with, and verifying them. */

#include "action/receipt.h"

#include "action/upload.h"
#include "action/verify.h"
#include "base/text.h"
#include "view/receipt.h"
#include "web/application.h"
#include "web/pages.h"
#include "web/paper.h"

#define JSON_TYPE "application/json"

/* ---- the receipt of a version */

static bool find(struct request *req, struct receipt_view *found, struct error *err)
{
    struct key key;
    int64_t version;

    if (!request_key(req, "key", &key) || !text_to_int(request_param(req, "version"), &version) ||
        version < 1)
        return error_set(err, ERROR_MISSING, "missing");
    return action_receipt(&req->env, &req->actor, key, version, found, err);
}

static struct receipt_facts facts_of(const struct request *req, const struct receipt_view *found)
{
    return (struct receipt_facts){
        .service = service_public_url(service_of(&req->env)),
        .path = arena_format(req->env.arena, "/applications/%s/receipts/%lld",
                             found->version.base.application.key.text,
                             (long long)found->version.submission.version),
        .content = found->is_signed ? found->row.content : NULL,
        .signature = found->row.signature};
}

struct reply page_application_receipt(struct request *req)
{
    struct error err = {0};
    struct receipt_view found;
    struct application_facts facts;
    struct version_facts version;
    struct receipt_facts receipt;
    json_t *model;

    if (!find(req, &found, &err))
        return reply_error(req, &err);
    facts = application_facts_of(req, &found.version.base, &found.version.files);
    version = version_facts_of(&found.version.submission);
    receipt = facts_of(req, &found);
    model = view_application_receipt(req->env.arena, &facts, &version);
    view_receipt(req->env.arena, &receipt, model);
    return reply_page(req, "application/receipt.html", model);
}

static struct reply part(struct request *req, const struct receipt_view *found, const char *end,
                         const char *type, const void *bytes, size_t length)
{
    const char *name = arena_format(req->env.arena, "%s-%lld-%s",
                                    found->version.base.application.number,
                                    (long long)found->version.submission.version, end);

    return reply_bytes(req, type, name, bytes, length);
}

static struct reply receipt_json(struct request *req, const struct receipt_view *found,
                                 const char *end)
{
    struct receipt_facts facts = facts_of(req, found);
    const char *text = json_canonical(req->env.arena,
                                      view_receipt_document(req->env.arena, &facts));

    return part(req, found, end, JSON_TYPE, text, strlen(text));
}

static struct reply receipt_canonical(struct request *req, const struct receipt_view *found,
                                      const char *end)
{
    return part(req, found, end, JSON_TYPE, found->row.content, strlen(found->row.content));
}

static struct reply receipt_signature(struct request *req, const struct receipt_view *found,
                                      const char *end)
{
    uint8_t *bytes = arena_alloc(req->env.arena, RECEIPT_SIGNATURE);

    if (!text_unbase64(found->row.signature, bytes, RECEIPT_SIGNATURE))
        return reply_missing(req);
    return part(req, found, end, "application/octet-stream", bytes, RECEIPT_SIGNATURE);
}

/* All sections of it, so for nobody but who filed it. */
static struct reply submission_json(struct request *req, const struct receipt_view *found,
                                    const char *end)
{
    const char *text = found->version.submission.content;

    if (!found->version.base.standing.owner)
        return reply_missing(req);
    return part(req, found, end, JSON_TYPE, text, strlen(text));
}

static const struct {
    const char *name;
    struct reply (*answer)(struct request *, const struct receipt_view *, const char *end);
} parts[] = {{"receipt.json", receipt_json},
             {"receipt.canonical", receipt_canonical},
             {"receipt.sig", receipt_signature},
             {"submission.json", submission_json}};

struct reply page_receipt_part(struct request *req)
{
    struct error err = {0};
    struct receipt_view found;

    if (strcmp(request_param(req, "part"), "receipt.pdf") == 0)
        return reply_paper(req, PAPER_RECEIPT);
    if (!find(req, &found, &err))
        return reply_error(req, &err);
    if (!found.is_signed)
        return error_set(&err, ERROR_BUSY, "receipt/unsigned"), reply_error(req, &err);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (strcmp(parts[i].name, request_param(req, "part")) == 0)
            return parts[i].answer(req, &found, parts[i].name);
    return reply_missing(req);
}

/* ---- keys */

struct reply page_keys(struct request *req)
{
    struct error err = {0};
    struct published_keys keys = {0};

    if (!action_keys(&req->env, &keys, &err))
        return reply_error(req, &err);
    return reply_page(req, "receipt/keys.html",
                      view_keys(req->env.arena, service_public_url(service_of(&req->env)), &keys));
}

struct reply page_key(struct request *req)
{
    struct error err = {0};
    struct published_keys keys = {0};
    const char *name = request_param(req, "name");

    if (!action_keys(&req->env, &keys, &err))
        return reply_error(req, &err);
    for (size_t i = 0; i < keys.count; i++)
        if (strcmp(name, arena_format(req->env.arena, "%s.pem", keys.items[i].id)) == 0)
            return reply_bytes(req, "application/x-pem-file", name, keys.items[i].pem,
                               strlen(keys.items[i].pem));
    return reply_missing(req);
}

/* ---- verifying */

struct reply page_verify_form(struct request *req)
{
    return reply_page(req, "receipt/verify.html", json_root(req->env.arena));
}

/* A file, a JSON body, or what was pasted; NULL when it is too large. */
static const char *brought(struct request *req)
{
    struct uploaded_file *file = form_file(req, "file");
    const char *text = form_text(req, "receipt");

    struct error late = {0};
    size_t length;

    if (file != NULL)
        return action_upload_read(&req->env, file->upload, RECEIPT_MOST, &length, &late);
    if (*text == '\0' && req->body != NULL)
        return json_write(req->env.arena, req->body);
    return text;
}

static void gather(struct request *req, struct evidences *evidence)
{
    for (size_t i = 0; i < req->files.count; i++)
        if (strcmp(req->files.items[i].field, "files") == 0)
            action_evidence_upload(req->env.arena, evidence, req->files.items[i].name,
                                   req->files.items[i].upload);
}

static bool read_brought(struct request *req, struct receipt *receipt, struct error *err)
{
    const char *text = brought(req);

    if (text == NULL)
        return error_set(err, ERROR_INVALID, "receipt/too-large");
    return receipt_read(req->env.arena, text, strlen(text), receipt, err);
}

struct reply page_verify(struct request *req)
{
    struct error err = {0};
    struct receipt receipt;
    struct evidences evidence = {0};
    struct findings findings = {0};
    json_t *model = json_root(req->env.arena);

    if (!read_brought(req, &receipt, &err))
        return reply_again(req, page_verify_form, &err);
    gather(req, &evidence);
    if (!action_verify(&req->env, &receipt, &evidence, &findings, &err))
        return reply_error(req, &err);
    view_findings(req->env.arena, req->env.language, &findings, model);
    return reply_page(req, "receipt/verify.html", model);
}
