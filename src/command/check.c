/* check.c: grantd check: is everything in the folder whole? */

#include "command/command.h"
#include "command/option.h"
#include "store/audit.h"
#include "store/blob.h"
#include "store/db.h"
#include "world/world.h"

struct count {
    struct env *env;
    int64_t files, bad;
};

static void check_one(void *context, const char *sha256)
{
    struct count *count = context;
    struct error err = {0};

    count->files++;
    if (blob_check(count->env->world->blobs, sha256, &err))
        return;
    count->bad++;
    fprintf(stderr, "file %s: %s\n", sha256, err.code);
}

static bool check_all(struct service *service, struct env *env, struct count *count,
                      struct error *err)
{
    struct audit_report report = {0};

    if (!store_check(service_store(service), err) || !store_audit_verify(env, NULL, &report, err) ||
        !store_blobs_each(env, check_one, count, err))
        return false;
    if (report.bad_seq != 0) {
        fprintf(stderr, "audit row %lld: %s\n", (long long)report.bad_seq, report.why);
        count->bad++;
    }
    printf("database sound; %lld audit rows; %lld files, %lld complaints\n",
           (long long)report.head.size, (long long)count->files, (long long)count->bad);
    return true;
}

int command_check(int argc, char **argv)
{
    struct option_row rows[] = {{"--data", "GRANTD_DATA", false, "./var", NULL}, {0}};
    struct service_settings settings = {.public_url = "", .any_kind = true};
    struct error err = {0};
    struct arena *arena;
    struct service *service;
    struct env env = {0};
    struct count count = {.env = &env};
    bool done;

    if (options_read("check", rows, argc, argv) != 0)
        return command_usage("check", "takes no words", "");
    settings.data = option_value(rows, "--data");
    service = service_open(&settings, &err);
    if (service == NULL)
        return command_refused(&err);
    arena = arena_open();
    done = service_enter(service, arena, &env, &err) && check_all(service, &env, &count, &err);
    service_leave(service, &env);
    service_close(service);
    arena_close(arena);
    return !done ? command_refused(&err) : count.bad == 0 ? 0 : 1;
}
