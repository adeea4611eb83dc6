/* number.c: numbers, money and times as people write them (declared in text.h). */

#include "base/text.h"

#include <errno.h>

#define BEIJING    (8 * 3600)
#define YEAR_10000 253402300800
#define MOST_FEN   100000000000000 /* 10^12 yuan */

bool text_to_int(const char *text, int64_t *number)
{
    char *end;
    long long value;

    if (text == NULL || (*text != '-' && (*text < '0' || *text > '9')))
        return false;
    errno = 0;
    value = strtoll(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0')
        return false;
    *number = value;
    return true;
}

/* The digit a character stands for, full-width forms included; -1 for none. */
static int digit_of(uint32_t c)
{
    if (c >= '0' && c <= '9')
        return (int)(c - '0');
    return c >= 0xFF10 && c <= 0xFF19 ? (int)(c - 0xFF10) : -1;
}

bool text_to_fen(const char *text, int64_t *fen)
{
    int decimals = -1, digits = 0;
    int64_t value = 0;

    for (uint32_t c; (c = text_next(&text)) != 0;) {
        int digit = digit_of(c);

        if (c == ',' || c == 0xFF0C || c == ' ' || c == 0x3000)
            continue;
        if ((c == '.' || c == 0xFF0E) && decimals < 0) {
            decimals = 0;
            continue;
        }
        if (digit < 0 || decimals == 2 || value > MOST_FEN)
            return false;
        value = value * 10 + digit;
        decimals += decimals >= 0;
        digits++;
    }
    for (int i = decimals < 0 ? 0 : decimals; i < 2; i++)
        value *= 10;
    *fen = value;
    return digits > 0 && value <= MOST_FEN;
}

char *text_from_fen(struct arena *arena, int64_t fen)
{
    struct buffer out = buffer_in(arena);
    uint64_t size = fen < 0 ? 0 - (uint64_t)fen : (uint64_t)fen;
    char yuan[24];
    size_t length;

    snprintf(yuan, sizeof yuan, "%llu", (unsigned long long)(size / 100));
    length = strlen(yuan);
    if (fen < 0)
        buffer_text(&out, "−");
    for (size_t i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            buffer_byte(&out, ',');
        buffer_byte(&out, yuan[i]);
    }
    if (size % 100 != 0)
        buffer_format(&out, ".%02u", (unsigned)(size % 100));
    return out.bytes;
}

static char *put_two(char *at, int64_t number, char after)
{
    at[0] = (char)('0' + number / 10 % 10);
    at[1] = (char)('0' + number % 10);
    at[2] = after;
    return at + 3;
}

/* Every row of every list has a time, and strftime is slow: its locale, its many formats.  Years
 * are counted from March, so that the leap day is the last. */
static void write_stamp(char stamp[20], int64_t moment)
{
    int64_t days = moment / 86400 + 719468, second = moment % 86400;
    int64_t era = days / 146097, day = days % 146097;
    int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365, month;

    day -= 365 * year + year / 4 - year / 100;
    month = (5 * day + 2) / 153;
    day -= (153 * month + 2) / 5;
    month = month < 10 ? month + 3 : month - 9;
    year += era * 400 + (month <= 2);
    put_two(stamp, year / 100, '-');
    stamp = put_two(stamp + 2, year % 100, '-');
    stamp = put_two(put_two(stamp, month, '-'), day + 1, ' ');
    put_two(put_two(put_two(stamp, second / 3600, ':'), second / 60 % 60, ':'), second % 60, '\0');
}

/* "2023-11-20 14:03:22", Beijing time; "" for moments beyond the calendar. */
static char *stamp_of(struct arena *arena, int64_t seconds)
{
    time_t moment = (time_t)(seconds + BEIJING);
    struct tm tm;
    char text[40] = "";

    if (moment >= 0 && moment < YEAR_10000)
        write_stamp(text, moment);
    else if (gmtime_r(&moment, &tm) != NULL)
        strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &tm);
    return arena_text(arena, text);
}

static char *cut(char *text, size_t length)
{
    if (strlen(text) > length)
        text[length] = '\0';
    return text;
}

char *text_time(struct arena *arena, int64_t seconds)
{
    return stamp_of(arena, seconds);
}

char *text_time_minutes(struct arena *arena, int64_t seconds)
{
    return cut(stamp_of(arena, seconds), 16);
}

char *text_date(struct arena *arena, int64_t seconds)
{
    return cut(stamp_of(arena, seconds), 10);
}

char *text_clock(struct arena *arena, int64_t seconds)
{
    char *stamp = stamp_of(arena, seconds);

    return strlen(stamp) > 11 ? stamp + 11 : stamp;
}

char *text_rfc3339(struct arena *arena, int64_t seconds)
{
    const char *stamp = stamp_of(arena, seconds);

    return *stamp == '\0' ? arena_text(arena, "T+08:00")
                          : arena_format(arena, "%.10sT%s+08:00", stamp, stamp + 11);
}

/* Reads exactly `count` digits; NULL when they are not there. */
static const char *digits_at(const char *text, int count, int *value)
{
    *value = 0;
    for (int i = 0; i < count; i++, text++) {
        if (*text < '0' || *text > '9')
            return NULL;
        *value = *value * 10 + (*text - '0');
    }
    return text;
}

/* "Z", "+08:00" or nothing (Beijing) → seconds east of UTC. */
static bool zone_at(const char *text, int64_t *east)
{
    int hours, minutes;

    *east = BEIJING;
    if (*text == '\0')
        return true;
    if (strcmp(text, "Z") == 0 || strcmp(text, "z") == 0)
        return *east = 0, true;
    if ((*text != '+' && *text != '-') || digits_at(text + 1, 2, &hours) == NULL ||
        text[3] != ':' || digits_at(text + 4, 2, &minutes) == NULL || text[6] != '\0' ||
        hours > 14 || minutes > 59)
        return false;
    *east = (*text == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
    return true;
}

/* "HH:MM" with optional ":SS" and fraction; the rest is left for the zone. */
static const char *clock_at(const char *text, struct tm *tm)
{
    if ((text = digits_at(text, 2, &tm->tm_hour)) == NULL || *text != ':' ||
        (text = digits_at(text + 1, 2, &tm->tm_min)) == NULL)
        return NULL;
    if (*text == ':' && (text = digits_at(text + 1, 2, &tm->tm_sec)) == NULL)
        return NULL;
    if (*text == '.')
        for (text++; *text >= '0' && *text <= '9'; text++)
            continue;
    return tm->tm_hour > 23 || tm->tm_min > 59 || tm->tm_sec > 59 ? NULL : text;
}

bool text_to_time(const char *text, int64_t *seconds)
{
    struct tm tm = {0}, again;
    int64_t east;
    time_t moment;

    if (text == NULL || (text = digits_at(text, 4, &tm.tm_year)) == NULL || *text != '-' ||
        (text = digits_at(text + 1, 2, &tm.tm_mon)) == NULL || *text != '-' ||
        (text = digits_at(text + 1, 2, &tm.tm_mday)) == NULL)
        return false;
    if ((*text == 'T' || *text == 't' || *text == ' ') && (text = clock_at(text + 1, &tm)) == NULL)
        return false;
    if (!zone_at(text, &east))
        return false;
    tm.tm_year -= 1900;
    tm.tm_mon -= 1;
    again = tm;
    moment = timegm(&again);
    if (again.tm_mday != tm.tm_mday || again.tm_mon != tm.tm_mon) /* such as 02-30 */
        return false;
    *seconds = (int64_t)moment - east;
    return true;
}
