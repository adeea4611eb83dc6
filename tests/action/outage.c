/* outage.c: the service was away before closing, and the office gives everybody more time. */

#include "action/outage.h"

#include "action/application.h"
#include "action/office.h"
#include "store/call.h"
#include "store/tx.h"
#include "support/house.h"
#include "support/test.h"

#define CLOSING (HOUSE_NOW + 7200)

static void live_at(struct house *house, int64_t at)
{
    struct error err = {0};

    house->env.now = at;
    assert_true(action_alive(&house->env, &err));
}

static bool offered(struct house *house, struct outage_offer *offer)
{
    struct error err = {0};
    bool is;

    assert_true(action_outage_offer(&house->env, house->call, offer, &is, &err));
    return is;
}

static void open_closing(struct house *house)
{
    struct error err = {0};
    struct call changed;
    bool done;

    house_open(house);
    changed = *house->call;
    changed.closes_at = CLOSING;
    done = tx_begin(&house->env, &err) && store_call_set(&house->env, &changed, &err);
    assert_true(tx_end(&house->env, done, &err));
    assert_true(service_call(&house->env, NULL, &house->call, &err));
}

TEST("marks of life a minute apart are no outage; a gap is one, also when the clock was set back "
     "between")
{
    struct house house = {.arena = NULL};
    struct outage_offer offer;

    open_closing(&house);
    for (int64_t at = HOUSE_NOW; at < HOUSE_NOW + 3600; at += 60)
        live_at(&house, at);
    live_at(&house, HOUSE_NOW + 1000);
    live_at(&house, HOUSE_NOW + 3600);
    assert_false(offered(&house, &offer));
    live_at(&house, HOUSE_NOW + 3600 + 1200);
    assert_true(offered(&house, &offer));
    assert_int_equal(offer.lost, 1200);
    assert_int_equal(offer.began_at, HOUSE_NOW + 3600);
    house_close(&house);
}

TEST("the office gives what is offered: everybody with an application is told, has more time, and "
     "nothing more is offered")
{
    struct house house = {.arena = NULL};
    struct problems problems;
    struct outage_offer offer;
    struct actor lin, secretary;
    struct application_view view;
    struct error err = {0};
    struct key draft;

    open_closing(&house);
    problems = problems_in(house.arena);
    lin = house_account(&house, "lin@uni.example", NULL);
    house_account(&house, "idle@uni.example", NULL);
    secretary = house_official(&house, "zhou@fund.example", "secretary");
    draft = house_draft(&house, &lin, "1");
    house_draft(&house, &lin, "2");
    live_at(&house, HOUSE_NOW + 60);
    live_at(&house, CLOSING + 60);
    assert_true(offered(&house, &offer));
    assert_true(action_extend(
        &house.env, &secretary, house.call,
        &(struct extension_form){.email = "", .topic = "", .reason = "中断", .until = offer.until},
        &problems, &err));
    assert_int_equal(house_count(&house, "extended"), 1);
    assert_false(offered(&house, &offer));
    assert_true(action_application_open(&house.env, &lin, draft, &view, &err));
    assert_true(view.standing.writable);
    house_close(&house);
}
