/* shell.c: what surrounds every page. */

#include "view/shell.h"

#include "base/text.h"
#include "view/common.h"
#include "view/wording.h"

struct place {
    const char *href, *key; /* wording shell.menus.KEY */
    unsigned who;
};

enum {
    ANYBODY = 1,
    SIGNED_IN = 2,
    REVIEWERS = 4,
    COMMITTEE = 8,
    SECRETARY = 16,
    AUDITOR = 32,
    ADMIN = 64,
    CHAIR = 128,
};

static const struct place menu[] = {
    {"/", "home", ANYBODY},
    {"/announcements", "announcements", ANYBODY},
    {"/applications", "applications", SIGNED_IN},
    {"/reviews", "reviews", REVIEWERS},
    {"/ranking", "ranking", COMMITTEE | SECRETARY},
    {"/awards", "awards", COMMITTEE | SECRETARY},
    {"/office", "office", SECRETARY},
    {"/office/mail", "mail", SECRETARY},
    {"/contracts", "contracts", SECRETARY | CHAIR | AUDITOR},
    {"/office/people", "people", SECRETARY | ADMIN},
    {"/audit", "audit", AUDITOR | SECRETARY | ADMIN},
    {"/notices", "notices", SIGNED_IN},
};

/* There is no ranking before the closing and no contract before the release, so nothing leads
 * there. */
static bool is_early(const struct place *place, const struct call *call, int64_t now)
{
    enum gate gate = call == NULL ? GATE_BEFORE : call_gate(call, now);

    if (strcmp(place->href, "/contracts") == 0)
        return gate != GATE_RELEASED;
    return (place->who & COMMITTEE) != 0 && gate < GATE_CLOSED;
}

static unsigned who_is(const struct actor *actor, const struct call *call)
{
    struct call_id id = call == NULL ? (struct call_id){0} : call->id;

    return ANYBODY | (actor_signed_in(actor) ? SIGNED_IN : 0u) |
           (actor_is(actor, ROLE_REVIEWER, id) ? REVIEWERS : 0u) |
           (actor_is(actor, ROLE_MEMBER, id) ? COMMITTEE : 0u) |
           (actor_is(actor, ROLE_CHAIR, id) ? CHAIR : 0u) |
           (actor_is(actor, ROLE_SECRETARY, id) ? SECRETARY : 0u) |
           (actor_is(actor, ROLE_AUDITOR, id) ? AUDITOR : 0u) |
           (actor_is(actor, ROLE_ADMINISTRATOR, id) ? ADMIN : 0u);
}

/* The longest entry the path begins with, so that /office/people does not light up /office. */
static const struct place *current_of(const char *path, unsigned who)
{
    const struct place *best = NULL;

    for (size_t i = 0; i < sizeof menu / sizeof menu[0]; i++) {
        size_t length = strlen(menu[i].href);

        if ((menu[i].who & who) == 0 || !text_starts(path, menu[i].href) ||
            (path[length] != '\0' && path[length] != '/') || (length == 1 && path[1] != '\0'))
            continue;
        if (best == NULL || length > strlen(best->href))
            best = &menu[i];
    }
    return best;
}

static void put_menu(struct env *env, const struct actor *actor, const struct call *call,
                     const char *path, json_t *shell)
{
    unsigned who = who_is(actor, call);
    const struct place *current = current_of(path, who);
    json_t *items = json_put_array(shell, "menu");

    for (size_t i = 0; i < sizeof menu / sizeof menu[0]; i++) {
        json_t *item;

        if ((menu[i].who & who) == 0 || is_early(&menu[i], call, env->now))
            continue;
        item = json_add_object(items);
        json_put_text(item, "href", menu[i].href);
        json_put_text(
            item, "text",
            wording(env->language, arena_format(env->arena, "shell.menus.%s", menu[i].key)));
        json_put_flag(item, "current", &menu[i] == current);
    }
}

static size_t stage_now(const struct call *call, int64_t now)
{
    switch (call_gate(call, now)) {
    case GATE_BEFORE:
    case GATE_OPEN:
        return 0;
    case GATE_CLOSED:
        return 2;
    case GATE_RELEASED:
        return 5;
    }
    return 0;
}

/* The one date that matters now: opening before it, closing while it is open. */
static void put_date(struct env *env, const struct call *call, json_t *phase)
{
    enum gate gate = call_gate(call, env->now);
    int64_t at = gate == GATE_BEFORE     ? call->opens_at
                 : gate == GATE_OPEN     ? call->closes_at
                 : gate == GATE_RELEASED ? call->released_at
                 : call->closed_at != 0  ? call->closed_at
                                         : call->closes_at;
    static const char *const labels[] = {[GATE_BEFORE] = "shell.dates.opens",
                                         [GATE_OPEN] = "shell.dates.closes",
                                         [GATE_CLOSED] = "shell.dates.closed",
                                         [GATE_RELEASED] = "shell.dates.released"};
    int64_t left = at - env->now;
    struct error_value days = {.name = "n"};
    json_t *date;

    if (at == 0)
        return;
    view_time(phase, "date", at);
    date = json_at(phase, "date");
    json_put_text(date, "label", wording(env->language, labels[gate]));
    json_put_flag(date, "counts", gate == GATE_BEFORE || gate == GATE_OPEN);
    snprintf(days.text, sizeof days.text, "%lld", (long long)(left / 86400));
    json_put_text(date, "about",
                  left >= 86400
                      ? wording_fill(env->arena, env->language, "shell.about-days", &days, 1)
                      : wording(env->language, "shell.about-hours"));
}

static void put_phase(struct env *env, const struct call *call, json_t *shell)
{
    const struct definition *d = call->definition;
    json_t *phase = json_put_object(shell, "phase"), *stages = json_put_array(phase, "stages");
    size_t now = stage_now(call, env->now);

    json_put_text(phase, "title", words_in(&d->title, env->language));
    for (size_t i = 0; i < d->stages.count; i++) {
        json_t *item = json_add_object(stages);

        json_put_text(item, "text", words_in(&d->stages.items[i].title, env->language));
        json_put_flag(item, "current", i == now);
    }
    put_date(env, call, phase);
}

/* Where the rehearsal's clock may be moved by one press: past each event that matters. */
static void put_rehearsal(struct env *env, const struct call *call, const char *target,
                          json_t *shell)
{
    json_t *bar = json_put_object(shell, "rehearsal"), *stops = json_put_array(bar, "stops");
    const struct {
        int64_t at;
        const char *key;
    } all[] = {
        {env->now + 86400, "shell.stops.day"},
        {call == NULL || call->closes_at == 0 ? 0 : call->closes_at + 60, "shell.stops.closing"},
        {call == NULL || call->closes_at == 0 ? 0 : call->closes_at + 10 * 86400,
         "shell.stops.review"},
        {call == NULL || call->closes_at == 0 ? 0 : call->closes_at + 13 * 86400,
         "shell.stops.decision"},
    };

    view_minutes(bar, "now", env->now);
    json_put_text(bar, "target", target);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        json_t *item;

        if (all[i].at <= env->now)
            continue;
        item = json_add_object(stops);
        json_put_text(item, "iso", text_rfc3339(env->arena, all[i].at));
        json_put_text(item, "text", wording(env->language, all[i].key));
    }
}

void view_shell(struct env *env, const struct actor *actor, const struct call *call,
                const char *path, const char *target, bool rehearsal, json_t *model)
{
    json_t *shell = json_put_object(model, "shell"), *person;
    enum language other = env->language == LANGUAGE_ZH ? LANGUAGE_EN : LANGUAGE_ZH;
    const struct definition *d = call == NULL ? NULL : call->definition;

    json_put_text(shell, "lang", language_tag(env->language));
    json_put_text(shell, "now", text_rfc3339(env->arena, env->now));
    json_put_text(shell, "target", target);
    json_put_text(shell, "other_lang", language_tag(other));
    json_put_text(shell, "other_name", wording(other, "shell.own-name"));
    json_put_text(shell, "programme",
                  d == NULL ? "grantd" : words_in(&d->programme, env->language));
    json_put_text(shell, "society", d == NULL ? "" : words_in(&d->society, env->language));
    json_put_text(shell, "contact", d == NULL ? "" : words_in(&d->contact, env->language));
    put_menu(env, actor, call, path, shell);
    if (actor_signed_in(actor)) {
        person = json_put_object(shell, "person");
        json_put_text(person, "name", actor->name);
    }
    if (call != NULL)
        put_phase(env, call, shell);
    if (rehearsal)
        put_rehearsal(env, call, target, shell);
    json_put_flag(model, "crumbs_shown", json_array_size(json_at(model, "crumbs")) > 0);
    json_put_flag(model, "errors_shown", json_array_size(json_at(model, "errors")) > 0);
    json_put_flag(model, "script", json_array_size(json_at(model, "scripts")) > 0);
}
