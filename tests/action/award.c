/* award.c: decisions, the one release, awards, and persons alike, over a real folder. */

#include "action/award.h"

#include <pthread.h>

#include "base/text.h"
#include "store/application.h"
#include "store/decision.h"
#include "store/notice.h"
#include "store/person.h"
#include "store/review.h"
#include "store/tx.h"
#include "support/season.h"
#include "support/test.h"

TEST("two funds for one person stop a release, and nothing of it stays")
{
    struct season s;
    struct problems problems;
    struct error err = {0};
    bool said = false;

    season_open(&s, "off");
    assert_string_equal(season_ask(&s, &s.chair), "release/refused");
    season_fund_two(&s);
    assert_string_equal(season_decide(&s, &s.chair, s.b, "fund"), "");
    problems = problems_in(s.house.arena);
    assert_false(action_release_propose(&s.house.env, &s.chair, s.house.call, &problems, &err));
    assert_string_equal(err.code, "release/refused");
    for (size_t i = 0; i < problems.count; i++)
        said = said || strcmp(problems.items[i].code, "release/two-funds") == 0;
    assert_true(said);
    assert_int_equal(season_contracts(&s).count, 0);
    assert_string_equal(season_decide(&s, &s.chair, s.b, "reserve"), "");
    assert_string_equal(season_ask(&s, &s.chair), "");
    assert_int_equal(season_contracts(&s).count, 2);
    assert_string_equal(season_decide(&s, &s.chair, s.b, "fund"), "call/released");
    house_close(&s.house);
}

TEST("who asked for the release cannot confirm it; another can; changing a decision ends it")
{
    struct season s;
    struct error err = {0};

    season_open(&s, "on");
    season_fund_two(&s);
    assert_string_equal(season_confirm(&s, &s.chair), "release/none");
    assert_string_equal(season_ask(&s, &s.first), "denied");
    assert_string_equal(season_ask(&s, &s.chair), "");
    assert_string_equal(season_ask(&s, &s.secretary), "release/waiting");
    assert_string_equal(season_confirm(&s, &s.chair), "release/second-person");
    assert_string_equal(season_decide(&s, &s.secretary, s.b, "reserve"), "");
    assert_string_equal(season_confirm(&s, &s.secretary), "release/none");
    assert_string_equal(season_ask(&s, &s.chair), "");
    assert_true(action_release_withdraw(&s.house.env, &s.secretary, s.house.call, &err));
    assert_string_equal(season_confirm(&s, &s.secretary), "release/none");
    assert_string_equal(season_ask(&s, &s.chair), "");
    assert_int_equal(season_contracts(&s).count, 0);
    assert_string_equal(season_confirm(&s, &s.secretary), "");
    assert_int_equal(season_contracts(&s).count, 2);
    assert_string_equal(season_confirm(&s, &s.secretary), "call/released");
    house_close(&s.house);
}

TEST("numbers are consecutive, and each award has a draft contract with what was asked for")
{
    struct season s;
    struct contract_rows rows;

    season_open(&s, "off");
    season_release(&s);
    rows = season_contracts(&s);
    assert_int_equal(rows.count, 2);
    assert_string_equal(rows.items[0].contract.number, "CAAIXSJLJJ-2023-MindSpore01");
    assert_string_equal(rows.items[1].contract.number, "CAAIXSJLJJ-2023-MindSpore02");
    assert_string_equal(rows.items[0].contract.party_b, "江城理工大学");
    assert_string_equal(rows.items[0].contract.starts_on, "2024-01");
    assert_int_equal(rows.items[0].contract.amount, 20000000);
    assert_true(rows.items[0].contract.large_asked);
    assert_false(rows.items[0].contract.large_model); /* the project group selects apart */
    assert_true(*rows.items[0].contract.metric != '\0');
    house_close(&s.house);
}

struct attempt {
    struct season *season;
    const char *code;
};

static void *try_release(void *context)
{
    struct attempt *attempt = context;
    struct env env = house_enter(&attempt->season->house);
    struct problems problems = problems_in(env.arena);
    struct error err = {0};
    bool done = action_release_propose(&env, &attempt->season->chair, attempt->season->house.call,
                                       &problems, &err);

    attempt->code = done ? "" : err.code;
    house_leave(&attempt->season->house, &env);
    return NULL;
}

TEST("of eight releases at once exactly one succeeds, and no number is taken twice")
{
    struct season s;
    struct attempt attempts[8];
    pthread_t threads[8];
    int done = 0;

    season_open(&s, "off");
    season_fund_two(&s);
    for (int i = 0; i < 8; i++) {
        attempts[i] = (struct attempt){.season = &s};
        assert_int_equal(pthread_create(&threads[i], NULL, try_release, &attempts[i]), 0);
    }
    for (int i = 0; i < 8; i++) {
        pthread_join(threads[i], NULL);
        done += *attempts[i].code == '\0';
    }
    assert_int_equal(done, 1);
    assert_int_equal(season_contracts(&s).count, 2);
    house_close(&s.house);
}

TEST("the database takes no second live award of a person, whoever asks for it")
{
    struct season s;
    struct application application;
    struct standing standing;
    struct award award;
    struct error err = {0};
    bool done;

    season_open(&s, "off");
    season_release(&s);
    assert_true(
        store_application_visible(&s.house.env, &s.chair, s.b, &application, &standing, &err));
    award = (struct award){.key = key_new(&s.house.env),
                           .call = s.house.call->id,
                           .person = s.first.person,
                           .application = application.id,
                           .number = "X-2",
                           .made_by = s.chair.person};
    done = tx_begin(&s.house.env, &err) && store_award_add(&s.house.env, &award, &err);
    assert_false(tx_end(&s.house.env, done, &err));
    assert_string_equal(err.code, "award/one-per-person");
    assert_string_equal(err.values[0].text, "CAAIXSJLJJ-2023-MindSpore01");
    house_close(&s.house);
}

TEST("somebody in a conflict decides nothing on the application and does not see it")
{
    struct season s;
    struct application application;
    struct standing standing;
    struct awards_facts facts;
    struct error err = {0};
    bool done;

    season_open(&s, "off");
    assert_true(
        store_application_visible(&s.house.env, &s.chair, s.a, &application, &standing, &err));
    done = tx_begin(&s.house.env, &err) &&
           store_conflict_add(&s.house.env, application.id, s.chair.person, "declared", "confirmed",
                              "", s.chair.person, &err);
    assert_true(tx_end(&s.house.env, done, &err));
    assert_string_equal(season_decide(&s, &s.chair, s.a, "fund"), "missing");
    assert_true(action_awards(&s.house.env, &s.chair, s.house.call, &facts, &err));
    for (size_t t = 0; t < facts.topics.count; t++)
        for (size_t i = 0; i < facts.topics.items[t].rows.count; i++)
            assert_string_not_equal(facts.topics.items[t].rows.items[i].key.text, s.a.text);
    assert_string_equal(season_decide(&s, &s.secretary, s.a, "fund"), "");
    house_close(&s.house);
}

TEST("each applicant is told once, of everything, with outer reasons and without scores")
{
    struct season s;
    struct notices all = {0};
    struct error err = {0};
    int told = 0;

    season_open(&s, "off");
    season_release(&s);
    assert_true(store_notice_list(&s.house.env, "", 0, 100, &all, &err));
    for (size_t i = 0; i < all.count; i++) {
        struct notice n;

        assert_true(store_notice_get(&s.house.env, all.items[i].key, &n, &err));
        if (strcmp(n.event, "decision") != 0)
            continue;
        told++;
        assert_int_equal(json_array_size(json_at(n.detail, "rows")),
                         n.person.value == s.first.person.value ? 2 : 1);
        assert_non_null(strstr(json_write(s.house.arena, n.detail), "符合资助条件"));
        assert_null(strstr(json_write(s.house.arena, n.detail), "88.4"));
    }
    assert_int_equal(told, 2);
    house_close(&s.house);
}

/* ---- alike persons */

static const char *judge(struct season *s, const char *act)
{
    struct same_form form = {s->first.key.text, s->second.key.text, act, "电话核实"};
    struct problems problems = problems_in(s->house.arena);
    struct error err = {0};

    return action_same_decide(&s->house.env, &s->secretary, s->house.call, &form, &problems, &err)
               ? ""
               : err.code;
}

static size_t alike(struct season *s)
{
    struct pair_list pairs = {0};
    struct error err = {0};

    assert_true(action_same_pairs(&s->house.env, &s->secretary, s->house.call, &pairs, &err));
    return pairs.count;
}

static void same_phone(struct season *s)
{
    struct person_details details = {.name = "林知远", .phone = "139 0000 0000"};
    struct error err = {0};
    bool done = tx_begin(&s->house.env, &err) &&
                store_person_change(&s->house.env, s->first.person, &details, &err) &&
                store_person_change(&s->house.env, s->second.person, &details, &err);

    assert_true(tx_end(&s->house.env, done, &err));
}

TEST("persons alike are named until told apart; joined ones hold both applications")
{
    struct season s;

    season_open(&s, "off");
    season_fund_two(&s);
    assert_int_equal(alike(&s), 0);
    same_phone(&s);
    assert_int_equal(alike(&s), 1);
    assert_string_equal(judge(&s, "different"), "");
    assert_int_equal(alike(&s), 0);
    assert_string_equal(judge(&s, "join"), "");
    assert_string_equal(judge(&s, "join"), "person/joined");
    assert_string_equal(season_ask(&s, &s.chair), "release/refused");
    house_close(&s.house);
}

TEST("two persons with applications to one topic, or with an award each, are not joined")
{
    struct season s;

    season_open(&s, "off");
    season_release(&s);
    assert_string_equal(judge(&s, "join"), "person/two-awards");
    house_close(&s.house);
    season_open(&s, "off");
    s.house.env.now = HOUSE_NOW;
    season_apply(&s, &s.second, "1");
    assert_string_equal(judge(&s, "join"), "person/one-topic");
    house_close(&s.house);
}
