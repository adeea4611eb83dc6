/* person.c: which role counts as which, and what an auditor may not be. */

#include "domain/person.h"

#include "base/text.h"
#include "support/test.h"

static const struct call_id season = {3}, another = {4};

static bool is(enum role held, struct call_id in, enum role asked, struct call_id call)
{
    struct role_grant grant = {held, in};
    struct actor actor = {.person = {1}};

    actor.roles.items = &grant;
    actor.roles.count = 1;
    return actor_is(&actor, asked, call);
}

TEST("a chair counts as member and reviewer, a member as reviewer, nobody as more")
{
    static const bool counts[ROLE_COUNT][ROLE_COUNT] = {
        [ROLE_REVIEWER] = {[ROLE_REVIEWER] = true},
        [ROLE_MEMBER] = {[ROLE_REVIEWER] = true, [ROLE_MEMBER] = true},
        [ROLE_CHAIR] = {[ROLE_REVIEWER] = true, [ROLE_MEMBER] = true, [ROLE_CHAIR] = true},
        [ROLE_SECRETARY] = {[ROLE_SECRETARY] = true},
        [ROLE_AUDITOR] = {[ROLE_AUDITOR] = true},
        [ROLE_ADMINISTRATOR] = {[ROLE_ADMINISTRATOR] = true},
    };

    for (int held = 0; held < ROLE_COUNT; held++)
        for (int asked = 0; asked < ROLE_COUNT; asked++)
            assert_int_equal(is((enum role)held, season, (enum role)asked, season),
                             counts[held][asked]);
}

TEST("a role of one call is none in another; a role of all calls is one in each")
{
    assert_false(is(ROLE_CHAIR, season, ROLE_REVIEWER, another));
    assert_false(is(ROLE_SECRETARY, season, ROLE_SECRETARY, another));
    assert_true(is(ROLE_ADMINISTRATOR, (struct call_id){0}, ROLE_ADMINISTRATOR, another));
    assert_true(is(ROLE_AUDITOR, (struct call_id){0}, ROLE_AUDITOR, season));
    assert_false(role_is_per_call(ROLE_AUDITOR));
    assert_false(role_is_per_call(ROLE_ADMINISTRATOR));
    assert_true(role_is_per_call(ROLE_SECRETARY));
}

TEST("an auditor is nothing else, and nobody else becomes one")
{
    for (int held = 0; held < ROLE_COUNT; held++)
        for (int wanted = 0; wanted < ROLE_COUNT; wanted++) {
            struct role_grant grant = {(enum role)held, season};
            struct actor holder = {.person = {1}};
            struct error err = {0};
            bool apart = (held == ROLE_AUDITOR) != (wanted == ROLE_AUDITOR);

            holder.roles.items = &grant;
            holder.roles.count = 1;
            assert_int_equal(role_may_join(&holder, (enum role)wanted, &err), !apart);
            assert_string_equal(apart ? err.code : "", apart ? "role/auditor-alone" : "");
        }
}

TEST("words and roles are one to one, and nobody is signed in without a person")
{
    struct actor nobody = {0}, somebody = {.person = {1}};
    enum role role;

    for (int i = 0; i < ROLE_COUNT; i++) {
        assert_true(role_of(role_word((enum role)i), &role));
        assert_int_equal(role, i);
    }
    assert_false(role_of("admin", &role));
    assert_false(role_of("", &role));
    assert_false(actor_signed_in(&nobody));
    assert_true(actor_signed_in(&somebody));
    assert_false(actor_is(&somebody, ROLE_REVIEWER, season));
}
