/* second.c: the second step of signing in, where only the inside can look. */

#include "action/second.h"

#include "action/account.h"
#include "action/sign.h"
#include "store/person.h"
#include "store/same.h"
#include "store/tx.h"
#include "support/house.h"
#include "support/test.h"
#include "world/totp.h"

#define ADDRESS  "lin.zhiyuan@uni.example"
#define PASSWORD "correct horse 7"

static const struct actor nobody;

static const char *code_at(const struct second_view *view, int64_t at)
{
    static char code[TOTP_DIGITS + 1];
    uint8_t secret[TOTP_SECRET];

    assert_true(totp_unbase32(view->secret, secret));
    totp_code(secret, at / TOTP_STEP, code);
    return code;
}

static void enable(struct house *house, const struct actor *actor, struct second_view *view,
                   const char *paper[SECOND_PAPER])
{
    struct error err = {0};

    assert_true(action_second_offer(&house->env, actor, PASSWORD, &err));
    assert_true(action_second(&house->env, actor, view, &err));
    assert_non_null(view->secret);
    assert_true(
        action_second_enable(&house->env, actor, code_at(view, house->env.now), paper, &err));
}

/* The ticket, or NULL when the password was enough. */
static const char *ticket(struct house *house)
{
    struct sign_in form = {.email = ADDRESS, .password = PASSWORD, .agent = "test"};
    struct actor actor;
    struct error err = {0};
    const char *token;

    if (action_sign_in(&house->env, &nobody, &form, &actor, &token, &err))
        return NULL;
    assert_string_equal(err.code, "account/second");
    return token;
}

static const char *sign_in(struct house *house, const char *ticket, const char *code)
{
    struct second_form form = {ticket, code, "test"};
    struct actor actor;
    struct error err = {0};
    const char *token;
    bool stays;

    return action_second_sign_in(&house->env, &nobody, &form, &actor, &token, &stays, &err)
               ? ""
               : err.code;
}

TEST("a ticket is good for five minutes, and not after the password was changed")
{
    struct house house;
    struct second_view view;
    const char *paper[SECOND_PAPER], *late;
    struct problems problems;
    struct error err = {0};
    struct actor actor;

    house_open(&house);
    problems = problems_in(house.arena);
    actor = house_account(&house, ADDRESS, NULL);
    enable(&house, &actor, &view, paper);
    late = ticket(&house);
    house.env.now += 301;
    assert_string_equal(sign_in(&house, late, code_at(&view, house.env.now)),
                        "account/second-late");
    late = ticket(&house);
    house.env.now += 299;
    assert_string_equal(sign_in(&house, late, code_at(&view, house.env.now)), "");
    late = ticket(&house);
    assert_true(
        action_profile_password(&house.env, &actor, PASSWORD, "another horse 8", &problems, &err));
    house.env.now += 60;
    assert_string_equal(sign_in(&house, late, code_at(&view, house.env.now)),
                        "account/second-late");
    house_close(&house);
}

TEST("a second step that was offered and never confirmed asks for nothing")
{
    struct house house;
    struct second_view view;
    struct error err = {0};
    struct actor actor;

    house_open(&house);
    actor = house_account(&house, ADDRESS, NULL);
    assert_true(action_second_offer(&house.env, &actor, PASSWORD, &err));
    assert_null(ticket(&house));
    assert_true(action_second(&house.env, &actor, &view, &err));
    assert_false(view.enabled);
    house_close(&house);
}

TEST("when two persons are found to be one, the second step goes where its account goes")
{
    struct house house;
    struct second_view view;
    const char *paper[SECOND_PAPER];
    struct person_details details = {.name = "林知远"};
    struct person_id into = {0};
    struct error err = {0};
    struct actor actor;
    bool done;

    house_open(&house);
    actor = house_account(&house, ADDRESS, NULL);
    enable(&house, &actor, &view, paper);
    done = tx_begin(&house.env, &err) && store_person_add(&house.env, &details, &into, &err) &&
           store_person_join(&house.env, actor.person, into, &err);
    assert_true(tx_end(&house.env, done, &err));
    house.env.now += 60;
    assert_string_equal(sign_in(&house, ticket(&house), code_at(&view, house.env.now)), "");
    assert_string_equal(sign_in(&house, ticket(&house), paper[0]), "");
    assert_string_equal(sign_in(&house, ticket(&house), paper[0]), "account/code");
    house_close(&house);
}
