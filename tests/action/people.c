/* people.c: roles, invitations, disabling, and the command line's accounts. */

#include "action/people.h"

#include "action/link.h"
#include "action/session.h"
#include "action/sign.h"
#include "base/text.h"
#include "store/person.h"
#include "support/house.h"
#include "support/test.h"

#define PASSWORD "correct horse 7"

static const struct actor nobody;

static const char *change_role(struct house *house, const struct actor *by, struct key key,
                               const char *role, bool gives)
{
    struct error err = {0};

    return action_people_role(&house->env, by, house->call, key, role, gives, &err) ? "" : err.code;
}

static const char *invite(struct house *house, const struct actor *by, const char *email,
                          const char *role, const char **link)
{
    struct invitation form = {email, "周庭芳", "", role};
    struct problems problems = problems_in(house->arena);
    struct error err = {0};

    if (!action_people_invite(&house->env, by, house->call, &form, &problems, &err))
        return err.code;
    assert_string_equal(house_mail(house, link), "invitation");
    return "";
}

static const char *accept(struct house *house, const struct actor *actor, const char *link,
                          struct link_result *result)
{
    struct problems problems = problems_in(house->arena);
    struct link_form form = {PASSWORD, house->call->definition->privacy.version, true, "test"};
    struct error err = {0};

    return action_link_use(&house->env, actor, link, &form, &problems, result, &err) ? ""
                                                                                     : err.code;
}

static struct actor now_of(struct house *house, const char *token)
{
    struct actor actor;
    struct error err = {0};

    assert_true(action_session_find(&house->env, token, &actor, &err));
    return actor;
}

TEST("the secretary gives reviewer, member and chair; secretary, auditor, administrator do not")
{
    static const struct {
        const char *role, *by_secretary, *by_administrator;
    } rows[] = {
        {"reviewer", "", ""},
        {"member", "", ""},
        {"chair", "", ""},
        {"secretary", "role/not-yours", ""},
        {"auditor", "role/not-yours", "role/auditor-alone"},
        {"administrator", "role/not-yours", ""},
    };
    struct house house;
    struct actor secretary, administrator, person;
    const char *link;

    house_open(&house);
    secretary = house_official(&house, "office@fund.example", "secretary");
    administrator = house_official(&house, "root@fund.example", "administrator");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        person = house_account(&house, arena_format(house.arena, "p%zu@uni.example", i), NULL);
        assert_string_equal(change_role(&house, &person, person.key, rows[i].role, true), "denied");
        assert_string_equal(change_role(&house, &secretary, person.key, rows[i].role, true),
                            rows[i].by_secretary);
        if (*rows[i].by_secretary == '\0')
            assert_string_equal(house_mail(&house, &link), "role-granted");
        assert_string_equal(invite(&house, &secretary, "new@uni.example", rows[i].role, &link),
                            rows[i].by_secretary);
        if (strcmp(rows[i].role, "auditor") == 0)
            change_role(&house, &administrator, person.key, "reviewer", true);
        else if (*rows[i].by_secretary == '\0')
            change_role(&house, &secretary, person.key, rows[i].role, false);
        assert_string_equal(change_role(&house, &administrator, person.key, rows[i].role, true),
                            rows[i].by_administrator);
    }
    house_close(&house);
}

TEST("a role given or taken counts on the very next request")
{
    struct house house;
    struct actor secretary, person;
    const char *token;

    house_open(&house);
    secretary = house_official(&house, "office@fund.example", "secretary");
    person = house_account(&house, "p@uni.example", &token);
    assert_string_equal(change_role(&house, &secretary, person.key, "reviewer", true), "");
    person = now_of(&house, token);
    assert_true(actor_is(&person, ROLE_REVIEWER, house.call->id));
    assert_string_equal(change_role(&house, &secretary, person.key, "reviewer", true), "role/held");
    assert_string_equal(change_role(&house, &secretary, person.key, "reviewer", false), "");
    person = now_of(&house, token);
    assert_true(actor_signed_in(&person));
    assert_false(actor_is(&person, ROLE_REVIEWER, house.call->id));
    assert_string_equal(change_role(&house, &secretary, person.key, "reviewer", false),
                        "role/not-held");
    house_close(&house);
}

TEST("who gains a role of the staff signs in anew; nobody takes their own, nor the last")
{
    struct house house;
    struct actor administrator, person;
    struct error err = {0};
    const char *token;

    house_open(&house);
    administrator = house_official(&house, "root@fund.example", "administrator");
    person = house_account(&house, "p@uni.example", &token);
    assert_string_equal(
        change_role(&house, &administrator, administrator.key, "administrator", false),
        "role/self");
    assert_false(action_people_account(&house.env, &administrator, administrator.key, true, &err));
    assert_string_equal(err.code, "account/self");
    assert_string_equal(change_role(&house, &administrator, person.key, "secretary", true), "");
    person = now_of(&house, token);
    assert_false(actor_signed_in(&person));
    house_close(&house);
}

TEST("disabling an account ends its sessions at once, and its password opens nothing")
{
    struct house house;
    struct actor administrator, secretary, person;
    struct sign_in form = {.email = "p@uni.example", .password = PASSWORD, .agent = "test"};
    struct error err = {0}, denied = {0}, shut = {0};
    struct actor after;
    const char *token, *again;

    house_open(&house);
    administrator = house_official(&house, "root@fund.example", "administrator");
    secretary = house_official(&house, "office@fund.example", "secretary");
    person = house_account(&house, "p@uni.example", &token);
    assert_false(action_people_account(&house.env, &secretary, person.key, true, &denied));
    assert_string_equal(denied.code, "denied");
    assert_true(action_people_account(&house.env, &administrator, person.key, true, &err));
    after = now_of(&house, token);
    assert_false(actor_signed_in(&after));
    assert_false(action_sign_in(&house.env, &nobody, &form, &after, &again, &shut));
    assert_string_equal(shut.code, "account/disabled");
    assert_true(action_people_account(&house.env, &administrator, person.key, false, &err));
    assert_true(action_sign_in(&house.env, &nobody, &form, &after, &again, &err));
    after = now_of(&house, token);
    assert_false(actor_signed_in(&after));
    house_close(&house);
}

TEST("an invitation makes an account of whoever reads it, with the role, once")
{
    struct house house;
    struct actor secretary, after;
    struct sign_in form = {.email = "zhou@uni.example", .password = PASSWORD, .agent = "test"};
    struct link_result result;
    struct link_view view;
    struct error err = {0};
    const char *link, *token;

    house_open(&house);
    secretary = house_official(&house, "office@fund.example", "secretary");
    assert_string_equal(invite(&house, &secretary, form.email, "reviewer", &link), "");
    assert_true(action_link_show(&house.env, &nobody, link, &view, &err));
    assert_int_equal(view.needs, LINK_PASSWORD_NEW);
    assert_true(view.asks_privacy);
    assert_string_equal(view.role, "reviewer");
    assert_string_equal(accept(&house, &nobody, link, &result), "");
    assert_null(result.session);
    assert_string_equal(accept(&house, &nobody, link, &result), "account/link");
    assert_true(action_sign_in(&house.env, &nobody, &form, &after, &token, &err));
    assert_true(actor_is(&after, ROLE_REVIEWER, house.call->id));
    house_close(&house);
}

TEST("an invitation to somebody with an account is taken by that person, signed in")
{
    struct house house;
    struct actor secretary, person, other;
    struct link_result result;
    const char *link, *token;

    house_open(&house);
    secretary = house_official(&house, "office@fund.example", "secretary");
    person = house_account(&house, "p@uni.example", &token);
    other = house_account(&house, "q@uni.example", NULL);
    assert_string_equal(invite(&house, &secretary, "P@uni.example", "member", &link), "");
    assert_string_equal(accept(&house, &nobody, link, &result), "account/sign-in-first");
    assert_string_equal(accept(&house, &other, link, &result), "account/other-person");
    assert_string_equal(accept(&house, &person, link, &result), "");
    assert_non_null(result.session);
    assert_true(actor_is(&result.actor, ROLE_MEMBER, house.call->id));
    person = now_of(&house, token);
    assert_false(actor_signed_in(&person));
    house_close(&house);
}

TEST("an auditor is nothing else, whichever way the second role comes")
{
    struct house house;
    struct actor administrator, auditor;
    struct link_result result;
    const char *link;

    house_open(&house);
    administrator = house_official(&house, "root@fund.example", "administrator");
    auditor = house_official(&house, "audit@fund.example", "auditor");
    assert_string_equal(change_role(&house, &administrator, auditor.key, "reviewer", true),
                        "role/auditor-alone");
    assert_string_equal(invite(&house, &administrator, "audit@fund.example", "reviewer", &link),
                        "");
    assert_string_equal(accept(&house, &auditor, link, &result), "role/auditor-alone");
    house_close(&house);
}

TEST("the command line makes the first account with a link for its password, and only once")
{
    struct house house;
    struct account_local account = {.email = "root@fund.example", .role = "administrator"};
    struct link_result result;
    struct person person;
    struct error err = {0}, exists = {0}, none = {0};
    const char *link, *newer;
    bool found;

    house_open(&house);
    assert_true(action_account_add_local(&house.env, &account, &link, &err));
    assert_true(text_starts(link, "https://fund.example/link/"));
    assert_true(store_person_by_email(&house.env, account.email, &person, &found, &err));
    assert_string_equal(person.name, "root");
    assert_false(action_account_add_local(&house.env, &account, &newer, &exists));
    assert_string_equal(exists.code, "account/exists");
    assert_true(action_account_link_local(&house.env, account.email, &newer, &err));
    assert_string_equal(accept(&house, &nobody, strrchr(link, '/') + 1, &result), "account/link");
    assert_string_equal(accept(&house, &nobody, strrchr(newer, '/') + 1, &result), "");
    assert_false(action_account_link_local(&house.env, "x@fund.example", &newer, &none));
    assert_string_equal(none.code, "account/missing");
    account.role = "secretary";
    assert_true(action_account_role_local(&house.env, &account, true, &err));
    assert_true(action_account_role_local(&house.env, &account, false, &err));
    house_close(&house);
}

TEST("the office sees who holds a role, who was invited, and finds a person by name or address")
{
    struct house house;
    struct actor secretary, person;
    struct people people = {.may_disable = false}, found = {.may_disable = false};
    struct error err = {0}, denied = {0};
    const char *link;

    house_open(&house);
    secretary = house_official(&house, "office@fund.example", "secretary");
    person = house_account(&house, "p@uni.example", NULL);
    assert_string_equal(invite(&house, &secretary, "zhou@uni.example", "chair", &link), "");
    assert_false(action_people(&house.env, &person, house.call, "", &people, &denied));
    assert_true(action_people(&house.env, &secretary, house.call, "", &people, &err));
    assert_int_equal(people.holders.count, 1);
    assert_int_equal(people.invited.count, 1);
    assert_int_equal(people.found.count, 0);
    assert_true(people.may_give[ROLE_CHAIR] && !people.may_give[ROLE_SECRETARY]);
    assert_true(action_people(&house.env, &secretary, house.call, "知远", &found, &err));
    assert_int_equal(found.found.count, 1);
    assert_string_equal(found.found.items[0].person.email, "p@uni.example");
    assert_true(action_people(&house.env, &secretary, house.call, "P@uni.example", &found, &err));
    assert_int_equal(found.found.count, 2);
    house_close(&house);
}
