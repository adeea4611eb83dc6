/* solution.c: methods compared, single cases, and a solution taken over, over a real folder. */

#include "action/solution.h"

#include "base/text.h"
#include "store/application.h"
#include "store/decision.h"
#include "store/review.h"
#include "store/tx.h"
#include "support/season.h"
#include "support/test.h"

static const struct solution_asked sum = {SOLUTION_MAX_SCORE, 0};

static struct application application_of(struct season *s, struct key key)
{
    struct application found;
    struct standing standing;
    struct error err = {0};

    assert_true(store_application_visible(&s->house.env, &s->chair, key, &found, &standing, &err));
    return found;
}

/* A submitted review of so many points. */
static void review(struct season *s, struct key key, const struct actor *reviewer, int64_t points)
{
    struct env *env = &s->house.env;
    struct application application = application_of(s, key);
    struct person_id nobody = {0};
    struct assignments list = {0};
    struct review made;
    struct error err = {0};
    bool done = tx_begin(env, &err) &&
                store_assignment_add(env, s->house.call->id, application.id, reviewer->person, 0,
                                     s->secretary.person, key_new(env), &err) &&
                store_assignments_of(env, application.id, &list, &err) &&
                store_review_get(env, &list.items[list.count - 1], &made, &err);

    made.state = REVIEW_SUBMITTED;
    made.version = 1;
    made.total = points * 10000;
    done = done && store_review_put(env, &made, nobody, &err);
    assert_true(tx_end(env, done, &err));
}

/* A (first person) 90 in topic 1 and 89 in 2; B (second) 88 in 1; C (third) 60 in 2: domain.md §7.
 */
struct guide {
    struct season s;
    struct actor reviewer, third;
    struct key a1, a2, b1, c2;
};

static void open_guide(struct guide *g)
{
    season_open(&g->s, "off");
    g->third = house_account(&g->s.house, "third@uni.example", NULL);
    g->reviewer = house_official(&g->s.house, "reviewer@panel.example", "reviewer");
    g->a1 = g->s.a;
    g->a2 = g->s.b;
    g->b1 = season_apply(&g->s, &g->s.second, "1");
    g->c2 = season_apply(&g->s, &g->third, "2");
    review(&g->s, g->a1, &g->reviewer, 90);
    review(&g->s, g->a2, &g->reviewer, 89);
    review(&g->s, g->b1, &g->reviewer, 88);
    review(&g->s, g->c2, &g->reviewer, 60);
}

static struct solution_facts solutions(struct guide *g, const struct actor *who)
{
    struct solution_facts facts;
    struct error err = {0};

    assert_true(action_solutions(&g->s.house.env, who, g->s.house.call, &sum, &facts, &err));
    assert_true(facts.solved);
    return facts;
}

static const char *outcome_of_key(struct guide *g, struct key key)
{
    struct application application = application_of(&g->s, key);
    struct decision decision;
    struct error err = {0};

    assert_true(store_decision_get(&g->s.house.env, application.id, &decision, &err));
    return decision.id.value == 0 ? "" : outcome_word(decision.outcome);
}

static const char *adopt(struct guide *g, const struct actor *who, const char *seal)
{
    struct error err = {0};

    return action_solution_adopt(&g->s.house.env, who, g->s.house.call, &sum, seal, &err)
               ? ""
               : err.code;
}

static const char *settle(struct guide *g, const struct actor *who, struct key key, const char *act,
                          const char *reason)
{
    struct award_case_form form = {key.text, act, reason};
    struct problems problems = problems_in(g->s.house.arena);
    struct error err = {0};

    return action_award_case(&g->s.house.env, who, g->s.house.call, &form, &problems, &err)
               ? ""
               : err.code;
}

TEST("a solution taken over proposes award, reserve or decline for each, with its reasons")
{
    struct guide g;
    struct solution_facts facts;

    open_guide(&g);
    facts = solutions(&g, &g.s.chair);
    assert_int_equal(facts.found[SOLUTION_MAX_SCORE].answer.total, 177 * 10000);
    assert_int_equal(facts.found[SOLUTION_GREEDY].answer.total, 150 * 10000);
    assert_string_equal(adopt(&g, &g.s.first, facts.seal), "denied");
    assert_string_equal(adopt(&g, &g.s.chair, facts.seal), "");
    assert_string_equal(outcome_of_key(&g, g.a2), "fund");
    assert_string_equal(outcome_of_key(&g, g.b1), "fund");
    assert_string_equal(outcome_of_key(&g, g.a1), "decline");
    assert_string_equal(outcome_of_key(&g, g.c2), "reserve");
    assert_string_equal(outcome_of_key(&g, g.s.c), ""); /* no review, no proposal */
    house_close(&g.s.house);
}

TEST("a veto and a pin need a reason, change the solution, and make the page that was open stale")
{
    struct guide g;
    struct solution_facts before, after;

    open_guide(&g);
    before = solutions(&g, &g.s.chair);
    assert_string_equal(settle(&g, &g.s.chair, g.b1, "veto", " "), "solution/invalid");
    assert_string_equal(settle(&g, &g.s.chair, g.b1, "bless", "x"), "solution/invalid");
    assert_string_equal(settle(&g, &g.s.first, g.b1, "veto", "利益相关"), "missing");
    assert_string_equal(settle(&g, &g.s.chair, g.b1, "veto", "数据不实"), "");
    assert_string_equal(adopt(&g, &g.s.chair, before.seal), "solution/stale");
    assert_string_equal(outcome_of_key(&g, g.a1), "");
    after = solutions(&g, &g.s.chair);
    assert_int_equal(after.found[SOLUTION_MAX_SCORE].answer.total, 150 * 10000);
    assert_string_equal(settle(&g, &g.s.chair, g.b1, "clear", ""), "");
    assert_string_equal(settle(&g, &g.s.chair, g.c2, "pin", "填补空白"), "");
    after = solutions(&g, &g.s.chair);
    assert_string_equal(adopt(&g, &g.s.chair, after.seal), "");
    assert_string_equal(outcome_of_key(&g, g.c2), "fund");
    assert_string_equal(outcome_of_key(&g, g.a1), "fund");
    assert_string_equal(outcome_of_key(&g, g.b1), "reserve");
    house_close(&g.s.house);
}

TEST("whoever stands in a conflict is shown the solution without that topic, and proposes nothing "
     "there")
{
    struct guide g;
    struct solution_facts facts;
    struct error err = {0};
    struct env *env;
    bool done;

    open_guide(&g);
    env = &g.s.house.env;
    done = tx_begin(env, &err) &&
           store_conflict_add(env, application_of(&g.s, g.c2).id, g.s.secretary.person, "declared",
                              "confirmed", "合作者", g.s.secretary.person, &err);
    assert_true(tx_end(env, done, &err));
    facts = solutions(&g, &g.s.secretary);
    assert_true(facts.shown[0]);
    assert_false(facts.shown[1]);
    assert_string_equal(facts.whole_seal, solutions(&g, &g.s.chair).whole_seal);
    assert_string_not_equal(facts.seal, solutions(&g, &g.s.chair).seal);
    assert_string_equal(adopt(&g, &g.s.secretary, facts.seal), "");
    assert_string_equal(outcome_of_key(&g, g.b1), "fund");
    assert_string_equal(outcome_of_key(&g, g.c2), "");
    assert_string_equal(outcome_of_key(&g, g.a2), "");
    assert_string_equal(outcome_of_key(&g, g.a1), ""); /* why not lies in topic 2 */
    house_close(&g.s.house);
}
