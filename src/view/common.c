/* common.c: shapes every model uses: times, money, states. */

#include "view/common.h"

#include "base/text.h"
#include "view/wording.h"

static void put_time(json_t *model, const char *key, int64_t seconds,
                     char *write(struct arena *, int64_t))
{
    struct arena *arena;
    json_t *time;

    if (seconds == 0) {
        json_put(model, key, json_null());
        return;
    }
    arena = arena_open();
    time = json_put_object(model, key);
    json_put_text(time, "iso", text_rfc3339(arena, seconds));
    json_put_text(time, "text", write(arena, seconds));
    arena_close(arena);
}

void view_time(json_t *model, const char *key, int64_t seconds)
{
    put_time(model, key, seconds, text_time);
}

void view_minutes(json_t *model, const char *key, int64_t seconds)
{
    put_time(model, key, seconds, text_time_minutes);
}

void view_date(json_t *model, const char *key, int64_t seconds)
{
    put_time(model, key, seconds, text_date);
}

void view_fen(json_t *model, const char *key, int64_t fen)
{
    struct arena *arena = arena_open();
    json_t *money = json_put_object(model, key);

    json_put_int(money, "fen", fen);
    json_put_text(money, "text", text_from_fen(arena, fen));
    arena_close(arena);
}

/* The colour a state is shown in, always beside its word. */
static const struct {
    const char *word, *tone;
} tones[] = {
    {"draft", "info"},     {"submitted", "good"}, {"withdrawn", "none"}, {"returned", "warn"},
    {"ineligible", "bad"}, {"eligible", "good"},  {"waiting", "info"},   {"sent", "good"},
    {"retrying", "warn"},  {"failed", "bad"},     {"bounced", "bad"},    {"pass", "good"},
    {"return", "warn"},    {"fund", "good"},      {"reserve", "info"},   {"decline", "none"},
    {"suspected", "warn"}, {"confirmed", "bad"},  {"dismissed", "none"}, {"negotiating", "warn"},
    {"signed", "info"},    {"effective", "good"}, {"filed", "good"},     {"running", "good"},
    {"completed", "good"}, {"declined", "none"},  {"terminated", "bad"}, {"active", "good"},
    {"invited", "info"},   {"expired", "warn"},   {"joined", "good"},    {"told", "info"},
    {"objected", "bad"},   {"changed", "warn"},   {"disabled", "bad"},   {"solving", "info"},
    {"solved", "info"},    {"partial", "warn"},   {"published", "good"}, {"overtaken", "none"},
    {"accepted", "good"},  {"close", "good"},     {"fair", "info"},      {"far", "none"},
    {"against", "warn"},   {"asked", "warn"},     {"refused", "none"},   {"done", "good"},
};

void view_done(struct arena *arena, enum language language, const char *room, const char *done,
               json_t *model)
{
    const char *key = arena_format(arena, "%s.done.%.40s", room, done);

    if (*done != '\0' && wording_exists(language, key))
        json_put_text(model, "done", wording(language, key));
}

void view_state(json_t *model, const char *key, enum language language, const char *room,
                const char *word)
{
    struct arena *arena = arena_open();
    json_t *state = json_put_object(model, key);
    const char *tone = "none";

    for (size_t i = 0; i < sizeof tones / sizeof tones[0]; i++)
        if (strcmp(tones[i].word, word) == 0)
            tone = tones[i].tone;
    json_put_text(state, "word", word);
    json_put_text(state, "text", wording(language, arena_format(arena, "state.%s.%s", room, word)));
    json_put_text(state, "tone", tone);
    arena_close(arena);
}
