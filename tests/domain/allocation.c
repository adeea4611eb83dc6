/* allocation.c: who is awarded: the sum, the wishes, the budget, and the reasons of the others. */

#include "domain/allocation_json.h"

#include "base/json.h"
#include "support/test.h"

/* The answer to a problem without its format line, as JSON. */
static const json_t *solve(struct arena *arena, const char *rest)
{
    struct buffer out = buffer_in(arena);
    struct error err = {0};
    char *text = arena_format(arena, "{\"format\":\"grantd-award-1\",%s}", rest);
    const json_t *answer;

    allocation_reply(arena, text, strlen(text), &out);
    answer = json_parse(arena, buffer_get(&out), out.length, &err);
    assert_non_null(answer);
    return answer;
}

/* Ids of the winners in input order, joined. */
static const char *winners(struct arena *arena, const json_t *answer)
{
    const json_t *awards = json_at(answer, "awards");
    struct buffer out = buffer_in(arena);

    for (size_t i = 0; i < json_array_size(awards); i++)
        buffer_format(&out, "%s%s", i == 0 ? "" : " ",
                      json_word(json_array_get(awards, i), "application"));
    return buffer_get(&out);
}

static const char *why(const json_t *answer, const char *application)
{
    const json_t *reasons = json_at(answer, "reasons");

    for (size_t i = 0; i < json_array_size(reasons); i++)
        if (strcmp(json_word(json_array_get(reasons, i), "application"), application) == 0)
            return json_word(json_array_get(reasons, i), "code");
    return "";
}

#define GUIDE                                                                                      \
    "\"topics\":[{\"id\":\"T1\",\"quota\":1},{\"id\":\"T2\",\"quota\":1}],"                        \
    "\"applications\":["                                                                           \
    "{\"id\":\"A1\",\"applicant\":\"A\",\"topic\":\"T1\",\"score\":90,\"preference\":1,"           \
    "\"amount\":30},"                                                                              \
    "{\"id\":\"A2\",\"applicant\":\"A\",\"topic\":\"T2\",\"score\":89,\"preference\":2,"           \
    "\"amount\":30},"                                                                              \
    "{\"id\":\"B1\",\"applicant\":\"B\",\"topic\":\"T1\",\"score\":88,\"preference\":1,"           \
    "\"amount\":20},"                                                                              \
    "{\"id\":\"C2\",\"applicant\":\"C\",\"topic\":\"T2\",\"score\":60,\"preference\":1,"           \
    "\"amount\":10}]"

TEST("the largest sum gives A the second topic, where greed would have lost 27 points")
{
    struct arena *arena = arena_open();
    const json_t *answer = solve(arena, "\"method\":\"max-score\"," GUIDE);

    assert_string_equal(winners(arena, answer), "A2 B1");
    assert_string_equal(json_word(answer, "status"), "optimal");
    assert_true(json_real_value(json_at(answer, "total_score")) == 177.0);
    assert_string_equal(why(answer, "A1"), "awarded-elsewhere");
    assert_string_equal(why(answer, "C2"), "quota-full");
    arena_close(arena);
}

TEST("by proposals everybody has the best wish that no better one took")
{
    struct arena *arena = arena_open();
    const json_t *answer = solve(arena, "\"method\":\"stable\"," GUIDE);

    assert_string_equal(winners(arena, answer), "A1 C2");
    assert_string_equal(why(answer, "A2"), "awarded-preferred");
    assert_string_equal(why(answer, "B1"), "quota-full");
    arena_close(arena);
}

TEST("a budget is kept to the fen, and who would need more is told how much")
{
    struct arena *arena = arena_open();
    const json_t *answer = solve(arena, "\"method\":\"max-score\",\"budget\":40," GUIDE);

    assert_string_equal(winners(arena, answer), "A1 C2");
    assert_int_equal(json_int(answer, "spent", 0), 40);
    answer = solve(arena, "\"method\":\"max-score\",\"budget\":29," GUIDE);
    assert_string_equal(winners(arena, answer), "B1");
    assert_string_equal(why(answer, "C2"), "budget");
    assert_int_equal(json_int(json_array_get(json_at(answer, "reasons"), 2), "missing", 0), 1);
    arena_close(arena);
}

TEST("a pin keeps its place and its person, a veto and the minimum keep out")
{
    struct arena *arena = arena_open();
    const json_t *answer = solve(
        arena,
        "\"method\":\"max-score\",\"pins\":[\"A1\"],\"vetoes\":[\"B1\"],\"minimum\":61," GUIDE);

    assert_string_equal(winners(arena, answer), "A1");
    assert_string_equal(why(answer, "B1"), "vetoed");
    assert_string_equal(why(answer, "C2"), "below-minimum");
    assert_string_equal(why(answer, "A2"), "awarded-preferred");
    arena_close(arena);
}

TEST("equals are told apart by lot and then by id, whatever order they come in")
{
    static const char both[] =
        "\"method\":\"max-score\",\"topics\":[{\"id\":\"T\",\"quota\":1}],\"applications\":["
        "{\"id\":\"b\",\"applicant\":\"B\",\"topic\":\"T\",\"score\":80,\"preference\":1%s},"
        "{\"id\":\"a\",\"applicant\":\"A\",\"topic\":\"T\",\"score\":80,\"preference\":1%s}]";
    struct arena *arena = arena_open();

    assert_string_equal(winners(arena, solve(arena, arena_format(arena, both, "", ""))), "a");
    assert_string_equal(
        winners(arena, solve(arena, arena_format(arena, both, ",\"lot\":1", ",\"lot\":2"))), "b");
    arena_close(arena);
}

/* The best sum within the budget by trying every subset. */
static int64_t by_trying(const struct allocation_problem *problem)
{
    int64_t best = 0;

    for (uint32_t set = 0; set < 1U << problem->application_count; set++) {
        int64_t money = 0, sum = 0, used[8] = {0};
        uint32_t people = 0;
        bool fits = true;

        for (size_t i = 0; i < problem->application_count && fits; i++) {
            const struct allocation_application *a = &problem->applications[i];

            if ((set >> i & 1U) == 0)
                continue;
            fits = (people >> a->applicant & 1U) == 0 &&
                   ++used[a->topic] <= problem->quotas[a->topic];
            people |= 1U << a->applicant;
            money += a->amount;
            sum += a->score;
        }
        if (fits && money <= problem->budget && sum > best)
            best = sum;
    }
    return best;
}

TEST("with a budget the sum is the best of all subsets, in two hundred small seasons")
{
    uint64_t dice = 20231124;

    for (int season = 0; season < 200; season++) {
        struct arena *arena = arena_open();
        struct allocation_application list[10];
        int64_t quotas[3] = {1, 2, 1};
        struct allocation_problem problem = {.applications = list,
                                             .quotas = quotas,
                                             .application_count = 10,
                                             .topic_count = 3,
                                             .applicant_count = 5,
                                             .has_budget = true};
        struct allocation_answer answer;

        for (uint32_t i = 0; i < 10; i++) {
            dice = dice * 6364136223846793005ULL + 1442695040888963407ULL;
            list[i] = (struct allocation_application){.applicant = i / 2,
                                                      .topic = (i + (uint32_t)(dice >> 60)) % 3,
                                                      .score = (int64_t)(dice >> 33) % 1000000,
                                                      .preference = 1 + i % 2,
                                                      .amount = (int64_t)(dice >> 20) % 50,
                                                      .rank_of_id = i};
        }
        problem.budget = (int64_t)(dice >> 40) % 120;
        allocation_solve(arena, &problem, &answer);
        assert_true(answer.optimal);
        assert_true(answer.spent <= problem.budget);
        assert_int_equal(answer.total, by_trying(&problem));
        arena_close(arena);
    }
}
