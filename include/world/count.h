/* count.h: between the counter's two sides: what is handed over, and the keeper's whole life.
 *
 * To the keeper goes one byte with an open file beside it; back comes one int64_t: the pages, 0
 * when they cannot be counted, COUNT_NOBODY when the library is not there.  With a second open file
 * of zeros beside the first the cells of a workbook are wanted: they are written into it, and what
 * comes back is how many bytes.
 */
#pragma once

#include <sys/socket.h>
#include "world/counter.h"

#define COUNT_NOBODY (-1)

#define COUNT_FILES  2

union count_handing {
    char bytes[CMSG_SPACE(COUNT_FILES * sizeof(int))];
    struct cmsghdr aligned;
};

/* Answers until the other side closes, then ends the process. */
_Noreturn void count_keep(int fd, const struct counter_limits *limits);
