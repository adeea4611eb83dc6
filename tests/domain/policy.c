/* policy.c: the whole matrix against its golden text, and the rows that matter most as sentences.
 */

#include "domain/policy.h"

#include "base/text.h"
#include "support/golden.h"
#include "support/test.h"

static const struct {
    const char *name;
    struct standing standing;
} people[] = {
    {"anybody", {0}},
    {"owner", {.owner = true}},
    {"team", {.member = true}},
    {"reviewer", {.reviewer = true}},
    {"assigned", {.reviewer = true, .assigned = true}},
    {"assigned+submitted", {.reviewer = true, .assigned = true, .own_review_submitted = true}},
    {"chair+assigned", {.assigned = true, .reviewer = true, .committee = true, .chair = true}},
    {"committee", {.reviewer = true, .committee = true}},
    {"chair", {.reviewer = true, .committee = true, .chair = true}},
    {"chair+conflict", {.reviewer = true, .committee = true, .chair = true, .conflicted = true}},
    {"chair+owner", {.owner = true, .chair = true, .committee = true, .conflicted = true}},
    {"secretary", {.secretary = true}},
    {"secretary+conflict", {.secretary = true, .conflicted = true}},
    {"auditor", {.auditor = true}},
    {"administrator", {.administrator = true}},
    {"helper", {.member = true, .helper = true}},
    {"chair+helper", {.member = true, .helper = true, .chair = true, .conflicted = true}},
};

#define PEOPLE (sizeof people / sizeof people[0])

static const char *const gates[] = {"before", "open", "closed", "released"};

/* One letter a case: y, n, or t when only time is against it. */
static void print_row(struct buffer *out, struct standing standing, enum verb verb)
{
    for (int gate = GATE_BEFORE; gate <= GATE_RELEASED; gate++)
        for (int writable = 0; writable < 2; writable++) {
            struct error err = {0};

            standing.gate = (enum gate)gate;
            standing.writable = writable;
            buffer_byte(out, policy_may(&standing, verb, &err) ? 'y'
                             : err.kind == ERROR_CONFLICT      ? 't'
                                                               : 'n');
        }
}

static void print_sight(struct buffer *out, struct standing standing, enum secret secret)
{
    for (int gate = GATE_BEFORE; gate <= GATE_RELEASED; gate++) {
        standing.gate = (enum gate)gate;
        buffer_byte(out, policy_may_see(&standing, secret) ? 'y' : 'n');
    }
}

TEST("the whole policy is as the golden matrix says: verb × person × gate × own gate")
{
    struct arena *arena = arena_open();
    struct buffer out = buffer_in(arena);

    buffer_format(&out, "columns: %s %s %s %s, each settled then writable\n", gates[0], gates[1],
                  gates[2], gates[3]);
    for (int verb = 0; verb < VERB_COUNT; verb++)
        for (size_t p = 0; p < PEOPLE; p++) {
            buffer_format(&out, "%-24s %-20s ", verb_name((enum verb)verb), people[p].name);
            print_row(&out, people[p].standing, (enum verb)verb);
            buffer_byte(&out, '\n');
        }
    for (int secret = 0; secret < SECRET_COUNT; secret++)
        for (size_t p = 0; p < PEOPLE; p++) {
            buffer_format(&out, "see %-26s %-20s ", secret_name((enum secret)secret),
                          people[p].name);
            print_sight(&out, people[p].standing, (enum secret)secret);
            buffer_byte(&out, '\n');
        }
    golden_check("policy.txt", buffer_get(&out));
    arena_close(arena);
}

TEST("a conflicted chair or secretary may do nothing with the application and see nothing of it")
{
    for (int gate = GATE_BEFORE; gate <= GATE_RELEASED; gate++) {
        struct standing chair = people[9].standing, secretary = people[12].standing;

        chair.gate = secretary.gate = (enum gate)gate;
        for (int secret = 0; secret < SECRET_COUNT; secret++) {
            assert_false(policy_may_see(&chair, (enum secret)secret));
            assert_false(policy_may_see(&secretary, (enum secret)secret));
        }
        for (int verb = 0; verb < VERB_COUNT; verb++) {
            struct error err = {0};

            assert_false(policy_may(&chair, (enum verb)verb, &err));
            assert_int_equal(err.kind, ERROR_DENIED);
        }
    }
}

TEST("an applicant sees no decision before release, and then his own")
{
    struct standing owner = {.owner = true, .gate = GATE_CLOSED};

    assert_false(policy_may_see(&owner, SECRET_DECISION_OUTCOME));
    owner.gate = GATE_RELEASED;
    assert_true(policy_may_see(&owner, SECRET_DECISION_OUTCOME));
    assert_false(policy_may_see(&owner, SECRET_REVIEW_SCORES));
    assert_false(policy_may_see(&owner, SECRET_DECISION_INNER_REASON));
    assert_false(policy_may_see(&owner, SECRET_REVIEWER_NAME));
}

TEST("a committee member who leads an application stands to it as its applicant")
{
    struct standing both = {.owner = true, .committee = true, .chair = true, .gate = GATE_CLOSED};
    struct error err = {0};

    assert_false(policy_may(&both, VERB_REVIEW_READ_OTHERS, &err));
    assert_false(policy_may_see(&both, SECRET_REVIEW_SCORES));
    assert_true(policy_may_see(&both, SECRET_ANSWER_READERS));
}

TEST("a reviewer reads an application only after its own gate has passed")
{
    struct standing assigned = {.assigned = true, .reviewer = true, .gate = GATE_OPEN};
    struct error err = {0};

    assert_false(policy_may(&assigned, VERB_APPLICATION_READ, &err));
    assert_string_equal(err.code, "call/not-closed");
    assigned.gate = GATE_CLOSED;
    assigned.writable = true; /* returned for correction, or extended */
    err = (struct error){0};
    assert_false(policy_may(&assigned, VERB_APPLICATION_READ, &err));
    assigned.writable = false;
    err = (struct error){0};
    assert_true(policy_may(&assigned, VERB_APPLICATION_READ, &err));
}

TEST("a reviewer reads other reviews only after submitting the own one, and never who wrote them")
{
    struct standing assigned = {.assigned = true, .reviewer = true, .gate = GATE_CLOSED};
    struct error err = {0};

    assert_false(policy_may(&assigned, VERB_REVIEW_READ_OTHERS, &err));
    assert_int_equal(err.kind, ERROR_CONFLICT);
    assert_string_equal(err.code, "review/own-first");
    assert_false(policy_may_see(&assigned, SECRET_REVIEW_SCORES));
    assigned.own_review_submitted = true;
    err = (struct error){0};
    assert_true(policy_may(&assigned, VERB_REVIEW_READ_OTHERS, &err));
    assert_true(policy_may_see(&assigned, SECRET_REVIEW_SCORES));
    assert_false(policy_may_see(&assigned, SECRET_REVIEWER_NAME));
    assert_false(policy_may_see(&assigned, SECRET_REVIEW_TIMES));
}

TEST("a chair who reviews an application too waits for the own review like any reviewer")
{
    struct standing chair = {
        .assigned = true, .reviewer = true, .committee = true, .chair = true, .gate = GATE_CLOSED};
    struct error err = {0};

    assert_false(policy_may(&chair, VERB_REVIEW_READ_OTHERS, &err));
    assert_false(policy_may_see(&chair, SECRET_REVIEW_COMMENT_COMMITTEE));
    assert_true(policy_may_see(&chair, SECRET_ANSWER_READERS));
}

TEST("the auditor sees that and by whom at any time, what scores and decisions only after release")
{
    struct standing auditor = {.auditor = true, .gate = GATE_CLOSED};
    struct error err = {0};

    assert_true(policy_may(&auditor, VERB_AUDIT_READ, &err));
    assert_true(policy_may(&auditor, VERB_CONFLICT_LIST, &err));
    assert_false(policy_may(&auditor, VERB_RANKING_READ, &err));
    assert_string_equal(err.code, "call/not-released");
    assert_false(policy_may_see(&auditor, SECRET_REVIEW_SCORES));
    assert_false(policy_may_see(&auditor, SECRET_DECISION_OUTCOME));
    auditor.gate = GATE_RELEASED;
    assert_true(policy_may_see(&auditor, SECRET_REVIEW_SCORES));
    assert_true(policy_may_see(&auditor, SECRET_DECISION_OUTCOME));
    assert_false(policy_may_see(&auditor, SECRET_ANSWER_READERS));
}

/* The code against a verb at a gate. */
static const char *code_of(struct standing standing, enum verb verb, enum gate gate, bool writable)
{
    struct error err = {0};

    standing.gate = gate;
    standing.writable = writable;
    return policy_may(&standing, verb, &err) ? "" : err.code;
}

TEST("when only time is against a verb, the code says on which side of it")
{
    struct standing owner = {.owner = true}, chair = {.committee = true, .chair = true},
                    secretary = {.secretary = true}, reviewer = {.assigned = true};

    assert_string_equal(code_of(owner, VERB_APPLICATION_EDIT, GATE_BEFORE, false), "call/not-open");
    assert_string_equal(code_of(owner, VERB_APPLICATION_EDIT, GATE_CLOSED, false), "call/closed");
    assert_string_equal(code_of(owner, VERB_APPLICATION_EDIT, GATE_CLOSED, true), "");
    assert_string_equal(code_of(chair, VERB_DECISION_PROPOSE, GATE_OPEN, false), "call/not-closed");
    assert_string_equal(code_of(chair, VERB_DECISION_PROPOSE, GATE_RELEASED, false),
                        "call/released");
    assert_string_equal(code_of(chair, VERB_DECISION_RELEASE, GATE_RELEASED, false),
                        "call/released");
    assert_string_equal(code_of(reviewer, VERB_REVIEW_WRITE, GATE_CLOSED, true),
                        "call/not-in-review");
    assert_string_equal(code_of(secretary, VERB_APPLICATION_SCREEN, GATE_BEFORE, false),
                        "call/not-open");
    assert_string_equal(code_of(secretary, VERB_CONTRACT_EDIT, GATE_CLOSED, false),
                        "call/not-released");
}
