/* sandbox.h: what the process can no longer do once it serves (R60, security.md §6.3).
 *
 * Two walls of the kernel: Landlock lets it see nothing but its data folder (to write) and the
 * system's own files (to read: names of hosts, certificates, libraries); seccomp takes away the
 * calls a service never makes: starting programs, tracing, mounting, new namespaces, keys,
 * io_uring. Entered once, before the first thread, because threads that run already stay outside.
 */
#pragma once

#include <stdbool.h>
#include "base/error.h"

struct sandbox {
    bool files; /* Landlock holds */
    bool calls; /* seccomp holds */
};

/* As much as this kernel has; never fails.  Files made from now on are their owner's alone. */
struct sandbox sandbox_enter(const char *data);

/* For the helper that makes papers: it reads fonts and libraries, writes no file, opens no socket.
 */
void sandbox_enter_helper(void);

/* For a child of a helper that reads bytes of strangers: no path, and no call but those for memory
 * and the files that are open. */
void sandbox_enter_child(void);

/* Tries, in a process of its own, whether both hold here.  BROKEN "sandbox/…" says which does not.
 */
bool sandbox_check(struct error *err);
