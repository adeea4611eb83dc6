/* job.c: one request from its first line to its last byte. */

#include "web/job.h"

#include "base/log.h"
#include "web/form.h"
#include "web/guard.h"
#include "web/respond.h"

#define HEADERS_MS   10000
#define BODY_MS      60000
#define WORK_MS      60000
#define REPLY_MS     30000
#define BODY_PER_MS  16 /* bytes: 16 KiB a second */
#define REPLY_PER_MS 1
#define QUERY_MOST   200

struct job *job_of(struct request *req)
{
    return (struct job *)((char *)req - offsetof(struct job, req));
}

const char *job_header(const struct job *job, const char *name)
{
    return gate_header(&job->gate, name);
}

void *job_open(void *context, const char *target, struct MHD_Connection *mhd)
{
    struct server *server = context;
    struct arena *arena = arena_open();
    struct job *job = arena_alloc(arena, sizeof *job);
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(
        mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    atomic_fetch_add(&server->in_flight, 1);
    job->arena = arena;
    job->server = server;
    job->mhd = mhd;
    job->connection = info == NULL ? NULL : info->socket_context;
    job->arrived = service_now(server->service);
    job->gate.target = arena_text(arena, target);
    job->gate.place = target;
    job->req.env.arena = arena;
    job->req.env.now = job->arrived;
    job->req.server = server;
    job->req.problems = problems_in(arena);
    connection_hurry(job->connection, HEADERS_MS);
    return job;
}

void job_close(void *context, struct MHD_Connection *mhd, void **handle,
               enum MHD_RequestTerminationCode code)
{
    struct server *server = context;
    struct job *job = *handle;

    (void)mhd, (void)code;
    *handle = NULL;
    if (job == NULL)
        return;
    connection_rest(job->connection);
    body_drop(job);
    if (job->response != NULL)
        MHD_destroy_response(job->response);
    arena_close(job->arena);
    atomic_fetch_sub(&server->in_flight, 1);
}

static enum MHD_Result note_header(void *context, enum MHD_ValueKind kind, const char *name,
                                   size_t name_length, const char *value, size_t length)
{
    struct gate_request *gate = context;

    (void)kind;
    gate->too_many = gate->count == GATE_HEADERS_MAX;
    if (gate->too_many)
        return MHD_NO;
    gate->headers[gate->count++] = (struct gate_header){
        .name = name, .name_length = name_length, .value = value == NULL ? "" : value, length};
    return MHD_YES;
}

static enum MHD_Result send_answer(struct job *job)
{
    enum MHD_Result queued;

    connection_within(job->connection, REPLY_MS + job->length / REPLY_PER_MS);
    if (job->prepared != NULL)
        return MHD_queue_response(job->mhd, job->status, job->prepared);
    if (job->response == NULL)
        return MHD_NO;
    if (job->close || atomic_load(&job->server->stopping))
        respond_header(job->response, "Connection", "close");
    queued = MHD_queue_response(job->mhd, job->status, job->response);
    MHD_destroy_response(job->response);
    job->response = NULL;
    return queued;
}

static enum MHD_Result send_refusal(struct job *job, const struct error *err)
{
    job->close = true;
    respond_error(job, err);
    return send_answer(job);
}

/* A POST may always carry a form, for its token; a GET carries nothing. */
static int64_t body_limit(const struct job *job, enum method method)
{
    if (method == GET)
        return 0;
    if (job->req.route == NULL || job->req.route->body < BODY_JSON)
        return BODY_JSON;
    return job->req.route->body;
}

static void read_headers(struct job *job)
{
    const char *accept = job_header(job, "Accept"), *site = job_header(job, "Sec-Fetch-Site");
    const char *agent = job_header(job, "User-Agent");

    job->req.target = job->gate.target;
    job->req.wants_json = accept != NULL && strstr(accept, "application/json") != NULL;
    job->req.cross_site = site != NULL && strcmp(site, "cross-site") == 0;
    job->req.agent = agent == NULL ? "" : agent;
    job->req.env.language = guard_language(job);
}

static bool read_target(struct job *job, enum method method, struct error *err)
{
    const char *query = strchr(job->gate.target, '?');

    query = query == NULL ? "" : query + 1;
    job->req.path = gate_path(job->arena, job->gate.target, err);
    if (job->req.path == NULL ||
        !gate_fields(job->arena, query, strlen(query), QUERY_MOST, &job->req.query, err))
        return false;
    job->req.route = router_find(method, job->req.path, &job->req, &job->other_method);
    return body_open(job, body_limit(job, method), err);
}

static enum MHD_Result begin(struct job *job, const char *method, const char *version)
{
    struct error err = {0};
    int64_t size;

    job->gate.method = method;
    job->gate.version = version;
    job->gate.memory = POOL_BYTES;
    job->head = strcmp(method, "HEAD") == 0;
    MHD_get_connection_values_n(job->mhd, MHD_HEADER_KIND, note_header, &job->gate);
    if (!gate_check(&job->gate, &err) || !guard_cookies(job, &err))
        return send_refusal(job, &err);
    read_headers(job);
    if (!read_target(job, strcmp(method, "POST") == 0 ? POST : GET, &err))
        return send_refusal(job, &err);
    size = gate_length(&job->gate) < 0 ? job->body.limit : gate_length(&job->gate);
    connection_reads(job->connection, BODY_MS + size / BODY_PER_MS);
    job->state = JOB_BODY;
    return MHD_YES;
}

/* What a worker need not do is answered here; the rest waits, suspended.  Nothing of the job may be
 * touched once it is pushed. */
static enum MHD_Result dispatch(struct job *job)
{
    struct error err = {0};

    if (!body_close(job, &err))
        return send_refusal(job, &err);
    if (job->req.route != NULL && job->req.route->handle == page_static_file &&
        static_answer(job->server->statics, job, request_param(&job->req, "name")))
        return send_answer(job);
    if (!queue_reserve(job->server->queue)) {
        error_set(&err, ERROR_BUSY, "web/busy");
        return send_refusal(job, &err);
    }
    connection_within(job->connection, WORK_MS);
    job->state = JOB_WAITING;
    MHD_suspend_connection(job->mhd);
    queue_push(job->server->queue, job);
    return MHD_YES;
}

enum MHD_Result job_step(void *server, struct MHD_Connection *mhd, const char *url,
                         const char *method, const char *version, const char *bytes, size_t *length,
                         void **handle)
{
    struct job *job = *handle;
    size_t size = *length;

    (void)server, (void)mhd, (void)url;
    switch (job->state) {
    case JOB_NEW:
        return begin(job, method, version);
    case JOB_BODY:
        *length = 0;
        if (size == 0)
            return dispatch(job);
        return body_add(job, bytes, size) ? MHD_YES : MHD_NO;
    case JOB_WAITING:
        return MHD_YES;
    case JOB_ANSWERED:
        return send_answer(job);
    }
    return MHD_NO;
}

static void complete_env(struct job *job, enum language language)
{
    struct env *env = &job->req.env;
    uint64_t count = atomic_fetch_add(&job->server->request_count, 1);

    env->now = job->arrived;
    env->language = language;
    env->source = guard_source(job);
    env->request = arena_format(job->arena, "%016llx",
                                (unsigned long long)(job->server->request_salt + count));
}

/* The route's own answer, once it is clear who asks and what was typed. */
static struct reply handle(struct job *job)
{
    struct request *req = &job->req;
    struct error err = {0};
    struct reply reply;

    if (!guard_admit(job, &reply))
        return reply;
    if (!form_admit(req, req->route->form, &err))
        return reply_again(req, req->route->again, &err);
    return req->route->handle(req);
}

void job_work(struct job *job)
{
    enum language language = job->req.env.language;
    struct error err = {0};
    struct reply reply;

    if (!service_enter(job->server->service, job->arena, &job->req.env, &err)) {
        log_event("web/enter", "code", err.code, NULL);
        respond_error(job, &err);
    } else {
        complete_env(job, language);
        reply = handle(job);
        respond(job, &reply);
        service_leave(job->server->service, &job->req.env);
        /* Here, not where the arena dies: memory goes back to the thread that took it, whose next
         * model is made of it without a lock.  What is sent is in the arena's own blocks. */
        json_drop(job->arena);
        job->req.body = NULL;
    }
    job->state = JOB_ANSWERED;
}
