/* account.h: models of signing in and up, one-time links, the profile, and the office's people. */
#pragma once

#include "base/json.h"
#include "base/list.h"
#include "domain/call.h"
#include "domain/person.h"

/* `next`: where to go then, "" for the person's own desk.  `done`: what happened before, a word of
 * account.done; others show nothing. */
json_t *view_sign_in(struct arena *arena, enum language language, const char *next,
                     const char *done);

/* `call` NULL: nobody can sign up yet. */
json_t *view_sign_up(struct arena *arena, enum language language, const struct call *call);

/* What the notice says, into `into`. */
void view_privacy(const struct privacy *privacy, enum language language, json_t *into);
json_t *view_privacy_page(struct arena *arena, enum language language, const struct call *call);

/* Which form a link shows is one true member of `needs`: old, new, sign_in, other, consent. */
struct link_facts {
    const char *token;   /* of the address */
    const char *purpose; /* verify, reset, invite, first, confirm */
    const char *needs;
    const char *email, *name;
    const char *role;            /* offered; "" for none */
    const struct call *call;     /* NULL when none exists */
    const struct call *accepted; /* whose privacy notice is to be accepted; NULL: none */
    int64_t expires_at;
};
json_t *view_link(struct arena *arena, enum language language, const struct link_facts *facts);

json_t *view_profile(struct arena *arena, enum language language, const struct person *person,
                     const char *done);

struct address_facts {
    const char *email;
    bool is_primary, verified;
};
struct address_list {
    LIST(struct address_facts);
};
json_t *view_addresses(struct arena *arena, enum language language, const struct address_list *list,
                       const char *done);

/* The page that asks for a code. */
json_t *view_code(struct arena *arena, const char *ticket, const char *next);

struct second_facts {
    bool enabled;
    int64_t left;             /* codes on paper */
    const char *secret, *uri; /* NULL: none is offered */
};
/* Adds "second": {"enabled", "left", "offer": {"secret", "qr"}}. */
void view_second(const struct second_facts *facts, json_t *model);

struct person_facts {
    const struct person *person;
    const struct role_grant *roles;
    size_t count;
};
struct person_list {
    LIST(struct person_facts);
};
struct invited_facts {
    const char *email, *name, *role;
    int64_t created_at, expires_at;
};
struct people_facts {
    const struct call *call;
    struct person_id self;
    const char *words, *done; /* searched for; what happened before */
    struct person_list holders, found;
    struct {
        LIST(struct invited_facts);
    } invited;
    bool may_give[ROLE_COUNT];
    bool may_disable;
};
json_t *view_people(struct arena *arena, enum language language, const struct people_facts *facts);
