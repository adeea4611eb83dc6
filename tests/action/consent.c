/* consent.c: consents given, withdrawn, and asked for anew when their text changes. */

#include "action/consent.h"

#include "base/text.h"
#include "support/house.h"
#include "support/test.h"

static const char *set(struct house *house, const struct actor *who, const char *key,
                       const char *version, bool given)
{
    struct error err = {0};

    return action_consent_set(&house->env, who, house->call, key, version, given, &err) ? ""
                                                                                        : err.code;
}

static struct consent_state word_on(struct house *house, const struct actor *who, const char *key)
{
    struct consent_states states = {0};
    struct error err = {0};

    assert_true(action_consents(&house->env, who->person, house->call, &states, &err));
    for (size_t i = 0; i < states.count; i++)
        if (text_equal(states.items[i].consent->key, key))
            return states.items[i];
    fail_msg("no consent %s", key);
    return states.items[0];
}

TEST("each consent is given and withdrawn by itself, and its history stays")
{
    struct house house = {.arena = NULL};
    struct actor lin;
    const char *version;

    house_open(&house);
    lin = house_account(&house, "lin@uni.example", NULL);
    version = word_on(&house, &lin, "share/pcl").consent->version;
    assert_false(word_on(&house, &lin, "share/pcl").stands);
    assert_string_equal(set(&house, &lin, "share/pcl", version, true), "");
    assert_true(word_on(&house, &lin, "share/pcl").stands);
    assert_false(word_on(&house, &lin, "share/huawei").stands);
    house.env.now += 60;
    assert_string_equal(set(&house, &lin, "share/pcl", version, false), "");
    assert_false(word_on(&house, &lin, "share/pcl").stands);
    assert_int_equal(word_on(&house, &lin, "share/pcl").given_at, HOUSE_NOW);
    assert_int_equal(word_on(&house, &lin, "share/pcl").withdrawn_at, HOUSE_NOW + 60);
    assert_string_equal(set(&house, &lin, "share/pcl", version, true), "");
    assert_true(word_on(&house, &lin, "share/pcl").stands);
    house_close(&house);
}

TEST("nobody agrees to a text that is not the one in force, nor to what the call does not ask")
{
    struct house house = {.arena = NULL};
    struct actor lin;

    house_open(&house);
    lin = house_account(&house, "lin@uni.example", NULL);
    assert_string_equal(set(&house, &lin, "share/pcl", "2022-01", true), "consent/stale");
    assert_string_equal(set(&house, &lin, "share/moon", "2023-11", true), "missing");
    assert_false(word_on(&house, &lin, "share/pcl").stands);
    house_close(&house);
}
