/* number.c: numbers people read, by the patterns of a call's definition. */

#include "domain/number.h"

#include "base/text.h"

/* The pattern with its one {…} replaced. */
static char *replaced(struct arena *arena, const char *pattern, const char *text)
{
    const char *open = strchr(pattern, '{');
    const char *close = open == NULL ? NULL : strchr(open, '}');

    if (close == NULL)
        return arena_format(arena, "%s%s", pattern, text);
    return arena_format(arena, "%.*s%s%s", (int)(open - pattern), pattern, text, close + 1);
}

char *number_random(struct arena *arena, const char *pattern, const uint8_t random[3])
{
    static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    uint32_t bits = (uint32_t)random[0] << 16 | (uint32_t)random[1] << 8 | random[2];
    char text[5] = "";

    for (int i = 0; i < 4; i++)
        text[i] = digits[bits >> (5 * i) & 31];
    return replaced(arena, pattern, text);
}

char *number_sequence(struct arena *arena, const char *pattern, int64_t n)
{
    const char *colon = strstr(pattern, "{seq:");
    long digits = colon == NULL ? 1 : strtol(colon + 5, NULL, 10);
    int width = digits >= 1 && digits <= 19 ? (int)digits : 1;

    return replaced(arena, pattern, arena_format(arena, "%0*lld", width, (long long)n));
}
