/* membership.h: what members named in a team say of it, as models. */
#pragma once

#include "base/env.h"
#include "base/json.h"
#include "domain/ids.h"

struct membership_facts {
    struct key key;
    const char *leader, *name, *institution, *email;
    const char *word, *note; /* word: "" for none yet */
    int64_t told_at, said_at;
    bool changed; /* since the word was said */
};
/* {key, leader, name, institution, email, state, note, said_at, changed, confirmed, objected} */
void view_membership(enum language language, const struct membership_facts *facts, json_t *item);
