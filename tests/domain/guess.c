/* guess.c: how many wrong tries are answered, and how long the next one has to wait. */

#include "domain/guess.h"

#include "domain/orcid.h"
#include "support/test.h"

#define NOW 1700452800

TEST("five failures of one account from one network are free, then each doubles the delay")
{
    static const int64_t waits[] = {0, 0, 0, 0, 0, 60, 120, 240, 480, 960, 1920, 3600, 3600};
    struct guess guess = {0};

    for (size_t i = 0; i < sizeof waits / sizeof waits[0]; i++) {
        guess = guess_failed(GUESS_PAIR, &guess, NOW);
        assert_int_equal(guess_wait(&guess, NOW), waits[i]);
    }
    assert_int_equal(guess_wait(&guess, NOW + 3600), 0);
}

TEST("no number of failures elsewhere makes an account wait longer than a minute")
{
    struct guess guess = {0};

    for (int i = 0; i < 5000; i++)
        guess = guess_failed(GUESS_ACCOUNT, &guess, NOW);
    assert_int_equal(guess_wait(&guess, NOW), 60);
}

TEST("what nobody tried for long is forgotten; a delay that still runs is not")
{
    struct guess guess = {0};

    for (int i = 0; i < 20; i++)
        guess = guess_failed(GUESS_NETWORK, &guess, NOW);
    assert_int_equal(guess_failed(GUESS_NETWORK, &guess, NOW + 900 + 3600).count, 21);
    assert_int_equal(guess_failed(GUESS_NETWORK, &guess, NOW + 900 + 3601).count, 1);
}

TEST("success takes failures back, and the delay goes once the free ones are not used up")
{
    struct guess guess = {0};

    for (int i = 0; i < 12; i++)
        guess = guess_failed(GUESS_NETWORK, &guess, NOW);
    assert_int_equal(guess_wait(&guess, NOW), 120);
    guess = guess_forgiven(GUESS_NETWORK, &guess, 1);
    assert_int_equal(guess_wait(&guess, NOW), 120);
    guess = guess_forgiven(GUESS_NETWORK, &guess, 2);
    assert_int_equal(guess_wait(&guess, NOW), 0);
    assert_int_equal(guess_forgiven(GUESS_NETWORK, &guess, 100).count, 0);
}

TEST("an ORCID has four groups and a true check digit")
{
    static const char *const bad[] = {"",
                                      "0000-0002-1825-0098",
                                      "0000-0002-1825-009",
                                      "0000-0002-1825-00970",
                                      "0000000218250097",
                                      "0000-0002-1825-009x",
                                      "0000-0002_1825-0097"};

    assert_true(orcid_is_valid("0000-0002-1825-0097"));
    assert_true(orcid_is_valid("0000-0002-1694-233X"));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(orcid_is_valid(bad[i]));
}
