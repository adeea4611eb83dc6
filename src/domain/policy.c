/* policy.c: who may do and see what: the one module of tables (security.md §5). */

#include "domain/policy.h"

/* Who: bits of how the actor stands.  A conflicted person keeps only ANYBODY and, for what is not
 * about one application, the roles. */
enum {
    OWNER = 1,
    TEAM = 2,
    ASSIGNED = 4,
    REVIEWER = 8,
    COMMITTEE = 16,
    CHAIR = 32,
    SECRETARY = 64,
    AUDITOR = 128,
    ADMIN = 256,
    PENDING = 512,    /* assigned, and the own review is not submitted yet */
    APPLICANT = 1024, /* everybody but an auditor, who changes nothing */
    HELPER = 2048,    /* of the team, and given the part in question */
};

/* When: bits of the call's gate. */
enum {
    BEFORE = 1,
    OPEN = 2,
    CLOSED = 4,
    RELEASED = 8,
    NEVER = 0,
    ALWAYS = 15,
    ENDED = CLOSED | RELEASED
};

/* Beside who and when, some verbs wait for the application's own gate. */
enum own_gate { ANY, WRITABLE, SETTLED };

struct rule {
    unsigned who, when;
    enum own_gate gate;
};

/* Several rows may name one verb: each person is judged by the first row that names them. */
#define ROWS_MOST 3

static const struct rule verbs[VERB_COUNT][ROWS_MOST] = {
    [VERB_APPLICATION_READ] = {{OWNER | TEAM | SECRETARY, ALWAYS, ANY},
                               {CHAIR, ENDED, ANY},
                               {ASSIGNED | COMMITTEE, ENDED, SETTLED}},
    /* to the call: there is no application yet */
    [VERB_APPLICATION_START] = {{APPLICANT, ALWAYS, ANY}},
    [VERB_RECEIPT_READ] = {{OWNER | SECRETARY, ALWAYS, ANY}},
    [VERB_APPLICATION_EDIT] = {{OWNER, ALWAYS, WRITABLE}},
    [VERB_APPLICATION_HISTORY] = {{OWNER, ALWAYS, ANY}}, /* every saved state of a draft */
    /* one section, or the attachments */
    [VERB_PART_EDIT] = {{OWNER | HELPER, ALWAYS, WRITABLE}},
    [VERB_APPLICATION_SUBMIT] = {{OWNER, ALWAYS, ANY}},
    [VERB_APPLICATION_WITHDRAW] = {{OWNER, ALWAYS, WRITABLE}},
    [VERB_APPLICATION_SCREEN] = {{SECRETARY, OPEN | CLOSED, ANY}},
    [VERB_APPLICATION_REGISTER] = {{SECRETARY, OPEN | CLOSED, ANY}},
    [VERB_APPLICATION_LIST] = {{SECRETARY, ALWAYS, ANY}},
    [VERB_APPLICATION_OFFICE] = {{SECRETARY, ALWAYS, ANY}},
    [VERB_ATTACHMENT_READ] = {{OWNER | TEAM | SECRETARY, ALWAYS, ANY},
                              {CHAIR, ENDED, ANY},
                              {ASSIGNED | COMMITTEE, ENDED, SETTLED}},
    [VERB_TEAM_READ] = {{OWNER, ALWAYS, ANY}},
    [VERB_TEAM_INVITE] = {{OWNER, ALWAYS, WRITABLE}},
    [VERB_TEAM_REMOVE] = {{OWNER, ALWAYS, ANY}},
    /* who writes what just now: a helper of any part */
    [VERB_TEAM_WRITERS] = {{OWNER | HELPER, ALWAYS, ANY}},
    /* with an invitation in hand: the standing is to the call, its own gate the application's */
    [VERB_TEAM_JOIN] = {{APPLICANT, ALWAYS, WRITABLE}},
    [VERB_CONFLICT_DECLARE] = {{ASSIGNED, ALWAYS, ANY}},
    [VERB_CONFLICT_DECIDE] = {{SECRETARY, ALWAYS, ANY}},
    [VERB_CONFLICT_LIST] = {{SECRETARY | CHAIR | AUDITOR, ALWAYS, ANY}},
    [VERB_ASSIGNMENT_MAKE] = {{SECRETARY, OPEN | CLOSED, ANY}},
    /* to the call; others' by the secretary only, which the action asks apart */
    [VERB_EXPERTISE_EDIT] = {{REVIEWER | SECRETARY, BEFORE | OPEN | CLOSED, ANY}},
    [VERB_BID] = {{REVIEWER, OPEN | CLOSED, ANY}},
    [VERB_REVIEW_OPEN] = {{ASSIGNED, ALWAYS, ANY}},
    [VERB_REVIEW_WRITE] = {{ASSIGNED, CLOSED, SETTLED}},
    [VERB_REVIEW_ENTER] = {{SECRETARY, CLOSED, SETTLED}},
    [VERB_REVIEW_READ_OTHERS] = {{PENDING, NEVER, ANY},
                                 {CHAIR | SECRETARY | COMMITTEE | ASSIGNED, ENDED, ANY},
                                 {AUDITOR, RELEASED, ANY}},
    [VERB_RANKING_READ] = {{CHAIR | SECRETARY | COMMITTEE, ENDED, ANY}, {AUDITOR, RELEASED, ANY}},
    [VERB_DECISION_PROPOSE] = {{CHAIR | SECRETARY, CLOSED, SETTLED}},
    [VERB_DECISION_READ] = {{CHAIR | SECRETARY | COMMITTEE, ENDED, ANY},
                            {OWNER | TEAM | ASSIGNED | AUDITOR, RELEASED, ANY}},
    [VERB_DECISION_RELEASE] = {{CHAIR | SECRETARY, CLOSED, ANY}},
    [VERB_PERSON_JOIN] = {{SECRETARY, ALWAYS, ANY}},
    [VERB_ERASURE_DECIDE] = {{SECRETARY, ALWAYS, ANY}},
    [VERB_AWARD_READ] = {{CHAIR | SECRETARY | COMMITTEE, ENDED, ANY},
                         {OWNER | AUDITOR, RELEASED, ANY}},
    [VERB_AWARD_REFILL] = {{CHAIR | SECRETARY, RELEASED, ANY}}, /* a place that fell free */
    [VERB_CONTRACT_READ] = {{CHAIR | SECRETARY | AUDITOR | OWNER, RELEASED, ANY}},
    [VERB_CONTRACT_EDIT] = {{SECRETARY, RELEASED, ANY}},
    [VERB_CONTRACT_FILL] = {{OWNER, RELEASED, ANY}},               /* party B's own data */
    [VERB_CONTRACT_SELECT] = {{CHAIR | SECRETARY, RELEASED, ANY}}, /* for 鹏城·脑海 */
    [VERB_EXPORT] = {{SECRETARY, ALWAYS, ANY}, {AUDITOR, RELEASED, ANY}},
    [VERB_CALL_EDIT] = {{SECRETARY, ALWAYS, ANY}},
    [VERB_CALL_IMPORT] = {{SECRETARY, ALWAYS, ANY}},
    [VERB_ANNOUNCE] = {{SECRETARY, ALWAYS, ANY}},
    [VERB_EXTEND] = {{SECRETARY, ALWAYS, ANY}},
    [VERB_ROLE_GRANT] = {{SECRETARY | ADMIN, ALWAYS, ANY}},
    [VERB_ACCOUNT_MANAGE] = {{ADMIN, ALWAYS, ANY}},
    [VERB_NOTICE_LIST] = {{SECRETARY, ALWAYS, ANY}},
    [VERB_AUDIT_READ] = {{AUDITOR | SECRETARY, ALWAYS, ANY}},
};

/* Which of those who see a thing also see this of it.  Of reviews: of those by others, after the
 * own one is submitted (R12). */
static const struct rule secrets[SECRET_COUNT][ROWS_MOST] = {
    [SECRET_ANSWER_READERS] = {{OWNER | TEAM | SECRETARY, ALWAYS, ANY},
                               {ASSIGNED | COMMITTEE | CHAIR, ENDED, ANY}},
    [SECRET_ANSWER_OFFICE] = {{OWNER | SECRETARY, ALWAYS, ANY}},
    [SECRET_ANSWER_SECRETARY] = {{OWNER | SECRETARY, ALWAYS, ANY}},
    [SECRET_REVIEW_SCORES] = {{PENDING, NEVER, ANY},
                              {CHAIR | SECRETARY | COMMITTEE | ASSIGNED, ENDED, ANY},
                              {AUDITOR, RELEASED, ANY}},
    [SECRET_REVIEW_COMMENT_COMMITTEE] = {{PENDING, NEVER, ANY},
                                         {CHAIR | SECRETARY | COMMITTEE | ASSIGNED, ENDED, ANY},
                                         {AUDITOR, RELEASED, ANY}},
    [SECRET_REVIEW_COMMENT_APPLICANT] = {{PENDING, NEVER, ANY},
                                         {CHAIR | SECRETARY | COMMITTEE | ASSIGNED, ENDED, ANY},
                                         {OWNER | AUDITOR, RELEASED, ANY}},
    [SECRET_REVIEWER_NAME] = {{CHAIR | SECRETARY, ENDED, ANY}, {AUDITOR, RELEASED, ANY}},
    [SECRET_DECISION_OUTCOME] = {{CHAIR | SECRETARY | COMMITTEE, ENDED, ANY},
                                 {OWNER | TEAM | ASSIGNED | AUDITOR, RELEASED, ANY}},
    [SECRET_DECISION_INNER_REASON] = {{CHAIR | SECRETARY | COMMITTEE, ENDED, ANY},
                                      {AUDITOR, RELEASED, ANY}},
    [SECRET_CONTRACT_ACCOUNT] = {{SECRETARY | OWNER, RELEASED, ANY}},
    [SECRET_REVIEW_TIMES] = {{CHAIR | SECRETARY, ENDED, ANY}, {AUDITOR, RELEASED, ANY}},
    [SECRET_PREFERENCE] = {{OWNER | SECRETARY | CHAIR | COMMITTEE, ALWAYS, ANY}},
};

static unsigned who_is(const struct standing *s)
{
    unsigned own = (s->owner ? OWNER : 0u) | (s->member ? TEAM : 0u) |
                   (s->member && s->helper ? HELPER : 0u);

    /* The narrower view: one's own or a conflicted application is never seen from above. */
    if (s->owner || s->member || s->conflicted)
        return s->conflicted && !s->owner && !s->member ? 0u : own;
    return (s->assigned ? ASSIGNED : 0u) |
           (s->assigned && !s->own_review_submitted ? PENDING : 0u) |
           (s->reviewer ? REVIEWER : 0u) | (s->committee ? COMMITTEE : 0u) |
           (s->chair ? CHAIR : 0u) | (s->secretary ? SECRETARY : 0u) | (s->auditor ? AUDITOR : 0u) |
           (s->administrator ? ADMIN : 0u) | (s->auditor ? 0u : APPLICANT);
}

static const unsigned gates[] = {
    [GATE_BEFORE] = BEFORE, [GATE_OPEN] = OPEN, [GATE_CLOSED] = CLOSED, [GATE_RELEASED] = RELEASED};

static bool in_time(const struct rule *rule, const struct standing *s)
{
    return (rule->when & gates[s->gate]) != 0 &&
           (rule->gate == ANY || (rule->gate == WRITABLE) == s->writable);
}

/* What stands against somebody the rule names: the own review, too early, too late, or the
 * application's own gate. */
static const char *why_not(const struct rule *rule, const struct standing *s)
{
    unsigned now = gates[s->gate];

    if (rule->when == NEVER)
        return "review/own-first";
    if ((rule->when & now) == 0 && rule->when < now)
        return rule->when < CLOSED ? "call/closed" : "call/released";
    if ((rule->when & now) == 0)
        return (rule->when & OPEN) != 0     ? "call/not-open"
               : (rule->when & CLOSED) != 0 ? "call/not-closed"
                                            : "call/not-released";
    if (rule->gate == SETTLED)
        return "call/not-in-review";
    return s->gate == GATE_BEFORE ? "call/not-open" : "call/closed";
}

/* The first row that names the person; NULL when none does. */
static const struct rule *row_for(const struct rule *rows, const struct standing *s)
{
    unsigned who = who_is(s);

    for (int i = 0; i < ROWS_MOST; i++)
        if ((rows[i].who & who) != 0)
            return &rows[i];
    return NULL;
}

bool policy_may(const struct standing *standing, enum verb verb, struct error *err)
{
    const struct rule *rule = row_for(verbs[verb], standing);

    if (rule == NULL)
        return error_set(err, ERROR_DENIED, "denied");
    return in_time(rule, standing) || error_set(err, ERROR_CONFLICT, why_not(rule, standing));
}

bool policy_may_see(const struct standing *standing, enum secret secret)
{
    const struct rule *rule = row_for(secrets[secret], standing);

    return rule != NULL && in_time(rule, standing);
}

enum secret secret_of_audience(enum audience audience)
{
    switch (audience) {
    case AUDIENCE_READERS:
        return SECRET_ANSWER_READERS;
    case AUDIENCE_OFFICE:
        return SECRET_ANSWER_OFFICE;
    case AUDIENCE_SECRETARY:
        return SECRET_ANSWER_SECRETARY;
    }
    return SECRET_ANSWER_SECRETARY;
}

struct standing standing_in_call(const struct actor *actor, const struct call *call, int64_t now)
{
    struct call_id id = call == NULL ? (struct call_id){0} : call->id;

    return (struct standing){
        .reviewer = actor_is(actor, ROLE_REVIEWER, id),
        .committee = actor_is(actor, ROLE_MEMBER, id),
        .chair = actor_is(actor, ROLE_CHAIR, id),
        .secretary = actor_is(actor, ROLE_SECRETARY, id),
        .auditor = actor_is(actor, ROLE_AUDITOR, id),
        .administrator = actor_is(actor, ROLE_ADMINISTRATOR, id),
        .gate = call == NULL ? GATE_BEFORE : call_gate(call, now),
        .released = call != NULL && call->released_at != 0,
    };
}

const char *verb_name(enum verb verb)
{
    static const char *const names[] = {
#define AS_NAME(name) [VERB_##name] = #name,
        VERBS(AS_NAME)
#undef AS_NAME
    };

    return names[verb];
}

const char *secret_name(enum secret secret)
{
    static const char *const names[] = {
#define AS_NAME(name) [SECRET_##name] = #name,
        SECRETS(AS_NAME)
#undef AS_NAME
    };

    return names[secret];
}
