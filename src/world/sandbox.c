/* sandbox.c: what the process can no longer do once it serves. */

#include "world/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/log.h"

/* Newer than Debian 12's headers; a kernel that does not know it is not asked. */
#define RIGHT_TRUNCATE (1ULL << 14)

#define READ_ONLY      (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define OWN                                                                                        \
    (READ_ONLY | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |                   \
     LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |  \
     LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_REFER)
#define EVERYTHING                                                                                 \
    (OWN | LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_MAKE_CHAR |                             \
     LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM)

/* Names of hosts, certificates, time zones, fonts, and libraries that are loaded late. */
static const char *const system_files[] = {"/etc", "/usr", "/lib", "/lib64", "/run", "/proc/self"};
static const char *const helper_files[] = {"/etc/fonts", "/usr", "/lib", "/lib64",
                                           "/var/cache/fontconfig"};
static const char *const system_doors[] = {"/dev/null", "/dev/urandom"};

static bool allow(int rules, const char *path, uint64_t rights)
{
    struct landlock_path_beneath_attr beneath = {.allowed_access = rights};
    bool done;

    beneath.parent_fd = open(path, O_PATH | O_CLOEXEC);
    if (beneath.parent_fd < 0)
        return false;
    done = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) == 0;
    close(beneath.parent_fd);
    return done;
}

/* Before the second version no file could be renamed from one folder to another, as blobs are. */
static bool wall_files(const char *data, const char *const *read, size_t count)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    uint64_t newer = version >= 3 ? RIGHT_TRUNCATE : 0;
    struct landlock_ruleset_attr handled = {.handled_access_fs = EVERYTHING | newer};
    int rules;
    bool done;

    if (version < 2)
        return false;
    rules = (int)syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0);
    if (rules < 0)
        return false;
    done = data == NULL || allow(rules, data, OWN | newer);
    for (size_t i = 0; i < count; i++)
        allow(rules, read[i], READ_ONLY);
    for (size_t i = 0; data != NULL && i < sizeof system_doors / sizeof *system_doors; i++)
        allow(rules, system_doors[i], LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE);
    done = done && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    close(rules);
    return done;
}

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#endif

#define LOAD(member)                                                                               \
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offsetof(struct seccomp_data, member))
#define ANSWER(value) BPF_STMT(BPF_RET | BPF_K, (value))
#define NEVER(call)                                                                                \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, 0, 1),                                         \
        ANSWER(SECCOMP_RET_ERRNO | (EPERM & SECCOMP_RET_DATA))

/* The leak checker of debug builds traces its own process when it ends. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define NEVER_TRACED
#else
#define NEVER_TRACED NEVER(ptrace),
#endif

#define NEVER_SERVED                                                                               \
    NEVER(execve), NEVER(execveat), NEVER_TRACED NEVER(process_vm_readv),                          \
        NEVER(process_vm_writev), NEVER(mount), NEVER(umount2), NEVER(pivot_root), NEVER(chroot),  \
        NEVER(unshare), NEVER(setns), NEVER(bpf), NEVER(perf_event_open), NEVER(keyctl),           \
        NEVER(add_key), NEVER(request_key), NEVER(userfaultfd), NEVER(io_uring_setup),             \
        NEVER(io_uring_enter), NEVER(io_uring_register), NEVER(init_module), NEVER(finit_module),  \
        NEVER(delete_module), NEVER(kexec_load), NEVER(reboot), NEVER(swapon), NEVER(swapoff)

/* It talks through the socket it was born with; signals it may send to its own workers only. */
#define NEVER_HELPING                                                                              \
    NEVER(socket), NEVER(socketpair), NEVER(connect), NEVER(bind), NEVER(listen), NEVER(accept),   \
        NEVER(accept4), NEVER(memfd_create), NEVER(pidfd_open), NEVER(shmget), NEVER(mq_open)

#define FILTER(...)                                                                                \
    {                                                                                              \
        LOAD(arch), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0),                            \
            ANSWER(SECCOMP_RET_KILL_PROCESS), LOAD(nr), __VA_ARGS__, ANSWER(SECCOMP_RET_ALLOW),    \
    }

static bool wall_calls(bool helper)
{
#ifdef MACHINE
    static struct sock_filter served[] = FILTER(NEVER_SERVED),
                              helping[] = FILTER(NEVER_SERVED, NEVER_HELPING);
    struct sock_fprog program = {.len = sizeof served / sizeof *served, .filter = served};

    if (helper)
        program = (struct sock_fprog){.len = sizeof helping / sizeof *helping, .filter = helping};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
#else
    return helper && false;
#endif
}

#define MAY(call) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, 0, 1), ANSWER(SECCOMP_RET_ALLOW)

/* Memory, its one file, its one answer, the end. */
#define MAY_CHILD                                                                                  \
    MAY(read), MAY(pread64), MAY(lseek), MAY(fstat), MAY(newfstatat), MAY(write), MAY(close),      \
        MAY(mmap), MAY(munmap), MAY(mremap), MAY(mprotect), MAY(madvise), MAY(brk), MAY(futex),    \
        MAY(rt_sigaction), MAY(rt_sigprocmask), MAY(rt_sigreturn), MAY(sigaltstack),               \
        MAY(getrandom), MAY(clock_gettime), MAY(gettimeofday), MAY(getpid), MAY(gettid),           \
        MAY(sched_yield), MAY(restart_syscall), MAY(exit), MAY(exit_group)

void sandbox_enter_child(void)
{
    wall_files(NULL, NULL, 0);
#ifdef MACHINE
    static struct sock_filter only[] = {
        LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0),
        ANSWER(SECCOMP_RET_KILL_PROCESS),
        LOAD(nr),
        MAY_CHILD,
        ANSWER(SECCOMP_RET_ERRNO | (EPERM & SECCOMP_RET_DATA)),
    };
    struct sock_fprog program = {.len = sizeof only / sizeof *only, .filter = only};

    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
#endif
}

struct sandbox sandbox_enter(const char *data)
{
    struct sandbox walls = {false, false};

    umask(077);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) {
        walls.files = wall_files(data, system_files, sizeof system_files / sizeof *system_files);
        walls.calls = wall_calls(false);
    }
    log_event("sandbox", "files", walls.files ? "yes" : "no", "calls", walls.calls ? "yes" : "no",
              NULL);
    return walls;
}

void sandbox_enter_helper(void)
{
    umask(077);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return;
    wall_files(NULL, helper_files, sizeof helper_files / sizeof *helper_files);
    wall_calls(true);
}

/* Bits of the child's exit code: what it could still do. */
enum { READS_OUTSIDE = 1, CANNOT_WRITE = 2, STARTS_PROGRAMS = 4 };

static int try_everything(const char *inside, const char *outside)
{
    char *const words[] = {NULL};
    struct stat there;
    int found = 0, fd;
    char path[64];

    sandbox_enter(inside);
    fd = open(outside, O_RDONLY | O_CLOEXEC);
    if (fd >= 0)
        found |= READS_OUTSIDE;
    snprintf(path, sizeof path, "%s/file", inside);
    fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || fstat(fd, &there) != 0)
        found |= CANNOT_WRITE;
    unlink(path);
    /* There is no such program: refused before it is looked for, or not found. */
    if (execve(path, words, words) == 0 || errno != EPERM)
        found |= STARTS_PROGRAMS;
    return found;
}

static bool judge(int found, struct error *err)
{
    if ((found & READS_OUTSIDE) != 0)
        return error_set(err, ERROR_BROKEN, "sandbox/files");
    if ((found & CANNOT_WRITE) != 0)
        return error_set(err, ERROR_BROKEN, "sandbox/data");
    return (found & STARTS_PROGRAMS) == 0 || error_set(err, ERROR_BROKEN, "sandbox/calls");
}

bool sandbox_check(struct error *err)
{
    char inside[] = "/tmp/grantd-sandbox-XXXXXX", outside[] = "/tmp/grantd-outside-XXXXXX";
    int fd = mkstemp(outside), status = 0;
    pid_t child = fd >= 0 && mkdtemp(inside) != NULL ? fork() : -1;
    bool ended;

    if (child == 0)
        _exit(try_everything(inside, outside));
    ended = child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status);
    if (fd >= 0) {
        close(fd);
        unlink(outside);
    }
    rmdir(inside);
    return ended ? judge(WEXITSTATUS(status), err) : error_set(err, ERROR_BROKEN, "sandbox/try");
}
