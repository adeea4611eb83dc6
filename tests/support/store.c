/* store.c: a fresh store in a folder of its own, and an env to use it, for tests of every floor. */

#include "support/store.h"

#include <dirent.h>
#include <sys/random.h>

#include "support/test.h"

static void random_from_kernel(void *bytes, size_t length)
{
    assert_int_equal(getrandom(bytes, length, 0), (ssize_t)length);
}

static struct env env_in(struct fixture *fixture, struct arena *arena)
{
    struct error err = {0};
    struct env env = {
        .arena = arena,
        .now = FIXTURE_NOW,
        .language = LANGUAGE_ZH,
        .source = "local",
        .request = "test",
        .random = random_from_kernel,
        .db = db_open(fixture->store, &err),
    };

    assert_non_null(env.db);
    return env;
}

static void open_store(struct fixture *fixture)
{
    struct error err = {0};

    fixture->store = store_open(fixture->path, STORE_WRITE, &err);
    assert_non_null(fixture->store);
    fixture->env = env_in(fixture, fixture->arena);
}

static void close_store(struct fixture *fixture)
{
    db_close(fixture->env.db);
    store_close(fixture->store);
}

static void remove_folder(const char *folder)
{
    char path[512];
    DIR *dir = opendir(folder);

    if (dir == NULL)
        return;
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.')
            unlink(path);
    }
    closedir(dir);
    rmdir(folder);
}

/* Folders of tests that failed half-way. */
static char left[256][128];
static size_t left_count;

static void remove_left(void)
{
    for (size_t i = 0; i < left_count; i++)
        remove_folder(left[i]);
}

static void remember(const char *folder)
{
    if (left_count == 0)
        atexit(remove_left);
    if (left_count < sizeof left / sizeof left[0])
        snprintf(left[left_count++], sizeof left[0], "%s", folder);
}

struct fixture fixture_open(void)
{
    const char *base = getenv("TMPDIR");
    struct fixture fixture = {.arena = arena_open()};

    fixture.folder = arena_format(fixture.arena, "%s/grantd-XXXXXX", base != NULL ? base : "/tmp");
    assert_non_null(mkdtemp(fixture.folder));
    remember(fixture.folder);
    fixture.path = arena_format(fixture.arena, "%s/grantd.db", fixture.folder);
    open_store(&fixture);
    return fixture;
}

void fixture_reopen(struct fixture *fixture)
{
    close_store(fixture);
    open_store(fixture);
}

void fixture_close(struct fixture *fixture)
{
    close_store(fixture);
    remove_folder(fixture->folder);
    assert_int_equal(access(fixture->folder, F_OK), -1);
    arena_close(fixture->arena);
}

struct env fixture_enter(struct fixture *fixture)
{
    return env_in(fixture, arena_open());
}

void fixture_leave(struct env *env)
{
    db_close(env->db);
    arena_close(env->arena);
}
