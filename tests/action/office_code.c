/* office_code.c: a code the office gives by telephone opens once, for one address, for ten minutes.
 */

#include "action/office_code.h"

#include "base/text.h"
#include "support/house.h"
#include "support/test.h"

struct door {
    struct house house;
    struct actor secretary, administrator, lin;
    struct key lin_key, secretary_key;
};

static void open_door(struct door *d)
{
    *d = (struct door){.house = {.arena = NULL}};
    house_open(&d->house);
    d->secretary = house_official(&d->house, "office@fund.example", "secretary");
    d->administrator = house_official(&d->house, "root@fund.example", "administrator");
    d->lin = house_account(&d->house, "lin@uni.example", NULL);
    d->lin_key = d->lin.key;
    d->secretary_key = d->secretary.key;
}

static const char *give(struct door *d, const struct actor *by, struct key to, const char **code)
{
    struct error err = {0};

    return action_office_code(&d->house.env, by, d->house.call, to, code, &err) ? "" : err.code;
}

static const char *use(struct door *d, const char *email, const char *code)
{
    struct error err = {0};
    const char *url = "";

    if (!action_office_code_use(&d->house.env, email, code, &url, &err))
        return err.code;
    assert_non_null(strstr(url, "/link/"));
    return "";
}

TEST("a code opens once, however it is typed, only with its address, and its person is told")
{
    struct door d;
    const char *code = "", *lower;

    open_door(&d);
    assert_string_equal(give(&d, &d.secretary, d.lin_key, &code), "");
    assert_int_equal(strlen(code), 9);
    assert_int_equal(house_count(&d.house, "code-given"), 1);
    assert_string_equal(use(&d, "office@fund.example", code), "account/wrong-code");
    assert_string_equal(use(&d, "nobody@uni.example", code), "account/wrong-code");
    assert_string_equal(use(&d, "lin@uni.example", "0000-0000"), "account/wrong-code");
    lower = text_lower(d.house.arena, code);
    assert_string_equal(use(&d, "Lin@uni.example", lower), "");
    assert_string_equal(use(&d, "lin@uni.example", code), "account/wrong-code");
    house_close(&d.house);
}

TEST("a code is too old after ten minutes, and useless once another was given")
{
    struct door d;
    const char *first = "", *second = "";

    open_door(&d);
    assert_string_equal(give(&d, &d.secretary, d.lin_key, &first), "");
    assert_string_equal(give(&d, &d.secretary, d.lin_key, &second), "");
    assert_string_equal(use(&d, "lin@uni.example", first), "account/wrong-code");
    d.house.env.now += 601;
    assert_string_equal(use(&d, "lin@uni.example", second), "account/wrong-code");
    house_close(&d.house);
}

TEST("the office gives codes to applicants; staff get theirs from an administrator, nobody from "
     "themselves")
{
    struct door d;
    const char *code = "";

    open_door(&d);
    assert_string_equal(give(&d, &d.lin, d.secretary_key, &code), "denied");
    assert_string_equal(give(&d, &d.secretary, d.administrator.key, &code), "role/not-yours");
    assert_string_equal(give(&d, &d.secretary, d.secretary_key, &code), "account/self");
    assert_string_equal(give(&d, &d.administrator, d.secretary_key, &code), "");
    house_close(&d.house);
}

TEST("whoever guesses codes has to wait after a few")
{
    struct door d;
    const char *code = "", *last = "";

    open_door(&d);
    assert_string_equal(give(&d, &d.secretary, d.lin_key, &code), "");
    for (int i = 0; i < 20; i++)
        last = use(&d, "lin@uni.example", "1111-1111");
    assert_string_equal(last, "account/limited-code");
    house_close(&d.house);
}
