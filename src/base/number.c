/* number.c: numbers, money and times as people write them (declared in text.h). */

#include "base/text.h"

#include <errno.h>

#define BEIJING  (8 * 3600)
#define MOST_FEN 100000000000000 /* 10^12 yuan */

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

/* "2023-11-20 14:03:22", Beijing time; "" for moments beyond the calendar. */
static char *stamp_of(struct arena *arena, int64_t seconds)
{
    time_t moment = (time_t)(seconds + BEIJING);
    struct tm tm;
    char text[40] = "";

    if (gmtime_r(&moment, &tm) != NULL)
        strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &tm);
    return arena_text(arena, text);
}

char *text_time(struct arena *arena, int64_t seconds)
{
    return stamp_of(arena, seconds);
}

char *text_time_minutes(struct arena *arena, int64_t seconds)
{
    return arena_format(arena, "%.16s", stamp_of(arena, seconds));
}

char *text_date(struct arena *arena, int64_t seconds)
{
    return arena_format(arena, "%.10s", stamp_of(arena, seconds));
}

char *text_clock(struct arena *arena, int64_t seconds)
{
    char *stamp = stamp_of(arena, seconds);

    return strlen(stamp) > 11 ? stamp + 11 : stamp;
}

char *text_rfc3339(struct arena *arena, int64_t seconds)
{
    return arena_format(arena, "%sT%s+08:00", text_date(arena, seconds),
                        text_clock(arena, seconds));
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
