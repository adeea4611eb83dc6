/* job.h: one request from its first line to its last byte, and the server it belongs to.
 *
 * Made when the request line is there, ended by libmicrohttpd's completed-callback, which alone
 * closes the arena.  It belongs to the epoll thread until it is pushed, to one worker until the
 * connection is resumed, then to the epoll thread again.
 */
#pragma once

#include <microhttpd.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include "view/template.h"
#include "web/body.h"
#include "web/connection.h"
#include "web/gate.h"
#include "web/pages.h"
#include "web/queue.h"
#include "web/rate.h"
#include "web/request.h"
#include "web/server.h"
#include "web/static.h"

#define POOL_BYTES  (16 * 1024) /* of memory per connection: request line and headers */
#define WORKERS_MAX 64

struct server {
    struct service *service;
    struct arena *arena;
    const struct templates *templates;
    struct statics *statics;
    struct MHD_Daemon *daemon;
    struct connections *connections;
    struct queue *queue;
    struct rates *rates;
    pthread_t workers[WORKERS_MAX];
    unsigned worker_count, port;
    bool https; /* as people reach it: by the public URL */
    bool rehearses;
    const char *proxy;
    sigset_t signals_before;
    _Atomic bool stopping;
    _Atomic int in_flight;
    _Atomic uint64_t request_count;
    uint64_t request_salt;
};

enum job_state { JOB_NEW, JOB_BODY, JOB_WAITING, JOB_ANSWERED };

struct job {
    struct arena *arena;
    struct server *server;
    struct MHD_Connection *mhd;
    struct connection *connection;
    enum job_state state;
    bool head, close;
    int64_t arrived; /* of the request line, on the service's clock */
    struct gate_request gate;
    struct body body;
    struct request req;
    const char *visitor;   /* what the CSRF token hangs on: session token or visitor cookie */
    bool visitor_is_fresh; /* and must be sent */
    bool other_method;
    struct MHD_Response *response;
    struct MHD_Response *prepared; /* a shared one, not the job's to destroy or to add to */
    unsigned status;
    int64_t length; /* of the response, for its deadline */
};

struct job *job_of(struct request *req);

/* A header as sent, NULL when absent. */
const char *job_header(const struct job *job, const char *name);

/* The callbacks of libmicrohttpd. */
void *job_open(void *server, const char *target, struct MHD_Connection *mhd);
enum MHD_Result job_step(void *server, struct MHD_Connection *mhd, const char *url,
                         const char *method, const char *version, const char *bytes, size_t *length,
                         void **job);
void job_close(void *server, struct MHD_Connection *mhd, void **job,
               enum MHD_RequestTerminationCode code);

/* Finds the answer; the worker resumes the connection afterwards. */
void job_work(struct job *job);
