/* roster.c: why a pair is proposed and why nobody can serve all, in words. */

#include "view/roster.h"

#include "view/wording.h"

static void add(struct buffer *out, const char *words)
{
    if (out->length > 0)
        buffer_text(out, " · ");
    buffer_text(out, words);
}

static const char *filled(struct arena *arena, enum language language, const char *key, int64_t n)
{
    struct error_value value = {.name = "n"};

    snprintf(value.text, sizeof value.text, "%lld", (long long)n);
    return wording_fill(arena, language, key, &value, 1);
}

const char *view_fit(struct arena *arena, enum language language, const struct fit *fit)
{
    struct buffer out = buffer_in(arena);

    add(&out,
        wording(language, arena_format(arena, "roster.nearness.%s", nearness_word(fit->nearness))));
    if (fit->keywords > 0)
        add(&out, filled(arena, language, "roster.keywords", fit->keywords));
    if (fit->wish != WISH_NONE)
        add(&out, wording(language, arena_format(arena, "roster.wish.%s", wish_word(fit->wish))));
    if (fit->unread)
        add(&out, wording(language, "roster.unread"));
    return buffer_get(&out);
}

const char *view_cut(struct arena *arena, enum language language, const struct cut_facts *cut)
{
    const struct {
        const char *name;
        int64_t number;
    } numbers[] = {{"applications", cut->applications},
                   {"reviewers", cut->reviewers},
                   {"need", cut->need},
                   {"have", cut->have},
                   {"short", cut->need - cut->have}};
    struct error_value values[sizeof numbers / sizeof numbers[0] + 1] = {{.name = "topics"}};

    text_clip(values[0].text, sizeof values[0].text, cut->topics);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        values[i + 1].name = numbers[i].name;
        snprintf(values[i + 1].text, sizeof values[i + 1].text, "%lld",
                 (long long)numbers[i].number);
    }
    return wording_fill(arena, language, "roster.cut", values, sizeof values / sizeof values[0]);
}

const char *view_roster_settings(struct arena *arena, enum language language,
                                 const struct roster_settings *settings)
{
    struct buffer out = buffer_in(arena);

    add(&out, filled(arena, language, "roster.settings.each", settings->k));
    add(&out, wording(language, arena_format(arena, "roster.balances.%s",
                                             roster_balance_word(settings->balance))));
    if (settings->bridge > 0)
        add(&out, wording(language, "roster.settings.bridge"));
    if (settings->steady > 0)
        add(&out, wording(language, "roster.settings.steady"));
    if (settings->bottleneck)
        add(&out, wording(language, "roster.settings.bottleneck"));
    return buffer_get(&out);
}
