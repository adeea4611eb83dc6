/* presence.h: who writes which part of which application just now.
 *
 * Kept in memory only: it is forgotten with the process, and each word of it after a minute or so.
 * A fixed number of places; when all are taken the oldest word goes.  Any thread may call.
 */
#pragma once

#include <stdint.h>
#include "base/list.h"
#include "domain/ids.h"

struct presence;

struct presence *presence_open(void);
void presence_close(struct presence *presence);

/* A person is in one place of an application at a time. */
void presence_mark(struct presence *presence, struct application_id application,
                   struct person_id person, const char *part, int64_t now);

struct present {
    struct person_id person;
    char part[48];
};
struct present_list {
    LIST(struct present);
};
/* Everybody heard of lately. */
void presence_list(struct presence *presence, struct arena *arena,
                   struct application_id application, int64_t now, struct present_list *list);
