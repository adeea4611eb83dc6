/* season.c: a closed call with three eligible applications, up to its release. */

#include "support/season.h"

#include "action/award.h"
#include "base/text.h"
#include "store/application.h"
#include "store/call.h"
#include "store/tx.h"
#include "support/test.h"

typedef bool release_act(struct env *, const struct actor *, const struct call *, struct problems *,
                         struct error *);

static void set_call(struct season *s, const char *two_persons)
{
    struct call changed = *s->house.call;
    json_t *switches = json_root(s->house.arena);
    struct error err = {0};
    bool done = tx_begin(&s->house.env, &err);

    json_put_text(switches, "two-persons/release", two_persons);
    changed.closes_at = SEASON_CLOSING;
    changed.switches = switches;
    done = done && store_call_set(&s->house.env, &changed, &err);
    assert_true(tx_end(&s->house.env, done, &err));
    assert_true(service_call(&s->house.env, NULL, &s->house.call, &err));
}

#define CONTENT                                                                                    \
    "{\"topic\":\"%s\",\"sections\":{\"applicant\":{\"phone\":\"13900000000\",\"position\":"       \
    "\"教授\"},"                                                                                 \
    "\"basic\":{\"start\":\"2024-01\",\"end\":\"2024-12\",\"metric\":\"performance\"},"            \
    "\"target\":{\"baseline\":\"1200 tokens/s\",\"goal\":\"1.5 倍\"},"                            \
    "\"resources\":{\"large_model\":\"yes\"}}}"

struct key season_apply(struct season *s, const struct actor *who, const char *topic_code)
{
    struct env *env = &s->house.env;
    struct application a = {.state = APPLICATION_ELIGIBLE,
                            .title = "面向昇腾的低比特训练",
                            .amount = 30000000,
                            .institution = "江城理工大学",
                            .leader = "林知远",
                            .version = 1,
                            .submitted_at = HOUSE_NOW};
    struct submission submission = {.version = 1,
                                    .call_version = 1,
                                    .submitted_at = HOUSE_NOW,
                                    .content = arena_format(env->arena, CONTENT, topic_code),
                                    .sha256 = "00"};
    struct key key = key_new(env);
    struct topic_row topic;
    struct error err = {0};
    bool done = tx_begin(env, &err) &&
                store_topic_get(env, s->house.call->id, topic_code, &topic, &err) &&
                store_application_add(env, s->house.call->id, topic.id, who->person, key,
                                      arena_format(env->arena, "A2023-%.4s", key.text), false,
                                      &a.id, &err);

    submission.key = key_new(env);
    submission.application = a.id;
    done = done && store_submission_add(env, &submission, who->person, &err) &&
           store_application_save(env, &a, &err);
    assert_true(tx_end(env, done, &err));
    return key;
}

void season_open(struct season *s, const char *two_persons)
{
    *s = (struct season){.house = {.arena = NULL}};
    house_open(&s->house);
    s->chair = house_official(&s->house, "chair@fund.example", "chair");
    s->secretary = house_official(&s->house, "office@fund.example", "secretary");
    s->first = house_account(&s->house, "first@uni.example", NULL);
    s->second = house_account(&s->house, "second@uni.example", NULL);
    set_call(s, two_persons);
    s->a = season_apply(s, &s->first, "1");
    s->b = season_apply(s, &s->first, "2");
    s->c = season_apply(s, &s->second, "3");
    s->house.env.now = SEASON_CLOSING + 86400;
}

const char *season_decide(struct season *s, const struct actor *by, struct key key,
                          const char *outcome)
{
    struct decision_form form = {key.text, outcome, 20000000, "平均 88.4", "符合资助条件"};
    struct problems problems = problems_in(s->house.arena);
    struct error err = {0};

    return action_decision_propose(&s->house.env, by, s->house.call, &form, &problems, &err)
               ? ""
               : err.code;
}

static const char *act_on(struct season *s, const struct actor *by, release_act *act)
{
    struct problems problems = problems_in(s->house.arena);
    struct error err = {0};

    return act(&s->house.env, by, s->house.call, &problems, &err) ? "" : err.code;
}

const char *season_ask(struct season *s, const struct actor *by)
{
    return act_on(s, by, action_release_propose);
}

const char *season_confirm(struct season *s, const struct actor *by)
{
    return act_on(s, by, action_release_confirm);
}

struct contract_rows season_contracts(struct season *s)
{
    struct contract_rows rows = {0};
    struct error err = {0};

    assert_true(store_contracts(&s->house.env, &s->secretary, s->house.call->id, &rows, &err));
    return rows;
}

void season_fund_two(struct season *s)
{
    assert_string_equal(season_decide(s, &s->chair, s->a, "fund"), "");
    assert_string_equal(season_decide(s, &s->chair, s->b, "decline"), "");
    assert_string_equal(season_decide(s, &s->secretary, s->c, "fund"), "");
}

void season_release(struct season *s)
{
    struct error err = {0};

    season_fund_two(s);
    assert_string_equal(season_ask(s, &s->chair), "");
    assert_true(service_call(&s->house.env, NULL, &s->house.call, &err));
}
