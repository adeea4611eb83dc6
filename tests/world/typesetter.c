/* typesetter.c: the helper process that makes papers, when all is well and when nothing is. */

#include "world/typesetter.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "base/text.h"
#include "support/test.h"

/* How many of the things it must not be able to do a worker can do. */
static int holes(void)
{
    char *const words[] = {NULL};
    int count = 0;

    count += socket(AF_INET, SOCK_STREAM, 0) >= 0;
    count += open("/tmp/grantd-typesetter-hole", O_WRONLY | O_CREAT | O_CLOEXEC, 0600) >= 0;
    count += open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0;
    count += open("/tmp", O_RDONLY | O_DIRECTORY | O_CLOEXEC) >= 0;
    count += execve("/bin/true", words, words) == 0 || errno != EPERM;
    return count;
}

/* The job says what happens to whoever makes it. */
static bool act(struct arena *arena, const char *job, size_t length, struct typeset *made,
                struct error *err)
{
    char *bytes = arena_copy(arena, job, length);

    if (text_starts(bytes, "kill"))
        raise(SIGKILL);
    while (text_starts(bytes, "hang"))
        pause();
    while (text_starts(bytes, "spin"))
        continue;
    if (text_starts(bytes, "eat"))
        memset(arena_alloc(arena, (size_t)200 << 20), 1, (size_t)200 << 20);
    if (text_starts(bytes, "walls"))
        bytes[0] = (char)('0' + holes());
    if (text_starts(bytes, "sleep"))
        usleep(400000);
    if (text_starts(bytes, "refuse"))
        return error_set(err, ERROR_INVALID, "typesetter/large"), error_text(err, "page", "七");
    *made = (struct typeset){bytes, length, (int64_t)getpid()};
    return true;
}

struct shop {
    struct arena *arena;
    struct typesetter *typesetter;
};

static struct shop open_shop(void)
{
    struct shop shop = {.arena = arena_open()};
    struct typeset_limits limits = {
        .seconds = 2, .cpu_seconds = 1, .memory = (size_t)100 << 20, .idle = 1};
    struct error err = {0};

    shop.typesetter = typesetter_fork(shop.arena, act, &limits, &err);
    assert_non_null(shop.typesetter);
    return shop;
}

static void close_shop(struct shop *shop)
{
    typesetter_close(shop->typesetter);
    arena_close(shop->arena);
}

/* The code of the error, "" for none. */
static const char *order(struct shop *shop, const char *job, struct typeset *made)
{
    struct error err = {0};

    return typesetter_make(shop->typesetter, shop->arena, 0, job, strlen(job), made, &err)
               ? ""
               : err.code;
}

TEST("a paper is made by another process, of any size, and the same one makes the next")
{
    struct shop shop = open_shop();
    struct typeset made, next;
    char *large = arena_alloc(shop.arena, 3000001);

    memset(large, 'x', 3000000);
    assert_string_equal(order(&shop, "small", &made), "");
    assert_int_equal(made.length, 5);
    assert_memory_equal(made.bytes, "small", 5);
    assert_int_not_equal(made.pages, getpid());
    assert_string_equal(order(&shop, large, &next), "");
    assert_int_equal(next.length, 3000000);
    assert_memory_equal(next.bytes, large, 3000000);
    assert_int_equal(made.pages, next.pages);
    close_shop(&shop);
}

TEST("a maker that crashes, spins or hangs fails that job with its reason, and the next is made")
{
    struct shop shop = open_shop();
    struct typeset made;

    assert_string_equal(order(&shop, "kill", &made), "typesetter/died");
    assert_string_equal(order(&shop, "one", &made), "");
    assert_string_equal(order(&shop, "hang", &made), "typesetter/slow");
    assert_string_equal(order(&shop, "two", &made), "");
    assert_string_equal(order(&shop, "spin", &made), "typesetter/slow");
    assert_string_equal(order(&shop, "three", &made), "");
    assert_memory_equal(made.bytes, "three", 5);
    close_shop(&shop);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST("a maker that takes too much memory ends, and the next is made")
{
    struct shop shop = open_shop();
    struct typeset made;

    assert_string_equal(order(&shop, "eat", &made), "typesetter/died");
    assert_string_equal(order(&shop, "one", &made), "");
    close_shop(&shop);
}
#endif

TEST("what the maker refuses comes back in its own words")
{
    struct shop shop = open_shop();
    struct typeset made;
    struct error err = {0};

    assert_false(typesetter_make(shop.typesetter, shop.arena, 0, "refuse", 6, &made, &err));
    assert_int_equal(err.kind, ERROR_INVALID);
    assert_string_equal(err.code, "typesetter/large");
    assert_string_equal(err.values[0].name, "page");
    assert_string_equal(err.values[0].text, "七");
    close_shop(&shop);
}

TEST("a worker without work ends, and another is there when work comes")
{
    struct shop shop = open_shop();
    struct typeset first, second;

    assert_string_equal(order(&shop, "a", &first), "");
    for (int i = 0; i < 100 && kill((pid_t)first.pages, 0) == 0; i++)
        usleep(50000);
    assert_int_not_equal(kill((pid_t)first.pages, 0), 0);
    assert_string_equal(order(&shop, "b", &second), "");
    assert_int_not_equal(first.pages, second.pages);
    close_shop(&shop);
}

TEST("a worker opens no socket, writes no file, reads none but the system's, starts no program")
{
    struct shop shop = open_shop();
    struct typeset made;

    assert_string_equal(order(&shop, "walls", &made), "");
    assert_memory_equal(made.bytes, "0alls", 5);
    close_shop(&shop);
}

TEST("a keeper that is killed is told of at once, and closing does not hang")
{
    struct shop shop = open_shop();
    struct typeset made;
    char status[64] = "";
    FILE *file;
    int parent = 0;

    assert_string_equal(order(&shop, "a", &made), "");
    file = fopen(arena_format(shop.arena, "/proc/%d/stat", (int)made.pages), "r");
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%*d %63s %*c %d", status, &parent), 2);
    fclose(file);
    assert_int_not_equal(parent, getpid());
    kill(parent, SIGKILL);
    for (int i = 0; i < 100 && kill((pid_t)made.pages, 0) == 0; i++)
        usleep(20000);
    assert_string_equal(order(&shop, "b", &made), "typesetter/gone");
    close_shop(&shop);
}

struct hurried {
    struct shop *shop;
    const char *code;
};

static void *make_slowly(void *context)
{
    struct hurried *h = context;
    struct arena *arena = arena_open();
    struct error err = {0};
    struct typeset made;

    h->code = typesetter_make(h->shop->typesetter, arena, 0, "sleep", 5, &made, &err) ? ""
                                                                                      : err.code;
    arena_close(arena);
    return NULL;
}

TEST("who is patient for a while only is told that the typesetter is busy, and then has a turn")
{
    struct shop shop = open_shop();
    struct hurried slow = {.shop = &shop};
    struct error err = {0};
    struct typeset made;
    pthread_t thread;
    bool turned_away = false;

    assert_int_equal(pthread_create(&thread, NULL, make_slowly, &slow), 0);
    for (int i = 0; i < 5000 && !turned_away; i++) {
        usleep(2000); /* so that the slow one gets its turn however busy the machine is */
        err = (struct error){0};
        turned_away = !typesetter_make(shop.typesetter, shop.arena, 1, "x", 1, &made, &err);
    }
    assert_true(turned_away);
    assert_string_equal(err.code, "typesetter/busy");
    err = (struct error){0};
    assert_true(typesetter_make(shop.typesetter, shop.arena, 5000, "y", 1, &made, &err));
    assert_memory_equal(made.bytes, "y", 1);
    pthread_join(thread, NULL);
    assert_string_equal(slow.code, "");
    close_shop(&shop);
}

TEST("the twin makes here")
{
    struct arena *arena = arena_open();
    struct shop shop = {arena, typesetter_here(arena, act)};
    struct typeset made;

    assert_string_equal(order(&shop, "here", &made), "");
    assert_int_equal(made.pages, getpid());
    typesetter_close(shop.typesetter);
    arena_close(arena);
}
