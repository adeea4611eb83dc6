/* outage.c: time lost before a closing, and what makes up for it. */

#include "domain/outage.h"

#include "support/test.h"

#define CLOSING 1700816400 /* 2023-11-24 17:00 in Beijing */

static bool offer(int64_t began, int64_t ended, struct outage_offer *made)
{
    struct outage one = {CLOSING + began, CLOSING + ended};
    struct outages outages = {.items = &one, .count = 1};

    return outage_offer(&outages, CLOSING, made);
}

TEST("more than ten minutes away in the six hours before closing are made up for, to the quarter")
{
    struct outage_offer made;

    assert_false(offer(-3600, -3000, &made));
    assert_true(offer(-3600, -2999, &made));
    assert_int_equal(made.lost, 601);
    assert_int_equal(made.until, CLOSING + 900);
    assert_true(offer(-7200, -3599, &made));
    assert_int_equal(made.until, CLOSING + 4500);
    assert_false(offer(-30000, -21600, &made));
    assert_true(offer(-30000, -20000, &made));
    assert_int_equal(made.lost, 1600);
    assert_false(offer(60, 9000, &made)); /* after closing nothing was lost */
}

TEST("who was away over closing itself makes up from when it was back")
{
    struct outage_offer made;

    assert_true(offer(-1800, 5400, &made));
    assert_int_equal(made.lost, 1800);
    assert_int_equal(made.until, CLOSING + 7200);
}

TEST("short ones count together; without a closing time nothing is offered")
{
    struct outage items[] = {{CLOSING - 5000, CLOSING - 4600}, {CLOSING - 900, CLOSING - 600}};
    struct outages outages = {.items = items, .count = 2};
    struct outage_offer made;

    assert_true(outage_offer(&outages, CLOSING, &made));
    assert_int_equal(made.lost, 700);
    assert_int_equal(made.began_at, CLOSING - 5000);
    assert_int_equal(made.ended_at, CLOSING - 600);
    assert_false(outage_offer(&outages, 0, &made));
}
