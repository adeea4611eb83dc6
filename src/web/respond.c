/* respond.c: the bytes of an answer. */

#include "web/respond.h"

#include "action/upload.h"
#include "base/deflate.h"
#include "base/log.h"
#include "base/text.h"
#include "view/shell.h"
#include "view/wording.h"
#include "web/guard.h"

#define PACK_FROM 1024

static const struct reply_header guards[] = {
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "same-origin"}, /* stricter ones make browsers send "Origin: null" */
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
};

static const char page_policy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
static const char file_policy[] = "sandbox; default-src 'none'; frame-ancestors 'none'";

void respond_header(struct MHD_Response *response, const char *name, const char *value)
{
    if (MHD_add_response_header(response, name, value) != MHD_YES)
        log_event("web/header", "name", name, NULL);
}

void respond_guards(struct MHD_Response *response, bool https, bool sandboxed)
{
    respond_header(response, "Content-Security-Policy", sandboxed ? file_policy : page_policy);
    for (size_t i = 0; i < sizeof guards / sizeof *guards; i++)
        respond_header(response, guards[i].name, guards[i].value);
    if (https)
        respond_header(response, "Strict-Transport-Security", "max-age=31536000");
}

bool respond_may_pack(const struct job *job)
{
    const char *accepts = job_header(job, "Accept-Encoding");
    const char *gzip = accepts == NULL ? NULL : strstr(accepts, "gzip");

    return gzip != NULL && !text_starts(gzip, "gzip;q=0,") && strcmp(gzip, "gzip;q=0") != 0;
}

/* attr-char of RFC 8187 §3.2.1 */
static bool is_attr_char(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c != '\0' && strchr("!#$&+-.^_`|~", c) != NULL);
}

const char *respond_disposition(struct arena *arena, const char *name)
{
    struct buffer out = buffer_in(arena);
    char clipped[241];

    text_clip(clipped, sizeof clipped, name);
    buffer_text(&out, "attachment; filename=\"");
    for (const char *at = clipped; *at != '\0'; at++)
        if ((unsigned char)*at < 0x80)
            buffer_byte(&out, is_attr_char(*at) || *at == ' ' ? *at : '_');
    buffer_text(&out, "\"; filename*=UTF-8''");
    for (const char *at = clipped; *at != '\0'; at++)
        if (is_attr_char(*at))
            buffer_byte(&out, *at);
        else if ((unsigned char)*at >= 0x20 && *at != 0x7f)
            buffer_format(&out, "%%%02X", (unsigned char)*at);
    return buffer_get(&out);
}

static bool is_text(const char *type)
{
    return text_starts(type, "text/") || text_starts(type, "application/json") ||
           text_starts(type, "image/svg");
}

/* The bytes stay in the arena, which lives until the last of them is sent. */
static void set_bytes(struct job *job, const char *type, const void *bytes, size_t length,
                      bool sandboxed)
{
    void *packed = NULL;
    size_t packed_length = 0;
    bool packs = length > PACK_FROM && is_text(type);

    if (packs && respond_may_pack(job))
        packed = deflate_gzip(job->arena, bytes, length, 1, &packed_length);
    if (packed != NULL)
        length = packed_length;
    job->response = MHD_create_response_from_buffer(
        length, packed != NULL ? packed : (void *)(uintptr_t)bytes, MHD_RESPMEM_PERSISTENT);
    if (job->response == NULL)
        die("web: out of memory");
    job->length = (int64_t)length;
    respond_guards(job->response, job->server->https, sandboxed);
    if (*type != '\0')
        respond_header(job->response, "Content-Type", type);
    if (packs)
        respond_header(job->response, "Vary", "Accept-Encoding");
    if (packed != NULL)
        respond_header(job->response, "Content-Encoding", "gzip");
}

static int append(const char *bytes, size_t length, void *out)
{
    buffer_add(out, bytes, length);
    return 0;
}

static void send_json(struct job *job, const json_t *model)
{
    struct buffer out = buffer_in(job->arena);

    if (json_dump_callback(model, append, &out, JSON_COMPACT | JSON_ENCODE_ANY) != 0)
        die("web: cannot write JSON");
    set_bytes(job, "application/json", buffer_get(&out), out.length, false);
}

static const char *title_of(const struct job *job, const char *template)
{
    size_t length = strlen(template) - (text_ends(template, ".html") ? 5 : 0);
    const char *key = arena_format(job->arena, "title.%.*s", (int)length, template);

    return wording(job->req.env.language, key);
}

static void complete_model(struct job *job, const struct reply *reply)
{
    struct request *req = &job->req;
    json_t *model = reply->model;

    if (reply->kind == REPLY_PAGE && req->csrf != NULL)
        json_put_text(model, "csrf", req->csrf);
    if (json_at(model, "title") == NULL && reply->kind == REPLY_PAGE)
        json_put_text(model, "title", title_of(job, reply->template));
    if (req->wants_json)
        return;
    if (req->csrf != NULL)
        json_put_text(model, "csrf", req->csrf);
    json_put(model, "static", json_incref(static_links()));
    view_shell(&req->env, &req->actor, req->call, req->path == NULL ? "/" : req->path,
               req->path == NULL || req->target == NULL ? "/" : req->target, job->server->rehearses,
               model);
}

/* What the token in the page or model hangs on: a client of either needs it to send a form. */
static void send_visitor(struct job *job)
{
    if (job->visitor_is_fresh)
        respond_header(
            job->response, "Set-Cookie",
            cookie_text(job->arena, job->server, cookie_visitor(job->server), job->visitor, 0));
}

static void send_page(struct job *job, const struct reply *reply)
{
    struct buffer out = buffer_in(job->arena);

    complete_model(job, reply);
    if (job->req.wants_json) {
        send_json(job, reply->model);
        send_visitor(job);
        return;
    }
    template_render(job->server->templates, reply->template, true, job->req.env.language,
                    reply->model, &out);
    set_bytes(job, "text/html; charset=utf-8", buffer_get(&out), out.length, false);
    respond_header(job->response, "Content-Language", language_tag(job->req.env.language));
    send_visitor(job);
}

static void send_redirect(struct job *job, const struct reply *reply)
{
    json_t *model;

    if (job->req.wants_json) {
        model = json_root(job->arena);
        json_put_text(model, "location", reply->location);
        job->status = MHD_HTTP_OK;
        send_json(job, model);
        return;
    }
    set_bytes(job, "", "", 0, false);
    respond_header(job->response, "Location", reply->location);
}

static void add_disposition(struct job *job, const struct reply *reply)
{
    if (reply->name != NULL)
        respond_header(job->response, "Content-Disposition",
                       respond_disposition(job->arena, reply->name));
}

static void send_file(struct job *job, const struct reply *reply, int fd, int64_t size)
{
    job->response = MHD_create_response_from_fd64((uint64_t)size, fd);
    if (job->response == NULL)
        die("web: out of memory");
    job->length = size;
    respond_guards(job->response, job->server->https, true);
    respond_header(job->response, "Content-Type", reply->type);
    add_disposition(job, reply);
}

static bool send_blob(struct job *job, const struct reply *reply)
{
    struct error err = {0};
    int64_t size = 0;
    int fd = action_file_open(&job->req.env, reply->sha256, &size, &err);

    if (fd < 0) {
        log_event("web/blob", "code", err.code, NULL);
        respond_error(job, &err);
        return false;
    }
    send_file(job, reply, fd, size);
    return true;
}

static void add_last_headers(struct job *job, const struct reply *reply)
{
    bool signed_in = actor_signed_in(&job->req.actor), keeps = false;

    for (size_t i = 0; i < sizeof reply->headers / sizeof *reply->headers; i++) {
        const struct reply_header *header = &reply->headers[i];
        bool caching = header->name != NULL && strcmp(header->name, "Cache-Control") == 0;

        if (header->name != NULL && !(caching && signed_in))
            respond_header(job->response, header->name, header->value);
        keeps |= caching && !signed_in;
    }
    if (!keeps)
        respond_header(job->response, "Cache-Control", "no-store");
    if (job->status >= 500)
        log_event("web/failed", "request", job->req.env.request == NULL ? "" : job->req.env.request,
                  "route", job->req.route == NULL ? "" : job->req.route->name, NULL);
}

void respond(struct job *job, const struct reply *reply)
{
    job->status = (unsigned)reply->status;
    switch (reply->kind) {
    case REPLY_PAGE:
    case REPLY_ERROR:
        send_page(job, reply);
        break;
    case REPLY_REDIRECT:
        send_redirect(job, reply);
        break;
    case REPLY_BYTES:
        set_bytes(job, reply->type, reply->bytes, reply->length, reply->name != NULL);
        add_disposition(job, reply);
        break;
    case REPLY_STREAM:
        send_file(job, reply, reply->fd, (int64_t)reply->length);
        break;
    case REPLY_BLOB:
        if (!send_blob(job, reply))
            return;
        break;
    }
    add_last_headers(job, reply);
}

void respond_error(struct job *job, const struct error *err)
{
    struct reply reply = reply_error(&job->req, err);

    job->status = (unsigned)reply.status;
    send_page(job, &reply);
    add_last_headers(job, &reply);
}
