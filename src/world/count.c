/* count.c: the counter's helper: a keeper that reads no byte of a file, a child for each that does.
 */

#include "world/count.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <qpdf/qpdf-c.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "world/helper.h"
#include "world/sandbox.h"

#define FILE_NAME  "libqpdf.so.29"
#define PAGES_MOST 1000000 /* what says more lies */

#define CALLS(X)                                                                                   \
    X(qpdf_init)                                                                                   \
    X(qpdf_silence_errors)                                                                         \
    X(qpdf_set_suppress_warnings)                                                                  \
    X(qpdf_read_memory)                                                                            \
    X(qpdf_get_num_pages)

static struct {
#define CALL_AS_MEMBER(name) __typeof__(&(name)) name;
    CALLS(CALL_AS_MEMBER)
#undef CALL_AS_MEMBER
} library;

static const struct {
    const char *name;
    size_t place;
} calls[] = {
#define CALL_AS_ROW(name) {#name, offsetof(__typeof__(library), name)},
    CALLS(CALL_AS_ROW)
#undef CALL_AS_ROW
};

/* Before the first child, which could not open it any more. */
static bool load(void)
{
    static void *handle;

    if (handle != NULL)
        return true;
    handle = dlopen(FILE_NAME, RTLD_NOW | RTLD_LOCAL);
    for (size_t i = 0; handle != NULL && i < sizeof calls / sizeof calls[0]; i++) {
        void *call = dlsym(handle, calls[i].name);

        if (call == NULL)
            return handle = NULL, false;
        memcpy((char *)&library + calls[i].place, &call, sizeof call);
    }
    return handle != NULL;
}

/* ---- the child */

static void limit(int what, rlim_t most)
{
    struct rlimit limit = {most, most};

    setrlimit((__rlimit_resource_t)what, &limit);
}

/* Keeps the file and the pipe as 3 and 4; what a library prints goes nowhere. */
static void shut(int file, int tell, const struct counter_limits *limits)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(STDIN_FILENO, STDOUT_FILENO);
    dup2(STDIN_FILENO, STDERR_FILENO);
    tell = dup2(tell, 60);
    file = dup2(file, 61);
    dup2(file, 3);
    dup2(tell, 4);
    close_range(5, ~0u, 0);
    helper_limit_memory(limits->memory);
    limit(RLIMIT_CPU, (rlim_t)limits->cpu_seconds);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_NOFILE, 0);
    limit(RLIMIT_CORE, 0);
    sandbox_enter_child();
}

static int64_t look(const void *bytes, size_t length)
{
    qpdf_data pdf = library.qpdf_init();
    int pages;

    library.qpdf_silence_errors(pdf);
    library.qpdf_set_suppress_warnings(pdf, QPDF_TRUE);
    if ((library.qpdf_read_memory(pdf, "", bytes, length, NULL) & QPDF_ERRORS) != 0)
        return 0;
    pages = library.qpdf_get_num_pages(pdf);
    return pages > 0 && pages <= PAGES_MOST ? pages : 0;
}

static _Noreturn void count(int file, int tell, const struct counter_limits *limits)
{
    int64_t pages = 0;
    struct stat about;
    void *bytes;

    shut(file, tell, limits);
    if (fstat(3, &about) == 0 && about.st_size > 0) {
        bytes = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, 3, 0);
        pages = bytes == MAP_FAILED ? 0 : look(bytes, (size_t)about.st_size);
    }
    _exit(write(4, &pages, sizeof pages) == sizeof pages ? 0 : 1);
}

/* ---- the keeper */

/* -1 when the other side has closed. */
static int take_over(int fd)
{
    char byte;
    struct iovec bytes = {&byte, 1};
    union count_handing handing;
    struct msghdr message = {.msg_iov = &bytes,
                             .msg_iovlen = 1,
                             .msg_control = handing.bytes,
                             .msg_controllen = sizeof handing.bytes};
    struct cmsghdr *head;
    ssize_t got;
    int file;

    do
        got = recvmsg(fd, &message, MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    head = got <= 0 ? NULL : CMSG_FIRSTHDR(&message);
    if (head == NULL || head->cmsg_type != SCM_RIGHTS || head->cmsg_len != CMSG_LEN(sizeof file))
        return -1;
    memcpy(&file, CMSG_DATA(head), sizeof file);
    return file;
}

static int64_t listen_to(int told, int seconds)
{
    struct pollfd wait = {.fd = told, .events = POLLIN};
    int64_t pages = 0;

    if (poll(&wait, 1, seconds * 1000) <= 0 || read(told, &pages, sizeof pages) != sizeof pages)
        return 0;
    return pages > 0 && pages <= PAGES_MOST ? pages : 0;
}

static int64_t have_counted(int file, const struct counter_limits *limits)
{
    int ends[2];
    int64_t pages = 0;
    pid_t child;

    if (!load())
        return COUNT_NOBODY;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return 0;
    child = fork();
    if (child == 0)
        count(file, ends[1], limits);
    close(ends[1]);
    if (child > 0) {
        pages = listen_to(ends[0], limits->seconds);
        kill(child, SIGKILL);
        while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
            continue;
    }
    close(ends[0]);
    return pages;
}

void count_keep(int fd, const struct counter_limits *limits)
{
    helper_settle(fd, "counter");
    for (;;) {
        int file = take_over(fd);
        int64_t pages;

        if (file < 0)
            _exit(0);
        pages = have_counted(file, limits);
        close(file);
        if (send(fd, &pages, sizeof pages, MSG_NOSIGNAL) != sizeof pages)
            _exit(0);
    }
}
