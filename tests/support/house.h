/* house.h: a running service in a folder of its own, with the call of 2023, for tests of actions.
 */
#pragma once

#include "action/service.h"
#include "domain/person.h"

struct house {
    struct arena *arena;
    const char *folder;
    struct service *service;
    struct env env; /* of this thread; set `now` and `source` as the test needs */
    const struct call *call;
};

/* 2023-11-20 12:00:00 in Beijing. */
#define HOUSE_NOW 1700452800

void house_open(struct house *house);
void house_close(struct house *house);

/* An env for another thread, with an arena of its own. */
struct env house_enter(struct house *house);
void house_leave(struct house *house, struct env *env);

/* Signs up, proves the address, signs in: who acts then, and the session's token. */
struct actor house_account(struct house *house, const char *email, const char **token);

/* Somebody with a role in the call, as the command line makes them. */
struct actor house_official(struct house *house, const char *email, const char *role);

/* A draft for a topic with every answer given, so that it passes the checks. */
struct key house_draft(struct house *house, const struct actor *who, const char *topic_code);

/* How many notices of an event there are. */
size_t house_count(struct house *house, const char *event);

/* The newest notice's event, and the link it carries ("" for none) without the public URL. */
const char *house_mail(struct house *house, const char **link);
