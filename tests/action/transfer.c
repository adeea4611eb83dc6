/* transfer.c: files that come part by part: gone on with, refused, counted, swept. */

#include "action/transfer.h"

#include <dirent.h>
#include <sys/stat.h>

#include "action/attachment.h"
#include "base/text.h"
#include "store/call.h"
#include "store/tx.h"
#include "support/house.h"
#include "support/test.h"
#include "world/part.h"
#include "world/world.h"

#define PART    ((size_t)TRANSFER_PART)
#define SIZE    (2 * PART + 1000)
#define CLOSING (HOUSE_NOW + 1000)

struct sender {
    struct house house;
    struct actor who;
    struct key application;
    char *file;         /* SIZE bytes that begin like a PDF */
    const char *sha256; /* of them */
};

static void open_sender(struct sender *d)
{
    struct call changed;
    struct error err = {0};
    struct digest digest;
    bool done;

    *d = (struct sender){.application = {""}};
    house_open(&d->house);
    changed = *d->house.call;
    changed.closes_at = CLOSING;
    done = tx_begin(&d->house.env, &err) && store_call_set(&d->house.env, &changed, &err);
    assert_true(tx_end(&d->house.env, done, &err));
    assert_true(service_call(&d->house.env, NULL, &d->house.call, &err));
    d->who = house_account(&d->house, "lin@uni.example", NULL);
    d->application = house_draft(&d->house, &d->who, "2");
    d->file = arena_alloc(d->house.arena, SIZE);
    for (size_t i = 0; i < SIZE; i++)
        d->file[i] = (char)(i * 31 + i / 251);
    memcpy(d->file, "%PDF-1.7\n", 9);
    digest = digest_of(d->file, SIZE);
    d->sha256 = digest_hex(d->house.arena, &digest);
}

static void move(struct sender *d, int64_t now)
{
    d->house.env.now = now;
    assert_true(clock_move(d->house.env.world->clock, now));
}

/* These answer with the code of the error, "" for none. */
static const char *begin_as(struct sender *d, const struct actor *who, struct transfer wanted,
                            struct transfer *t)
{
    struct error err = {0};

    return action_transfer_begin(&d->house.env, who, d->application, &wanted, t, &err) ? ""
                                                                                       : err.code;
}

static struct transfer paper(struct sender *d)
{
    return (struct transfer){
        .slot = "papers", .name = "论文.pdf", .size = (int64_t)SIZE, .sha256 = d->sha256};
}

static const char *begin(struct sender *d, struct transfer *t)
{
    return begin_as(d, &d->who, paper(d), t);
}

static const char *send_as(struct sender *d, const struct actor *who, struct transfer *t,
                           size_t offset, const char *bytes, size_t length)
{
    struct arena *arena = arena_open();
    struct error err = {0};
    struct upload *part = upload_start(d->house.env.world->blobs, arena, &err);
    bool done = upload_add(part, bytes, length, &err) &&
                action_transfer_part(&d->house.env, who, t->key, (int64_t)offset, part, t, &err);

    arena_close(arena);
    return done ? "" : err.code;
}

static const char *send_part(struct sender *d, struct transfer *t, size_t number)
{
    size_t offset = number * PART;

    return send_as(d, &d->who, t, offset, d->file + offset,
                   SIZE - offset < PART ? SIZE - offset : PART);
}

static const char *finish(struct sender *d, struct transfer *t)
{
    struct error err = {0};

    return action_transfer_finish(&d->house.env, &d->who, t->key, t, &err) ? "" : err.code;
}

static struct attachments files(struct sender *d)
{
    struct application_view view;
    struct error err = {0};

    assert_true(action_application_open(&d->house.env, &d->who, d->application, &view, &err));
    return view.attachments;
}

static size_t unfinished(struct sender *d)
{
    struct transfers found = {0};
    struct error err = {0};

    assert_true(action_transfers(&d->house.env, &d->who, d->application, &found, &err));
    return found.count;
}

/* Files that belong to no blob: temporary ones and parts. */
static size_t loose(struct sender *d)
{
    DIR *folder = opendir(arena_format(d->house.arena, "%s/blobs", d->house.folder));
    size_t count = 0;

    for (struct dirent *e = folder == NULL ? NULL : readdir(folder); e != NULL; e = readdir(folder))
        count += text_starts(e->d_name, "new-") || text_starts(e->d_name, PART_PREFIX);
    if (folder != NULL)
        closedir(folder);
    return count;
}

static void sweep(struct sender *d, int64_t life)
{
    struct error err = {0};

    assert_true(action_files_sweep(&d->house.env, life, &err));
}

TEST("a file that comes part by part is the file it would have been at once, and leaves no part")
{
    struct sender d;
    struct transfer t;
    struct error err = {0};
    size_t length;
    const char *bytes;

    open_sender(&d);
    assert_string_equal(begin(&d, &t), "");
    assert_int_equal(t.arrived, 0);
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(send_part(&d, &t, i), "");
    assert_int_equal(t.arrived, SIZE);
    assert_int_equal(files(&d).count, 0);
    assert_string_equal(finish(&d, &t), "");
    assert_int_equal(files(&d).count, 1);
    assert_string_equal(files(&d).items[0].sha256, d.sha256);
    bytes = blob_read(d.house.env.world->blobs, d.house.arena, d.sha256, &length, &err);
    assert_int_equal(length, SIZE);
    assert_memory_equal(bytes, d.file, SIZE);
    assert_int_equal(loose(&d), 0);
    assert_int_equal(unfinished(&d), 0);
    house_close(&d.house);
}

TEST("a part that comes again changes nothing, and finishing twice makes one attachment")
{
    struct sender d;
    struct transfer t;

    open_sender(&d);
    begin(&d, &t);
    assert_string_equal(send_part(&d, &t, 0), "");
    assert_string_equal(send_part(&d, &t, 1), "");
    assert_string_equal(send_part(&d, &t, 0), "");
    assert_int_equal(t.arrived, 2 * PART);
    assert_string_equal(send_part(&d, &t, 2), "");
    assert_string_equal(finish(&d, &t), "");
    assert_string_equal(finish(&d, &t), "");
    assert_string_equal(send_part(&d, &t, 2), "");
    assert_int_equal(files(&d).count, 1);
    assert_string_equal(files(&d).items[0].sha256, d.sha256);
    house_close(&d.house);
}

TEST("begun again the same file goes on where it was; another file of that name begins anew")
{
    struct sender d;
    struct transfer t, again, other, wanted;

    open_sender(&d);
    begin(&d, &t);
    send_part(&d, &t, 0);
    assert_string_equal(begin(&d, &again), "");
    assert_string_equal(again.key.text, t.key.text);
    assert_int_equal(again.arrived, PART);
    wanted = paper(&d);
    wanted.sha256 = "00000000000000000000000000000000000000000000000000000000000000aa";
    assert_string_equal(begin_as(&d, &d.who, wanted, &other), "");
    assert_string_not_equal(other.key.text, t.key.text);
    assert_int_equal(other.arrived, 0);
    wanted.sha256 = ""; /* what cannot be told apart is never mixed */
    assert_string_equal(begin_as(&d, &d.who, wanted, &other), "");
    assert_string_equal(begin_as(&d, &d.who, wanted, &again), "");
    assert_string_not_equal(other.key.text, again.key.text);
    house_close(&d.house);
}

TEST("parts come in their order and size: a gap, a half one and one beyond the end are refused")
{
    struct sender d;
    struct transfer t;

    open_sender(&d);
    begin(&d, &t);
    assert_string_equal(send_part(&d, &t, 1), "transfer/order");
    assert_string_equal(send_as(&d, &d.who, &t, 0, d.file, PART - 1), "transfer/part");
    assert_string_equal(send_as(&d, &d.who, &t, 1000, d.file, PART), "transfer/part");
    assert_string_equal(send_as(&d, &d.who, &t, 3 * PART, d.file, PART), "transfer/part");
    assert_string_equal(finish(&d, &t), "transfer/order");
    assert_string_equal(send_part(&d, &t, 0), "");
    assert_string_equal(send_as(&d, &d.who, &t, 2 * PART, d.file, PART), "transfer/part");
    house_close(&d.house);
}

TEST("only who began it goes on with it, ends it or throws it away")
{
    struct sender d;
    struct transfer t, other;
    struct actor stranger;
    struct error err = {0};

    open_sender(&d);
    begin(&d, &t);
    stranger = house_account(&d.house, "zhou@uni.example", NULL);
    assert_string_equal(send_as(&d, &stranger, &t, 0, d.file, PART), "transfer/gone");
    assert_false(action_transfer_finish(&d.house.env, &stranger, t.key, &other, &err));
    assert_string_equal(err.code, "transfer/gone");
    err = (struct error){0};
    assert_false(action_transfer_cancel(&d.house.env, &stranger, t.key, &other, &err));
    assert_string_equal(err.code, "transfer/gone");
    assert_string_equal(begin_as(&d, &stranger, paper(&d), &other), "missing");
    assert_int_equal(unfinished(&d), 1);
    house_close(&d.house);
}

TEST("a file that is not what its name says goes with its first part, and what was changed at its "
     "end")
{
    struct sender d;
    struct transfer t, wanted;

    open_sender(&d);
    wanted = paper(&d);
    wanted.name = "page.html";
    assert_string_equal(begin_as(&d, &d.who, wanted, &t), "attachment/type");
    wanted = paper(&d);
    wanted.size = 20 * 1024 * 1024 + 1;
    assert_string_equal(begin_as(&d, &d.who, wanted, &t), "attachment/size");
    wanted = paper(&d);
    wanted.sha256 = "not a hash";
    assert_string_equal(begin_as(&d, &d.who, wanted, &t), "transfer/hash");
    begin(&d, &t);
    d.file[0] = '<';
    assert_string_equal(send_part(&d, &t, 0), "attachment/type");
    assert_int_equal(unfinished(&d), 0);
    d.file[0] = '%';
    begin(&d, &t);
    d.file[PART + 5] ^= 1;
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(send_part(&d, &t, i), "");
    assert_string_equal(finish(&d, &t), "transfer/changed");
    assert_int_equal(files(&d).count, 0);
    assert_int_equal(unfinished(&d), 0);
    assert_int_equal(loose(&d), 0);
    house_close(&d.house);
}

static const char *submit(struct sender *d, bool *in_grace)
{
    struct problems problems = problems_in(d->house.arena);
    struct error err = {0};
    int64_t version;
    struct version_view view;

    if (!action_application_submit(&d->house.env, &d->who, d->application, &problems, &version,
                                   &err))
        return err.code;
    assert_true(
        action_application_version(&d->house.env, &d->who, d->application, version, &view, &err));
    *in_grace = view.submission.in_grace;
    return "";
}

TEST("begun before closing it may end in the grace and counts for submitting; not a second later")
{
    struct sender d;
    struct transfer t, late, wanted;
    bool in_grace = false;
    int64_t grace;

    open_sender(&d);
    grace = d.house.call->grace;
    move(&d, CLOSING);
    assert_string_equal(begin(&d, &t), "");
    assert_string_equal(send_part(&d, &t, 0), "");
    wanted = paper(&d);
    wanted.name = "second.pdf";
    assert_string_equal(begin_as(&d, &d.who, wanted, &late), "");
    move(&d, CLOSING + 1);
    assert_string_equal(submit(&d, &in_grace), "call/closed");
    wanted.name = "third.pdf";
    assert_string_not_equal(begin_as(&d, &d.who, wanted, &late), "");
    assert_string_equal(begin(&d, &t), ""); /* after a reload, in the grace */
    assert_string_equal(send_part(&d, &t, 1), "");
    move(&d, CLOSING + grace);
    assert_string_equal(send_part(&d, &t, 2), "");
    assert_string_equal(finish(&d, &t), "");
    assert_int_equal(files(&d).items[0].added_at, CLOSING);
    assert_string_equal(submit(&d, &in_grace), "");
    assert_true(in_grace);
    wanted.name = "second.pdf";
    move(&d, CLOSING + grace + 1);
    assert_string_not_equal(begin_as(&d, &d.who, wanted, &late), "");
    assert_string_not_equal(send_part(&d, &late, 0), "");
    house_close(&d.house);
}

TEST("a person has ten unfinished uploads, not eleven; one that is cancelled makes room")
{
    struct sender d;
    struct transfer t, wanted;
    struct error err = {0};

    open_sender(&d);
    for (int i = 0; i < TRANSFER_MOST; i++) {
        wanted = paper(&d);
        wanted.name = arena_format(d.house.arena, "%d.pdf", i);
        assert_string_equal(begin_as(&d, &d.who, wanted, &t), "");
    }
    send_part(&d, &t, 0);
    assert_string_equal(begin(&d, &t), "transfer/many");
    assert_string_equal(begin_as(&d, &d.who, wanted, &t), "");
    assert_int_equal(loose(&d), 1);
    assert_true(action_transfer_cancel(&d.house.env, &d.who, t.key, &t, &err));
    assert_int_equal(loose(&d), 0);
    assert_string_equal(begin(&d, &t), "");
    house_close(&d.house);
}

TEST("what nobody goes on with is swept a day later, row and file; what goes on stays")
{
    struct sender d;
    struct transfer old, young, wanted;

    open_sender(&d);
    begin(&d, &old);
    send_part(&d, &old, 0);
    d.house.env.now += 500;
    wanted = paper(&d);
    wanted.name = "young.pdf";
    begin_as(&d, &d.who, wanted, &young);
    send_part(&d, &young, 0);
    sweep(&d, 500);
    assert_int_equal(unfinished(&d), 2);
    sweep(&d, 499);
    assert_int_equal(unfinished(&d), 1);
    /* files have real times: all of them are older than -1 seconds */
    sweep(&d, -1);
    assert_int_equal(unfinished(&d), 0);
    assert_int_equal(loose(&d), 0);
    assert_string_equal(send_part(&d, &old, 1), "transfer/gone");
    house_close(&d.house);
}

TEST("after a power cut an upload goes on from what is there, or begins anew: never with a hole")
{
    struct sender d;
    struct transfer t, again;
    const char *path;

    open_sender(&d);
    begin(&d, &t);
    send_part(&d, &t, 0);
    send_part(&d, &t, 1);
    path = arena_format(d.house.arena, "%s/blobs/" PART_PREFIX "%s", d.house.folder, t.key.text);
    /* bytes that came after the last commit are written again */
    assert_int_equal(truncate(path, 2 * PART + 10), 0);
    begin(&d, &again);
    assert_int_equal(again.arrived, 2 * PART);
    assert_int_equal(truncate(path, PART), 0);
    assert_string_equal(send_part(&d, &t, 2), "transfer/gone");
    assert_string_equal(begin(&d, &again), "");
    assert_string_not_equal(again.key.text, t.key.text);
    assert_int_equal(again.arrived, 0);
    house_close(&d.house);
}
