/* resubmit.c: new versions where a shared section changed, and drafts submitted at closing. */

#include "action/resubmit.h"

#include "base/text.h"
#include "store/application.h"
#include "store/call.h"
#include "store/tx.h"
#include "support/house.h"
#include "support/test.h"

#define CLOSING (HOUSE_NOW + 1000)

struct applicant {
    struct house house;
    struct actor who;
    struct key one, two; /* submitted, to topics 1 and 2 */
};

static void close_at(struct applicant *a, int64_t closes_at)
{
    struct call changed = *a->house.call;
    struct error err = {0};
    bool done = tx_begin(&a->house.env, &err);

    changed.closes_at = closes_at;
    done = done && store_call_set(&a->house.env, &changed, &err);
    assert_true(tx_end(&a->house.env, done, &err));
    assert_true(service_call(&a->house.env, NULL, &a->house.call, &err));
}

static const char *submit(struct applicant *a, struct key key, int64_t *version)
{
    struct problems problems = problems_in(a->house.arena);
    struct error err = {0};

    return action_application_submit(&a->house.env, &a->who, key, &problems, version, &err)
               ? ""
               : err.code;
}

static void open_applicant(struct applicant *a)
{
    int64_t version;

    *a = (struct applicant){.house = {.arena = NULL}};
    house_open(&a->house);
    a->who = house_account(&a->house, "lin@uni.example", NULL);
    close_at(a, CLOSING);
    a->one = house_draft(&a->house, &a->who, "1");
    a->two = house_draft(&a->house, &a->who, "2");
    assert_string_equal(submit(a, a->one, &version), "");
    assert_string_equal(submit(a, a->two, &version), "");
    a->house.env.now += 10;
}

static void save(struct applicant *a, struct key key, const char *section, const char *field,
                 const char *text)
{
    json_t *body = json_root(a->house.arena);
    struct section_save form = {.section = section, .body = body, .base = -1};
    struct section_saved saved;
    struct error err = {0};

    json_put_text(json_put_object(body, "fields"), field, text);
    assert_true(action_section_save(&a->house.env, &a->who, key, &form, &saved, &err));
}

static struct application now(struct applicant *a, struct key key)
{
    struct application application;
    struct standing standing;
    struct error err = {0};

    assert_true(
        store_application_visible(&a->house.env, &a->who, key, &application, &standing, &err));
    return application;
}

static struct changed_list changed(struct applicant *a)
{
    struct changed_list list = {0};
    struct error err = {0};

    assert_true(action_changed(&a->house.env, &a->who, a->house.call, &list, &err));
    return list;
}

static void work_at(struct applicant *a, int64_t at)
{
    struct error err = {0};
    bool again;

    a->house.env.now = at;
    assert_true(action_at_closing_work(&a->house.env, &again, &err));
}

static const char *want(struct applicant *a, struct key key, bool wanted)
{
    struct error err = {0};

    return action_at_closing(&a->house.env, &a->who, key, wanted, &err) ? "" : err.code;
}

TEST("a shared section that changes puts every submitted application behind its draft, an own one "
     "only its own")
{
    struct applicant a;
    struct changed_list list;

    open_applicant(&a);
    assert_int_equal(changed(&a).count, 0);
    save(&a, a.one, "basic", "abstract", "另一个摘要");
    list = changed(&a);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0].sections.count, 1);
    assert_string_equal(list.items[0].sections.items[0]->key, "basic");
    save(&a, a.one, "applicant", "department", "另一个院系");
    list = changed(&a);
    assert_int_equal(list.count, 2);
    assert_int_equal(list.items[0].sections.count, 2);
    assert_true(list.items[1].sections.items[0]->shared);
    a.house.env.now = CLOSING + 1;
    assert_int_equal(changed(&a).count, 0); /* nothing is offered that cannot be done */
    house_close(&a.house);
}

TEST("submitting what the newest version says already makes no second version; a change does")
{
    struct applicant a;
    int64_t version;

    open_applicant(&a);
    assert_string_equal(submit(&a, a.one, &version), "");
    assert_int_equal(version, 1);
    assert_int_equal(now(&a, a.one).version, 1);
    assert_int_equal(house_count(&a.house, "submitted"), 2);
    save(&a, a.one, "basic", "abstract", "另一个摘要");
    assert_string_equal(submit(&a, a.one, &version), "");
    assert_int_equal(version, 2);
    assert_int_equal(changed(&a).count, 0);
    house_close(&a.house);
}

TEST("at its gate a draft whose applicant wished so is submitted once, as of that moment, and told")
{
    struct applicant a;

    open_applicant(&a);
    save(&a, a.one, "basic", "abstract", "截止前的最后一稿");
    save(&a, a.two, "basic", "abstract", "没有要求自动提交");
    assert_string_equal(want(&a, a.one, true), "");
    work_at(&a, CLOSING);
    assert_int_equal(now(&a, a.one).version, 1);
    work_at(&a, CLOSING + 5);
    assert_int_equal(now(&a, a.one).version, 2);
    assert_int_equal(now(&a, a.one).submitted_at, CLOSING);
    assert_int_equal(now(&a, a.two).version, 1);
    assert_int_equal(house_count(&a.house, "at-closing"), 1);
    work_at(&a, CLOSING + 6);
    assert_int_equal(now(&a, a.one).version, 2);
    assert_int_equal(house_count(&a.house, "at-closing"), 1);
    assert_string_equal(want(&a, a.two, true), "call/closed");
    house_close(&a.house);
}

TEST("a draft that fails the checks at its gate is not submitted, its version stands, and that is "
     "told")
{
    struct applicant a;

    open_applicant(&a);
    save(&a, a.one, "basic", "title", "");
    assert_string_equal(want(&a, a.one, true), "");
    assert_string_equal(want(&a, a.two, true), "");
    assert_string_equal(want(&a, a.two, false), "");
    work_at(&a, CLOSING + 5);
    assert_int_equal(now(&a, a.one).version, 1);
    assert_int_equal(house_count(&a.house, "at-closing"), 1);
    assert_int_equal(house_count(&a.house, "submitted"), 2);
    house_close(&a.house);
}

TEST("what says the same as its newest version at closing is told so and gets no other version")
{
    struct applicant a;

    open_applicant(&a);
    assert_string_equal(want(&a, a.one, true), "");
    work_at(&a, CLOSING + 5);
    assert_int_equal(now(&a, a.one).version, 1);
    assert_int_equal(house_count(&a.house, "at-closing"), 1);
    assert_int_equal(house_count(&a.house, "submitted"), 2);
    house_close(&a.house);
}
