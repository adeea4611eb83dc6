/* log.c: one JSON object per line on standard error. */

#include "base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/json.h"

static atomic_int silent;

void log_quiet(int quiet)
{
    silent = quiet;
}

void log_event(const char *event, ...)
{
    struct arena *arena;
    json_t *line;
    struct timespec now;
    struct tm tm;
    char stamp[40], *text;
    va_list args;

    if (silent)
        return;
    arena = arena_open();
    line = json_root(arena);
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &tm);
    strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%SZ", &tm);
    json_put_text(line, "time", stamp);
    json_put_text(line, "event", event);
    va_start(args, event);
    for (const char *name = va_arg(args, const char *); name != NULL;
         name = va_arg(args, const char *))
        json_put_text(line, name, va_arg(args, const char *));
    va_end(args);
    text = arena_format(arena, "%s\n", json_write(arena, line));
    while (write(STDERR_FILENO, text, strlen(text)) < 0 && errno == EINTR)
        continue;
    arena_close(arena);
}
