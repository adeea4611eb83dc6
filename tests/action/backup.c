/* backup.c: a backup holds everything, is verified, and can be laid out again. */

#include "action/backup.h"

#include "base/text.h"
#include "store/blob.h"
#include "store/db.h"
#include "store/setting.h"
#include "store/tx.h"
#include "support/folder.h"
#include "support/test.h"
#include "world/world.h"

static struct service *open_service(const char *data, bool write)
{
    struct service_settings settings = {
        .data = data, .write = write, .public_url = "", .plain_passwords = true};
    struct error err = {0};
    struct service *service = service_open(&settings, &err);

    assert_non_null(service);
    return service;
}

static void store_something(struct service *service, struct arena *arena)
{
    struct error err = {0};
    struct env env;
    struct digest sha256;

    assert_true(service_enter(service, arena, &env, &err));
    assert_true(blob_put(env.world->blobs, arena, "申请书", 9, &sha256, &err));
    assert_true(tx_end(&env,
                       tx_begin(&env, &err) &&
                           store_blob_add(&env, digest_hex(arena, &sha256), 9, &err) &&
                           store_setting_put(&env, "mark", "kept", &err),
                       &err));
    service_leave(service, &env);
}

TEST("a backup taken while the service works is laid out again with every file")
{
    struct arena *arena = arena_open();
    const char *folder = folder_make(arena), *value = NULL;
    const char *path = arena_format(arena, "%s/season.backup", folder);
    const char *copy = arena_format(arena, "%s/copy", folder);
    struct service *service = open_service(arena_format(arena, "%s/data", folder), true);
    struct error err = {0};
    struct env env;
    int64_t files = 0;

    store_something(service, arena);
    assert_true(action_backup(service, path, &files, &err));
    assert_int_equal(files, 2);
    assert_false(action_backup(service, path, &files, &err));
    assert_string_equal(err.code, "backup/exists");
    service_close(service);
    err = (struct error){0};
    assert_true(action_restore(path, copy, &files, &err));
    service = open_service(copy, true);
    assert_true(service_enter(service, arena, &env, &err));
    assert_true(store_setting_get(&env, "mark", &value, &err));
    assert_string_equal(value, "kept");
    assert_true(store_check(service_store(service), &err));
    service_leave(service, &env);
    service_close(service);
    assert_false(action_restore(path, copy, &files, &err));
    assert_string_equal(err.code, "backup/not-empty");
    folder_remove(folder);
    arena_close(arena);
}

TEST("a damaged or shortened backup is refused before anything is laid out")
{
    struct arena *arena = arena_open();
    const char *folder = folder_make(arena);
    const char *path = arena_format(arena, "%s/season.backup", folder);
    const char *copy = arena_format(arena, "%s/copy", folder);
    struct service *service = open_service(arena_format(arena, "%s/data", folder), true);
    struct error err = {0};
    int64_t files = 0;
    FILE *file;

    store_something(service, arena);
    assert_true(action_backup(service, path, &files, &err));
    service_close(service);
    file = fopen(path, "r+b");
    assert_non_null(file);
    fseek(file, 4000, SEEK_SET);
    fputc('#', file);
    fclose(file);
    assert_false(action_restore(path, copy, &files, &err));
    assert_string_equal(err.code, "backup/damaged");
    assert_int_equal(folder_count(copy), 0);
    folder_remove(folder);
    arena_close(arena);
}
