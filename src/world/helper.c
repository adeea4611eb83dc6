/* helper.c: what a process gives up that only helps the server. */

#include "world/helper.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "world/sandbox.h"

/* When memory ends the kernel takes a worker, not the server. */
static void spare_the_server(void)
{
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

    if (fd >= 0) {
        (void)!write(fd, "900", 3);
        close(fd);
    }
}

/* Ctrl-C goes to the whole group: the server finishes its work first, and then closes. */
void helper_settle(int fd, const char *name)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NAME, name);
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    close(STDIN_FILENO);
    open("/dev/null", O_RDWR);
    if (fd > STDERR_FILENO + 1)
        close_range(STDERR_FILENO + 1, (unsigned)fd - 1, 0);
    close_range((unsigned)fd + 1, ~0u, 0);
    setpriority(PRIO_PROCESS, 0, 10); /* requests first */
    spare_the_server();
    sandbox_enter_helper();
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif

/* A sanitizer's own map takes terabytes of address space. */
void helper_limit_memory(size_t bytes)
{
#ifdef SANITIZED
    (void)bytes;
#else
    struct rlimit limit = {bytes, bytes};

    setrlimit(RLIMIT_AS, &limit);
#endif
}
