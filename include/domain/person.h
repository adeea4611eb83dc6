/* person.h: people, their roles, and the actor of a request. */
#pragma once

#include <stdbool.h>
#include "base/env.h"
#include "base/error.h"
#include "base/list.h"
#include "domain/ids.h"

/* Roles that are granted (domain.md §1); every verified account may also apply.  Reviewer to
 * secretary are per call; auditor and administrator serve all calls. */
#define ROLES(X)                                                                                   \
    X(REVIEWER, "reviewer")                                                                        \
    X(MEMBER, "member") /* 委员: a reviewer who also deliberates */                              \
    X(CHAIR, "chair")                                                                              \
    X(SECRETARY, "secretary")                                                                      \
    X(AUDITOR, "auditor") /* holds no other role */                                                \
    X(ADMINISTRATOR, "administrator")

#define ROLE_AS_ENUM(name, word) ROLE_##name,
enum role { ROLES(ROLE_AS_ENUM) };
#undef ROLE_AS_ENUM
#define ROLE_AS_ONE(name, word) +1
enum { ROLE_COUNT = 0 ROLES(ROLE_AS_ONE) };
#undef ROLE_AS_ONE

const char *role_word(enum role role);
bool role_of(const char *word, enum role *role);
bool role_is_per_call(enum role role);

struct person {
    struct person_id id;
    struct key key;
    const char *name;
    const char *latin_name; /* "" for none, like the others below */
    const char *email;      /* primary address, "" for none */
    const char *institution;
    const char *orcid;
    const char *phone;
    enum language language;
    bool has_account;
    bool disabled;
};

struct role_grant {
    enum role role;
    struct call_id call; /* 0: all calls */
};

/* Who acts: nobody (person 0), or a signed-in person with what was granted to them. */
struct actor {
    struct person_id person;
    struct session_id session;
    struct key key;
    const char *name;
    const char *email;
    enum language language;
    bool local; /* the command line or the clock: may do what it was written to do */
    struct {
        LIST(struct role_grant);
    } roles;
};

bool actor_signed_in(const struct actor *actor);

/* Chair counts as member, member as reviewer.  Secretary, auditor, administrator stand alone. */
bool actor_is(const struct actor *actor, enum role role, struct call_id call);

/* May this set of roles gain `role`?  An auditor is nothing else (domain.md §1). CONFLICT
 * "role/auditor-alone". */
bool role_may_join(const struct actor *holder, enum role role, struct error *err);
