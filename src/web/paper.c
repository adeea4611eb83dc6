/* paper.c: PDFs of applications, and the page that waits for one. */

#include "web/paper.h"

#include "base/text.h"
#include "web/pages.h"

#define PDF_TYPE "application/pdf"

struct reply reply_paper_later(struct request *req, const char *number, bool failing,
                               const char *back)
{
    json_t *model = json_root(req->env.arena);
    struct reply reply;

    json_put_text(model, "number", number);
    json_put_flag(model, "failing", failing);
    json_put_text(model, "back", back);
    json_put_text(model, "again", req->path);
    reply = reply_page(req, "application/paper.html", model);
    reply.status = 202;
    reply_header(&reply, "Refresh", failing ? "60" : "2");
    return reply;
}

struct reply reply_paper(struct request *req, enum paper_kind kind)
{
    struct error err = {0};
    struct paper_view found;
    struct key key;
    int64_t version;

    if (!request_key(req, "key", &key) || !text_to_int(request_param(req, "version"), &version) ||
        version < 1)
        return reply_missing(req);
    if (!action_paper(&req->env, &req->actor, key, version, kind, &found, &err))
        return reply_error(req, &err);
    if (*found.paper.sha256 != '\0')
        return reply_blob(req, PDF_TYPE, found.name, found.paper.sha256);
    return reply_paper_later(req, found.version.base.application.number, found.paper.attempts > 0,
                             arena_format(req->env.arena, "/applications/%s", key.text));
}

/* A last part of an address: "office.pdf". */
struct reply page_application_paper(struct request *req)
{
    const char *part = request_param(req, "paper");
    enum paper_kind kind;

    if (!text_ends(part, ".pdf") ||
        !paper_of(arena_copy(req->env.arena, part, strlen(part) - strlen(".pdf")), &kind) ||
        kind == PAPER_RECEIPT)
        return reply_missing(req);
    return reply_paper(req, kind);
}

struct reply page_application_draft_paper(struct request *req)
{
    struct error err = {0};
    struct typeset made;
    const char *name;
    struct key key;

    if (!request_key(req, "key", &key))
        return reply_missing(req);
    if (action_paper_draft(&req->env, &req->actor, key, &made, &name, &err))
        return reply_bytes(req, PDF_TYPE, name, made.bytes, made.length);
    if (err.kind == ERROR_BUSY && strcmp(err.code, "typesetter/busy") == 0)
        return reply_paper_later(req, "", false,
                                 arena_format(req->env.arena, "/applications/%s", key.text));
    return reply_error(req, &err);
}
