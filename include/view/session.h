/* session.h: model of the browsers a person is signed in with. */
#pragma once

#include "base/env.h"
#include "base/json.h"
#include "base/list.h"

struct session_facts {
    struct key key;
    const char *source, *agent; /* address; User-Agent as sent */
    int64_t created_at, seen_at;
    bool current; /* the one that asks */
};
struct session_list {
    LIST(struct session_facts);
};

/* Adds "sessions": {"rows": […], "others": more than this one}. */
void view_sessions(struct arena *arena, enum language language, const struct session_list *list,
                   json_t *model);

/* "Firefox · Windows" as far as a User-Agent tells; "" when it tells nothing known. */
const char *view_agent(struct arena *arena, const char *agent);
