/* award.h: models of the committee's decisions, their release, and of persons who look alike.
 *
 * The action floor fills these facts; the page shows of them what the standing may see.
 */
#pragma once

#include "base/json.h"
#include "domain/award.h"
#include "domain/policy.h"
#include "domain/ranking.h"

/* One application as the committee decides on it. */
struct decision_facts {
    struct ranking_row row; /* its place, found */
    struct key key;
    const char *title, *leader, *institution, *outcome, *reason, *outer; /* outcome "": none yet */
    bool eligible, awarded, given_up; /* a live award; one that ended */
    int64_t asked, granted, preference;
};
struct award_topic {
    const struct topic_definition *topic;
    int64_t quota, funded, live; /* live: awards in force, after the release */
    struct {
        LIST(struct decision_facts);
    } rows; /* best first */
};
struct pair_facts {
    const char *first_name, *second_name, *first_institution, *second_institution;
    struct key first, second;
    bool phone, orcid, institution;
};
struct pair_list {
    LIST(struct pair_facts);
};
struct awards_facts {
    const struct call *call;
    struct standing standing;
    enum language language;
    int64_t now;
    struct {
        LIST(struct award_topic);
    } topics;
    int64_t funded;                /* fen */
    const struct problems *checks; /* what release_check found */
    struct pair_list pairs;        /* likely same persons, not told apart */
    bool may_propose, may_release, may_join, may_refill;
    bool refill_waits, refill_own; /* one waits for a second person; it is the actor's */
    const char *refill_number, *refill_proposer;
    int64_t refill_amount, refill_at;
    bool two_persons, waiting, own; /* a release waits for a second person; it is the actor's */
    const char *proposer;
    int64_t proposed_at;
    const char *again, *again_outcome; /* key of the row whose form comes again; NULL: none */
};

json_t *view_awards(struct arena *arena, const struct awards_facts *facts);
json_t *view_same_persons(struct arena *arena, const struct call *call,
                          const struct pair_list *pairs, enum language language);
