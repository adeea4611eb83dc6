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
};

/* When: bits of the call's gate. */
enum { BEFORE = 1, OPEN = 2, CLOSED = 4, RELEASED = 8, ALWAYS = 15, ENDED = CLOSED | RELEASED };

/* Beside who and when, some verbs wait for the application's own gate. */
enum own_gate { ANY, WRITABLE, SETTLED };

struct rule {
    unsigned who, when;
    enum own_gate gate;
    const char *late; /* the code when only time is against it */
};

/* Two rows may allow one verb: each person is judged by the first row that names them. */
#define ROWS_MOST 3

static const struct rule verbs[VERB_COUNT][ROWS_MOST] = {
    [VERB_APPLICATION_READ] = {{OWNER | TEAM | SECRETARY, ALWAYS, ANY, NULL},
                               {CHAIR, ENDED, ANY, "call/not-closed"},
                               {ASSIGNED | COMMITTEE, ENDED, SETTLED, "call/not-closed"}},
    [VERB_APPLICATION_EDIT] = {{OWNER, ALWAYS, WRITABLE, "call/closed"}},
    [VERB_APPLICATION_SUBMIT] = {{OWNER, ALWAYS, ANY, "call/closed"}},
    [VERB_APPLICATION_WITHDRAW] = {{OWNER, ALWAYS, WRITABLE, "call/closed"}},
    [VERB_APPLICATION_SCREEN] = {{SECRETARY, OPEN | CLOSED, ANY, "call/released"}},
    [VERB_APPLICATION_REGISTER] = {{SECRETARY, OPEN | CLOSED, ANY, "call/released"}},
    [VERB_APPLICATION_LIST] = {{SECRETARY, ALWAYS, ANY, NULL}},
    [VERB_ATTACHMENT_READ] = {{OWNER | TEAM | SECRETARY, ALWAYS, ANY, NULL},
                              {CHAIR, ENDED, ANY, "call/not-closed"},
                              {ASSIGNED | COMMITTEE, ENDED, SETTLED, "call/not-closed"}},
    [VERB_CONFLICT_DECLARE] = {{ASSIGNED, ALWAYS, ANY, NULL}},
    [VERB_CONFLICT_DECIDE] = {{SECRETARY, ALWAYS, ANY, NULL}},
    [VERB_CONFLICT_LIST] = {{SECRETARY | CHAIR | AUDITOR, ALWAYS, ANY, NULL}},
    [VERB_ASSIGNMENT_MAKE] = {{SECRETARY, OPEN | CLOSED, ANY, "call/released"}},
    [VERB_REVIEW_WRITE] = {{ASSIGNED, CLOSED, SETTLED, "call/not-in-review"}},
    [VERB_REVIEW_ENTER] = {{SECRETARY, CLOSED, SETTLED, "call/not-in-review"}},
    [VERB_REVIEW_READ_OTHERS] = {{CHAIR | SECRETARY | COMMITTEE, ENDED, ANY, "call/not-closed"},
                                 {AUDITOR, RELEASED, ANY, "call/not-released"}},
    [VERB_RANKING_READ] = {{CHAIR | SECRETARY | COMMITTEE, ENDED, ANY, "call/not-closed"},
                           {AUDITOR, RELEASED, ANY, "call/not-released"}},
    [VERB_DECISION_PROPOSE] = {{CHAIR | SECRETARY, CLOSED, SETTLED, "call/released"}},
    [VERB_DECISION_READ] = {{CHAIR | SECRETARY | COMMITTEE, ENDED, ANY, "call/not-closed"},
                            {OWNER | TEAM | AUDITOR, RELEASED, ANY, "call/not-released"}},
    [VERB_DECISION_RELEASE] = {{CHAIR | SECRETARY, CLOSED, ANY, "call/not-closed"}},
    [VERB_PERSON_JOIN] = {{SECRETARY, ALWAYS, ANY, NULL}},
    [VERB_AWARD_READ] = {{CHAIR | SECRETARY | COMMITTEE, ENDED, ANY, "call/not-closed"},
                         {OWNER | AUDITOR, RELEASED, ANY, "call/not-released"}},
    [VERB_CONTRACT_READ] = {{CHAIR | SECRETARY | AUDITOR | OWNER, RELEASED, ANY,
                             "call/not-released"}},
    [VERB_CONTRACT_EDIT] = {{SECRETARY, RELEASED, ANY, "call/not-released"}},
    [VERB_EXPORT] = {{SECRETARY, ALWAYS, ANY, NULL}, {AUDITOR, RELEASED, ANY, "call/not-released"}},
    [VERB_CALL_EDIT] = {{SECRETARY, ALWAYS, ANY, NULL}},
    [VERB_CALL_IMPORT] = {{SECRETARY, ALWAYS, ANY, NULL}},
    [VERB_ANNOUNCE] = {{SECRETARY, ALWAYS, ANY, NULL}},
    [VERB_EXTEND] = {{SECRETARY, ALWAYS, ANY, NULL}},
    [VERB_ROLE_GRANT] = {{SECRETARY | ADMIN, ALWAYS, ANY, NULL}},
    [VERB_ACCOUNT_MANAGE] = {{ADMIN, ALWAYS, ANY, NULL}},
    [VERB_NOTICE_LIST] = {{SECRETARY, ALWAYS, ANY, NULL}},
    [VERB_AUDIT_READ] = {{AUDITOR, ALWAYS, ANY, NULL}},
};

/* Which of those who see a thing also see this of it. */
static const struct rule secrets[SECRET_COUNT][ROWS_MOST] = {
    [SECRET_ANSWER_READERS] = {{OWNER | TEAM | SECRETARY, ALWAYS, ANY, NULL},
                               {ASSIGNED | COMMITTEE | CHAIR, ENDED, ANY, NULL}},
    [SECRET_ANSWER_OFFICE] = {{OWNER | SECRETARY, ALWAYS, ANY, NULL}},
    [SECRET_ANSWER_SECRETARY] = {{OWNER | SECRETARY, ALWAYS, ANY, NULL}},
    [SECRET_REVIEW_SCORES] = {{CHAIR | SECRETARY | COMMITTEE, ENDED, ANY, NULL},
                              {AUDITOR, RELEASED, ANY, NULL}},
    [SECRET_REVIEW_COMMENT_COMMITTEE] = {{CHAIR | SECRETARY | COMMITTEE, ENDED, ANY, NULL},
                                         {AUDITOR, RELEASED, ANY, NULL}},
    [SECRET_REVIEW_COMMENT_APPLICANT] = {{CHAIR | SECRETARY | COMMITTEE, ENDED, ANY, NULL},
                                         {OWNER | AUDITOR, RELEASED, ANY, NULL}},
    [SECRET_REVIEWER_NAME] = {{CHAIR | SECRETARY, ENDED, ANY, NULL},
                              {AUDITOR, RELEASED, ANY, NULL}},
    [SECRET_DECISION_OUTCOME] = {{CHAIR | SECRETARY | COMMITTEE, ENDED, ANY, NULL},
                                 {OWNER | TEAM | AUDITOR, RELEASED, ANY, NULL}},
    [SECRET_DECISION_INNER_REASON] = {{CHAIR | SECRETARY | COMMITTEE, ENDED, ANY, NULL},
                                      {AUDITOR, RELEASED, ANY, NULL}},
    [SECRET_CONTRACT_ACCOUNT] = {{SECRETARY | OWNER, RELEASED, ANY, NULL}},
    [SECRET_REVIEW_TIMES] = {{CHAIR | SECRETARY, ENDED, ANY, NULL}, {AUDITOR, RELEASED, ANY, NULL}},
    [SECRET_PREFERENCE] = {{OWNER | SECRETARY | CHAIR | COMMITTEE, ALWAYS, ANY, NULL}},
};

static unsigned who_is(const struct standing *s)
{
    unsigned own = (s->owner ? OWNER : 0u) | (s->member ? TEAM : 0u);

    /* The narrower view: one's own or a conflicted application is never seen from above. */
    if (s->owner || s->member || s->conflicted)
        return s->conflicted && !s->owner && !s->member ? 0u : own;
    return (s->assigned ? ASSIGNED : 0u) | (s->reviewer ? REVIEWER : 0u) |
           (s->committee ? COMMITTEE : 0u) | (s->chair ? CHAIR : 0u) |
           (s->secretary ? SECRETARY : 0u) | (s->auditor ? AUDITOR : 0u) |
           (s->administrator ? ADMIN : 0u);
}

static bool in_time(const struct rule *rule, const struct standing *s)
{
    static const unsigned gates[] = {[GATE_BEFORE] = BEFORE,
                                     [GATE_OPEN] = OPEN,
                                     [GATE_CLOSED] = CLOSED,
                                     [GATE_RELEASED] = RELEASED};

    return (rule->when & gates[s->gate]) != 0 &&
           (rule->gate == ANY || (rule->gate == WRITABLE) == s->writable);
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
    return in_time(rule, standing) || error_set(err, ERROR_CONFLICT, rule->late);
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
