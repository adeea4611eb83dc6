/* guess.c: how many wrong tries are answered, and how long the next one has to wait. */

#include "domain/guess.h"

static const struct {
    const char *word;
    int64_t free, first, longest, forget;
} limits[] = {
#define AS_ROW(name, word, free, first, longest, forget)                                           \
    [GUESS_##name] = {word, free, first, longest, forget},
    GUESSES(AS_ROW)
#undef AS_ROW
};

const char *guess_word(enum guess_kind kind)
{
    return limits[kind].word;
}

int64_t guess_wait(const struct guess *guess, int64_t now)
{
    return guess->next_at > now ? guess->next_at - now : 0;
}

static int64_t delay(enum guess_kind kind, int64_t count)
{
    int64_t seconds = limits[kind].first;

    if (count <= limits[kind].free)
        return 0;
    for (int64_t i = limits[kind].free + 1; i < count && seconds < limits[kind].longest; i++)
        seconds *= 2;
    return seconds < limits[kind].longest ? seconds : limits[kind].longest;
}

struct guess guess_failed(enum guess_kind kind, const struct guess *guess, int64_t now)
{
    struct guess after = {.count = 1, .last_at = now};
    int64_t quiet = guess->next_at > guess->last_at ? guess->next_at : guess->last_at;

    if (now - quiet <= limits[kind].forget)
        after.count = guess->count + 1;
    after.next_at = now + delay(kind, after.count);
    return after;
}

struct guess guess_forgiven(enum guess_kind kind, const struct guess *guess, int64_t back)
{
    struct guess after = *guess;

    after.count = guess->count > back ? guess->count - back : 0;
    if (after.count <= limits[kind].free)
        after.next_at = 0;
    return after;
}
