/* rehearsal.c: a season to try everything with. */

#include "action/rehearsal.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <sys/stat.h>

#include "action/application.h"
#include "action/call.h"
#include "action/play.h"
#include "action/sample.h"
#include "action/sign.h"
#include "base/asset.h"
#include "base/log.h"
#include "base/text.h"
#include "store/account.h"
#include "store/audit.h"
#include "store/call.h"
#include "store/db.h"
#include "store/person.h"
#include "store/role.h"
#include "store/setting.h"
#include "store/tx.h"
#include "world/world.h"

#define START   1700442000 /* 2023-11-20 09:00 in Beijing */
#define CLOSING 1700816400 /* 2023-11-24 17:00 in Beijing */

int64_t rehearsal_start(void)
{
    return START;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *ftw)
{
    (void)about;
    (void)kind;
    return ftw->level == 0 ? 0 : remove(path);
}

/* What the folder says it is: "rehearsal", "real", or "" when there is no database in it. */
static bool kind_of(const char *data, const char **kind, struct arena *arena, struct error *err)
{
    struct service_settings settings = {.data = data, .public_url = "", .any_kind = true};
    struct service *service;
    struct env env;
    bool read;

    *kind = "";
    if (access(arena_format(arena, "%s/grantd.db", data), F_OK) != 0)
        return true;
    service = service_open(&settings, err);
    if (service == NULL)
        return false;
    read = service_enter(service, arena, &env, err) && store_setting_get(&env, "folder", kind, err);
    service_leave(service, &env);
    service_close(service);
    return read;
}

/* A folder of nobody's database may be taken only when nothing is in it: the next rehearsal would
 * empty it. */
static bool is_free(const char *data, struct error *err)
{
    DIR *folder = opendir(data);
    const struct dirent *entry = NULL;
    bool free = folder != NULL;

    while (free && (entry = readdir(folder)) != NULL)
        free = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
    if (folder != NULL)
        closedir(folder);
    return free || error_set(err, ERROR_CONFLICT, "service/foreign-folder");
}

bool rehearsal_empty(const char *data, struct error *err)
{
    struct arena *arena = arena_open();
    struct stat about;
    const char *kind = "";
    bool good = true;

    if (stat(data, &about) == 0) {
        good = kind_of(data, &kind, arena, err);
        if (good && strcmp(kind == NULL ? "" : kind, "rehearsal") == 0)
            nftw(data, remove_one, 16, FTW_DEPTH | FTW_PHYS);
        else if (good && kind != NULL && *kind != '\0')
            good = error_set(err, ERROR_CONFLICT, "service/real-folder");
        else if (good)
            good = is_free(data, err);
    } else if (strrchr(data, '/') != NULL) {
        /* ./var itself may not be there yet. */
        mkdir(arena_copy(arena, data, (size_t)(strrchr(data, '/') - data)), 0700);
    }
    arena_close(arena);
    return good;
}

static bool add_person(struct env *env, const struct sample_person *sample, struct call_id call,
                       struct person_id *id, struct error *err)
{
    struct person_details details = {
        .name = sample->name, .institution = sample->institution, .language = LANGUAGE_ZH};
    enum role role;

    if (!store_person_add(env, &details, id, err) ||
        !store_address_add(env, *id, sample->email, true, err) ||
        !store_account_password(env, *id, NULL, err))
        return false;
    if (!role_of(sample->role, &role))
        return true;
    return store_role_grant(env, *id, role, role_is_per_call(role) ? call : (struct call_id){0},
                            (struct person_id){0}, err);
}

static bool add_people(struct env *env, const struct call *call, struct error *err)
{
    json_t *list = json_root_array(env->arena);
    struct call changed = *call;
    bool done = tx_begin(env, err);

    for (const struct sample_person *p = sample_people; done && p->name != NULL; p++) {
        struct person person;
        struct person_id id;
        json_t *item = json_add_object(list);

        done = add_person(env, p, call->id, &id, err) && store_person_get(env, id, &person, err);
        json_put_text(item, "key", person.key.text);
        json_put_text(item, "name", p->name);
        json_put_text(item, "role", p->role);
    }
    changed.closes_at = CLOSING;
    done = done && store_call_set(env, &changed, err) &&
           store_setting_put(env, "rehearsal.people", json_write(env->arena, list), err) &&
           store_audit(env, NULL, "local", AUDIT_CALL_CHANGED, call->key, err);
    return tx_end(env, done, err);
}

static bool actor_of(struct env *env, const struct sample_person *sample, struct actor *actor,
                     struct error *err)
{
    struct person person;
    struct role_grants grants = {0};
    bool found;

    if (!store_person_by_email(env, sample->email, &person, &found, err) || !found ||
        !store_role_of(env, person.id, &grants, err))
        return false;
    *actor = (struct actor){.person = person.id,
                            .key = person.key,
                            .name = person.name,
                            .email = person.email,
                            .language = person.language};
    for (size_t i = 0; i < grants.count; i++)
        *list_add(env->arena, &actor->roles) = grants.items[i];
    return true;
}

/* Answers are saved as the form's script would: section by section, the shared ones once. */
static bool fill_in(struct env *env, const struct actor *actor, struct key key,
                    const json_t *sections, struct error *err)
{
    for (void *at = json_object_iter((json_t *)(uintptr_t)sections); at != NULL;
         at = json_object_iter_next((json_t *)(uintptr_t)sections, at)) {
        json_t *body = json_root(env->arena);
        struct section_save save = {.section = json_object_iter_key(at), .body = body, .base = -1};
        struct section_saved saved;

        json_put(body, "fields", json_incref(json_object_iter_value(at)));
        if (!action_section_save(env, actor, key, &save, &saved, err))
            return false;
    }
    return true;
}

static bool apply(struct env *env, const struct call *call, const struct sample_person *person,
                  size_t topic, unsigned seed, struct error *err)
{
    const struct topic_definition *t = &call->definition->topics.items[topic];
    const char *title = sample_title(topic, seed / 3);
    struct problems problems = problems_in(env->arena);
    struct actor actor;
    struct key key;
    int64_t version;

    if (!actor_of(env, person, &actor, err) ||
        !action_application_start(env, &actor, call, t->code, &key, err) ||
        !fill_in(env, &actor, key,
                 sample_answers(env->arena, call->definition, t, person, title, seed), err))
        return false;
    if (seed % 6 == 5)
        return true; /* some are drafts still */
    if (action_application_submit(env, &actor, key, &problems, &version, err))
        return true;
    for (size_t i = 0; i < problems.count; i++)
        if (problems.items[i].severity == SEVERITY_ERROR)
            log_event("rehearsal/incomplete", "path", problems.items[i].path, "code",
                      problems.items[i].code, NULL);
    return false;
}

/* The first applicant applies to four topics, the others to two or three each. */
static bool add_applications(struct service *service, struct error *err)
{
    unsigned seed = 0;

    for (const struct sample_person *p = sample_people; p->name != NULL; p++) {
        unsigned many = strcmp(p->role, "applicant") != 0 ? 0 : seed == 0 ? 4 : 2 + seed % 2;

        for (unsigned n = 0; n < many; n++, seed++) {
            struct arena *arena = arena_open();
            const struct call *call;
            struct env env;
            bool done = service_enter(service, arena, &env, err);

            env.now = START - (int64_t)(40 - seed) * 15000;
            done = done && service_call(&env, NULL, &call, err) &&
                   apply(&env, call, p, (seed + n) % call->definition->topics.count, seed, err);
            service_leave(service, &env);
            arena_close(arena);
            if (!done)
                return false;
        }
    }
    return true;
}

static bool import_call(struct env *env, struct error *err)
{
    const struct asset *asset = asset_find("templates/calls/2023.json");
    struct actor local = {.local = true, .name = ""};
    struct problems problems = problems_in(env->arena);
    const char *key;

    return action_call_import(env, &local, (const char *)asset->bytes, asset->length, &problems,
                              &key, err);
}

bool rehearsal_fill(struct service *service, struct error *err)
{
    struct arena *arena = arena_open();
    const struct call *call;
    struct env env;
    bool done = service_enter(service, arena, &env, err) && import_call(&env, err) &&
                action_call_clock(&env, err) && service_call(&env, NULL, &call, err) &&
                add_people(&env, call, err);

    service_leave(service, &env);
    arena_close(arena);
    return done && add_applications(service, err);
}

bool rehearsal_people(struct env *env, const json_t **people, struct error *err)
{
    const char *text = NULL;

    if (!store_setting_get(env, "rehearsal.people", &text, err) || text == NULL)
        return error_set(err, ERROR_MISSING, "missing");
    *people = json_parse(env->arena, text, strlen(text), err);
    return *people != NULL;
}

bool rehearsal_sign_in(struct env *env, struct key who, const char *agent, const char **token,
                       struct error *err)
{
    struct person person;
    bool done = tx_begin(env, err) && store_person_by_key(env, who, &person, err) &&
                action_session_open(env, person.id, agent, true, token, err);

    return tx_end(env, done, err);
}

bool rehearsal_clock(struct env *env, int64_t now, struct error *err)
{
    bool done;

    if (!clock_move(env->world->clock, now))
        return error_set(err, ERROR_CONFLICT, "rehearsal/backward");
    env->now = clock_now(env->world->clock);
    done = tx_begin(env, err) && store_audit(env, NULL, "local", AUDIT_CLOCK_MOVED, "clock", err);
    return tx_end(env, done, err) && action_call_clock(env, err) && rehearsal_play(env, err);
}
