/* reply.c: reading a request and saying what the answer is. */

#include "base/text.h"
#include "view/wording.h"
#include "web/guard.h"
#include "web/form.h"

static const char *value_of(const struct typed *items, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(items[i].name, name) == 0)
            return items[i].value;
    return "";
}

const char *request_param(const struct request *req, const char *name)
{
    return value_of(req->params.items, req->params.count, name);
}

const char *request_query(const struct request *req, const char *name)
{
    return value_of(req->query.items, req->query.count, name);
}

const char *request_cookie(const struct request *req, const char *name)
{
    return value_of(req->cookies.items, req->cookies.count, name);
}

bool request_key(const struct request *req, const char *name, struct key *key)
{
    return key_parse(request_param(req, name), key);
}

struct reply reply_page(struct request *req, const char *template, json_t *model)
{
    if (model == NULL)
        model = json_root(req->env.arena);
    return (struct reply){.kind = REPLY_PAGE, .status = 200, .template = template, .model = model};
}

struct reply reply_redirect(struct request *req, const char *format, ...)
{
    struct reply reply = {.kind = REPLY_REDIRECT, .status = 303};
    va_list args;

    va_start(args, format);
    reply.location = arena_vformat(req->env.arena, format, args);
    va_end(args);
    if (!gate_is_local(reply.location))
        reply.location = "/";
    return reply;
}

struct reply reply_bytes(struct request *req, const char *type, const char *name, const void *bytes,
                         size_t length)
{
    (void)req;
    return (struct reply){.kind = REPLY_BYTES,
                          .status = 200,
                          .type = type,
                          .name = name,
                          .bytes = bytes,
                          .length = length};
}

struct reply reply_blob(struct request *req, const char *type, const char *name, const char *sha256)
{
    return (struct reply){.kind = REPLY_BLOB,
                          .status = 200,
                          .type = type,
                          .name = name,
                          .sha256 = arena_text(req->env.arena, sha256)};
}

struct reply reply_stream(struct request *req, const char *type, const char *name, int fd,
                          int64_t size)
{
    (void)req;
    return (struct reply){.kind = REPLY_STREAM,
                          .status = 200,
                          .type = type,
                          .name = name,
                          .fd = fd,
                          .length = (size_t)size};
}

static void add_problems(struct request *req, json_t *list, bool codes)
{
    for (size_t i = 0; i < req->problems.count; i++) {
        const struct problem *problem = &req->problems.items[i];
        json_t *item;

        if (problem->severity != SEVERITY_ERROR)
            continue;
        item = json_add_object(list);
        json_put_text(item, "path", problem->path);
        if (codes)
            json_put_text(item, "code", problem->code);
        json_put_text(item, "text", wording_problem(req->env.arena, req->env.language, problem));
    }
}

static json_t *error_as_json(struct request *req, const struct error *err, const char *text)
{
    json_t *model = json_root(req->env.arena), *error = json_put_object(model, "error");

    json_put_text(error, "code", err->code);
    json_put_text(error, "text", text);
    add_problems(req, json_put_array(error, "problems"), true);
    return model;
}

static json_t *error_as_page(struct request *req, const struct error *err, const char *text)
{
    json_t *model = json_root(req->env.arena);
    const char *key = arena_format(req->env.arena, "web.status.%d", error_status(err->kind));

    json_put_int(model, "status", error_status(err->kind));
    json_put_text(model, "title", wording(req->env.language, key));
    json_put_text(model, "text", text);
    json_put_text(model, "back", "/");
    add_problems(req, json_put_array(model, "errors"), false);
    return model;
}

struct reply reply_error(struct request *req, const struct error *err)
{
    const char *text = wording_error(req->env.arena, req->env.language, err);
    struct reply reply = {
        .kind = REPLY_ERROR, .status = error_status(err->kind), .template = "error.html"};

    reply.model = req->wants_json ? error_as_json(req, err, text) : error_as_page(req, err, text);
    if (err->kind == ERROR_METHOD)
        reply_header(&reply, "Allow",
                     req->path == NULL                                          ? "GET, HEAD, POST"
                     : job_of(req)->head                                        ? "POST"
                     : req->route == NULL && job_of(req)->gate.method[0] == 'G' ? "POST"
                                                                                : "GET, HEAD");
    if (err->kind == ERROR_BUSY)
        reply_header(&reply, "Retry-After", "2");
    if (err->kind == ERROR_LIMITED)
        reply_header(&reply, "Retry-After", "60");
    return reply;
}

struct reply reply_missing(struct request *req)
{
    struct error err = {.kind = ERROR_MISSING, .code = "missing"};

    return reply_error(req, &err);
}

/* The member a dotted path names, made on the way. */
static json_t *descend(struct arena *arena, json_t *object, const char *path)
{
    while (*path != '\0') {
        size_t length = strcspn(path, ".");
        const char *name = arena_copy(arena, path, length);
        json_t *member = json_at(object, name);

        object = json_is_object(member) ? member : json_put_object(object, name);
        path += length + (path[length] == '.');
    }
    return object;
}

static bool is_secret(const struct request *req, const char *name)
{
    const struct form *form = req->route->form;

    for (size_t i = 0; form != NULL && i < form->count; i++)
        if (strcmp(form->inputs[i].name, name) == 0)
            return form->inputs[i].kind == INPUT_SECRET;
    return strcmp(name, "csrf") == 0;
}

/* What the thing at a path is called: as the page says itself ("missing" and "places" of its
 * model), else as fields of that name are called everywhere.  That something is to be filled in
 * says little among thirty things. */
static const char *place_of(struct request *req, const json_t *model, const char *path)
{
    const json_t *missing = json_at(model, "missing");
    const char *key = arena_format(req->env.arena, "field.%s", path);

    for (size_t i = 0; i < json_array_size(missing); i++)
        if (strcmp(json_word(json_array_get(missing, i), "path"), path) == 0)
            return json_word(json_array_get(missing, i), "place");
    if (json_text(json_at(model, "places"), path) != NULL)
        return json_word(json_at(model, "places"), path);
    return wording_exists(req->env.language, key) ? wording(req->env.language, key) : "";
}

static void overlay(struct request *req, json_t *model, const struct error *err)
{
    struct arena *arena = req->env.arena;
    json_t *form = descend(arena, model, "form"), *errors = json_put_array(model, "errors");
    json_t *list;

    for (size_t i = 0; i < req->form.count; i++)
        if (!is_secret(req, req->form.items[i].name))
            json_put_text(descend(arena, form, req->form.items[i].name), "value",
                          req->form.items[i].value);
    add_problems(req, errors, false);
    for (size_t i = 0; i < json_array_size(errors); i++) {
        list = json_array_get(errors, i);
        json_put_text(descend(arena, form, json_word(list, "path")), "error",
                      json_word(list, "text"));
        json_put_text(list, "place", place_of(req, model, json_word(list, "path")));
    }
    if (json_array_size(errors) > 0)
        return;
    list = json_add_object(errors);
    json_put_text(list, "path", "");
    json_put_text(list, "text", wording_error(arena, req->env.language, err));
}

struct reply reply_again(struct request *req, struct reply (*page)(struct request *),
                         const struct error *err)
{
    struct reply reply;

    if (page == NULL || req->wants_json)
        return reply_error(req, err);
    req->failed = err;
    reply = page(req);
    if (reply.kind != REPLY_PAGE)
        return reply_error(req, err);
    overlay(req, reply.model, err);
    reply.status = error_status(err->kind);
    return reply;
}

void reply_header(struct reply *reply, const char *name, const char *value)
{
    size_t room = sizeof reply->headers / sizeof *reply->headers;

    for (size_t i = 0; i < room; i++)
        if (reply->headers[i].name == NULL) {
            reply->headers[i] = (struct reply_header){.name = name, .value = value};
            return;
        }
    die("reply: too many headers");
}

void reply_session(struct request *req, struct reply *reply, const char *token)
{
    reply_header(reply, "Set-Cookie",
                 cookie_text(req->env.arena, req->server, cookie_session(req->server), token, 0));
}

void reply_language(struct request *req, struct reply *reply, enum language language)
{
    reply_header(reply, "Set-Cookie",
                 cookie_text(req->env.arena, req->server, "grantd-language", language_tag(language),
                             365 * 24 * 3600));
}
