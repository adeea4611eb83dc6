/* person.c: people, their roles, and the actor of a request. */

#include "domain/person.h"

static const char *const role_words[] = {
#define AS_WORD(name, word) [ROLE_##name] = word,
    ROLES(AS_WORD)
#undef AS_WORD
};

const char *role_word(enum role role)
{
    return role_words[role];
}

bool role_of(const char *word, enum role *role)
{
    for (int i = 0; i < ROLE_COUNT; i++)
        if (strcmp(role_words[i], word) == 0) {
            *role = (enum role)i;
            return true;
        }
    return false;
}

bool role_is_per_call(enum role role)
{
    return role != ROLE_AUDITOR && role != ROLE_ADMINISTRATOR;
}

bool actor_signed_in(const struct actor *actor)
{
    return actor->person.value != 0;
}

static bool holds(const struct actor *actor, enum role role, struct call_id call)
{
    for (size_t i = 0; i < actor->roles.count; i++)
        if (actor->roles.items[i].role == role && (actor->roles.items[i].call.value == 0 ||
                                                   actor->roles.items[i].call.value == call.value))
            return true;
    return false;
}

bool actor_is(const struct actor *actor, enum role role, struct call_id call)
{
    switch (role) {
    case ROLE_REVIEWER:
        return holds(actor, ROLE_REVIEWER, call) || actor_is(actor, ROLE_MEMBER, call);
    case ROLE_MEMBER:
        return holds(actor, ROLE_MEMBER, call) || holds(actor, ROLE_CHAIR, call);
    case ROLE_CHAIR:
    case ROLE_SECRETARY:
    case ROLE_AUDITOR:
    case ROLE_ADMINISTRATOR:
        return holds(actor, role, call);
    }
    return false;
}

bool role_may_join(const struct actor *holder, enum role role, struct error *err)
{
    for (size_t i = 0; i < holder->roles.count; i++)
        if ((holder->roles.items[i].role == ROLE_AUDITOR) != (role == ROLE_AUDITOR))
            return error_set(err, ERROR_CONFLICT, "role/auditor-alone");
    return true;
}
