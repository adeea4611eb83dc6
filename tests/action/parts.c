/* parts.c: files in parts around the closing. */

#include "action/parts.h"

#include "base/text.h"
#include "store/audit.h"
#include "store/call.h"
#include "store/tx.h"
#include "support/house.h"
#include "support/test.h"
#include "world/world.h"

#define CLOSING (HOUSE_NOW + 1000)
#define SIZE    (PART_SIZE + 100)

struct sender {
    struct house house;
    struct actor who;
    struct key application;
};

static void open_sender(struct sender *s)
{
    struct call changed;
    struct error err = {0};
    bool done;

    *s = (struct sender){.application = {""}};
    house_open(&s->house);
    changed = *s->house.call;
    changed.closes_at = CLOSING;
    done = tx_begin(&s->house.env, &err) && store_call_set(&s->house.env, &changed, &err);
    assert_true(tx_end(&s->house.env, done, &err));
    assert_true(service_call(&s->house.env, NULL, &s->house.call, &err));
    s->who = house_account(&s->house, "lin@uni.example", NULL);
    s->application = house_draft(&s->house, &s->who, "2");
}

static void move(struct sender *s, int64_t now)
{
    s->house.env.now = now;
    assert_true(clock_move(s->house.env.world->clock, now));
}

/* These answer with the code of the error, "" for none. */
static const char *begin(struct sender *s, const char *name, struct parts_view *view)
{
    struct parts_upload wanted = {.slot = "papers", .name = name, .size = SIZE, .stamp = 7};
    struct error err = {0};

    wanted.application_key = s->application;
    return action_parts_begin(&s->house.env, &s->who, s->application, &wanted, view, &err)
               ? ""
               : err.code;
}

static const char *give(struct sender *s, struct parts_view *view, int64_t place)
{
    struct arena *arena = arena_open();
    struct error err = {0};
    size_t length = place == 0 ? PART_SIZE : 100;
    char *bytes = arena_alloc(arena, length);
    struct upload *part = upload_start(s->house.env.world->blobs, arena, &err);
    bool done;

    memcpy(bytes, "%PDF-1.7", 8);
    done = upload_add(part, bytes, length, &err) &&
           action_parts_add(&s->house.env, &s->who, view->upload.key, place, part, view, &err);
    arena_close(arena);
    return done ? "" : err.code;
}

static const char *finish(struct sender *s, struct parts_view *view)
{
    struct error err = {0};

    return action_parts_finish(&s->house.env, &s->who, view->upload.key, view, &err) ? ""
                                                                                     : err.code;
}

static const char *submit(struct sender *s)
{
    struct problems problems = problems_in(s->house.arena);
    struct error err = {0};
    int64_t version;

    return action_application_submit(&s->house.env, &s->who, s->application, &problems, &version,
                                     &err)
               ? ""
               : err.code;
}

TEST("a file begun before closing is gone on with in the grace, also when it is begun again")
{
    struct sender s;
    struct parts_view view, late;
    int64_t grace;

    open_sender(&s);
    grace = s.house.call->grace;
    move(&s, CLOSING);
    assert_string_equal(begin(&s, "one.pdf", &view), "");
    assert_string_equal(begin(&s, "two.pdf", &late), "");
    assert_string_equal(give(&s, &view, 0), "");
    move(&s, CLOSING + 1);
    assert_string_not_equal(begin(&s, "three.pdf", &late), "");
    assert_string_equal(begin(&s, "one.pdf", &view), "");
    assert_int_equal(view.have.count, 1);
    move(&s, CLOSING + grace);
    assert_string_equal(give(&s, &view, 1), "");
    assert_string_equal(finish(&s, &view), "");
    assert_string_equal(submit(&s), "");
    move(&s, CLOSING + grace + 1);
    assert_string_equal(begin(&s, "two.pdf", &late), "call/closed");
    house_close(&s.house);
}

TEST("a file counts from when it was begun, and the log and the desk know when it was there")
{
    struct sender s;
    struct parts_view view;
    struct application_view application;
    struct audit_filter newest = {.limit = 1};
    struct audit_entries rows = {0};
    struct desk desk = {0};
    struct error err = {0};
    size_t behind = 0;

    open_sender(&s);
    assert_string_equal(begin(&s, "one.pdf", &view), "");
    assert_string_equal(give(&s, &view, 0), "");
    assert_string_equal(give(&s, &view, 1), "");
    move(&s, HOUSE_NOW + 100);
    assert_string_equal(submit(&s), "");
    move(&s, HOUSE_NOW + 200);
    assert_string_equal(finish(&s, &view), "");
    assert_true(action_application_open(&s.house.env, &s.who, s.application, &application, &err));
    assert_int_equal(application.attachments.items[0].added_at, HOUSE_NOW);
    assert_int_equal(application.attachments.items[0].stored_at, HOUSE_NOW + 200);
    assert_true(store_audit_list(&s.house.env, &newest, &rows, &err));
    assert_string_equal(rows.items[0].row.action, "attachment/added");
    assert_int_equal(rows.items[0].row.at, HOUSE_NOW + 200);
    assert_true(action_desk(&s.house.env, &s.who, s.house.call, &desk, &err));
    for (size_t i = 0; i < desk.count; i++)
        behind += desk.items[i].behind;
    assert_int_equal(behind, 1);
    house_close(&s.house);
}
