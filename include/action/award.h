/* award.h: what the committee does at the end: decide, release, tell alike persons apart or join
 * them.
 *
 * A release is one transaction: event, decisions, awards with consecutive numbers, draft contracts,
 * one notice to each applicant.  With the switch two-persons/release it is asked for by one and
 * confirmed by another; whatever changes a decision in between ends the request.
 */
#pragma once

#include "action/service.h"
#include "domain/person.h"
#include "view/award.h"

bool action_awards(struct env *env, const struct actor *actor, const struct call *call,
                   struct awards_facts *facts, struct error *err);

struct decision_form {
    const char *application, *outcome; /* key; word */
    int64_t amount;                    /* fen */
    const char *reason, *outer;
};
/* MISSING for whoever stands in a conflict; INVALID with problems; CONFLICT as decision_propose. */
bool action_decision_propose(struct env *env, const struct actor *actor, const struct call *call,
                             const struct decision_form *form, struct problems *problems,
                             struct error *err);

/* Asks for the release, or releases at once where one person is enough.  CONFLICT
 * "release/refused" with the problems; "release/waiting" when it was asked for already. */
bool action_release_propose(struct env *env, const struct actor *actor, const struct call *call,
                            struct problems *problems, struct error *err);
/* MISSING "release/none"; DENIED "release/second-person"; CONFLICT "award/one-per-person". */
bool action_release_confirm(struct env *env, const struct actor *actor, const struct call *call,
                            struct problems *problems, struct error *err);
bool action_release_withdraw(struct env *env, const struct actor *actor, const struct call *call,
                             struct error *err);

/* Pairs among those who would be funded, without those told apart. */
bool action_same_pairs(struct env *env, const struct actor *actor, const struct call *call,
                       struct pair_list *pairs, struct error *err);
struct same_form {
    const char *first, *second, *act, *reason; /* keys; act "different" or "join" */
};
/* 'join' keeps `first`.  INVALID "person/reason", "person/same"; CONFLICT "person/one-topic",
 * "person/two-awards", "person/joined". */
bool action_same_decide(struct env *env, const struct actor *actor, const struct call *call,
                        const struct same_form *form, struct problems *problems, struct error *err);
