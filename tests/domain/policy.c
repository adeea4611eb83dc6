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
    {"committee", {.reviewer = true, .committee = true}},
    {"chair", {.reviewer = true, .committee = true, .chair = true}},
    {"chair+conflict", {.reviewer = true, .committee = true, .chair = true, .conflicted = true}},
    {"chair+owner", {.owner = true, .chair = true, .committee = true, .conflicted = true}},
    {"secretary", {.secretary = true}},
    {"secretary+conflict", {.secretary = true, .conflicted = true}},
    {"auditor", {.auditor = true}},
    {"administrator", {.administrator = true}},
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
        struct standing chair = people[7].standing, secretary = people[10].standing;

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
