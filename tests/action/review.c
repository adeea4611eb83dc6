/* review.c: what a reviewer saves and the office enters from a signed sheet, over a real folder. */

#include "action/review.h"

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
