/* pdf_text.c: what another program reads on the pages of a PDF. */

#include "support/pdf_text.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "support/test.h"

static struct buffer drain(struct arena *arena, int fd)
{
    struct buffer out = buffer_in(arena);
    char bytes[4096];

    for (ssize_t got; (got = read(fd, bytes, sizeof bytes)) > 0;)
        buffer_add(&out, bytes, (size_t)got);
    close(fd);
    return out;
}

const char *pdf_text(struct arena *arena, const void *bytes, size_t length)
{
    int file = memfd_create("paper.pdf", 0), fds[2], status = 0;
    struct buffer out;
    pid_t child;

    assert_true(file >= 0);
    assert_int_equal(write(file, bytes, length), (ssize_t)length);
    assert_int_equal(lseek(file, 0, SEEK_SET), 0);
    assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
    child = fork();
    if (child == 0) {
        dup2(fds[1], STDOUT_FILENO);
        execlp("pdftotext", "pdftotext", "-layout", arena_format(arena, "/proc/self/fd/%d", file),
               "-", (char *)NULL);
        _exit(127);
    }
    close(fds[1]);
    out = drain(arena, fds[0]);
    close(file);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(WEXITSTATUS(status), 0);
    return buffer_get(&out);
}
