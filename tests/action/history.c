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

    assert_true(
        action_section_history(&d->house.env, &d->owner, d->key, "basis", 0, &history, &err));
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
    assert_true(action_section_history(&d.house.env, &d.owner, d.key, "basis", 0, &history, &err));
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

TEST("a state tells who saved it and when, and what it was before; the first had nothing before it")
{
    struct draft d;
    struct section_history history;
    struct error err = {0};

    open_draft(&d);
    save(&d, "aims", "一");
    d.house.env.now += 60;
    save(&d, "aims", "二");
    assert_true(action_section_revision(&d.house.env, &d.owner, d.key, "basis", 2, &history, &err));
    assert_int_equal(history.revisions.count, 1);
    assert_int_equal(history.revisions.items[0].revision, 2);
    assert_int_equal(history.revisions.items[0].saved_at, HOUSE_NOW + 60);
    assert_string_equal(json_word(history.before, "aims"), "一");
    assert_true(action_section_revision(&d.house.env, &d.owner, d.key, "basis", 1, &history, &err));
    assert_int_equal(json_object_size(history.before), 0);
    house_close(&d.house);
}

TEST("every state is reached, however many there are: the list goes on where it ended")
{
    struct draft d;
    struct section_history history;
    struct error err = {0};
    int64_t before = 0;
    size_t seen = 0;

    open_draft(&d);
    for (int i = 0; i < 510; i++)
        save(&d, "aims", arena_format(d.house.arena, "%d", i));
    do {
        assert_true(
            action_section_history(&d.house.env, &d.owner, d.key, "basis", before, &history, &err));
        assert_int_equal(history.revisions.items[0].revision, 510 - seen);
        seen += history.revisions.count;
        before = history.older;
    } while (before > 0);
    assert_int_equal(seen, 510);
    house_close(&d.house);
}

TEST("what cannot be stored is told by field, and the rest is saved")
{
    struct draft d;
    json_t *fields;
    struct section_save save = {.section = "basis", .base = -1};
    struct section_saved saved;
    struct error err = {0};

    open_draft(&d);
    save.body = json_root(d.house.arena);
    fields = json_put_object((json_t *)(uintptr_t)save.body, "fields");
    json_put_text(fields, "aims", "粘贴带来的\x07");
    json_put_text(fields, "approach", "方案");
    assert_true(action_section_save(&d.house.env, &d.owner, d.key, &save, &saved, &err));
    assert_int_equal(saved.refused.count, 1);
    assert_string_equal(saved.refused.items[0], "aims");
    assert_int_equal(saved.merge.fields.count, 1);
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
    assert_false(action_section_history(&d.house.env, &d.other, d.key, "basis", 0, &history, &err));
    assert_string_equal(err.code, "missing");
    assert_string_equal(restore(&d, &d.other, 1, 2), "missing");
    assert_string_equal(restore(&d, &d.owner, 9, 2), "missing");
    house_close(&d.house);
}
