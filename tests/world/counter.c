/* counter.c: pages of PDFs, good ones and those made to do harm. */

#include "world/counter.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <zlib.h>

#include "base/env.h"
#include "base/text.h"
#include "support/test.h"
#include "world/sandbox.h"

struct desk_of {
    struct arena *arena;
    struct counter *counter;
};

static struct desk_of open_counter(void)
{
    struct desk_of desk = {.arena = arena_open()};
    struct counter_limits limits = {.seconds = 4, .cpu_seconds = 1, .memory = (size_t)160 << 20};
    struct error err = {0};

    desk.counter = counter_fork(desk.arena, &limits, &err);
    assert_non_null(desk.counter);
    return desk;
}

static void close_counter(struct desk_of *desk)
{
    counter_close(desk->counter);
    arena_close(desk->arena);
}

/* Handed over as a file that can only be read. */
static int64_t count(struct desk_of *desk, const struct buffer *text)
{
    int fd = memfd_create("paper", MFD_CLOEXEC), file;
    struct error err = {0};
    int64_t pages = -7;

    assert_int_equal(write(fd, text->bytes, text->length), text->length);
    file = open(arena_format(desk->arena, "/proc/self/fd/%d", fd), O_RDONLY | O_CLOEXEC);
    assert_true(file >= 0);
    assert_true(counter_count(desk->counter, file, &pages, &err));
    close(file);
    close(fd);
    return pages;
}

static struct buffer paper(struct arena *arena, int pages)
{
    struct buffer text = buffer_in(arena);

    buffer_text(&text, "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                       "2 0 obj<</Type/Pages/Kids[");
    for (int i = 0; i < pages; i++)
        buffer_format(&text, "%d 0 R ", i + 3);
    buffer_format(&text, "]/Count %d>>endobj\n", pages);
    for (int i = 0; i < pages; i++)
        buffer_format(&text, "%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n",
                      i + 3);
    buffer_text(&text, "trailer<</Root 1 0 R>>\n%%EOF\n");
    return text;
}

static struct buffer words(struct arena *arena, const char *text)
{
    struct buffer buffer = buffer_in(arena);

    buffer_text(&buffer, text);
    return buffer;
}

TEST(
    "the pages of a PDF are counted, one of a thousand and one without its end")
{
    struct desk_of desk = open_counter();
    struct buffer one = paper(desk.arena, 1), many = paper(desk.arena, 1000);

    assert_int_equal(count(&desk, &one), 1);
    assert_int_equal(count(&desk, &many), 1000);
    one.length -= 6;
    assert_int_equal(count(&desk, &one), 1);
    close_counter(&desk);
}

TEST("what is no PDF, or one without pages, cannot be counted, and the next can")
{
    static const char *const texts[] = {
        "x",
        "%PDF-1.7\n",
        "%PDF-1.4<script>alert(1)</script>",
        "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
        /* a tree that is its own branch, and one that says it has a billion leaves */
        "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R 2 0 "
        "R]/Count 2>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
        "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count "
        "1000000000>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
    };
    struct desk_of desk = open_counter();
    struct buffer good = paper(desk.arena, 3);

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct buffer text = words(desk.arena, texts[i]);

        if (count(&desk, &text) != 0)
            fail_msg("counted: %s", texts[i]);
    }
    assert_int_equal(count(&desk, &good), 3);
    close_counter(&desk);
}

/* Deflated blanks: a thousandth of their size, as many MiB as wished. */
static struct buffer blanks(struct arena *arena, int mebibytes)
{
    struct buffer packed = buffer_in(arena);
    z_stream z = {.zalloc = NULL};
    uint8_t *block = arena_alloc(arena, 1 << 20), out[4096];

    memset(block, ' ', 1 << 20);
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = block;
    z.avail_in = 1 << 20;
    z.next_out = out;
    z.avail_out = sizeof out;
    assert_int_equal(deflate(&z, Z_FULL_FLUSH), Z_OK);
    assert_int_equal(z.avail_in, 0);
    buffer_add(&packed, "\x78\x9c", 2);
    for (int i = 0; i < mebibytes; i++)
        buffer_add(&packed, out, sizeof out - z.avail_out);
    deflateEnd(&z);
    return packed;
}

/* A table of objects that is such a stream. */
static struct buffer bomb(struct arena *arena, const char *filters)
{
    struct buffer packed = blanks(arena, 8000), text = buffer_in(arena);

    buffer_format(&text,
                  "%%PDF-1.5\n1 0 obj<</Type/XRef/Size 10/W[1 2 1]/Root 2 0 R/Filter[%s]/Length "
                  "%zu>>stream\n",
                  filters, packed.length);
    buffer_add(&text, packed.bytes, packed.length);
    buffer_text(&text, "\nendstream endobj\nstartxref\n9\n%%EOF\n");
    return text;
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST("a PDF that would fill the memory ends at its limit")
{
    struct desk_of desk = open_counter();
    struct buffer fills = bomb(desk.arena, "/FlateDecode"), good = paper(desk.arena, 2);

    assert_int_equal(count(&desk, &fills), 0);
    assert_int_equal(count(&desk, &good), 2);
    close_counter(&desk);
}
#endif

TEST("a PDF that would be read for minutes ends within the limits")
{
    struct desk_of desk = open_counter();
    struct buffer works = bomb(desk.arena, "/FlateDecode/ASCIIHexDecode"),
                  good = paper(desk.arena, 2);
    int64_t begun = monotonic_ms();

    assert_int_equal(count(&desk, &works), 0);
    assert_in_range(monotonic_ms() - begun, 900, 5500);
    assert_int_equal(count(&desk, &good), 2);
    close_counter(&desk);
}

TEST("a PDF nested without end does no harm")
{
    struct desk_of desk = open_counter();
    struct buffer deep = words(desk.arena, "%PDF-1.7\n1 0 obj"), good = paper(desk.arena, 2);

    for (int i = 0; i < 300000; i++)
        buffer_text(&deep, i % 2 == 0 ? "[" : "<</A ");
    buffer_text(&deep, "\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n");
    assert_int_equal(count(&desk, &deep), 0);
    assert_int_equal(count(&desk, &good), 2);
    close_counter(&desk);
}

TEST("forty PDFs with bytes knocked about are counted or not, and the next is counted")
{
    struct desk_of desk = open_counter();
    struct buffer good = paper(desk.arena, 5);
    uint32_t dice = 20231120;

    for (int i = 0; i < 40; i++) {
        struct buffer hurt = buffer_in(desk.arena);

        buffer_add(&hurt, good.bytes, good.length);
        for (int k = 0; k <= i % 12; k++) {
            dice = dice * 1664525 + 1013904223;
            hurt.bytes[(dice >> 8) % hurt.length] = (char)(dice >> 3);
        }
        assert_in_range(count(&desk, &hurt), 0, 1000000);
    }
    assert_int_equal(count(&desk, &good), 5);
    close_counter(&desk);
}

TEST("a counter whose keeper is gone says so at once, each time, and closing does not hang")
{
    struct desk_of desk = open_counter();
    struct buffer good = paper(desk.arena, 1);
    struct error err = {0};
    int64_t pages, begun = monotonic_ms();
    int file = open("/dev/null", O_RDONLY | O_CLOEXEC);

    assert_int_equal(count(&desk, &good), 1);
    counter_close(desk.counter);
    assert_false(counter_count(desk.counter, file, &pages, &err));
    assert_string_equal(err.code, "counter/gone");
    assert_in_range(monotonic_ms() - begun, 0, 3000);
    close(file);
    close_counter(&desk);
}

/* How many of the things it must not be able to do a child can do. */
static int holes(int file)
{
    char *const words_of[] = {NULL};
    char byte;
    int count = 0;

    sandbox_enter_child();
    count += open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0;
    count += open("/usr/lib", O_RDONLY | O_DIRECTORY | O_CLOEXEC) >= 0;
    count += open("/tmp/grantd-counter-hole", O_WRONLY | O_CREAT | O_CLOEXEC, 0600) >= 0;
    count += socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
    count += fork() >= 0;
    count += kill(getppid(), 0) == 0;
    count += execve("/bin/true", words_of, words_of) == 0 || errno != EPERM;
    count += read(file, &byte, 1) != 1; /* the only thing it is for */
    return count;
}

TEST("a child that counts opens nothing, talks to nobody, starts nothing, and reads its file")
{
    int file = memfd_create("paper", MFD_CLOEXEC), status = 0;
    pid_t child;

    assert_int_equal(write(file, "x", 1), 1);
    assert_int_equal(lseek(file, 0, SEEK_SET), 0);
    child = fork();
    if (child == 0)
        _exit(holes(file));
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    close(file);
}
