/* history.c: saved states of a section: listed, compared, restored, and nobody else's business. */

#include "action/history.h"

#include "support/season.h"
#include "support/test.h"

struct draft {
    struct house house;
    struct actor owner, other;
    struct key key;
};

static void open_draft(struct draft *d)
{
    struct error err = {0};

    *d = (struct draft){.house = {.arena = NULL}};
    house_open(&d->house);
    d->owner = house_account(&d->house, "owner@uni.example", NULL);
    d->other = house_account(&d->house, "other@uni.example", NULL);
    assert_true(
        action_application_start(&d->house.env, &d->owner, d->house.call, "1", &d->key, &err));
}

static void save(struct draft *d, const char *field, const char *text)
{
    json_t *body = json_root(d->house.arena);
    struct section_save save = {.section = "basis", .body = body, .base = -1};
    struct section_saved saved;
    struct error err = {0};

    json_put_text(json_put_object(body, "fields"), field, text);
    assert_true(action_section_save(&d->house.env, &d->owner, d->key, &save, &saved, &err));
}

static const char *restore(struct draft *d, const struct actor *who, int64_t revision, int64_t base)
{
    struct section_saved saved;
    struct error err = {0};

    return action_section_restore(&d->house.env, who, d->key, "basis", revision, base, &saved, &err)
               ? ""
               : err.code;
}

static const json_t *now(struct draft *d)
{
    struct section_history history;
    struct error err = {0};

    assert_true(action_section_history(&d->house.env, &d->owner, d->key, "basis", &history, &err));
    return history.answer.content;
}

TEST("every save is a state that is listed and restored; what was empty then is empty again")
{
    struct draft d;
    struct section_history history;
    struct error err = {0};

    open_draft(&d);
    save(&d, "aims", "一");
    d.house.env.now += 60;
    save(&d, "aims", "二");
    save(&d, "approach", "方案");
    assert_true(action_section_history(&d.house.env, &d.owner, d.key, "basis", &history, &err));
    assert_int_equal(history.revisions.count, 3);
    assert_int_equal(history.revisions.items[0].revision, 3);
    assert_int_equal(history.revisions.items[2].saved_at, HOUSE_NOW);
    assert_true(action_section_revision(&d.house.env, &d.owner, d.key, "basis", 1, &history, &err));
    assert_string_equal(json_word(history.then, "aims"), "一");
    assert_string_equal(restore(&d, &d.owner, 1, 3), "");
    assert_string_equal(json_word(now(&d), "aims"), "一");
    assert_string_equal(json_word(now(&d), "approach"), "");
    assert_string_equal(restore(&d, &d.owner, 3, 4), "");
    assert_string_equal(json_word(now(&d), "approach"), "方案");
    house_close(&d.house);
}

TEST("restoring over what was saved since the page was read is refused, field by field")
{
    struct draft d;

    open_draft(&d);
    save(&d, "aims", "一");
    save(&d, "aims", "二");
    save(&d, "aims", "三"); /* by another tab, after the page with revision 2 was read */
    assert_string_equal(restore(&d, &d.owner, 1, 2), "application/stale");
    assert_string_equal(json_word(now(&d), "aims"), "三");
    house_close(&d.house);
}

TEST("nobody but the applicant sees saved states, nor one that is none")
{
    struct draft d;
    struct section_history history;
    struct error err = {0};

    open_draft(&d);
    save(&d, "aims", "一");
    save(&d, "aims", "二");
    assert_false(action_section_history(&d.house.env, &d.other, d.key, "basis", &history, &err));
    assert_string_equal(err.code, "missing");
    assert_string_equal(restore(&d, &d.other, 1, 2), "missing");
    assert_string_equal(restore(&d, &d.owner, 9, 2), "missing");
    house_close(&d.house);
}
