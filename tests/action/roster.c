/* roster.c: drafts over the whole call: solved by the chore, published once, hidden from the
 * conflicted.
 */

#include "action/roster.h"

#include <pthread.h>

#include "action/expertise.h"
#include "action/review.h"
#include "base/text.h"
#include "store/application.h"
#include "store/person.h"
#include "store/review.h"
#include "store/tx.h"
#include "support/season.h"
#include "support/test.h"

static struct season s;
static struct actor reviewers[3];

static void open_three(void)
{
    season_open(&s, "off");
    for (int i = 0; i < 3; i++)
        reviewers[i] = house_official(
            &s.house, arena_format(s.house.arena, "r%d@expert.example", i), "reviewer");
}

/* Everything the chore has to do now. */
static void work(void)
{
    struct error err = {0};
    bool again = true;

    for (int turn = 0; again && turn < 100; turn++)
        assert_true(action_rosters_work(&s.house.env, &again, &err));
}

static const char *ask(int64_t k, bool steady, struct key *key)
{
    struct roster_form form = {.k = k, .balance = "gentle", .steady = steady};
    struct problems problems = problems_in(s.house.arena);
    struct error err = {0};

    return action_roster_make(&s.house.env, &s.secretary, s.house.call, &form, &problems, key, &err)
               ? ""
               : err.code;
}

static struct key solved(int64_t k)
{
    struct key key;

    assert_string_equal(ask(k, true, &key), "");
    work();
    return key;
}

static struct roster_view shown(const struct actor *who, struct key key)
{
    struct roster_view view;
    struct error err = {0};

    assert_true(action_roster_show(&s.house.env, who, key, &view, &err));
    return view;
}

static const char *publish(struct key key, struct problems *problems)
{
    struct error err = {0};

    *problems = problems_in(s.house.arena);
    return action_roster_publish(&s.house.env, &s.secretary, key, problems, &err) ? "" : err.code;
}

static struct application_id id_of(struct key key)
{
    struct application application;
    struct standing standing;
    struct error err = {0};

    assert_true(
        store_application_visible(&s.house.env, &s.secretary, key, &application, &standing, &err));
    return application.id;
}

static void conflict(struct key application, const struct actor *who)
{
    struct error err = {0};
    bool done = tx_begin(&s.house.env, &err) &&
                store_conflict_add(&s.house.env, id_of(application), who->person, "office",
                                   "confirmed", "合作", s.secretary.person, &err);

    assert_true(tx_end(&s.house.env, done, &err));
}

static struct key person_key(const struct actor *who)
{
    struct person person;
    struct error err = {0};

    assert_true(store_person_get(&s.house.env, who->person, &person, &err));
    return person.key;
}

static bool proposes(const struct roster_view *view, struct application_id application,
                     const struct actor *who)
{
    for (size_t i = 0; i < view->choices.count; i++)
        if (view->choices.items[i].application.value == application.value &&
            view->choices.items[i].reviewer.value == who->person.value)
            return true;
    return false;
}

static size_t live_count(void)
{
    struct roster_choices live = {.count = 0};
    struct error err = {0};

    assert_true(store_roster_live(&s.house.env, s.house.call->id, s.secretary.person, &live, &err));
    return live.count;
}

TEST("a draft gives every application its reviewers, none against a conflict")
{
    struct roster_view view;
    struct key key;

    open_three();
    conflict(s.a, &reviewers[0]);
    key = solved(3);
    view = shown(&s.secretary, key);
    assert_string_equal(view.roster.state, "solved");
    assert_int_equal(view.choices.count, 9);
    assert_false(proposes(&view, id_of(s.a), &reviewers[0]));
    assert_true(proposes(&view, id_of(s.a), &s.chair));
    house_close(&s.house);
}

TEST("what cannot be covered is said with the minimum cut, and the rest is proposed all the same")
{
    struct roster_view view;
    struct key key;

    open_three();
    conflict(s.a, &reviewers[0]);
    conflict(s.a, &reviewers[1]);
    key = solved(3);
    view = shown(&s.secretary, key);
    assert_string_equal(view.roster.state, "partial");
    assert_int_equal(view.roster.missing, 1);
    assert_int_equal(view.choices.count, 8);
    assert_int_equal(json_array_size(json_at(view.roster.cut, "applications")), 1);
    assert_int_equal(json_int(view.roster.cut, "reviewers", 0), 2);
    assert_int_equal(json_int(view.roster.cut, "need", 0), 3);
    assert_int_equal(json_int(view.roster.cut, "have", 0), 2);
    house_close(&s.house);
}

TEST("publishing assigns all and tells each reviewer once; what is assigned stands in the next")
{
    struct problems problems;
    struct roster_view view;
    struct key key;

    open_three();
    key = solved(2);
    assert_string_equal(publish(key, &problems), "");
    assert_int_equal(live_count(), 6);
    view = shown(&s.secretary, key);
    assert_string_equal(view.roster.state, "published");
    assert_true(house_count(&s.house, "assigned") <= 4); /* as many as review */
    assert_true(house_count(&s.house, "assigned") >= 2);
    assert_string_equal(publish(key, &problems), "roster/published");
    key = solved(2);
    assert_string_equal(publish(key, &problems), "roster/nothing");
    key = solved(3);
    view = shown(&s.secretary, key);
    assert_int_equal(view.choices.count, 9);
    assert_string_equal(publish(key, &problems), "");
    assert_int_equal(live_count(), 9);
    house_close(&s.house);
}

TEST("a conflict that arose since stops the publishing, is named, and is kept out of the next")
{
    struct problems problems;
    struct roster_view view;
    struct key key;

    open_three();
    key = solved(3);
    view = shown(&s.secretary, key);
    assert_int_equal(view.choices.count, 9);
    for (int i = 0; i < 3; i++)
        if (proposes(&view, id_of(s.c), &reviewers[i])) {
            conflict(s.c, &reviewers[i]);
            break;
        }
    assert_string_equal(publish(key, &problems), "roster/conflict");
    assert_int_equal(problems.count, 1);
    assert_int_equal(live_count(), 0);
    assert_int_equal(house_count(&s.house, "assigned"), 0);
    key = solved(3);
    assert_string_equal(publish(key, &problems), "");
    assert_int_equal(live_count(), 9);
    house_close(&s.house);
}

TEST("what publishing finds by rule it refuses too, and it stays found")
{
    struct member_rows members = {0};
    struct problems problems;
    struct error err = {0};
    struct key key;
    bool done;

    open_three();
    key = solved(4);
    *list_add(s.house.arena, &members) = (struct member_row){"别名", "别处", "r1@expert.example"};
    done = tx_begin(&s.house.env, &err) &&
           store_members_put(&s.house.env, s.house.call->id, s.second.person, &members, &err);
    assert_true(tx_end(&s.house.env, done, &err));
    assert_string_equal(publish(key, &problems), "roster/conflict");
    assert_int_equal(problems.count, 1);
    assert_true(store_conflict_stands(&s.house.env, id_of(s.c), reviewers[1].person, &done, &err));
    assert_true(done);
    house_close(&s.house);
}

struct go {
    struct key key;
    const char *code;
};

static void *publish_beside(void *context)
{
    struct go *go = context;
    struct env env = house_enter(&s.house);
    struct problems problems = problems_in(env.arena);
    struct error err = {0};

    go->code = action_roster_publish(&env, &s.secretary, go->key, &problems, &err) ? "" : err.code;
    house_leave(&s.house, &env);
    return NULL;
}

TEST("of eight who publish one draft at once exactly one does, and nothing is assigned twice")
{
    struct go goes[8];
    pthread_t threads[8];
    int won = 0, lost = 0;
    struct key key;

    open_three();
    key = solved(3);
    for (int i = 0; i < 8; i++) {
        goes[i] = (struct go){key, NULL};
        assert_int_equal(pthread_create(&threads[i], NULL, publish_beside, &goes[i]), 0);
    }
    for (int i = 0; i < 8; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < 8; i++) {
        won += strcmp(goes[i].code, "") == 0;
        lost += strcmp(goes[i].code, "roster/published") == 0;
    }
    assert_int_equal(won, 1);
    assert_int_equal(lost, 7);
    assert_int_equal(live_count(), 9);
    house_close(&s.house);
}

TEST("a draft is stale once somebody was assigned by hand or another draft was published")
{
    struct problems problems;
    struct error err = {0};
    struct key first, second;

    open_three();
    first = solved(2);
    assert_true(action_assign(&s.house.env, &s.secretary, s.a, person_key(&reviewers[0]), &err));
    assert_string_equal(publish(first, &problems), "roster/stale");
    second = solved(2);
    assert_string_equal(publish(second, &problems), "");
    assert_string_equal(publish(first, &problems), "roster/stale");
    house_close(&s.house);
}

TEST("forbidding one pair and solving again moves little, and a pin is kept")
{
    struct roster_view view;
    struct error err = {0};
    struct key key;
    size_t moved = 0;

    open_three();
    view = shown(&s.secretary, solved(3));
    for (int i = 0; i < 3; i++)
        if (proposes(&view, id_of(s.b), &reviewers[i])) {
            assert_true(action_roster_hand(&s.house.env, &s.secretary, s.b,
                                           person_key(&reviewers[i]), "forbid", &err));
            break;
        }
    key = solved(3);
    view = shown(&s.secretary, key);
    for (size_t i = 0; i < view.choices.count; i++)
        moved += view.choices.items[i].fit.moved;
    assert_int_equal(moved, 1);
    assert_int_equal(view.before.count, 9);
    for (int i = 0; i < 3; i++)
        assert_true(action_roster_hand(&s.house.env, &s.secretary, s.a, person_key(&reviewers[i]),
                                       "pin", &err));
    view = shown(&s.secretary, solved(3));
    for (int i = 0; i < 3; i++)
        assert_true(proposes(&view, id_of(s.a), &reviewers[i]));
    house_close(&s.house);
}

TEST("nothing is pinned against a conflict, and what is assigned is not forbidden")
{
    struct error err = {0}, barred = {0};

    open_three();
    conflict(s.a, &reviewers[0]);
    assert_false(action_roster_hand(&s.house.env, &s.secretary, s.a, person_key(&reviewers[0]),
                                    "pin", &barred));
    assert_string_equal(barred.code, "assignment/conflict");
    assert_true(action_assign(&s.house.env, &s.secretary, s.b, person_key(&reviewers[0]), &err));
    barred = (struct error){0};
    assert_false(action_roster_hand(&s.house.env, &s.secretary, s.b, person_key(&reviewers[0]),
                                    "forbid", &barred));
    assert_string_equal(barred.code, "roster/assigned");
    house_close(&s.house);
}

TEST("a conflicted secretary sees neither the row nor its share of a load, nor the problem")
{
    struct actor other;
    struct roster_view all, some;
    struct error missing = {0};
    struct roster_desk desk = {.may_make = false};
    const char *problem;
    struct key key;

    open_three();
    other = house_official(&s.house, "office2@fund.example", "secretary");
    conflict(s.a, &other);
    key = solved(3);
    all = shown(&s.secretary, key);
    some = shown(&other, key);
    assert_true(all.whole);
    assert_false(some.whole);
    assert_int_equal(all.rows.count, 3);
    assert_int_equal(some.rows.count, 2);
    assert_int_equal(some.choices.count, 6);
    assert_true(action_roster_desk(&s.house.env, &other, s.house.call, &desk, &missing));
    assert_int_equal(desk.rows.count, 2);
    assert_false(action_roster_problem(&s.house.env, &other, key, &problem, &missing));
    assert_string_equal(missing.code, "missing");
    house_close(&s.house);
}

/* ---- bids and expertise */

static size_t titles_for(const struct actor *who, const char *title)
{
    struct bid_rows rows = {0};
    struct error err = {0};

    assert_true(store_bids(&s.house.env, s.house.call->id, who->person, &rows, &err));
    for (size_t i = 0; i < rows.count && title != NULL; i++)
        assert_string_equal(rows.items[i].title, title);
    return rows.count;
}

TEST("nothing is there to bid on before conflicts were looked for, and then nothing conflicted")
{
    struct actor fresh;

    open_three();
    conflict(s.a, &reviewers[0]);
    work();
    assert_int_equal(titles_for(&reviewers[0], "面向昇腾的低比特训练"), 2);
    assert_int_equal(titles_for(&reviewers[1], NULL), 3);
    fresh = house_official(&s.house, "late@expert.example", "reviewer");
    assert_int_equal(titles_for(&fresh, NULL), 0);
    work();
    assert_int_equal(titles_for(&fresh, NULL), 3);
    house_close(&s.house);
}

static void bid(const struct actor *who, struct key application, enum wish wish)
{
    struct error err = {0};
    bool done = tx_begin(&s.house.env, &err) &&
                store_bid_put(&s.house.env, s.house.call->id, who->person, application, wish, &err);

    assert_true(tx_end(&s.house.env, done, &err));
}

TEST("who wants an application gets it before who would rather not; a hidden bid leaves nothing")
{
    struct roster_view view;
    struct bid_counts counts = {0};
    struct error err = {0};

    open_three();
    conflict(s.b, &reviewers[2]);
    work();
    bid(&reviewers[0], s.a, WISH_WANTS);
    bid(&reviewers[1], s.a, WISH_RATHER_NOT);
    bid(&reviewers[2], s.a, WISH_RATHER_NOT);
    bid(&s.chair, s.a, WISH_RATHER_NOT);
    bid(&reviewers[2], s.b, WISH_WANTS);
    assert_true(
        store_bid_counts(&s.house.env, s.house.call->id, s.secretary.person, &counts, &err));
    assert_int_equal(counts.count, 4);
    view = shown(&s.secretary, solved(1));
    assert_true(proposes(&view, id_of(s.a), &reviewers[0]));
    assert_false(proposes(&view, id_of(s.b), &reviewers[2]));
    house_close(&s.house);
}

static const char *say(const struct actor *who, const char *load, const char *answer)
{
    struct expertise_form form = {.topics = json_root_array(s.house.arena),
                                  .languages = json_root_array(s.house.arena),
                                  .keywords = "低比特",
                                  .load = load,
                                  .answer = answer};
    struct problems problems = problems_in(s.house.arena);
    struct error err = {0};

    return action_expertise_save(&s.house.env, who, s.house.call, NULL, &form, &problems, &err)
               ? ""
               : err.code;
}

TEST("a load is kept to, and whoever declined is proposed nowhere")
{
    struct roster_view view;
    size_t held = 0;

    open_three();
    assert_string_equal(say(&reviewers[0], "1", "accepted"), "");
    assert_string_equal(say(&reviewers[1], "20", "declined"), "");
    assert_string_equal(say(&reviewers[2], "501", ""), "form/invalid");
    assert_string_equal(say(&s.first, "5", ""), "missing");
    view = shown(&s.secretary, solved(2));
    for (size_t i = 0; i < view.choices.count; i++) {
        held += view.choices.items[i].reviewer.value == reviewers[0].person.value;
        assert_int_not_equal(view.choices.items[i].reviewer.value, reviewers[1].person.value);
    }
    assert_true(held <= 1);
    house_close(&s.house);
}
