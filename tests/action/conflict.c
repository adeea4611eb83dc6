/* conflict.c: what stands between a reviewer and an application is found before they are brought
 * together.
 */

#include "action/conflict.h"

#include "base/text.h"
#include "store/application.h"
#include "store/person.h"
#include "store/tx.h"
#include "support/season.h"
#include "support/test.h"

static struct season s;

static struct actor reviewer_of(const char *email, const char *name, const char *institution)
{
    struct actor reviewer = house_official(&s.house, email, "reviewer");
    struct person_details details = {.name = name, .institution = institution};
    struct error err = {0};
    bool done = tx_begin(&s.house.env, &err) &&
                store_person_change(&s.house.env, reviewer.person, &details, &err);

    assert_true(tx_end(&s.house.env, done, &err));
    return reviewer;
}

static void name_members(const struct actor *leader, const char *name, const char *institution,
                         const char *email)
{
    struct member_rows members = {0};
    struct error err = {0};
    bool done;

    *list_add(s.house.arena, &members) = (struct member_row){name, institution, email};
    done = tx_begin(&s.house.env, &err) &&
           store_members_put(&s.house.env, s.house.call->id, leader->person, &members, &err);
    assert_true(tx_end(&s.house.env, done, &err));
}

static struct key key_of_person(const struct actor *who)
{
    struct person person;
    struct error err = {0};

    assert_true(store_person_get(&s.house.env, who->person, &person, &err));
    return person.key;
}

static const char *assign(struct key application, const struct actor *reviewer)
{
    struct error err = {0};

    return action_assign(&s.house.env, &s.secretary, application, key_of_person(reviewer), &err)
               ? ""
               : err.code;
}

static const char *decide(struct key application, const struct actor *reviewer, const char *source,
                          const char *state)
{
    struct error err = {0};

    return action_conflict_decide(&s.house.env, &s.secretary, application, key_of_person(reviewer),
                                  source, state, "该院不同研究所，无共同项目", &err)
               ? ""
               : err.code;
}

TEST("an institution under another name stands in the way until it is dismissed with a reason")
{
    struct actor reviewer;

    season_open(&s, "off");
    reviewer = reviewer_of("r1@expert.example", "柳砚青", "Tsinghua University");
    name_members(&s.second, "周庭芳", "清华", NULL);
    assert_string_equal(assign(s.a, &reviewer), "");
    assert_string_equal(assign(s.c, &reviewer), "assignment/conflict");
    assert_string_equal(decide(s.c, &reviewer, "institution", "dismissed"), "");
    assert_string_equal(assign(s.c, &reviewer), "");
    house_close(&s.house);
}

TEST("a team is known by its addresses too, and what is certain cannot be dismissed")
{
    struct actor reviewer;

    season_open(&s, "off");
    reviewer = reviewer_of("r2@expert.example", "柳砚青", "临江大学");
    name_members(&s.second, "另写的名字", "别处", "r2@expert.example");
    assert_string_equal(assign(s.c, &reviewer), "assignment/conflict");
    assert_string_equal(decide(s.c, &reviewer, "member", "dismissed"), "conflict/final");
    assert_string_equal(assign(s.c, &reviewer), "assignment/conflict");
    house_close(&s.house);
}

TEST("who stands beside a reviewer in one team of the call is a conflict in every other")
{
    struct actor reviewer;

    season_open(&s, "off");
    reviewer = reviewer_of("r3@expert.example", "柳砚青", "临江大学");
    name_members(&s.second, "柳砚青", "临江大学", "r3@expert.example");
    name_members(&s.first, "陆", "别处", "second@uni.example");
    assert_string_equal(assign(s.a, &reviewer), "assignment/conflict");
    assert_string_equal(decide(s.a, &reviewer, "co-member", "dismissed"), "");
    assert_string_equal(assign(s.a, &reviewer), "");
    house_close(&s.house);
}

TEST("the same name at the same institution is a suspicion that can be dismissed")
{
    struct actor reviewer;

    season_open(&s, "off");
    reviewer = reviewer_of("r4@expert.example", "周庭芳", "北大");
    name_members(&s.second, "周庭芳", "Peking University", NULL);
    assert_string_equal(assign(s.c, &reviewer), "assignment/conflict");
    assert_string_equal(decide(s.c, &reviewer, "member", "dismissed"), "");
    assert_string_equal(decide(s.c, &reviewer, "institution", "dismissed"), "");
    assert_string_equal(assign(s.c, &reviewer), "");
    house_close(&s.house);
}
