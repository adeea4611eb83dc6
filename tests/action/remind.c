/* remind.c: what the clock writes to people, to the second and once. */

#include "action/remind.h"

#include "action/application.h"
#include "base/text.h"
#include "store/call.h"
#include "store/tx.h"
#include "support/house.h"
#include "support/test.h"

#define CLOSES (HOUSE_NOW + 10 * 86400)
#define HOUR   3600

static struct house house;

static void set_closing(int64_t closes)
{
    struct call changed = *house.call;
    struct error err = {0};
    bool done = tx_begin(&house.env, &err);

    changed.closes_at = closes;
    changed.switches = json_root(house.arena);
    done = done && store_call_set(&house.env, &changed, &err);
    assert_true(tx_end(&house.env, done, &err));
    assert_true(service_call(&house.env, NULL, &house.call, &err));
}

static int told(int64_t now)
{
    struct error err = {0};

    house.env.now = now;
    assert_true(action_remind_drafts(&house.env, &err));
    return (int)house_count(&house, "closing-soon");
}

TEST("a draft is reminded of once at each mark, and never after closing")
{
    struct actor applicant;
    struct error err = {0};
    struct key key;

    house_open(&house);
    set_closing(CLOSES);
    applicant = house_account(&house, "lin@inst.example", NULL);
    assert_true(action_application_start(&house.env, &applicant, house.call, "1", &key, &err));
    assert_int_equal(told(CLOSES - 73 * HOUR), 0);
    assert_int_equal(told(CLOSES - 72 * HOUR), 1);
    assert_int_equal(told(CLOSES - 71 * HOUR), 1);
    assert_int_equal(told(CLOSES - 10 * HOUR), 2);
    assert_int_equal(told(CLOSES - 9 * HOUR), 2);
    assert_int_equal(told(CLOSES - 2 * HOUR), 3);
    assert_int_equal(told(CLOSES + 1), 3);
    house_close(&house);
}

TEST("a closing that is moved is another one to be reminded of")
{
    struct actor applicant;
    struct error err = {0};
    struct key key;

    house_open(&house);
    set_closing(CLOSES);
    applicant = house_account(&house, "lin@inst.example", NULL);
    assert_true(action_application_start(&house.env, &applicant, house.call, "1", &key, &err));
    assert_int_equal(told(CLOSES - 2 * HOUR), 1);
    set_closing(CLOSES + 20 * 86400);
    assert_int_equal(told(CLOSES), 1);
    assert_int_equal(told(CLOSES + 20 * 86400 - 60 * HOUR), 2);
    house_close(&house);
}

TEST("the digest comes once a day, from eight in the morning, with the head of the audit log")
{
    struct error err = {0};
    int64_t midnight = (HOUSE_NOW + 8 * HOUR) / 86400 * 86400 - 8 * HOUR;

    house_open(&house);
    set_closing(CLOSES);
    for (int64_t hour = 0; hour < 48; hour++) {
        house.env.now = midnight + 86400 + hour * HOUR;
        assert_true(action_digest(&house.env, &err));
        assert_int_equal(house_count(&house, "digest"), (size_t)(hour >= 8) + (size_t)(hour >= 32));
    }
    house_close(&house);
}
