/* person.c: roles: their words, which of them include others, which may be held together. */

#include "domain/person.h"

#include "base/text.h"

/* What a role is held for, and the role that it counts as too (itself: none). */
static const struct {
    const char *word;
    bool per_call;
    enum role counts_as;
} roles[ROLE_COUNT] = {
    [ROLE_REVIEWER] = {"reviewer", true, ROLE_REVIEWER},
    [ROLE_MEMBER] = {"member", true, ROLE_REVIEWER},
    [ROLE_CHAIR] = {"chair", true, ROLE_MEMBER},
    [ROLE_SECRETARY] = {"secretary", true, ROLE_SECRETARY},
    [ROLE_AUDITOR] = {"auditor", false, ROLE_AUDITOR},
    [ROLE_ADMINISTRATOR] = {"administrator", false, ROLE_ADMINISTRATOR},
};

const char *role_word(enum role role)
{
    return roles[role].word;
}

bool role_of(const char *word, enum role *role)
{
    for (size_t i = 0; i < ROLE_COUNT; i++)
        if (text_equal(roles[i].word, word))
            return *role = (enum role)i, true;
    return false;
}

bool role_is_per_call(enum role role)
{
    return roles[role].per_call;
}

static bool counts_as(enum role held, enum role wanted)
{
    while (held != wanted && roles[held].counts_as != held)
        held = roles[held].counts_as;
    return held == wanted;
}

static bool serves(const struct role_grant *grant, struct call_id call)
{
    return !roles[grant->role].per_call || grant->call.value == 0 ||
           grant->call.value == call.value;
}

bool actor_signed_in(const struct actor *actor)
{
    return actor->person.value != 0;
}

bool actor_is(const struct actor *actor, enum role role, struct call_id call)
{
    for (size_t i = 0; i < actor->roles.count; i++)
        if (counts_as(actor->roles.items[i].role, role) && serves(&actor->roles.items[i], call))
            return true;
    return false;
}

bool role_may_join(const struct actor *holder, enum role role, struct error *err)
{
    for (size_t i = 0; i < holder->roles.count; i++) {
        enum role held = holder->roles.items[i].role;

        if (held != role && (held == ROLE_AUDITOR || role == ROLE_AUDITOR))
            return error_set(err, ERROR_CONFLICT, "role/auditor-alone");
    }
    return true;
}
