/* service.h: the running service: a data folder, its store, doors, and the settings it started
 * with.
 *
 * Opened once per process by `serve` and by each command that needs the folder; it makes the env of
 * every request.  The folder's lock (DATA/lock, flock) is held while writing.
 */
#pragma once

#include "base/env.h"
#include "base/error.h"
#include "domain/call.h"

struct clock;
struct counter;
struct mail_settings;
struct presence;
struct service;
struct templates;
struct typesetter;

struct service_settings {
    const char *data;       /* folder */
    bool write;             /* takes the lock; false: read-only beside a server */
    bool rehearse;          /* a rehearsal folder, made anew */
    bool any_kind;          /* commands: real or rehearsal alike */
    struct clock *clock;    /* NULL: the system's; a movable one for rehearsal and tests */
    const char *public_url; /* for links in mail; no trailing slash */
    const struct mail_settings *mail;
    struct typesetter *typesetter; /* NULL: papers are set in the thread that asks */
    struct counter *counter;       /* NULL: pages of attachments are not counted */
    bool plain_passwords;          /* tests only */
};

/* CONFLICT "service/locked", "service/rehearsal-folder", "service/real-folder"; BROKEN from below.
 */
struct service *service_open(const struct service_settings *settings, struct error *err);
void service_close(struct service *service);

/* An env for one request or job; its db is a reader of this thread's own, kept for the next time.
 * `now` is the moment that counts (0: the service's clock says). */
bool service_enter(struct service *service, struct arena *arena, struct env *env,
                   struct error *err);
void service_leave(struct service *service, struct env *env);

int64_t service_now(const struct service *service);
bool service_rehearses(const struct service *service);
const char *service_public_url(const struct service *service);
/* Once at start, before threads: when the port becomes known only by listening. */
void service_set_public_url(struct service *service, const char *url);
const char *service_data(const struct service *service);
struct world *service_world(const struct service *service);
/* Compiled by whoever asks first: a server at its start, so that commands and tests that show
 * nothing need not wait.  Dies when a template is wrong, which a promise test keeps from happening.
 */
const struct templates *service_templates(struct service *service);
struct store *service_store(const struct service *service);
/* Who writes what just now. */
struct presence *service_presence(const struct service *service);

/* The call named by `key` (NULL: the current one) as it stands now, its definition shared and
 * cached by version.  MISSING "call/missing". */
bool service_call(struct env *env, const char *key, const struct call **call, struct error *err);
bool service_call_by_id(struct env *env, struct call_id id, const struct call **call,
                        struct error *err);

/* The service of an env. */
struct service *service_of(const struct env *env);
