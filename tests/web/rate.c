/* rate.c: tries of one address. */

#include "web/rate.h"

#include "support/test.h"

TEST("an address has sixty guesses at once, then one every three seconds; others keep theirs")
{
    struct rates *rates = rates_open();

    for (int i = 0; i < 60; i++)
        assert_true(rate_take(rates, RATE_GUESS, "192.0.2.1", 1000));
    assert_false(rate_take(rates, RATE_GUESS, "192.0.2.1", 1000));
    assert_false(rate_take(rates, RATE_GUESS, "192.0.2.1", 3999));
    assert_true(rate_take(rates, RATE_GUESS, "192.0.2.1", 4000));
    assert_false(rate_take(rates, RATE_GUESS, "192.0.2.1", 4000));
    assert_true(rate_take(rates, RATE_GUESS, "192.0.2.2", 1000));
    assert_true(rate_take(rates, RATE_NORMAL, "192.0.2.1", 1000));
    rates_close(rates);
}
