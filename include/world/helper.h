/* helper.h: what a process gives up that is forked from the server, before there are threads, to
 * help it: the typesetter's keeper, the counter's.
 */
#pragma once

#include <stddef.h>

/* Right after the fork: keeps `fd` and standard error only, ends with the server, leaves signals
 * from the keyboard to it, lets requests go first, and stands behind walls (sandbox_enter_helper).
 */
void helper_settle(int fd, const char *name);

/* Of address space, for a worker; not under a sanitizer. */
void helper_limit_memory(size_t bytes);
