/* service.c: the running service: a data folder, its store, doors, and settings. */

#include "action/service.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stddef.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "action/conflict.h"
#include "action/paper.h"
#include "action/presence.h"
#include "action/receipt.h"
#include "base/log.h"
#include "base/text.h"
#include "store/call.h"
#include "store/db.h"
#include "store/setting.h"
#include "store/tx.h"
#include "view/template.h"
#include "view/wording.h"
#include "world/world.h"

#define READERS_MOST 128 /* one a thread; more threads than this would be a mistake */

/* A definition in force, read once and shared by all threads without change. */
struct cached {
    struct cached *next;
    int64_t call, version;
    const struct definition *definition;
};

struct service {
    struct arena *arena; /* lives as long as the service */
    struct world world;
    struct store *store;
    struct templates *templates; /* NULL until somebody asks */
    struct presence *presence;
    const char *data, *public_url;
    bool rehearse, write, any_kind;
    int lock;
    pthread_mutex_t guard; /* of the lists below and of the arena */
    struct db *idle[READERS_MOST];
    size_t idle_count;
    struct cached *definitions;
};

/* The service of a process is one; an env finds it through its world, the first member. */
struct service *service_of(const struct env *env)
{
    return (struct service *)((char *)env->world - offsetof(struct service, world));
}

static bool folder_ready(const char *path, struct error *err)
{
    if (mkdir(path, 0700) == 0 || errno == EEXIST)
        return true;
    error_set(err, ERROR_BROKEN, "service/folder");
    return error_text(err, "path", path);
}

static bool folder_locked(struct service *service, struct error *err)
{
    const char *path = arena_format(service->arena, "%s/lock", service->data);

    service->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (service->lock < 0) {
        error_set(err, ERROR_BROKEN, "service/folder");
        return error_text(err, "path", path);
    }
    if (flock(service->lock, LOCK_EX | LOCK_NB) != 0) {
        error_set(err, ERROR_CONFLICT, "service/locked");
        return error_text(err, "path", service->data);
    }
    return true;
}

static bool kind_write(struct env *env, const char *kind, struct error *err)
{
    bool done = tx_begin(env, err) && store_setting_put(env, "folder", kind, err);

    return tx_end(env, done, err);
}

/* Every folder says what it is, so that a rehearsal never touches a real season; and which key its
 * receipts are signed with. */
static bool folder_agrees(struct service *service, struct error *err)
{
    struct env env;
    struct arena *arena = arena_open();
    const char *wanted = service->rehearse ? "rehearsal" : "real", *kind = "";
    bool good = service_enter(service, arena, &env, err) &&
                store_setting_get(&env, "folder", &kind, err);

    if (good && (kind == NULL || *kind == '\0') && service->write)
        good = kind_write(&env, wanted, err);
    else if (good && service->write && !service->any_kind && kind != NULL &&
             strcmp(kind, wanted) != 0)
        good = error_set(err, ERROR_CONFLICT,
                         service->rehearse ? "service/real-folder" : "service/rehearsal-folder");
    good = good && (!service->write || action_keys_agree(&env, err));
    service_leave(service, &env);
    arena_close(arena);
    return good;
}

/* What is written has happened: a clock set back while the service was down opens nothing again.
 * And the names institutions go by are there. */
static bool made_ready(struct service *service, struct error *err)
{
    struct arena *arena = arena_open();
    struct env env;
    int64_t newest = 0;
    bool good = service_enter(service, arena, &env, err) &&
                store_call_event_newest(&env, &newest, err);

    if (good && newest != 0)
        clock_not_before(service->world.clock, newest + 1);
    good = good && (!service->write || institutions_ready(&env, err));
    service_leave(service, &env);
    arena_close(arena);
    return good;
}

static bool doors_open(struct service *service, const struct service_settings *settings,
                       struct error *err)
{
    struct world *world = &service->world;
    struct arena *arena = service->arena;
    const struct mail_settings *mail = settings->mail;

    world->clock = settings->clock != NULL ? settings->clock : clock_system(arena);
    world->passwords = settings->plain_passwords ? passwords_plain(arena) : passwords_argon(arena);
    world->mailer = mail != NULL && mail->url != NULL ? mailer_smtp(arena, mail, err)
                                                      : mailer_none(arena);
    world->typesetter = settings->typesetter != NULL ? settings->typesetter
                                                     : typesetter_here(arena, action_paper_set);
    world->counter = settings->counter != NULL ? settings->counter : counter_here(arena, NULL);
    return world->mailer != NULL &&
           (world->blobs = blobs_open(arena, service->data, err)) != NULL &&
           (world->cipher = cipher_open(arena, service->data, err)) != NULL &&
           (world->secret = secret_open(arena, service->data, err)) != NULL &&
           (world->signer = signer_open(arena, service->data, err)) != NULL;
}

static bool open_all(struct service *service, const struct service_settings *settings,
                     struct error *err)
{
    const char *path = arena_format(service->arena, "%s/grantd.db", service->data);

    if (service->write && (!folder_ready(service->data, err) || !folder_locked(service, err)))
        return false;
    service->store = store_open(path, service->write ? STORE_WRITE : STORE_READ, err);
    if (service->store == NULL || !doors_open(service, settings, err) ||
        !folder_agrees(service, err) || !made_ready(service, err))
        return false;
    return !service->write || wordings_load(err);
}

struct service *service_open(const struct service_settings *settings, struct error *err)
{
    struct arena *arena = arena_open();
    struct service *service = arena_alloc(arena, sizeof *service);

    service->arena = arena;
    service->data = arena_text(arena, settings->data);
    service->public_url = arena_text(arena, settings->public_url);
    service->rehearse = settings->rehearse;
    service->write = settings->write;
    service->any_kind = settings->any_kind;
    service->lock = -1;
    service->presence = presence_open();
    pthread_mutex_init(&service->guard, NULL);
    if (open_all(service, settings, err))
        return service;
    service_close(service);
    return NULL;
}

void service_close(struct service *service)
{
    if (service == NULL)
        return;
    while (service->idle_count > 0)
        db_close(service->idle[--service->idle_count]);
    if (service->store != NULL)
        store_close(service->store);
    if (service->lock >= 0)
        close(service->lock);
    presence_close(service->presence);
    pthread_mutex_destroy(&service->guard);
    arena_close(service->arena);
}

static struct db *reader_take(struct service *service, struct error *err)
{
    struct db *db = NULL;

    pthread_mutex_lock(&service->guard);
    if (service->idle_count > 0)
        db = service->idle[--service->idle_count];
    pthread_mutex_unlock(&service->guard);
    return db != NULL ? db : db_open(service->store, err);
}

bool service_enter(struct service *service, struct arena *arena, struct env *env, struct error *err)
{
    *env = (struct env){
        .arena = arena,
        .now = clock_now(service->world.clock),
        .language = LANGUAGE_ZH,
        .source = "local",
        .request = "",
        .random = random_bytes,
        .world = &service->world,
    };
    env->db = reader_take(service, err);
    return env->db != NULL;
}

void service_leave(struct service *service, struct env *env)
{
    struct db *db = env->db;

    env->db = NULL;
    if (db == NULL)
        return;
    pthread_mutex_lock(&service->guard);
    if (service->idle_count < READERS_MOST) {
        service->idle[service->idle_count++] = db;
        db = NULL;
    }
    pthread_mutex_unlock(&service->guard);
    db_close(db);
}

int64_t service_now(const struct service *service)
{
    return clock_now(service->world.clock);
}

bool service_rehearses(const struct service *service)
{
    return service->rehearse;
}

const char *service_public_url(const struct service *service)
{
    return service->public_url;
}

void service_set_public_url(struct service *service, const char *url)
{
    service->public_url = arena_text(service->arena, url);
}

const char *service_data(const struct service *service)
{
    return service->data;
}

struct world *service_world(const struct service *service)
{
    return (struct world *)(uintptr_t)&service->world;
}

const struct templates *service_templates(struct service *service)
{
    struct error err = {0};

    pthread_mutex_lock(&service->guard);
    if (service->templates == NULL)
        service->templates = templates_load(service->arena, &err);
    pthread_mutex_unlock(&service->guard);
    if (service->templates == NULL)
        die("service: a template is wrong");
    return service->templates;
}

struct store *service_store(const struct service *service)
{
    return service->store;
}

struct presence *service_presence(const struct service *service)
{
    return service->presence;
}

static const struct definition *cache_find(struct service *service, const struct call *call)
{
    for (struct cached *c = service->definitions; c != NULL; c = c->next)
        if (c->call == call->id.value && c->version == call->version)
            return c->definition;
    return NULL;
}

/* Reads it into the service's own arena, under the guard: once a version, not once a request. */
static const struct definition *cache_fill(struct service *service, const struct call *call,
                                           const char *text, struct error *err)
{
    struct problems problems = problems_in(service->arena);
    json_t *document = json_parse(service->arena, text, strlen(text), err);
    struct cached *cached;

    if (document == NULL)
        return NULL;
    cached = arena_alloc(service->arena, sizeof *cached);
    *cached = (struct cached){
        .next = service->definitions,
        .call = call->id.value,
        .version = call->version,
        .definition = definition_read(service->arena, document, &problems),
    };
    if (cached->definition == NULL) {
        error_set(err, ERROR_BROKEN, "call/definition");
        return NULL;
    }
    service->definitions = cached;
    return cached->definition;
}

static bool attach_definition(struct env *env, struct call *call, struct error *err)
{
    struct service *service = service_of(env);
    const char *text;

    pthread_mutex_lock(&service->guard);
    call->definition = cache_find(service, call);
    pthread_mutex_unlock(&service->guard);
    if (call->definition != NULL)
        return true;
    if (!store_call_definition(env, call->id, call->version, &text, err))
        return false;
    pthread_mutex_lock(&service->guard);
    call->definition = cache_find(service, call);
    if (call->definition == NULL)
        call->definition = cache_fill(service, call, text, err);
    pthread_mutex_unlock(&service->guard);
    return call->definition != NULL;
}

bool service_call(struct env *env, const char *key, const struct call **call, struct error *err)
{
    struct call *row = arena_alloc(env->arena, sizeof *row);

    *call = row;
    return store_call_get(env, key, row, err) && attach_definition(env, row, err);
}

bool service_call_by_id(struct env *env, struct call_id id, const struct call **call,
                        struct error *err)
{
    struct call *row = arena_alloc(env->arena, sizeof *row);

    *call = row;
    return store_call_by_id(env, id, row, err) && attach_definition(env, row, err);
}
