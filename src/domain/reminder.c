/* reminder.c: when somebody is reminded before a date. */

#include "domain/reminder.h"

#include <stddef.h>

#define HOUR ((int64_t)3600)

static const struct {
    const char *mark;
    int64_t before;
} marks[] = {{"3h", 3 * HOUR}, {"1d", 24 * HOUR}, {"3d", 72 * HOUR}};

const char *reminder_mark(int64_t due, int64_t since, int64_t now)
{
    if (due == 0 || now > due)
        return NULL;
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (due - now <= marks[i].before)
            return since <= due - marks[i].before ? marks[i].mark : NULL;
    return NULL;
}

const char *reminder_review_mark(int64_t due, int64_t since, int64_t now)
{
    if (due == 0 || now > due + 7 * 24 * HOUR)
        return NULL;
    if (now > due)
        return since <= due ? "review-over" : NULL;
    if (due - now <= 24 * HOUR)
        return since <= due - 24 * HOUR ? "review-1d" : NULL;
    return due - now <= 72 * HOUR && since <= due - 72 * HOUR ? "review-3d" : NULL;
}
