/* resubmit.c: new versions where a shared section changed, and drafts submitted at closing. */

#include "action/resubmit.h"

#include "action/review.h"
#include "base/text.h"
#include "store/application.h"
#include "store/blob.h"
#include "store/call.h"
#include "store/parts.h"
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
    assert_int_equal(list.items[0].changes.sections.count, 1);
    assert_string_equal(list.items[0].changes.sections.items[0]->key, "basic");
    save(&a, a.one, "applicant", "department", "另一个院系");
    list = changed(&a);
    assert_int_equal(list.count, 2);
    assert_int_equal(list.items[0].changes.sections.count, 2);
    assert_true(list.items[1].changes.sections.items[0]->shared);
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

/* A file of the first application that began to come five seconds before closing. */
static void begin_file(struct applicant *a, struct parts_upload *upload)
{
    struct error err = {0};

    *upload = (struct parts_upload){.key = key_new(&a->house.env),
                                    .application = now(a, a->one).id,
                                    .slot = "papers",
                                    .name = "paper.pdf",
                                    .size = 9,
                                    .by = a->who.person,
                                    .began_at = CLOSING - 5};
    assert_true(tx_end(
        &a->house.env,
        tx_begin(&a->house.env, &err) && store_parts_add(&a->house.env, upload, &err), &err));
}

static void finish_file(struct applicant *a, const struct parts_upload *upload, int64_t at)
{
    const char *sha256 = arena_format(a->house.arena, "%064d", 1);
    struct attachment file = {.key = upload->key,
                              .application = upload->application,
                              .slot = upload->slot,
                              .name = upload->name,
                              .type = "application/pdf",
                              .sha256 = sha256,
                              .size = upload->size,
                              .added_at = upload->began_at,
                              .stored_at = at};
    struct parts_upload row;
    struct error err = {0};
    bool done;

    assert_true(store_parts_get(&a->house.env, upload->key, upload->by, &row, &err));
    done = tx_begin(&a->house.env, &err) && store_parts_remove(&a->house.env, row.id, &err) &&
           store_blob_add(&a->house.env, sha256, file.size, &err) &&
           store_attachment_add(&a->house.env, &file, a->who.person, &err);
    assert_true(tx_end(&a->house.env, done, &err));
}

static struct submission newest(struct applicant *a, struct key key)
{
    struct application application = now(a, key);
    struct submission submission;
    struct error err = {0};

    assert_true(store_submission_get(&a->house.env, application.id, application.version,
                                     &submission, &err));
    return submission;
}

TEST("a file on its way at the gate is waited for and comes in with the version, in the grace")
{
    struct parts_upload upload;
    struct applicant a;

    open_applicant(&a);
    assert_string_equal(want(&a, a.one, true), "");
    begin_file(&a, &upload);
    work_at(&a, CLOSING + 1);
    assert_int_equal(house_count(&a.house, "at-closing"), 0);
    finish_file(&a, &upload, CLOSING + 30);
    work_at(&a, CLOSING + 31);
    assert_int_equal(now(&a, a.one).version, 2);
    assert_true(newest(&a, a.one).in_grace);
    assert_int_equal(newest(&a, a.one).submitted_at, CLOSING + 31);
    assert_int_equal(house_count(&a.house, "at-closing"), 1);
    house_close(&a.house);
}

TEST("a file that does not come is waited for until the grace is over, and then the draft goes "
     "without it, as of the gate")
{
    struct parts_upload upload;
    struct applicant a;

    open_applicant(&a);
    save(&a, a.one, "basic", "abstract", "截止前的最后一稿");
    assert_string_equal(want(&a, a.one, true), "");
    begin_file(&a, &upload);
    work_at(&a, CLOSING + a.house.call->grace);
    assert_int_equal(now(&a, a.one).version, 1);
    work_at(&a, CLOSING + a.house.call->grace + 1);
    assert_int_equal(now(&a, a.one).version, 2);
    assert_false(newest(&a, a.one).in_grace);
    assert_int_equal(newest(&a, a.one).submitted_at, CLOSING);
    house_close(&a.house);
}

TEST("who has more time is submitted at the end of it, and a wish is good for one gate")
{
    struct error err = {0};
    struct applicant a;
    bool done;

    open_applicant(&a);
    save(&a, a.one, "basic", "abstract", "截止前的最后一稿");
    assert_string_equal(want(&a, a.one, true), "");
    done = tx_begin(&a.house.env, &err) &&
           store_extension_add(&a.house.env, a.house.call->id, a.who.person, (struct topic_id){0},
                               CLOSING + 500, "网络故障", a.who.person, &err);
    assert_true(tx_end(&a.house.env, done, &err));
    work_at(&a, CLOSING + 500);
    assert_int_equal(now(&a, a.one).version, 1);
    work_at(&a, CLOSING + 501);
    assert_int_equal(now(&a, a.one).version, 2);
    assert_int_equal(now(&a, a.one).submitted_at, CLOSING + 500);
    assert_false(now(&a, a.one).at_closing);
    house_close(&a.house);
}

TEST("what is returned for correction is submitted by who corrected it, whatever was wished before")
{
    struct problems problems;
    struct error err = {0};
    struct applicant a;
    struct actor secretary;

    open_applicant(&a);
    problems = problems_in(a.house.arena);
    secretary = house_official(&a.house, "zhou@fund.example", "secretary");
    assert_string_equal(want(&a, a.one, true), "");
    assert_true(action_screen(&a.house.env, &secretary, a.one, "return", "请补充预算理由",
                              CLOSING + 86400, &problems, &err));
    assert_false(now(&a, a.one).at_closing);
    work_at(&a, CLOSING + 86401);
    assert_int_equal(now(&a, a.one).version, 1);
    assert_int_equal(house_count(&a.house, "at-closing"), 0);
    house_close(&a.house);
}
