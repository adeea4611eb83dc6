/* reminder.h: when somebody is reminded before a date (domain.md §9): once at each mark, the
 * nearest only.
 */
#pragma once

#include <stdint.h>

/* "3d", "1d" or "3h": the mark that lies behind `now` and before `due`; NULL before the first and
 * after `due`.  Who began after the mark (`since`) is not reminded of it. */
const char *reminder_mark(int64_t due, int64_t since, int64_t now);

/* Of reviews: "review-3d", "review-1d" before `due`, "review-over" within a week after it; else
 * NULL. */
const char *reminder_review_mark(int64_t due, int64_t since, int64_t now);
