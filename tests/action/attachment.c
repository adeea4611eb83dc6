/* attachment.c: files of an application: kept with their version, their pages counted. */

#include "action/attachment.h"

#include "base/text.h"
#include "store/blob.h"
#include "store/call.h"
#include "store/tx.h"
#include "support/house.h"
#include "support/test.h"
#include "world/world.h"

struct keeper {
    struct house house;
    struct actor who;
    struct key application;
};

static void open_keeper(struct keeper *d)
{
    struct call changed;
    struct error err = {0};
    bool done;

    *d = (struct keeper){.application = {""}};
    house_open(&d->house);
    changed = *d->house.call;
    changed.closes_at = HOUSE_NOW + 1000;
    done = tx_begin(&d->house.env, &err) && store_call_set(&d->house.env, &changed, &err);
    assert_true(tx_end(&d->house.env, done, &err));
    assert_true(service_call(&d->house.env, NULL, &d->house.call, &err));
    d->who = house_account(&d->house, "lin@uni.example", NULL);
    d->application = house_draft(&d->house, &d->who, "2");
}

static struct attachments files(struct keeper *d)
{
    struct application_view view;
    struct error err = {0};

    assert_true(action_application_open(&d->house.env, &d->who, d->application, &view, &err));
    return view.attachments;
}

static void submit(struct keeper *d)
{
    struct problems problems = problems_in(d->house.arena);
    struct error err = {0};
    int64_t version;

    assert_true(action_application_submit(&d->house.env, &d->who, d->application, &problems,
                                          &version, &err));
}

static struct key attach(struct keeper *d, const char *slot, const char *name, const char *text)
{
    struct error err = {0};
    struct attachments all;
    struct upload *upload = upload_start(d->house.env.world->blobs, d->house.arena, &err);

    assert_true(upload_add(upload, text, strlen(text), &err));
    assert_true(
        action_attachment_add(&d->house.env, &d->who, d->application, slot, name, upload, &err));
    all = files(d);
    for (size_t i = 0; i < all.count; i++)
        if (text_equal(all.items[i].name, name))
            return all.items[i].key;
    fail_msg("%s is not there", name);
    return (struct key){""};
}

static bool is_wanted(void *env, const char *sha256)
{
    return store_blob_wanted(env, sha256);
}

TEST("a replaced or removed file stays with the version that was submitted with it")
{
    struct keeper d;
    struct error err = {0};
    struct version_view version;
    struct attachment file;
    struct key application, first, second;

    open_keeper(&d);
    first = attach(&d, "commitment", "a.pdf", "%PDF-1.7 first");
    submit(&d);
    second = attach(&d, "commitment", "b.pdf", "%PDF-1.7 other");
    assert_int_equal(files(&d).count, 1);
    assert_true(action_attachment_remove(&d.house.env, &d.who, second, &application, &err));
    assert_int_equal(files(&d).count, 0);
    blobs_sweep(d.house.env.world->blobs, -1, is_wanted, &d.house.env);
    assert_true(action_application_version(&d.house.env, &d.who, d.application, 1, &version, &err));
    assert_int_equal(version.files.count, 1);
    assert_string_equal(version.files.items[0].key.text, first.text);
    assert_true(action_attachment_get(&d.house.env, &d.who, first, &file, &err));
    assert_true(blob_check(d.house.env.world->blobs, file.sha256, &err));
    assert_false(action_attachment_get(&d.house.env, &d.who, second, &file, &err));
    house_close(&d.house);
}

static int64_t by_first_letter(int file)
{
    char head[10] = "";

    return pread(file, head, 10, 0) == 10 && head[9] == 'g' ? 12 : 0;
}

static int64_t never(int file)
{
    (void)file;
    fail_msg("nobody asked");
    return 0;
}

static int turns(struct keeper *d)
{
    struct error err = {0};
    bool again = true;
    int count = -1;

    for (; again; count++)
        assert_true(action_attachments_count(&d->house.env, &again, &err));
    return count;
}

TEST("pages are counted once a file, after its commit; what is no PDF is not opened")
{
    struct keeper d;
    struct counter **counter;

    open_keeper(&d);
    counter = &d.house.env.world->counter;
    attach(&d, "papers", "good.pdf", "%PDF-1.7 good");
    attach(&d, "papers", "same.pdf", "%PDF-1.7 good");
    attach(&d, "papers", "bad.pdf", "%PDF-1.7 bad and more");
    assert_int_equal(turns(&d), 0); /* nobody counts: they stay as they are */
    assert_int_equal(files(&d).items[0].pages, -1);
    *counter = counter_here(d.house.arena, by_first_letter);
    assert_int_equal(turns(&d), 2);
    assert_int_equal(files(&d).items[0].pages, 12);
    assert_int_equal(files(&d).items[1].pages, 12);
    assert_int_equal(files(&d).items[2].pages, 0);
    *counter = counter_here(d.house.arena, never);
    attach(&d, "papers", "photo.png", "\x89PNG and more of it");
    attach(&d, "papers", "paper.docx", "PK\x03\x04 and more of it");
    assert_int_equal(turns(&d), 0);
    assert_int_equal(files(&d).items[3].pages, -1);
    house_close(&d.house);
}

TEST(
    "a PDF that cannot be read is warned of at its slot, by name, and keeps nobody from submitting")
{
    struct keeper d;
    struct application_view view;
    struct error err = {0};
    size_t told = 0;

    open_keeper(&d);
    d.house.env.world->counter = counter_here(d.house.arena, by_first_letter);
    attach(&d, "papers", "bad.pdf", "%PDF-1.7 bad and more");
    turns(&d);
    assert_true(action_application_open(&d.house.env, &d.who, d.application, &view, &err));
    for (size_t i = 0; i < view.problems.count; i++) {
        const struct problem *problem = &view.problems.items[i];

        if (!text_equal(problem->code, "attachments/unreadable"))
            continue;
        told++;
        assert_string_equal(problem->path, "attachments.papers");
        assert_string_equal(problem->values[0].text, "bad.pdf");
        assert_int_equal(problem->severity, SEVERITY_WARNING);
    }
    assert_int_equal(told, 1);
    submit(&d);
    house_close(&d.house);
}
