/* copies.c: what goes with a submission's letter to the mailbox, and how long the letter waits. */

#include "action/copies.h"

#include "action/mail.h"
#include "action/paper.h"
#include "action/tell.h"
#include "base/text.h"
#include "domain/application.h"
#include "store/application.h"
#include "store/call.h"
#include "store/tx.h"
#include "support/house.h"
#include "support/test.h"
#include "world/world.h"

static struct notice newest(struct house *house)
{
    struct notices notices = {0};
    struct notice notice;
    struct error err = {0};

    assert_true(store_notice_list(&house->env, "", 0, 1, &notices, &err));
    assert_true(store_notice_get(&house->env, notices.items[0].key, &notice, &err));
    return notice;
}

static const char *mark(enum audience audience)
{
    return audience == AUDIENCE_SECRETARY ? "暗线甲" : "明线乙";
}

/* A marked text in every field and column that takes words. */
static json_t *marked_sections(struct house *house)
{
    const struct definition *d = house->call->definition;
    json_t *sections = json_root(house->arena);

    for (size_t s = 0; s < d->sections.count; s++) {
        const struct section *section = &d->sections.items[s];
        json_t *answers = json_put_object(sections, section->key);

        for (size_t i = 0; i < section->fields.count; i++) {
            const struct field *field = &section->fields.items[i];
            json_t *row;

            if (field->kind != FIELD_TABLE) {
                json_put_text(answers, field->key, mark(field->audience));
                continue;
            }
            row = json_add_object(json_put_array(answers, field->key));
            for (size_t c = 0; c < field->columns.count; c++)
                json_put_text(row, field->columns.items[c].key,
                              mark(field->audience == AUDIENCE_SECRETARY
                                       ? field->audience
                                       : field->columns.items[c].audience));
        }
    }
    return sections;
}

static void submit_marked(struct house *house)
{
    struct actor lin = house_account(house, "lin@uni.example", NULL);
    struct application a = {.number = "A2023-TEST", .topic_code = "1", .version = 1};
    struct submitted_files none = {0};
    struct submission submission = {.key = key_new(&house->env), .version = 1};
    struct topic_row topic;
    struct error err = {0};
    bool done;

    submission.call_version = house->call->version;
    submission.submitted_at = HOUSE_NOW;
    submission.sha256 = "00000000000000000000000000000000000000000000000000000000000000aa";
    submission.content = application_canonical(house->arena, house->call, &a,
                                               marked_sections(house), &none);
    done = tx_begin(&house->env, &err) &&
           store_topic_get(&house->env, house->call->id, "1", &topic, &err) &&
           store_application_add(&house->env, house->call->id, topic.id, lin.person,
                                 key_new(&house->env), a.number, false, &a.id, &err);
    submission.application = a.id;
    done = done && store_submission_add(&house->env, &submission, lin.person, &err) &&
           tell_mailbox(&house->env, house->call, "received", "submission", submission.id.value,
                        NULL, &err);
    assert_true(tx_end(&house->env, done, &err));
}

TEST("the mailbox's copies hold the application, and nothing of what only the secretary may see")
{
    struct house house;
    struct notice notice;
    struct copies copies = {0};
    struct error err = {0};
    json_t *document;

    house_open(&house);
    submit_marked(&house);
    notice = newest(&house);
    assert_true(action_copies(&house.env, &notice, &copies, &err));
    assert_int_equal(copies.count, 2);
    assert_true(copies.without_pdf);
    assert_string_equal(copies.items[0].name, "A2023-TEST-v1.json");
    assert_string_equal(copies.items[1].name, "A2023-TEST-v1.html");
    for (size_t i = 0; i < copies.count; i++) {
        assert_non_null(strstr(copies.items[i].bytes, "明线乙"));
        assert_null(strstr(copies.items[i].bytes, "暗线甲"));
    }
    document = json_parse(house.arena, copies.items[0].bytes, copies.items[0].length, &err);
    assert_string_equal(json_word(document, "number"), "A2023-TEST");
    house_close(&house);
}

/* Everything the outbox can put into words now. */
static void render_all(struct house *house)
{
    struct error err = {0};
    int64_t wait = 0;

    while (wait == 0)
        assert_true(action_mail_work(&house->env, &wait, &err));
}

TEST("the mailbox's letter waits for the PDF and has it in place of the page")
{
    struct house house;
    struct notice notice;
    struct error err = {0};
    bool again = true;

    house_open(&house);
    submit_marked(&house);
    render_all(&house);
    assert_string_equal(newest(&house).subject, "");
    while (again)
        assert_true(action_papers_work(&house.env, &again, &err));
    render_all(&house);
    notice = newest(&house);
    assert_string_not_equal(notice.subject, "");
    assert_non_null(strstr(notice.message, "\nContent-Type: application/pdf"));
    assert_null(strstr(notice.message, "\nContent-Type: text/html"));
    assert_null(strstr(notice.body, "PDF 未能"));
    house_close(&house);
}

TEST("the mailbox's letter waits ten minutes for a PDF that cannot be made, then says so")
{
    struct house house;
    struct notice notice;

    house_open(&house);
    submit_marked(&house);
    house.env.now = HOUSE_NOW + PAPER_PATIENCE - 1;
    render_all(&house);
    assert_string_equal(newest(&house).subject, "");
    house.env.now = HOUSE_NOW + PAPER_PATIENCE;
    render_all(&house);
    notice = newest(&house);
    assert_non_null(strstr(notice.message, "\nContent-Type: text/html"));
    assert_null(strstr(notice.message, "\nContent-Type: application/pdf"));
    assert_non_null(strstr(notice.body, "PDF 未能"));
    house_close(&house);
}
