/* solution.c: three methods beside each other, the reserve list, and the seal of what was solved.
 */

#include "domain/solution.h"

#include "support/test.h"

struct row {
    int64_t person;
    const char *number;
    size_t topic;
    int64_t points, preference, yuan;
};

/* A scores 90 in T1 and 89 in T2, B 88 in T1, C 60 in T2, one place each: domain.md §7. */
static const struct row guide[] = {{1, "A1", 0, 90, 1, 30},
                                   {1, "A2", 1, 89, 2, 30},
                                   {2, "B1", 0, 88, 1, 20},
                                   {3, "C2", 1, 60, 1, 10}};

enum { A1, A2, B1, C2 };

static struct solution_case case_of(struct arena *arena, const struct row *rows, size_t count)
{
    struct solution_case given = {.budget = 0};

    for (int t = 0; t < 2; t++)
        *list_add(arena, &given.topics) = (struct ranking_topic){.code = t == 0 ? "1" : "2",
                                                                 .quota = 1};
    for (size_t i = 0; i < count; i++)
        *list_add(arena, &given.entries) = (struct solution_entry){.application = {(int64_t)i + 1},
                                                                   .person = {rows[i].person},
                                                                   .number = rows[i].number,
                                                                   .topic = rows[i].topic,
                                                                   .score = rows[i].points *
                                                                            ALLOCATION_UNIT,
                                                                   .preference = rows[i].preference,
                                                                   .amount = rows[i].yuan * 100};
    return given;
}

static void solve(struct arena *arena, const struct solution_case *given,
                  struct solution found[SOLUTION_METHOD_COUNT])
{
    struct error err = {0};

    assert_true(solution_make(arena, given, found, &err));
}

static bool won(const struct solution *solution, size_t entry)
{
    return solution->problem.applications[entry].won;
}

TEST("three methods of the guide's example: the sum gives 177, greed and stability 150")
{
    struct arena *arena = arena_open();
    struct solution_case given = case_of(arena, guide, 4);
    struct solution found[SOLUTION_METHOD_COUNT];

    solve(arena, &given, found);
    assert_int_equal(found[SOLUTION_MAX_SCORE].answer.total, 177 * ALLOCATION_UNIT);
    assert_true(won(&found[SOLUTION_MAX_SCORE], A2) && won(&found[SOLUTION_MAX_SCORE], B1));
    assert_int_equal(found[SOLUTION_GREEDY].answer.total, 150 * ALLOCATION_UNIT);
    assert_true(won(&found[SOLUTION_GREEDY], A1) && won(&found[SOLUTION_GREEDY], C2));
    assert_true(won(&found[SOLUTION_STABLE], A1) && won(&found[SOLUTION_STABLE], C2));
    arena_close(arena);
}

TEST("who has no award at all waits on the reserve list of the topic, best first; an awarded one "
     "does not")
{
    static const struct row rows[] = {{1, "A1", 0, 90, 1, 1}, {2, "B1", 0, 80, 1, 1},
                                      {3, "C1", 0, 85, 2, 1}, {3, "C2", 1, 70, 1, 1},
                                      {4, "D1", 0, 70, 0, 1}, {5, "E1", 0, 75, 0, 1}};
    struct arena *arena = arena_open();
    struct solution_case given = case_of(arena, rows, 6);
    struct solution found[SOLUTION_METHOD_COUNT];
    const struct solution *sum = &found[SOLUTION_MAX_SCORE];

    given.entries.items[4].vetoed = true;
    solve(arena, &given, found);
    assert_int_equal(solution_outcome(sum, 0), OUTCOME_FUND);
    assert_int_equal(sum->reserve[1], 1);
    assert_int_equal(solution_outcome(sum, 2), OUTCOME_DECLINE); /* C is awarded in topic 2 */
    assert_int_equal(solution_outcome(sum, 3), OUTCOME_FUND);
    assert_int_equal(solution_outcome(sum, 4), OUTCOME_DECLINE); /* vetoed */
    assert_int_equal(sum->reserve[5], 2);
    arena_close(arena);
}

TEST("a budget and a minimum bind the sum and greed alike; a wish not said comes after those that "
     "were")
{
    struct arena *arena = arena_open();
    struct solution_case given = case_of(arena, guide, 4);
    struct solution found[SOLUTION_METHOD_COUNT];

    given.budget = 3000;
    given.minimum = 61 * ALLOCATION_UNIT;
    given.entries.items[A1].preference = 0;
    solve(arena, &given, found);
    assert_int_equal(found[SOLUTION_MAX_SCORE].answer.total, 90 * ALLOCATION_UNIT);
    assert_int_equal(found[SOLUTION_MAX_SCORE].answer.spent, 3000);
    assert_int_equal(found[SOLUTION_GREEDY].answer.total, 90 * ALLOCATION_UNIT);
    assert_int_equal(found[SOLUTION_STABLE].problem.applications[A1].preference, 2);
    assert_true(won(&found[SOLUTION_STABLE], A2));
    assert_int_equal(solution_outcome(&found[SOLUTION_GREEDY], C2), OUTCOME_DECLINE);
    arena_close(arena);
}

TEST("pins that do not fit are told apart, and those that fit are awarded whatever their score")
{
    struct arena *arena = arena_open();
    struct solution_case given = case_of(arena, guide, 4);
    struct solution found[SOLUTION_METHOD_COUNT];
    struct error err = {0};

    given.entries.items[C2].pinned = true;
    solve(arena, &given, found);
    for (int m = 0; m < SOLUTION_METHOD_COUNT; m++)
        assert_true(won(&found[m], C2) && !won(&found[m], A2));
    given.entries.items[A2].pinned = true;
    assert_false(solution_make(arena, &given, found, &err));
    assert_string_equal(err.code, "solution/pin-quota");
    err = (struct error){0};
    given.entries.items[C2].pinned = false;
    given.entries.items[A1].pinned = true;
    assert_false(solution_make(arena, &given, found, &err));
    assert_string_equal(err.code, "solution/pin-applicant");
    arena_close(arena);
}

TEST(
    "the seal of a case changes with what the answer depends on; the one shown, with what is shown")
{
    struct arena *arena = arena_open();
    struct solution_case given = case_of(arena, guide, 4);
    const char *seal = solution_seal(arena, &given), *seen;
    struct solution found[SOLUTION_METHOD_COUNT];
    const bool first[] = {true, false};

    assert_string_equal(seal, solution_seal(arena, &given));
    given.entries.items[B1].vetoed = true;
    assert_string_not_equal(seal, solution_seal(arena, &given));
    given.entries.items[B1].vetoed = false;
    given.topics.items[1].quota = 2;
    solve(arena, &given, found);
    seen = solution_seal_shown(arena, &given, found, first);
    given.entries.items[C2].score++; /* not shown, and changes nothing that is */
    solve(arena, &given, found);
    assert_string_equal(seen, solution_seal_shown(arena, &given, found, first));
    given.entries.items[B1].score++;
    solve(arena, &given, found);
    assert_string_not_equal(seen, solution_seal_shown(arena, &given, found, first));
    assert_string_not_equal(seal, solution_seal(arena, &given));
    arena_close(arena);
}
