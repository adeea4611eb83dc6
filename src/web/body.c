/* body.c: the bytes behind the headers: counted, and read as a form, as files, or as JSON. */

#include "web/body.h"

#include <strings.h>
#include "action/upload.h"
#include "web/job.h"

#define PARTS_BUFFER (16 * 1024)

static bool is_type(const char *header, const char *type)
{
    size_t length = strlen(type);

    return header != NULL && strncasecmp(header, type, length) == 0 &&
           (header[length] == '\0' || strchr("; \t", header[length]) != NULL);
}

static bool refuse(struct error *err)
{
    return error_set(err, ERROR_MALFORMED, "web/not-understood");
}

/* What somebody's machine called it: the last segment, without what could break a line. */
static const char *clean_name(struct arena *arena, const char *name)
{
    char *clean = arena_alloc(arena, 256);
    size_t out = 0;
    char *text;

    for (const char *at = name; *at != '\0'; at++)
        if (*at == '/' || *at == '\\')
            name = at + 1;
    text = arena_text(arena, name);
    for (const char *at = name; *at != '\0'; at++)
        if ((unsigned char)*at >= 0x20 && *at != 0x7f)
            text[out++] = *at;
    text[out] = '\0';
    text_clip(clean, 256, text);
    return clean;
}

/* The part that was being read is whole. */
static bool part_ends(struct job *job, struct error *err)
{
    struct body *body = &job->body;
    struct uploaded_file *file;

    if (body->part.name == NULL || (body->part.file != NULL && body->part.upload == NULL))
        return true;
    if (body->part.file == NULL)
        return gate_field(job->arena, body->part.name, strlen(body->part.name),
                          buffer_get(&body->part.value), body->part.value.length, BODY_FIELDS_MAX,
                          &job->req.form, err);
    if (job->req.files.count == BODY_FILES_MAX)
        return refuse(err);
    file = list_add(job->arena, &job->req.files);
    *file = (struct uploaded_file){
        .field = body->part.name, .name = body->part.file, .upload = body->part.upload};
    return true;
}

/* A file field that was left empty comes with an empty name and no bytes: no file. */
static bool part_begins(struct job *job, const char *name, const char *file, struct error *err)
{
    struct body *body = &job->body;

    if (!part_ends(job, err) || name == NULL || (file != NULL && !text_is_utf8(file, strlen(file))))
        return refuse(err);
    memset(&body->part, 0, sizeof body->part);
    body->part.name = arena_text(job->arena, name);
    body->part.file = file == NULL ? NULL : clean_name(job->arena, file);
    body->part.value = buffer_in(job->arena);
    if (file == NULL || *file == '\0')
        return true;
    body->part.upload = action_upload_start(job->server->service, job->arena, err);
    return body->part.upload != NULL;
}

static bool part_grows(struct job *job, const char *bytes, size_t length, struct error *err)
{
    struct body *body = &job->body;

    body->part.got += (int64_t)length;
    if (body->part.upload != NULL)
        return action_upload_add(body->part.upload, bytes, length, err);
    if (length == 0)
        return true;
    body->part_text += (int64_t)length;
    if (body->part.file != NULL || body->part_text > BODY_FORM)
        return refuse(err);
    buffer_add(&body->part.value, bytes, length);
    return true;
}

/* libmicrohttpd may tell of the same empty beginning twice: only a beginning behind bytes, or with
 * another name, is a new part. */
static bool is_same_part(const struct body *body, const char *name, const char *file, uint64_t at)
{
    return at > 0 || (body->part.name != NULL && name != NULL && body->part.got == 0 &&
                      strcmp(body->part.name, name) == 0 && (file == NULL || *file == '\0') &&
                      (body->part.file == NULL) == (file == NULL) && !text_ends(name, "[]"));
}

static enum MHD_Result take_piece(void *context, enum MHD_ValueKind kind, const char *name,
                                  const char *file, const char *type, const char *coding,
                                  const char *bytes, uint64_t at, size_t length)
{
    struct job *job = context;
    struct error *err = &job->body.err;
    bool same = is_same_part(&job->body, name, file, at);

    (void)kind, (void)type, (void)coding;
    if ((same || part_begins(job, name, file, err)) && part_grows(job, bytes, length, err))
        return MHD_YES;
    return MHD_NO;
}

static bool open_parts(struct job *job, struct error *err)
{
    job->body.parts = MHD_create_post_processor(job->mhd, PARTS_BUFFER, take_piece, job);
    return job->body.parts != NULL || refuse(err);
}

bool body_open(struct job *job, int64_t limit, struct error *err)
{
    const char *type = gate_header(&job->gate, "Content-Type");
    int64_t announced = gate_length(&job->gate);
    struct body *body = &job->body;

    body->limit = limit;
    body->text = buffer_in(job->arena);
    if (announced > limit || (announced < 0 && limit == 0))
        return error_set(err, ERROR_TOO_LARGE, "web/too-large");
    if (announced == 0)
        body->kind = BODY_IS_NOTHING;
    else if (job->req.route == NULL)
        body->kind = BODY_IS_IGNORED;
    else if (is_type(type, "multipart/form-data"))
        body->kind = BODY_IS_PARTS;
    else if (is_type(type, "application/x-www-form-urlencoded"))
        body->kind = BODY_IS_FIELDS;
    else if (is_type(type, "application/json"))
        body->kind = BODY_IS_JSON;
    else
        return error_set(err, ERROR_MALFORMED, "web/content-type");
    return body->kind != BODY_IS_PARTS || open_parts(job, err);
}

static int64_t limit_of_kind(const struct body *body)
{
    if (body->kind == BODY_IS_JSON && body->limit > BODY_JSON)
        return BODY_JSON;
    if (body->kind == BODY_IS_FIELDS && body->limit > BODY_FORM)
        return BODY_FORM;
    return body->limit;
}

static void keep_tail(struct body *body, const char *bytes, size_t length)
{
    size_t kept = length >= BODY_TAIL                      ? 0
                  : body->tail_length + length > BODY_TAIL ? BODY_TAIL - length
                                                           : body->tail_length;

    memmove(body->tail, body->tail + body->tail_length - kept, kept);
    length = length > BODY_TAIL - kept ? BODY_TAIL - kept : length;
    memcpy(body->tail + kept, bytes, length);
    body->tail_length = kept + length;
}

/* libmicrohttpd is content with a body that ends before its first boundary. */
static bool ends_with_boundary(struct job *job)
{
    const char *type = gate_header(&job->gate, "Content-Type");
    const char *name = type == NULL ? NULL : strcasestr(type, "boundary=");
    bool quoted = name != NULL && name[9] == '"';
    const char *boundary = name == NULL ? "" : name + 9 + quoted;
    const char *closing = arena_format(job->arena, "--%.*s--",
                                       (int)strcspn(boundary, quoted ? "\"" : "; \t"), boundary);
    size_t length = strlen(closing), end = job->body.tail_length;

    while (end > 0 && (job->body.tail[end - 1] == '\r' || job->body.tail[end - 1] == '\n'))
        end--;
    return end >= length && memcmp(job->body.tail + end - length, closing, length) == 0;
}

bool body_add(struct job *job, const char *bytes, size_t length)
{
    struct body *body = &job->body;

    body->seen += (int64_t)length;
    if (body->seen > limit_of_kind(body)) {
        body->err = (struct error){.kind = ERROR_TOO_LARGE, .code = "web/too-large"};
        return body->seen <= limit_of_kind(body) + BODY_OVERRUN;
    }
    if (body->err.kind != ERROR_NONE)
        return true;
    if (body->kind == BODY_IS_FIELDS || body->kind == BODY_IS_JSON)
        buffer_add(&body->text, bytes, length);
    if (body->kind != BODY_IS_PARTS)
        return true;
    keep_tail(body, bytes + (length > BODY_TAIL ? length - BODY_TAIL : 0),
              length > BODY_TAIL ? BODY_TAIL : length);
    if (MHD_post_process(body->parts, bytes, length) != MHD_YES)
        refuse(&body->err);
    return true;
}

/* Scalars of a JSON body are fields as well, so that one table types both. */
static bool fields_of_json(struct job *job, struct error *err)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)job->req.body, name, value)
    {
        const char *text = json_is_string(value)    ? json_string_value(value)
                           : json_is_integer(value) ? json_write(job->arena, value)
                           : json_is_true(value)    ? "on"
                                                    : NULL;

        if (text != NULL && !gate_field(job->arena, name, strlen(name), text, strlen(text),
                                        BODY_FIELDS_MAX, &job->req.form, err))
            return false;
    }
    return true;
}

static bool close_json(struct job *job, struct error *err)
{
    struct error bad = {0};

    job->req.body = json_parse(job->arena, buffer_get(&job->body.text), job->body.text.length,
                               &bad);
    return job->req.body != NULL ? fields_of_json(job, err) : refuse(err);
}

/* Only the end tells whether the closing boundary came: a cut upload looks like success until then
 * (security.md §1.6). */
static bool close_parts(struct job *job, struct error *err)
{
    struct MHD_PostProcessor *parts = job->body.parts;

    job->body.parts = NULL;
    if (parts == NULL || MHD_destroy_post_processor(parts) != MHD_YES)
        return job->body.err.kind != ERROR_NONE ? (*err = job->body.err, false) : refuse(err);
    return ends_with_boundary(job) ? part_ends(job, err) : refuse(err);
}

bool body_close(struct job *job, struct error *err)
{
    struct body *body = &job->body;

    if (body->err.kind != ERROR_NONE)
        return *err = body->err, false;
    switch (body->kind) {
    case BODY_IS_NOTHING:
    case BODY_IS_IGNORED:
        return true;
    case BODY_IS_FIELDS:
        return gate_fields(job->arena, buffer_get(&body->text), body->text.length, BODY_FIELDS_MAX,
                           &job->req.form, err);
    case BODY_IS_JSON:
        return close_json(job, err);
    case BODY_IS_PARTS:
        return close_parts(job, err);
    }
    return true;
}

void body_drop(struct job *job)
{
    if (job->body.parts != NULL)
        MHD_destroy_post_processor(job->body.parts);
    job->body.parts = NULL;
}
