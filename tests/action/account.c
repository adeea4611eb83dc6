/* account.c: signing up and in, one-time links, guessing limits. */

#include "action/account.h"

#include <pthread.h>
#include "action/link.h"
#include "action/people.h"
#include "action/session.h"
#include "action/sign.h"
#include "base/text.h"
#include "store/account.h"
#include "store/notice.h"
#include "store/person.h"
#include "store/tx.h"
#include "support/house.h"
#include "support/test.h"

#define ADDRESS  "lin.zhiyuan@uni.example"
#define PASSWORD "correct horse 7"

static const struct actor nobody;

static bool sign_up(struct house *house, const char *email, struct error *err)
{
    struct problems problems = problems_in(house->arena);
    struct sign_up form = {email, "林知远", PASSWORD, house->call->definition->privacy.version,
                           true};

    return action_account_sign_up(&house->env, house->call, &form, &problems, err);
}

/* The error's code, or "" when somebody is signed in. */
static const char *sign_in(struct env *env, const char *email, const char *password)
{
    struct sign_in form = {.email = email, .password = password, .agent = "test"};
    struct actor actor;
    struct error err = {0};
    const char *token;

    return action_sign_in(env, &nobody, &form, &actor, &token, &err) ? "" : err.code;
}

static const char *use_link(struct house *house, const struct actor *actor, const char *link,
                            const char *password)
{
    struct problems problems = problems_in(house->arena);
    struct link_form form = {password, house->call->definition->privacy.version, true, "test"};
    struct link_result result;
    struct error err = {0};

    return action_link_use(&house->env, actor, link, &form, &problems, &result, &err) ? ""
                                                                                      : err.code;
}

static const char *reset_link(struct house *house, const char *email)
{
    struct problems problems = problems_in(house->arena);
    struct error err = {0};
    const char *link;

    assert_true(action_account_forgot(&house->env, email, &problems, &err));
    return strcmp(house_mail(house, &link), "reset") == 0 ? link : "";
}

static bool is_session(struct house *house, const char *token)
{
    struct actor actor;
    struct error err = {0};

    assert_true(action_session_find(&house->env, token, &actor, &err));
    return actor_signed_in(&actor);
}

TEST("an account comes into being when its address is proved, and not before")
{
    struct house house;
    struct error err = {0};
    struct person person;
    const char *link;
    bool found;

    house_open(&house);
    assert_true(sign_up(&house, ADDRESS, &err));
    assert_true(store_person_by_email(&house.env, ADDRESS, &person, &found, &err));
    assert_false(found);
    assert_string_equal(sign_in(&house.env, ADDRESS, PASSWORD), "account/wrong");
    assert_string_equal(house_mail(&house, &link), "verify");
    assert_string_equal(use_link(&house, &nobody, link, PASSWORD), "");
    assert_string_equal(sign_in(&house.env, "LIN.Zhiyuan@uni.example", PASSWORD), "");
    assert_true(store_person_by_email(&house.env, ADDRESS, &person, &found, &err));
    assert_string_equal(person.name, "林知远");
    house_close(&house);
}

TEST("whoever opens the mail of another's sign-up opens no account without its password")
{
    struct house house;
    struct error err = {0};
    const char *link;

    house_open(&house);
    assert_true(sign_up(&house, ADDRESS, &err));
    house_mail(&house, &link);
    assert_string_equal(use_link(&house, &nobody, link, "something else 8"), "account/wrong");
    assert_string_equal(use_link(&house, &nobody, link, PASSWORD), "");
    house_close(&house);
}

TEST("signing up with an address in use looks the same, and is told to the address alone")
{
    struct house house;
    struct error err = {0};
    const char *link;

    house_open(&house);
    house_account(&house, ADDRESS, NULL);
    assert_true(sign_up(&house, ADDRESS, &err));
    assert_string_equal(house_mail(&house, &link), "already-registered");
    assert_string_equal(reset_link(&house, "nobody@uni.example"), "");
    assert_string_not_equal(reset_link(&house, ADDRESS), "");
    house_close(&house);
}

TEST("an unknown address, a wrong password and an unproved address are refused in one word")
{
    struct house house;
    struct actor actor;
    struct error err = {0};
    bool done;

    house_open(&house);
    actor = house_account(&house, ADDRESS, NULL);
    assert_true(sign_up(&house, "unproved@uni.example", &err));
    done = tx_begin(&house.env, &err) &&
           store_address_add(&house.env, actor.person, "second@uni.example", false, &err);
    assert_true(tx_end(&house.env, done, &err));
    assert_string_equal(sign_in(&house.env, "second@uni.example", PASSWORD), "account/wrong");
    assert_string_equal(sign_in(&house.env, "nobody@uni.example", PASSWORD), "account/wrong");
    assert_string_equal(sign_in(&house.env, "unproved@uni.example", PASSWORD), "account/wrong");
    assert_string_equal(sign_in(&house.env, ADDRESS, "something else 8"), "account/wrong");
    house_close(&house);
}

struct
try {
    struct house *house;
    const char *link, *password;
    const char *code;
};

static void *try_link(void *context)
{
    struct try *try = context;
    struct env env = house_enter(try->house);
    struct problems problems = problems_in(env.arena);
    struct link_form form = {.password = try->password};
    struct link_result result;
    struct error err = {0};

    try->code = action_link_use(&env, &nobody, try->link, &form, &problems, &result, &err)
                    ? ""
                    : err.code;
    house_leave(try->house, &env);
    return NULL;
}

static void *try_password(void *context)
{
    struct try *try = context;
    struct env env = house_enter(try->house);

    try->code = sign_in(&env, ADDRESS, try->password);
    house_leave(try->house, &env);
    return NULL;
}

/* How many of `count` threads at once ended with the code. */
static int at_once(struct try *tries, int count, void *run(void *), const char *code)
{
    pthread_t threads[32];
    int same = 0;

    for (int i = 0; i < count; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, run, &tries[i]), 0);
    for (int i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < count; i++)
        same += strcmp(tries[i].code, code) == 0;
    return same;
}

TEST("of ten threads that use one link, exactly one succeeds")
{
    struct house house;
    struct try tries[10];
    const char *link;

    house_open(&house);
    house_account(&house, ADDRESS, NULL);
    link = reset_link(&house, ADDRESS);
    for (int i = 0; i < 10; i++)
        tries[i] = (struct try){&house, link, "another horse 9", NULL};
    assert_int_equal(at_once(tries, 10, try_link, ""), 1);
    assert_int_equal(at_once(tries, 10, try_link, "account/link"), 10);
    house_close(&house);
}

TEST("a link is dead after its time: reset one hour, address one day")
{
    struct house house;
    struct error err = {0};
    const char *link;

    house_open(&house);
    assert_true(sign_up(&house, ADDRESS, &err));
    house_mail(&house, &link);
    house.env.now = HOUSE_NOW + 24 * 3600 + 1;
    assert_string_equal(use_link(&house, &nobody, link, PASSWORD), "account/link");
    house.env.now = HOUSE_NOW + 24 * 3600;
    assert_string_equal(use_link(&house, &nobody, link, PASSWORD), "");
    link = reset_link(&house, ADDRESS);
    house.env.now += 3601;
    assert_string_equal(use_link(&house, &nobody, link, "another horse 9"), "account/link");
    house_close(&house);
}

TEST("a link shows a form without being used, and leads to the public address")
{
    struct house house;
    struct link_view view;
    struct notices notices = {0};
    struct notice notice;
    struct error err = {0};
    const char *link;

    house_open(&house);
    house_account(&house, ADDRESS, NULL);
    link = reset_link(&house, ADDRESS);
    for (int i = 0; i < 3; i++)
        assert_true(action_link_show(&house.env, &nobody, link, &view, &err));
    assert_string_equal(view.purpose, "reset");
    assert_int_equal(view.needs, LINK_PASSWORD_NEW);
    assert_true(store_notice_list(&house.env, "", 0, 1, &notices, &err));
    assert_true(store_notice_get(&house.env, notices.items[0].key, &notice, &err));
    assert_true(text_starts(json_word(notice.detail, "link"), "https://fund.example/link/"));
    assert_false(action_link_show(&house.env, &nobody, "nothing", &view, &err));
    assert_int_equal(err.kind, ERROR_MISSING);
    house_close(&house);
}

TEST("a new password by link ends every session and every other link of the person")
{
    struct house house;
    const char *session, *first, *second, *link;

    house_open(&house);
    house_account(&house, ADDRESS, &session);
    first = reset_link(&house, ADDRESS);
    second = reset_link(&house, ADDRESS);
    assert_true(is_session(&house, session));
    assert_string_equal(use_link(&house, &nobody, second, "another horse 9"), "");
    assert_string_equal(house_mail(&house, &link), "password-changed");
    assert_false(is_session(&house, session));
    assert_string_equal(use_link(&house, &nobody, first, "a third horse 1"), "account/link");
    assert_string_equal(sign_in(&house.env, ADDRESS, PASSWORD), "account/wrong");
    assert_string_equal(sign_in(&house.env, ADDRESS, "another horse 9"), "");
    house_close(&house);
}

TEST("after five wrong passwords the next is not looked at; the owner elsewhere signs in")
{
    struct house house;

    house_open(&house);
    house_account(&house, ADDRESS, NULL);
    house.env.source = "192.0.2.1";
    for (int i = 0; i < 6; i++)
        assert_string_equal(sign_in(&house.env, ADDRESS, "something else 8"), "account/wrong");
    assert_string_equal(sign_in(&house.env, ADDRESS, PASSWORD), "account/limited");
    house.env.source = "192.0.2.2";
    assert_string_equal(sign_in(&house.env, ADDRESS, PASSWORD), "");
    house.env.source = "192.0.2.1";
    assert_string_equal(sign_in(&house.env, ADDRESS, PASSWORD), "account/limited");
    house.env.now += 61;
    assert_string_equal(sign_in(&house.env, ADDRESS, PASSWORD), "");
    house_close(&house);
}

TEST("limits are the same for an address that nobody has")
{
    struct house house;

    house_open(&house);
    house_account(&house, ADDRESS, NULL);
    for (int i = 0; i < 9; i++) {
        house.env.source = "192.0.2.1";
        const char *known = sign_in(&house.env, ADDRESS, "something else 8");
        house.env.source = "192.0.2.2";
        assert_string_equal(sign_in(&house.env, "nobody@uni.example", "something else 8"), known);
    }
    house_close(&house);
}

TEST("a thousand guesses in an hour are no more than twenty tries, from one address or spread")
{
    struct house house;
    int evaluated = 0, spread = 0;

    house_open(&house);
    for (int i = 0; i < 1000; i++) {
        const char *email = arena_format(house.arena, "victim%d@uni.example", i);

        house.env.now = HOUSE_NOW + i * 3600 / 1000;
        house.env.source = "192.0.2.1";
        evaluated += strcmp(sign_in(&house.env, ADDRESS, "guess 12345"), "account/wrong") == 0;
        house.env.source = "192.0.2.2";
        spread += strcmp(sign_in(&house.env, email, "guess 12345"), "account/wrong") == 0;
    }
    assert_in_range(evaluated, 5, 20);
    assert_in_range(spread, 5, 20);
    house_close(&house);
}

TEST("guesses made at the same moment are counted one by one")
{
    struct house house;
    struct try tries[20];

    house_open(&house);
    house_account(&house, ADDRESS, NULL);
    for (int i = 0; i < 20; i++)
        tries[i] = (struct try){&house, NULL, "something else 8", NULL};
    assert_int_equal(at_once(tries, 20, try_password, "account/wrong"), 6);
    house_close(&house);
}

TEST("one address is sent five mails nobody signed in asked for, then no more for a while")
{
    struct house house;
    struct notice_counts counts;
    struct problems problems;
    struct error err = {0};

    house_open(&house);
    problems = problems_in(house.arena);
    house_account(&house, ADDRESS, NULL);
    for (int i = 0; i < 20; i++)
        assert_true(action_account_forgot(&house.env, ADDRESS, &problems, &err));
    assert_true(store_notice_count(&house.env, &counts, &err));
    assert_int_equal(counts.waiting, 6);
    house_close(&house);
}

TEST("changing the password needs the old one and ends the other sessions, not this one")
{
    struct house house;
    struct actor actor, other;
    struct problems problems;
    struct error err = {0}, wrong = {0};
    const char *here, *there;
    struct sign_in form = {.email = ADDRESS, .password = PASSWORD, .agent = "elsewhere"};

    house_open(&house);
    problems = problems_in(house.arena);
    actor = house_account(&house, ADDRESS, &here);
    assert_true(action_sign_in(&house.env, &nobody, &form, &other, &there, &err));
    assert_false(action_profile_password(&house.env, &actor, "not the old 1", "another horse 9",
                                         &problems, &wrong));
    assert_string_equal(wrong.code, "account/wrong");
    assert_true(is_session(&house, there));
    assert_true(
        action_profile_password(&house.env, &actor, PASSWORD, "another horse 9", &problems, &err));
    assert_false(is_session(&house, there));
    assert_true(is_session(&house, here));
    house_close(&house);
}

TEST("signing in ends the browser's session before, signing out this one")
{
    struct house house;
    struct actor first, second;
    struct error err = {0};
    const char *before, *after;
    struct sign_in form = {.email = ADDRESS, .password = PASSWORD, .agent = "test"};

    house_open(&house);
    first = house_account(&house, ADDRESS, &before);
    assert_true(action_sign_in(&house.env, &first, &form, &second, &after, &err));
    assert_string_not_equal(before, after);
    assert_int_equal(strlen(after), 64);
    assert_false(is_session(&house, before));
    assert_true(action_sign_out(&house.env, &second, &err));
    assert_false(is_session(&house, after));
    house_close(&house);
}

TEST("a session lasts twelve idle hours, or seven days for whoever asks to stay")
{
    struct house house;
    struct actor actor;
    struct error err = {0};
    const char *short_one, *long_one;
    struct sign_in form = {.email = ADDRESS, .password = PASSWORD, .agent = "test", .stays = true};

    house_open(&house);
    house_account(&house, ADDRESS, &short_one);
    assert_true(action_sign_in(&house.env, &nobody, &form, &actor, &long_one, &err));
    house.env.now += SESSION_IDLE + 1;
    assert_false(is_session(&house, short_one));
    assert_true(is_session(&house, long_one));
    house.env.now = HOUSE_NOW + SESSION_ABSOLUTE + 1;
    assert_false(is_session(&house, long_one));
    house_close(&house);
}

TEST("a password is eight characters or more, not common, not the address; nothing is cut off")
{
    struct arena *arena = arena_open();
    struct problems problems = problems_in(arena);
    char a[101], b[101];
    static const char *const bad[] = {"1234567", "password1", "lin.zhiyuan99", ADDRESS};

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        account_check_password(&problems, "password", bad[i], ADDRESS);
        assert_int_equal(problems.count, i + 1);
    }
    memset(a, 'x', 100);
    a[100] = '\0';
    memcpy(b, a, sizeof b);
    b[99] = 'y';
    account_check_password(&problems, "password", a, ADDRESS);
    account_check_password(&problems, "password", "知之为知之是知也", ADDRESS);
    assert_int_equal(problems.count, 4);
    arena_close(arena);
}

TEST("signing up needs the privacy notice in force, accepted")
{
    struct house house;
    struct problems problems;
    struct error err = {0};
    struct sign_up form = {ADDRESS, "林知远", PASSWORD, "2019-01", true};

    house_open(&house);
    problems = problems_in(house.arena);
    assert_false(action_account_sign_up(&house.env, house.call, &form, &problems, &err));
    assert_string_equal(problems.items[0].code, "privacy-changed");
    form.agrees = false;
    assert_false(action_account_sign_up(&house.env, house.call, &form, &problems, &err));
    assert_string_equal(problems.items[1].code, "privacy-needed");
    house_close(&house);
}

TEST("a profile takes a true ORCID only, and remembers the language")
{
    struct house house;
    struct problems problems;
    struct actor actor;
    struct person person;
    struct error err = {0}, wrong = {0};
    struct profile_form form = {"林知远", "Lin Zhiyuan", "星海大学", "0000-0002-1825-0097",
                                "",       "en"};

    house_open(&house);
    problems = problems_in(house.arena);
    actor = house_account(&house, ADDRESS, NULL);
    assert_true(action_profile_save(&house.env, &actor, &form, &problems, &err));
    assert_true(action_profile(&house.env, &actor, &person, &err));
    assert_string_equal(person.latin_name, "Lin Zhiyuan");
    assert_int_equal(person.language, LANGUAGE_EN);
    form.orcid = "0000-0002-1825-0098";
    assert_false(action_profile_save(&house.env, &actor, &form, &problems, &wrong));
    assert_string_equal(problems.items[0].code, "not-an-orcid");
    house_close(&house);
}
