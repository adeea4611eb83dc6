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

#include "world/cells.h"
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

/* What was handed over: files[1] is -1 when pages are wanted. */
struct order {
    int files[COUNT_FILES];
};

/* Keeps the pipe and the files as 3, 4 and 5; what a library prints goes nowhere. */
static void shut(const struct order *order, int tell, const struct counter_limits *limits)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(STDIN_FILENO, STDOUT_FILENO);
    dup2(STDIN_FILENO, STDERR_FILENO);
    dup2(tell, 60);
    for (int i = 0; i < COUNT_FILES; i++)
        dup2(order->files[i] < 0 ? STDIN_FILENO : order->files[i], 61 + i);
    for (int i = 0; i <= COUNT_FILES; i++)
        dup2(60 + i, 3 + i);
    close_range(4 + COUNT_FILES, ~0u, 0);
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

static void *map(int file, int protection, int flags, size_t *length)
{
    struct stat about;
    void *bytes;

    if (fstat(file, &about) != 0 || about.st_size <= 0)
        return NULL;
    *length = (size_t)about.st_size;
    bytes = mmap(NULL, *length, protection, flags, file, 0);
    return bytes == MAP_FAILED ? NULL : bytes;
}

static _Noreturn void count(const struct order *order, int tell,
                            const struct counter_limits *limits)
{
    bool cells = order->files[1] >= 0;
    size_t length = 0, room = 0;
    int64_t answer = 0;
    void *bytes, *out;

    shut(order, tell, limits);
    bytes = map(4, PROT_READ, MAP_PRIVATE, &length);
    out = cells ? map(5, PROT_READ | PROT_WRITE, MAP_SHARED, &room) : NULL;
    if (bytes != NULL && !cells)
        answer = look(bytes, length);
    else if (bytes != NULL && out != NULL)
        answer = cells_read(bytes, length, out, room);
    _exit(write(3, &answer, sizeof answer) == sizeof answer ? 0 : 1);
}

/* ---- the keeper */

/* False when the other side has closed. */
static bool take_over(int fd, struct order *order)
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

    *order = (struct order){{-1, -1}};
    do
        got = recvmsg(fd, &message, MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    head = got <= 0 ? NULL : CMSG_FIRSTHDR(&message);
    if (head == NULL || head->cmsg_type != SCM_RIGHTS ||
        head->cmsg_len > CMSG_LEN(sizeof order->files) || head->cmsg_len < CMSG_LEN(sizeof(int)))
        return false;
    memcpy(order->files, CMSG_DATA(head), head->cmsg_len - CMSG_LEN(0));
    return true;
}

static int64_t listen_to(int told, int seconds, int64_t most)
{
    struct pollfd wait = {.fd = told, .events = POLLIN};
    int64_t answer = 0;

    if (poll(&wait, 1, seconds * 1000) <= 0 || read(told, &answer, sizeof answer) != sizeof answer)
        return 0;
    return answer > 0 && answer <= most ? answer : 0;
}

static int64_t have_counted(const struct order *order, const struct counter_limits *limits)
{
    bool cells = order->files[1] >= 0;
    int64_t answer = 0;
    int ends[2];
    pid_t child;

    if (cells ? !cells_load() : !load())
        return COUNT_NOBODY;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return 0;
    child = fork();
    if (child == 0)
        count(order, ends[1], limits);
    close(ends[1]);
    if (child > 0) {
        answer = listen_to(ends[0], limits->seconds, cells ? (int64_t)CELLS_WIRE_MOST : PAGES_MOST);
        kill(child, SIGKILL);
        while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
            continue;
    }
    close(ends[0]);
    return answer;
}

void count_keep(int fd, const struct counter_limits *limits)
{
    struct order order;

    helper_settle(fd, "counter");
    while (take_over(fd, &order)) {
        int64_t answer = have_counted(&order, limits);

        for (int i = 0; i < COUNT_FILES; i++)
            if (order.files[i] >= 0)
                close(order.files[i]);
        if (send(fd, &answer, sizeof answer, MSG_NOSIGNAL) != sizeof answer)
            break;
    }
    _exit(0);
}
