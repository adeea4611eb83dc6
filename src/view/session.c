/* session.c: model of the browsers a person is signed in with. */

#include "view/session.h"

#include "view/common.h"
#include "view/wording.h"

struct mark {
    const char *mark, *name;
};

/* The first that is found counts: newer browsers carry the marks of those they descend from. */
static const struct mark browsers[] = {
    {"MicroMessenger/", "WeChat"}, {"Edg", "Edge"},         {"OPR/", "Opera"},
    {"QQBrowser/", "QQ"},          {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"},
    {"Safari/", "Safari"},         {"curl/", "curl"}};
static const struct mark systems[] = {
    {"Android", "Android"}, {"iPhone", "iPhone"},  {"iPad", "iPad"},  {"OpenHarmony", "HarmonyOS"},
    {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"}};

static const char *named(const struct mark *marks, size_t count, const char *agent)
{
    for (size_t i = 0; i < count; i++)
        if (strstr(agent, marks[i].mark) != NULL)
            return marks[i].name;
    return "";
}

const char *view_agent(struct arena *arena, const char *agent)
{
    const char *browser = named(browsers, sizeof browsers / sizeof browsers[0], agent);
    const char *on = named(systems, sizeof systems / sizeof systems[0], agent);

    return arena_format(arena, "%s%s%s", browser, *browser != '\0' && *on != '\0' ? " · " : "", on);
}

void view_sessions(struct arena *arena, enum language language, const struct session_list *list,
                   json_t *model)
{
    json_t *sessions = json_put_object(model, "sessions"), *rows = json_put_array(sessions, "rows");

    for (size_t i = 0; i < list->count; i++) {
        const struct session_facts *one = &list->items[i];
        const char *agent = view_agent(arena, one->agent);
        json_t *row = json_add_object(rows);

        json_put_text(row, "agent",
                      *agent != '\0' ? agent : wording(language, "account.sessions.unknown"));
        json_put_text(row, "source", one->source);
        view_minutes(row, "opened", one->created_at);
        view_minutes(row, "seen", one->seen_at);
        json_put_flag(row, "current", one->current);
        json_put_text(row, "end", arena_format(arena, "/profile/sessions/%s/end", one->key.text));
    }
    json_put_flag(sessions, "others", list->count > 1);
}
