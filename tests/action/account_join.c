/* account_join.c: which accounts do not become one. */

#include "action/account_join.h"

#include "action/second.h"
#include "store/tx.h"
#include "support/house.h"
#include "support/test.h"
#include "world/totp.h"

#define PASSWORD "correct horse 7"

/* The code of the refusal, "" when they are one now. */
static const char *join(struct house *house, const struct actor *into, const struct actor *from)
{
    struct error err = {0};
    struct account other;
    bool done = tx_begin(&house->env, &err) &&
                store_account_of(&house->env, from->person, &other, &err) &&
                action_account_join(&house->env, into, &other, &err);

    return tx_end(&house->env, done, &err) ? "" : err.code;
}

static void enable_second(struct house *house, const struct actor *actor)
{
    struct second_view view;
    const char *paper[SECOND_PAPER];
    struct error err = {0};
    uint8_t secret[TOTP_SECRET];
    char code[TOTP_DIGITS + 1];

    assert_true(action_second_offer(&house->env, actor, PASSWORD, &err));
    assert_true(action_second(&house->env, actor, &view, &err));
    assert_true(totp_unbase32(view.secret, secret));
    totp_code(secret, house->env.now / TOTP_STEP, code);
    assert_true(action_second_enable(&house->env, actor, code, paper, &err));
}

TEST("an account with a second step is not joined by who only reads its mail; the other way it is")
{
    struct house house;
    struct actor guarded, plain;

    house_open(&house);
    guarded = house_account(&house, "guarded@uni.example", NULL);
    plain = house_account(&house, "plain@uni.example", NULL);
    enable_second(&house, &guarded);
    assert_string_equal(join(&house, &plain, &guarded), "account/join-second");
    assert_int_equal(house_count(&house, "account-joined"), 0);
    assert_string_equal(join(&house, &guarded, &plain), "");
    assert_int_equal(house_count(&house, "account-joined"), 1);
    house_close(&house);
}

TEST("accounts whose roles nobody may hold together stay two")
{
    struct house house;
    struct actor auditor, member, plain;

    house_open(&house);
    auditor = house_official(&house, "audit@uni.example", "auditor");
    member = house_official(&house, "member@uni.example", "reviewer");
    plain = house_account(&house, "plain@uni.example", NULL);
    assert_string_equal(join(&house, &member, &auditor), "role/auditor-alone");
    assert_string_equal(join(&house, &auditor, &member), "role/auditor-alone");
    assert_string_equal(join(&house, &plain, &member), "");
    house_close(&house);
}
