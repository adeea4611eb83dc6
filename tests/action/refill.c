/* refill.c: a declined award frees its place, and the place goes to the reserve, over a real
 * folder. */

#include "action/refill.h"

#include <pthread.h>

#include "action/award.h"
#include "action/contract.h"
#include "base/text.h"
#include "store/decision.h"
#include "support/season.h"
#include "support/test.h"

struct vacated {
    struct season s;
    struct actor third;
    struct key reserve; /* in topic 1, behind a */
};

/* a (topic 1, first person) and c (topic 3) are funded; one more waits in topic 1. */
static void open_stage(struct vacated *g, const char *two_persons)
{
    season_open(&g->s, two_persons);
    g->third = house_account(&g->s.house, "third@uni.example", NULL);
    g->reserve = season_apply(&g->s, &g->third, "1");
    season_fund_two(&g->s);
    assert_string_equal(season_decide(&g->s, &g->s.chair, g->reserve, "reserve"), "");
    assert_string_equal(season_ask(&g->s, &g->s.chair), "");
    if (text_equal(two_persons, "on"))
        assert_string_equal(season_confirm(&g->s, &g->s.secretary), "");
}

static const char *decline(struct vacated *g, size_t contract)
{
    struct contract_move form = {"declined", "2023-12-09", "乙方放弃"};
    struct problems problems = problems_in(g->s.house.arena);
    struct error err = {0};
    struct key key = season_contracts(&g->s).items[contract].contract.key;

    return action_contract_move(&g->s.house.env, &g->s.secretary, key, &form, &problems, &err)
               ? ""
               : err.code;
}

static const char *refill(struct vacated *g, const struct actor *who, struct key key, int64_t fen)
{
    struct refill_form form = {key.text, fen, "备选第 1 位"};
    struct problems problems = problems_in(g->s.house.arena);
    struct error err = {0};

    return action_refill_propose(&g->s.house.env, who, g->s.house.call, &form, &problems, &err)
               ? ""
               : err.code;
}

static const char *confirm(struct vacated *g, const struct actor *who)
{
    struct error err = {0};

    return action_refill_confirm(&g->s.house.env, who, g->s.house.call, &err) ? "" : err.code;
}

static size_t live_awards(struct vacated *g)
{
    struct awards awards = {0};
    struct error err = {0};
    size_t live = 0;

    assert_true(store_awards(&g->s.house.env, g->s.house.call->id, &awards, &err));
    for (size_t i = 0; i < awards.count; i++)
        live += awards.items[i].live;
    return live;
}

TEST("a place is given to the reserve only when it fell free, within the sum asked, and told once")
{
    struct vacated g;
    size_t letters;

    open_stage(&g, "off");
    letters = house_count(&g.s.house, "decision");
    assert_string_equal(refill(&g, &g.s.chair, g.reserve, 30000000), "refill/full");
    assert_string_equal(decline(&g, 0), "");
    assert_int_equal(live_awards(&g), 1);
    assert_string_equal(refill(&g, &g.s.first, g.reserve, 30000000), "missing");
    assert_string_equal(refill(&g, &g.s.chair, g.reserve, 30000001), "decision/invalid");
    assert_string_equal(refill(&g, &g.s.chair, g.reserve, 30000000), "");
    assert_int_equal(live_awards(&g), 2);
    assert_int_equal(season_contracts(&g.s).count, 3); /* the declined number stays, as void */
    assert_int_equal(house_count(&g.s.house, "decision"), letters + 1);
    assert_string_equal(refill(&g, &g.s.chair, g.reserve, 30000000), "refill/full");
    house_close(&g.s.house);
}

TEST("with two persons a refill waits for the other one, and can be withdrawn")
{
    struct vacated g;
    struct refill_waiting waiting;
    struct error err = {0};
    bool found;

    open_stage(&g, "on");
    assert_string_equal(confirm(&g, &g.s.secretary), "refill/none");
    assert_string_equal(decline(&g, 0), "");
    assert_string_equal(refill(&g, &g.s.chair, g.reserve, 20000000), "");
    assert_int_equal(live_awards(&g), 1);
    assert_string_equal(refill(&g, &g.s.secretary, g.reserve, 20000000), "refill/waiting");
    assert_string_equal(confirm(&g, &g.s.chair), "release/second-person");
    assert_true(refill_waiting(&g.s.house.env, &g.s.chair, g.s.house.call, &waiting, &found, &err));
    assert_true(found && waiting.own && waiting.amount == 20000000);
    assert_true(action_refill_withdraw(&g.s.house.env, &g.s.secretary, g.s.house.call, &err));
    assert_string_equal(confirm(&g, &g.s.secretary), "refill/none");
    assert_string_equal(refill(&g, &g.s.chair, g.reserve, 20000000), "");
    assert_string_equal(confirm(&g, &g.s.secretary), "");
    assert_int_equal(live_awards(&g), 2);
    house_close(&g.s.house);
}

TEST("a person who holds an award is not given a second place that fell free")
{
    struct vacated g;

    open_stage(&g, "off");
    assert_string_equal(decline(&g, 1), ""); /* c of topic 3 */
    assert_string_equal(refill(&g, &g.s.chair, g.s.b, 30000000), "award/one-per-person");
    assert_string_equal(decline(&g, 0), ""); /* a of topic 1, the same person as b */
    assert_string_equal(refill(&g, &g.s.chair, g.reserve, 30000000), "");
    assert_string_equal(refill(&g, &g.s.chair, g.s.a, 30000000), "refill/full");
    house_close(&g.s.house);
}

struct racer {
    struct vacated *stage;
    const char *code;
};

static void *race(void *context)
{
    struct racer *racer = context;
    struct env env = house_enter(&racer->stage->s.house);
    struct refill_form form = {racer->stage->reserve.text, 30000000, "备选"};
    struct problems problems = problems_in(env.arena);
    struct error err = {0};
    bool done = action_refill_propose(&env, &racer->stage->s.chair, racer->stage->s.house.call,
                                      &form, &problems, &err);

    racer->code = done ? "" : err.code;
    house_leave(&racer->stage->s.house, &env);
    return NULL;
}

TEST("of eight who give the same free place at once exactly one succeeds")
{
    struct vacated g;
    struct racer racers[8];
    pthread_t threads[8];
    size_t won = 0;

    open_stage(&g, "off");
    assert_string_equal(decline(&g, 0), "");
    for (size_t i = 0; i < 8; i++) {
        racers[i].stage = &g;
        assert_int_equal(pthread_create(&threads[i], NULL, race, &racers[i]), 0);
    }
    for (size_t i = 0; i < 8; i++) {
        pthread_join(threads[i], NULL);
        won += *racers[i].code == '\0';
    }
    assert_int_equal(won, 1);
    assert_int_equal(live_awards(&g), 2);
    assert_int_equal(season_contracts(&g.s).count, 3);
    house_close(&g.s.house);
}
