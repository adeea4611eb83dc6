/* review.c: what a reviewer saves and the office enters from a signed sheet, over a real folder. */

#include "action/remind.h"
#include "action/replacement.h"
#include "action/review.h"
#include "store/person.h"

#include "support/season.h"
#include "support/test.h"

struct panel {
    struct season s;
    struct actor reviewer;
    struct key assignment;
};

static void open_panel(struct panel *d)
{
    struct env *env = &d->s.house.env;
    struct office_view office;
    struct error err = {0};

    season_open(&d->s, "off");
    d->reviewer = house_official(&d->s.house, "reviewer@panel.example", "reviewer");
    assert_true(action_office_application(env, &d->s.secretary, d->s.a, &office, &err));
    for (size_t i = 0; i < office.reviewers.count; i++)
        if (office.reviewers.items[i].person.value == d->reviewer.person.value)
            assert_true(
                action_assign(env, &d->s.secretary, d->s.a, office.reviewers.items[i].key, &err));
    assert_true(action_office_application(env, &d->s.secretary, d->s.a, &office, &err));
    assert_int_equal(office.assignments.count, 1);
    d->assignment = office.assignments.items[0].key;
}

/* Saves a form with one score and a comment; answers with the code of the error, "" for none. */
static const char *save(struct panel *d, const struct actor *who, const char *score,
                        int64_t revision, const char *comment)
{
    const struct definition *definition = d->s.house.call->definition;
    json_t *scores = json_root(d->s.house.arena);
    struct review_form form = {.scores = scores,
                               .recommendation = "",
                               .to_committee = comment,
                               .to_applicant = "",
                               .reason = "",
                               .revision = revision};
    struct problems problems = problems_in(d->s.house.arena);
    struct review_view view;
    struct error err = {0};

    json_put_text(scores, definition->criteria.items[0].key, score);
    return action_review_save(&d->s.house.env, who, d->assignment, &form, &view, &problems, &err)
               ? ""
               : err.code;
}

/* The same score for everything. */
static const char *submit(struct panel *d, const char *score, const char *reason)
{
    const struct definition *definition = d->s.house.call->definition;
    json_t *scores = json_root(d->s.house.arena);
    struct review_form form = {.scores = scores,
                               .recommendation = definition->recommendations.items[0].key,
                               .reason = reason,
                               .familiarity = 2,
                               .revision = 100,
                               .submit = true};
    struct problems problems = problems_in(d->s.house.arena);
    struct review_view view;
    struct error err = {0};

    for (size_t i = 0; i < definition->criteria.count; i++)
        json_put_text(scores, definition->criteria.items[i].key, score);
    return action_review_save(&d->s.house.env, &d->reviewer, d->assignment, &form, &view, &problems,
                              &err)
               ? ""
               : err.code;
}

static struct key person_key(struct panel *d, const struct actor *who)
{
    struct person person;
    struct error err = {0};

    assert_true(store_person_get(&d->s.house.env, who->person, &person, &err));
    return person.key;
}

static struct review_view seen_by(struct panel *d, const struct actor *who)
{
    struct review_view view;
    struct error err = {0};

    assert_true(action_review_open(&d->s.house.env, who, d->assignment, &view, &err));
    return view;
}

TEST("a signed sheet replaces a reviewer's draft, and the draft stays readable to the reviewer "
     "alone")
{
    struct panel d;
    struct review_view view;
    const char *first;

    open_panel(&d);
    first = d.s.house.call->definition->criteria.items[0].key;
    assert_string_equal(save(&d, &d.reviewer, "7", 0, "草稿意见"), "");
    assert_false(seen_by(&d, &d.reviewer).has_begun);
    view = seen_by(&d, &d.s.secretary);
    assert_int_equal(review_score(&view.review, first), 0);
    assert_string_equal(save(&d, &d.s.secretary, "4", view.review.revision, "签字意见"), "");

    view = seen_by(&d, &d.reviewer);
    assert_int_equal(review_score(&view.review, first), 4);
    assert_true(view.has_begun);
    assert_int_equal(review_score(&view.begun, first), 7);
    assert_string_equal(view.begun.to_committee, "草稿意见");
    assert_false(seen_by(&d, &d.s.secretary).has_begun);
    house_close(&d.s.house);
}

TEST("whoever corrects the office's draft makes it their own, and it is kept when a sheet comes "
     "again")
{
    struct panel d;
    struct review_view view;

    open_panel(&d);
    assert_string_equal(save(&d, &d.s.secretary, "4", 0, "签字意见"), "");
    assert_false(seen_by(&d, &d.reviewer).has_begun);
    assert_string_equal(save(&d, &d.reviewer, "5", 1, "更正"), "");
    assert_string_equal(seen_by(&d, &d.s.secretary).review.to_committee, "");
    assert_string_equal(save(&d, &d.s.secretary, "6", 2, "再录"), "");
    assert_string_equal(seen_by(&d, &d.reviewer).begun.to_committee, "更正");
    assert_string_equal(save(&d, &d.reviewer, "7", 3, "再更正"), "");
    assert_string_equal(save(&d, &d.s.secretary, "8", 4, "三录"), "");
    view = seen_by(&d, &d.reviewer);
    assert_string_equal(view.begun.to_committee, "再更正");
    assert_string_equal(view.review.to_committee, "三录");
    house_close(&d.s.house);
}

TEST("every version of a submitted review is kept with why it was changed, and its reviewer reads "
     "them")
{
    struct panel d;
    struct review_view view;

    open_panel(&d);
    assert_string_equal(submit(&d, "8", ""), "");
    assert_string_equal(submit(&d, "6", ""), "review/incomplete");
    assert_string_equal(submit(&d, "6", "看错了附件"), "");
    view = seen_by(&d, &d.reviewer);
    assert_int_equal(view.review.total, 600000);
    assert_int_equal(view.versions.count, 2);
    assert_string_equal(view.versions.items[0].reason, "看错了附件");
    assert_non_null(strstr(view.versions.items[1].content, "\"total\":800000"));
    house_close(&d.s.house);
}

TEST("two saves of a review from one revision: the second is stale and nothing of it stays")
{
    struct panel d;

    open_panel(&d);
    assert_string_equal(save(&d, &d.reviewer, "7", 0, "一"), "");
    assert_string_equal(save(&d, &d.reviewer, "8", 0, "二"), "review/stale");
    assert_string_equal(seen_by(&d, &d.reviewer).review.to_committee, "一");
    assert_string_equal(save(&d, &d.s.first, "8", 1, "二"), "missing");
    house_close(&d.s.house);
}

/* ---- stepping back */

static struct replacements vacant(struct panel *d, const struct actor *who)
{
    struct replacements all = {0};
    struct error err = {0};

    assert_true(action_replacements(&d->s.house.env, who, d->s.house.call, &all, &err));
    return all;
}

static const char *decline(struct panel *d, enum decline why)
{
    struct error err = {0};

    return action_review_decline(&d->s.house.env, &d->reviewer, d->assignment, why, "出差", &err)
               ? ""
               : err.code;
}

TEST("who steps back is not proposed again; the best of the others is, and one press assigns them")
{
    struct panel d;
    struct actor other;
    struct replacements all;
    struct error err = {0};
    bool again = true;

    open_panel(&d);
    other = house_official(&d.s.house, "other@panel.example", "reviewer");
    while (again)
        assert_true(action_rosters_work(&d.s.house.env, &again, &err));
    assert_int_equal(vacant(&d, &d.s.secretary).count, 0);
    assert_string_equal(decline(&d, DECLINE_TIME), "");
    assert_int_equal(house_count(&d.s.house, "review-declined"), 1);
    all = vacant(&d, &d.s.secretary);
    assert_int_equal(all.count, 1);
    assert_string_equal(all.items[0].vacancy.note, "出差");
    for (size_t i = 0; i < all.items[0].proposed.count; i++)
        assert_int_not_equal(all.items[0].proposed.items[i].who.person.value,
                             d.reviewer.person.value);
    assert_true(all.items[0].proposed.count >= 1);
    assert_true(action_replacement(&d.s.house.env, &d.s.secretary, d.s.house.call,
                                   all.items[0].vacancy.key, person_key(&d, &other), "assign",
                                   &err));
    assert_int_equal(vacant(&d, &d.s.secretary).count, 0);
    assert_false(action_replacements(&d.s.house.env, &other, d.s.house.call, &all, &err));
    house_close(&d.s.house);
}

TEST("a submitted review is left for a conflict only")
{
    struct panel d;

    open_panel(&d);
    assert_string_equal(submit(&d, "8", ""), "");
    assert_string_equal(decline(&d, DECLINE_FIELD), "review/decline-submitted");
    assert_string_equal(decline(&d, DECLINE_CONFLICT), "");
    house_close(&d.s.house);
}

/* How many messages that reviews are due there are, after the clock looked at `now`. */
static int reminded(struct panel *d, int64_t now)
{
    struct error err = {0};

    d->s.house.env.now = now;
    assert_true(action_remind_reviewers(&d->s.house.env, &err));
    assert_true(action_remind_reviewers(&d->s.house.env, &err));
    return (int)house_count(&d->s.house, "review-due");
}

TEST("a reviewer is reminded 3 days and 1 day before and once after, until all is submitted; then "
     "thanked once")
{
    struct panel d;
    int64_t due;

    open_panel(&d);
    due = d.s.house.call->definition->review_by;
    assert_true(due > d.s.house.env.now + 4 * 86400);
    assert_int_equal(reminded(&d, due - 73 * 3600), 0);
    assert_int_equal(reminded(&d, due - 72 * 3600), 1);
    assert_int_equal(reminded(&d, due - 25 * 3600), 1);
    assert_int_equal(reminded(&d, due - 24 * 3600), 2);
    assert_int_equal(reminded(&d, due), 2);
    assert_int_equal(reminded(&d, due + 1), 3);
    assert_int_equal(house_count(&d.s.house, "review-thanks"), 0);
    assert_string_equal(submit(&d, "8", ""), "");
    assert_int_equal(house_count(&d.s.house, "review-thanks"), 1);
    assert_string_equal(submit(&d, "7", "漏看附件"), "");
    assert_int_equal(house_count(&d.s.house, "review-thanks"), 1);
    assert_int_equal(reminded(&d, due + 2), 3);
    house_close(&d.s.house);
}

TEST("nobody is reminded of a review they stepped back from")
{
    struct panel d;

    open_panel(&d);
    assert_string_equal(decline(&d, DECLINE_TIME), "");
    assert_int_equal(reminded(&d, d.s.house.call->definition->review_by - 3600), 0);
    house_close(&d.s.house);
}
