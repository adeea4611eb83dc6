/* doors.c: keys, passwords, sealed values, files by content, addresses. */

#include "world/world.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sodium.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

#include "base/text.h"
#include "support/folder.h"
#include "support/test.h"

TEST("a sealed value opens only under its key, whole, and for its own context")
{
    struct arena *arena = arena_open();
    const char *folder = folder_make(arena);
    struct error err = {0};
    struct cipher *cipher = cipher_open(arena, folder, &err);
    size_t length;
    unsigned char *sealed;

    assert_non_null(cipher);
    sealed = cipher_seal(cipher, arena, "contract:a", "6222 0000 1234", &length);
    assert_string_equal(cipher_unseal(cipher, arena, "contract:a", sealed, length),
                        "6222 0000 1234");
    assert_null(cipher_unseal(cipher, arena, "contract:b", sealed, length));
    sealed[length - 1] ^= 1;
    assert_null(cipher_unseal(cipher, arena, "contract:a", sealed, length));
    assert_null(cipher_unseal(cipher, arena, "contract:a", sealed, 5));
    folder_remove(folder);
    arena_close(arena);
}

TEST("keys are made once, for the owner only, and are the same at the next start")
{
    struct arena *arena = arena_open();
    const char *folder = folder_make(arena);
    struct error err = {0};
    struct secret_key *first = secret_open(arena, folder, &err);
    struct secret_key *second = secret_open(arena, folder, &err);
    struct digest a = secret_mac(first, "csrf", "x"), b = secret_mac(second, "csrf", "x");
    struct digest c = secret_mac(first, "source", "x");
    struct stat about;

    assert_true(digest_equal(&a, &b));
    assert_false(digest_equal(&a, &c));
    assert_int_equal(stat(arena_format(arena, "%s/keys/secret", folder), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    folder_remove(folder);
    arena_close(arena);
}

TEST("a password is hashed by Argon2id and told from one that differs in its last byte")
{
    struct arena *arena = arena_open();
    struct passwords *p = passwords_argon(arena);
    struct error err = {0};
    char one[101], two[101];
    const char *phc;
    bool match, weaker;

    memset(one, 'a', 100);
    one[100] = '\0';
    memcpy(two, one, sizeof two);
    two[99] = 'b';
    assert_true(password_hash(p, arena, one, &phc, &err));
    assert_true(text_starts(phc, "$argon2id$v=19$m=19456,t=2,p=1$"));
    assert_true(password_verify(p, phc, one, &match, &weaker, &err));
    assert_true(match);
    assert_false(weaker);
    assert_true(password_verify(p, phc, two, &match, &weaker, &err));
    assert_false(match);
    assert_true(password_verify(p, NULL, one, &match, &weaker, &err));
    assert_false(match);
    arena_close(arena);
}

TEST("a hash weaker than today's is accepted and asks to be made anew")
{
    struct arena *arena = arena_open();
    struct passwords *p = passwords_argon(arena);
    struct error err = {0};
    char weak[crypto_pwhash_STRBYTES];
    bool match, weaker;

    assert_int_equal(crypto_pwhash_str(weak, "correct horse", 13, 1, 8192 * 1024), 0);
    assert_true(password_verify(p, weak, "correct horse", &match, &weaker, &err));
    assert_true(match);
    assert_true(weaker);
    arena_close(arena);
}

struct crowd {
    struct passwords *passwords;
    pthread_barrier_t start;
    atomic_int done, busy;
};

static void *one_of_many(void *context)
{
    struct crowd *crowd = context;
    struct arena *arena = arena_open();
    struct error err = {0};
    const char *phc;

    pthread_barrier_wait(&crowd->start);
    if (password_hash(crowd->passwords, arena, "seven quiet lamps", &phc, &err))
        atomic_fetch_add(&crowd->done, 1);
    else if (err.kind == ERROR_BUSY && strcmp(err.code, "account/busy") == 0)
        atomic_fetch_add(&crowd->busy, 1);
    arena_close(arena);
    return NULL;
}

TEST("when too many passwords are hashed at once the rest is told to come back")
{
    struct arena *arena = arena_open();
    struct crowd crowd = {.passwords = passwords_argon(arena)};
    pthread_t threads[80];

    pthread_barrier_init(&crowd.start, NULL, 80);
    for (size_t i = 0; i < 80; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, one_of_many, &crowd), 0);
    for (size_t i = 0; i < 80; i++)
        pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&crowd.start);
    assert_int_equal(crowd.done + crowd.busy, 80);
    assert_true(crowd.done >= 34);
    assert_true(crowd.busy > 0);
    arena_close(arena);
}

TEST("common passwords and words of the person or the service are refused")
{
    static const char *const bad[] = {"1234567890",    "Password123", "qwertyuiop", "mindspore2023",
                                      "lin.zhiyuan88", "woaini520",   "GRANTD12345"};

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_true(password_is_common(bad[i], "lin.zhiyuan@jclg.example"));
    assert_false(password_is_common("seven quiet lamps", "lin.zhiyuan@jclg.example"));
}

TEST("the same content is one file, named by its hash, for the owner only")
{
    struct arena *arena = arena_open();
    const char *folder = folder_make(arena);
    struct error err = {0};
    struct blobs *blobs = blobs_open(arena, folder, &err);
    struct digest first, second;
    struct stat about;
    const char *hex;
    size_t length;

    assert_true(blob_put(blobs, arena, "申请书", 9, &first, &err));
    assert_true(blob_put(blobs, arena, "申请书", 9, &second, &err));
    assert_true(digest_equal(&first, &second));
    hex = digest_hex(arena, &first);
    assert_int_equal(stat(arena_format(arena, "%s/blobs/%.2s/%s", folder, hex, hex), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_string_equal((char *)blob_read(blobs, arena, hex, &length, &err), "申请书");
    assert_int_equal(length, 9);
    assert_int_equal(folder_count(arena_format(arena, "%s/blobs", folder)), 1);
    folder_remove(folder);
    arena_close(arena);
}

TEST("an upload that is not kept leaves no file behind, also when its request dies")
{
    struct arena *arena = arena_open(), *request = arena_open();
    const char *folder = folder_make(arena);
    struct error err = {0};
    struct blobs *blobs = blobs_open(arena, folder, &err);
    struct upload *upload = upload_start(blobs, request, &err);

    assert_true(upload_add(upload, "half of a file", 14, &err));
    assert_int_equal(folder_count(arena_format(arena, "%s/blobs", folder)), 1);
    arena_close(request);
    assert_int_equal(folder_count(arena_format(arena, "%s/blobs", folder)), 0);
    folder_remove(folder);
    arena_close(arena);
}

TEST("a damaged file is told, never served as whole")
{
    struct arena *arena = arena_open();
    const char *folder = folder_make(arena), *hex;
    struct error err = {0};
    struct blobs *blobs = blobs_open(arena, folder, &err);
    struct digest sha256;
    FILE *file;

    assert_true(blob_put(blobs, arena, "whole", 5, &sha256, &err));
    hex = digest_hex(arena, &sha256);
    file = fopen(arena_format(arena, "%s/blobs/%.2s/%s", folder, hex, hex), "r+b");
    assert_non_null(file);
    fputc('W', file);
    fclose(file);
    assert_false(blob_check(blobs, hex, &err));
    assert_string_equal(err.code, "blob/damaged");
    folder_remove(folder);
    arena_close(arena);
}

static bool wants_nothing(void *context, const char *sha256)
{
    (void)context;
    (void)sha256;
    return false;
}

/* Makes a kept file look `seconds` old. */
static void age(const char *path, int64_t seconds)
{
    const struct timespec then = {.tv_sec = time(NULL) - (time_t)seconds};

    assert_int_equal(utimensat(AT_FDCWD, path, (const struct timespec[]){then, then}, 0), 0);
}

TEST("an old file that nobody names is swept, unless the same content has just come again")
{
    struct arena *arena = arena_open();
    const char *folder = folder_make(arena), *path, *hex;
    struct error err = {0};
    struct blobs *blobs = blobs_open(arena, folder, &err);
    struct digest sha256;

    assert_true(blob_put(blobs, arena, "same", 4, &sha256, &err));
    hex = digest_hex(arena, &sha256);
    path = arena_format(arena, "%s/blobs/%.2s/%s", folder, hex, hex);
    age(path, 2 * 86400);
    assert_true(blob_put(blobs, arena, "same", 4, &sha256, &err));
    assert_int_equal(blobs_sweep(blobs, 86400, wants_nothing, NULL), 0);
    assert_true(blob_check(blobs, hex, &err));
    age(path, 2 * 86400);
    assert_int_equal(blobs_sweep(blobs, 86400, wants_nothing, NULL), 1);
    assert_false(blob_check(blobs, hex, &err));
    assert_string_equal(err.code, "blob/missing");
    folder_remove(folder);
    arena_close(arena);
}

TEST("nobody's hash takes as long to check as somebody's")
{
    struct arena *arena = arena_open();
    struct passwords *p = passwords_argon(arena);
    struct error err = {0};
    const char *phc;
    bool match, weaker;
    clock_t start, known, unknown;

    assert_true(password_hash(p, arena, "seven quiet lamps", &phc, &err));
    start = clock();
    for (int i = 0; i < 4; i++)
        assert_true(password_verify(p, phc, "wrong", &match, &weaker, &err));
    known = clock() - start;
    start = clock();
    for (int i = 0; i < 4; i++)
        assert_true(password_verify(p, NULL, "wrong", &match, &weaker, &err));
    unknown = clock() - start;
    assert_true(unknown > known / 2 && unknown < known * 2);
    arena_close(arena);
}

TEST("a full disk is said as such and nothing is half stored")
{
    struct arena *arena = arena_open();
    const char *folder = folder_make(arena);
    struct error err = {0};
    struct blobs *blobs = blobs_open(arena, folder, &err);
    struct rlimit before, small;
    struct upload *upload = upload_start(blobs, arena, &err);
    char block[4096] = {0};
    bool added;

    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_IGN);
    small = (struct rlimit){.rlim_cur = 1024, .rlim_max = before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    added = upload_add(upload, block, sizeof block, &err);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_false(added);
    assert_string_equal(err.code, "blob/full");
    upload_drop(upload);
    assert_int_equal(folder_count(arena_format(arena, "%s/blobs", folder)), 0);
    folder_remove(folder);
    arena_close(arena);
}

TEST("only plain ASCII addresses pass; nothing that could become a command or a header")
{
    static const char *const good[] = {"a@b.cn", "lin.zhiyuan+x@mail.jclg.example", "12345@qq.com",
                                       "x_y-z@a-b.example", "root@localhost"};
    static const char *const bad[] = {"",
                                      "a",
                                      "@b.cn",
                                      "a@",
                                      "a@b",
                                      "a b@c.cn",
                                      "a@b.cn\r\nRCPT TO:<x@y.cn>",
                                      "a\n@b.cn",
                                      "<a@b.cn>",
                                      "a@b..cn",
                                      ".a@b.cn",
                                      "a.@b.cn",
                                      "a@-b.cn",
                                      "a@b-.cn",
                                      "张@b.cn",
                                      "a@张.cn",
                                      "\"a\"@b.cn",
                                      "a@b.cn,c@d.cn",
                                      "a@b@c.cn"};

    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(address_is_valid(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(address_is_valid(bad[i]));
}

TEST("the movable clock goes forward only; the system's does not move")
{
    struct arena *arena = arena_open();
    struct clock *clock = clock_movable(arena, 1700000000);

    assert_true(clock_now(clock) - 1700000000 < 5);
    assert_true(clock_move(clock, 1700100000));
    assert_true(clock_now(clock) >= 1700100000);
    assert_false(clock_move(clock, 1700000000));
    assert_false(clock_move(clock_system(arena), 4000000000));
    arena_close(arena);
}

static int64_t wall_ms, mono_ms;

static int64_t test_wall(void)
{
    return wall_ms;
}

static int64_t test_mono(void)
{
    return mono_ms;
}

static void pass(int64_t seconds)
{
    wall_ms += seconds * 1000;
    mono_ms += seconds * 1000;
}

TEST("a jump of the system's time by more than a minute is not followed until it is trusted")
{
    struct arena *arena = arena_open();
    struct clock *clock;

    wall_ms = 1700000000000;
    mono_ms = 5000;
    clock = clock_steady(arena, test_wall, test_mono);
    pass(100);
    assert_int_equal(clock_now(clock), 1700000100);
    wall_ms += 7200 * 1000;
    assert_int_equal(clock_now(clock), 1700000100);
    assert_int_equal(clock_jump(clock), 7200);
    pass(30);
    assert_int_equal(clock_now(clock), 1700000130);
    clock_trust(clock);
    assert_int_equal(clock_now(clock), 1700007330);
    assert_int_equal(clock_jump(clock), 0);
    arena_close(arena);
}

TEST("the service's time never runs backward, and follows small corrections")
{
    struct arena *arena = arena_open();
    struct clock *clock;

    wall_ms = 1700000000000;
    mono_ms = 5000;
    clock = clock_steady(arena, test_wall, test_mono);
    wall_ms += 20 * 1000;
    assert_int_equal(clock_now(clock), 1700000020);
    wall_ms -= 10 * 1000;
    assert_int_equal(clock_now(clock), 1700000020);
    pass(15);
    assert_int_equal(clock_now(clock), 1700000025);
    wall_ms -= 3600 * 1000;
    assert_int_equal(clock_now(clock), 1700000025);
    assert_int_equal(clock_jump(clock), -3600);
    pass(10);
    assert_int_equal(clock_now(clock), 1700000035);
    clock_not_before(clock, 1700000500);
    assert_int_equal(clock_now(clock), 1700000500);
    arena_close(arena);
}
