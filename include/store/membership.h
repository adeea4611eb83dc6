/* membership.h: what members named by a leader say of it, as rows beside their own. */
#pragma once

#include "base/list.h"
#include "domain/person.h"

struct membership {
    int64_t id; /* 0: never told */
    struct key key;
    struct call_id call;
    struct person_id leader;
    const char *leader_name;
    const char *name, *institution, *email; /* as the leader names them now; address folded */
    int64_t told_at, expires_at, said_at;
    bool own;            /* the leader's own address */
    const char *word;    /* "", "confirmed", "objected" */
    const char *note;    /* with it */
    const char *said_of; /* hash of what was shown then, "" for none */
};
struct memberships {
    LIST(struct membership);
};

/* Everybody the leader names now. */
bool store_memberships_named(struct env *env, struct call_id call, struct person_id leader,
                             struct memberships *rows, struct error *err);
/* How many addresses were ever written to for a leader. */
bool store_memberships_ever(struct env *env, struct call_id call, struct person_id leader,
                            int64_t *count, struct error *err);
/* Told now, by a link with this hash; an older link of the row dies. */
bool store_membership_tell(struct env *env, const struct membership *row, const char *link,
                           struct error *err);

/* MISSING "membership/link" when it is unknown, used, too old, or the leader names them no more. */
bool store_membership_by_link(struct env *env, const char *link, struct membership *row,
                              struct error *err);
/* The person's own; MISSING "missing". */
bool store_membership_by_key(struct env *env, struct key key, struct person_id person,
                             struct membership *row, struct error *err);
bool store_memberships_mine(struct env *env, struct call_id call, struct person_id person,
                            struct memberships *rows, struct error *err);

/* `link` NULL: without one.  MISSING "membership/link" when it was used meanwhile. */
bool store_membership_say(struct env *env, const struct membership *row, const char *link,
                          struct error *err);

/* Those of an application's team who object: name, note, said_at. */
bool store_membership_objections(struct env *env, struct application_id application,
                                 struct memberships *rows, struct error *err);
