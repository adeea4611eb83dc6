/* membership.c: members are told once, may confirm or object, and nothing waits for them. */

#include "action/membership.h"

#include "base/text.h"
#include "support/house.h"
#include "support/test.h"

struct team {
    struct house house;
    struct actor leader, member;
    struct key key;
    const char *link;
};

/* The rows of section 3: "name<tab>address" each. */
static void name_members(struct team *t, size_t count, const char *const rows[][2])
{
    json_t *body = json_root(t->house.arena), *list;
    struct section_save save = {.section = "members", .body = body, .base = -1};
    struct section_saved saved;
    struct error err = {0};

    list = json_put_array(json_put_object(body, "fields"), "rows");
    for (size_t i = 0; i < count; i++) {
        json_t *row = json_add_object(list);

        json_put_text(row, "name", rows[i][0]);
        json_put_text(row, "institution", "示例大学");
        json_put_text(row, "title", "教授");
        json_put_text(row, "degree", "博士");
        json_put_text(row, "work", "训练框架");
        json_put_text(row, "months", "6");
        json_put_text(row, "email", rows[i][1]);
    }
    assert_true(action_section_save(&t->house.env, &t->leader, t->key, &save, &saved, &err));
}

static void open_team(struct team *t)
{
    static const char *const rows[][2] = {
        {"江越人", "Member@uni.example"}, {"无信箱", ""}, {"本人", "leader@uni.example"}};

    *t = (struct team){.house = {.arena = NULL}};
    house_open(&t->house);
    t->leader = house_account(&t->house, "leader@uni.example", NULL);
    t->member = house_account(&t->house, "member@uni.example", NULL);
    t->key = house_draft(&t->house, &t->leader, "2");
    name_members(t, 3, rows);
}

static int64_t submit(struct team *t)
{
    struct problems problems;
    struct error err = {0};
    int64_t version = 0;

    assert_true(
        action_application_submit(&t->house.env, &t->leader, t->key, &problems, &version, &err));
    return version;
}

static void take_link(struct team *t)
{
    assert_string_equal(house_mail(&t->house, &t->link), "member-named");
    t->link = strrchr(t->link, '/') + 1;
}

static void ask(struct team *t)
{
    struct error err = {0};

    assert_true(action_memberships_ask(&t->house.env, &t->leader, t->key, &err));
}

static const char *answer(struct team *t, const char *link, const char *word, const char *note)
{
    struct membership_word said = {word, note};
    struct problems problems = problems_in(t->house.arena);
    struct error err = {0};

    return action_membership_answer(&t->house.env, link, &said, &problems, &err) ? "" : err.code;
}

static struct membership first_row(struct team *t)
{
    struct application_view view;
    struct memberships rows = {0};
    struct error err = {0};

    assert_true(action_application_open(&t->house.env, &t->leader, t->key, &view, &err));
    assert_true(action_memberships_of(&t->house.env, &view, &rows, &err));
    assert_true(rows.count > 0);
    return rows.items[0];
}

TEST("members with an address are told at the first submission, once, and it waits for nobody")
{
    struct team t;

    open_team(&t);
    assert_int_equal(house_count(&t.house, "member-named"), 0);
    assert_int_equal(submit(&t), 1);
    assert_int_equal(house_count(&t.house, "member-named"), 1);
    take_link(&t);
    assert_string_equal(answer(&t, t.link, "objected", "未经同意"), "");
    t.key = house_draft(&t.house, &t.leader, "3");
    name_members(&t, 1, (const char *const[][2]){{"江越人", "member@uni.example"}});
    assert_int_equal(submit(&t), 1);
    assert_int_equal(house_count(&t.house, "member-named"), 1);
    house_close(&t.house);
}

TEST("a link answers once, for what it was sent, and dies with the row it names")
{
    struct team t;
    struct membership row;
    struct error err = {0};

    open_team(&t);
    ask(&t);
    take_link(&t);
    assert_true(action_membership_show(&t.house.env, t.link, &row, &err));
    assert_string_equal(row.name, "江越人");
    assert_string_equal(answer(&t, t.link, "perhaps", ""), "form/invalid");
    assert_string_equal(answer(&t, "0123", "confirmed", ""), "membership/link");
    assert_string_equal(answer(&t, t.link, "confirmed", ""), "");
    assert_string_equal(answer(&t, t.link, "objected", ""), "membership/link");
    assert_string_equal(first_row(&t).word, "confirmed");
    name_members(&t, 1, (const char *const[][2]){{"别人", "else@uni.example"}});
    ask(&t);
    take_link(&t);
    name_members(&t, 1, (const char *const[][2]){{"另一人", "third@uni.example"}});
    assert_string_equal(answer(&t, t.link, "confirmed", ""), "membership/link");
    house_close(&t.house);
}

TEST("a confirmed row that was changed since says so, and is asked about again")
{
    struct team t;
    struct membership row;

    open_team(&t);
    ask(&t);
    ask(&t);
    assert_int_equal(house_count(&t.house, "member-named"), 1);
    take_link(&t);
    assert_string_equal(answer(&t, t.link, "confirmed", ""), "");
    row = first_row(&t);
    assert_false(membership_changed(&t.house.env, &row));
    t.house.env.now += 2 * 86400;
    ask(&t);
    assert_int_equal(house_count(&t.house, "member-named"), 1);
    name_members(&t, 1, (const char *const[][2]){{"江月人", "member@uni.example"}});
    row = first_row(&t);
    assert_true(membership_changed(&t.house.env, &row));
    ask(&t);
    assert_int_equal(house_count(&t.house, "member-named"), 2);
    house_close(&t.house);
}

TEST(
    "who holds the address speaks without the link; an objection reaches the leader and the office")
{
    struct team t;
    struct membership_word said = {"objected", "不参加"};
    struct problems problems;
    struct memberships mine = {0}, theirs = {0}, objections = {0};
    struct actor secretary;
    struct application_view view;
    struct error err = {0};

    open_team(&t);
    problems = problems_in(t.house.arena);
    secretary = house_official(&t.house, "office@fund.example", "secretary");
    submit(&t);
    assert_true(action_memberships_mine(&t.house.env, &t.member, t.house.call, &mine, &err));
    assert_int_equal(mine.count, 1);
    assert_true(action_memberships_mine(&t.house.env, &t.leader, t.house.call, &theirs, &err));
    assert_int_equal(theirs.count, 0);
    assert_false(
        action_membership_say(&t.house.env, &t.leader, mine.items[0].key, &said, &problems, &err));
    assert_string_equal(err.code, "missing");
    err = (struct error){0};
    assert_true(
        action_membership_say(&t.house.env, &t.member, mine.items[0].key, &said, &problems, &err));
    assert_int_equal(house_count(&t.house, "member-objected"), 1);
    assert_true(action_application_open(&t.house.env, &secretary, t.key, &view, &err));
    assert_true(action_membership_objections(&t.house.env, &view, &objections, &err));
    assert_int_equal(objections.count, 1);
    assert_string_equal(objections.items[0].note, "不参加");
    assert_true(action_application_open(&t.house.env, &t.member, t.key, &view, &err));
    assert_false(action_membership_objections(&t.house.env, &view, &objections, &err));
    assert_string_equal(err.code, "denied");
    house_close(&t.house);
}
