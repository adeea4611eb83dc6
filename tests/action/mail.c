/* mail.c: the outbox on its way to a real server. */

#include "action/mail.h"

#include "action/tell.h"
#include "base/text.h"
#include "store/tx.h"
#include "support/house.h"
#include "support/sink.h"
#include "support/test.h"
#include "world/world.h"

#define ANNA "anna@uni.example"
#define BO   "bo@lab.example"

/* Everything one call of the chore finds to do. */
static void work(struct house *house)
{
    int64_t wait = 0;

    for (int i = 0; i < 50 && wait == 0; i++) {
        struct error err = {0};

        assert_true(action_mail_work(&house->env, &wait, &err));
    }
}

static void work_after(struct house *house, int64_t seconds)
{
    house->env.now += seconds;
    work(house);
}

static void connect_at_pace(struct house *house, struct sink *sink, int64_t per_minute)
{
    struct mail_settings settings = {
        .url = sink->url, .from = "office@fund.example", .per_minute = per_minute};
    struct error err = {0};

    sink_open(sink, house->arena);
    house->env.world->mailer = mailer_smtp(house->arena, &settings, &err);
    assert_non_null(house->env.world->mailer);
}

static void connect_to(struct house *house, struct sink *sink)
{
    connect_at_pace(house, sink, 0);
}

static struct key post(struct house *house, const char *email, const char *event, const char *link)
{
    json_t *detail = json_root(house->arena);
    struct notice_new n = {.event = event, .email = email, .detail = detail};
    struct notices notices = {0};
    struct error err = {0};
    bool done;

    json_put_text(detail, "link", link);
    done = tx_begin(&house->env, &err) && store_notice_add(&house->env, &n, &err);
    assert_true(tx_end(&house->env, done, &err));
    assert_true(store_notice_list(&house->env, "", 0, 1, &notices, &err));
    return notices.items[0].key;
}

static struct notice read_notice(struct house *house, struct key key)
{
    struct notice notice;
    struct error err = {0};

    assert_true(store_notice_get(&house->env, key, &notice, &err));
    return notice;
}

static const char *first_text(const json_t *mail)
{
    return json_word(json_array_get(json_at(mail, "parts"), 0), "text");
}

TEST("a notice leaves once, in Chinese, under its own Message-ID, and keeps the server's answer")
{
    struct house house;
    struct sink sink;
    struct notice notice;
    struct key key;
    const json_t *mail;

    house_open(&house);
    connect_to(&house, &sink);
    key = post(&house, ANNA, "reset", "https://fund.example/link/secret-token");
    work(&house);
    notice = read_notice(&house, key);
    mail = sink_mail(&sink, 1);
    assert_non_null(mail);
    assert_string_equal(notice.state, "sent");
    assert_string_equal(notice.answer, "250 queued as 1");
    assert_string_equal(json_word(mail, "from"), "office@fund.example");
    assert_string_equal(json_string_value(json_array_get(json_at(mail, "to"), 0)), ANNA);
    assert_true(text_starts(json_word(mail, "subject"), "设置新密码"));
    assert_string_equal(json_word(mail, "message_id"), notice.message_id);
    assert_non_null(strstr(first_text(mail), "/link/secret-token"));
    work_after(&house, 7 * 86400);
    assert_null(sink_mail(&sink, 2));
    sink_close(&sink);
    house_close(&house);
}

TEST("without a server everything is kept waiting, and leaves when there is one")
{
    struct house house;
    struct sink sink;
    struct key key;

    house_open(&house);
    key = post(&house, ANNA, "reset", "x");
    work(&house);
    assert_string_equal(read_notice(&house, key).state, "waiting");
    assert_int_equal(read_notice(&house, key).attempts, 0);
    connect_to(&house, &sink);
    work(&house);
    assert_string_equal(read_notice(&house, key).state, "sent");
    sink_close(&sink);
    house_close(&house);
}

static void expect_pause(const char *mode)
{
    struct house house;
    struct sink sink;
    struct key first, second;
    struct notice notice;

    house_open(&house);
    connect_to(&house, &sink);
    sink_mode(&sink, mode);
    first = post(&house, ANNA, "reset", "x");
    second = post(&house, BO, "reset", "x");
    work(&house);
    notice = read_notice(&house, first);
    assert_string_equal(notice.state, "retrying");
    assert_int_equal(notice.attempts, 1);
    assert_int_equal(read_notice(&house, second).attempts, 0);
    sink_mode(&sink, "ok");
    work_after(&house, 60);
    assert_null(sink_mail(&sink, 1));
    work_after(&house, 30 * 60);
    assert_string_equal(read_notice(&house, first).state, "sent");
    assert_string_equal(read_notice(&house, second).state, "sent");
    assert_non_null(sink_mail(&sink, 2));
    sink_close(&sink);
    house_close(&house);
}

TEST("no more messages leave in a minute than the provider is said to take")
{
    struct house house;
    struct sink sink;

    house_open(&house);
    connect_at_pace(&house, &sink, 2);
    for (int i = 0; i < 3; i++)
        post(&house, ANNA, "reset", "x");
    work(&house);
    assert_non_null(sink_mail(&sink, 2));
    assert_null(sink_mail(&sink, 3));
    work_after(&house, 61);
    assert_non_null(sink_mail(&sink, 3));
    sink_close(&sink);
    house_close(&house);
}

TEST("a server that wants fewer mails pauses the whole queue, and nobody's address is blamed")
{
    expect_pause("451");
}

TEST("a server that takes us for spam pauses the whole queue, and nobody's address is blamed")
{
    expect_pause("554spam");
}

TEST("the secretary ends a pause by hand; nobody else does")
{
    struct house house;
    struct sink sink;
    struct key key;
    struct actor secretary, applicant;
    struct error err = {0};

    house_open(&house);
    secretary = house_official(&house, "office@fund.example", "secretary");
    applicant = house_account(&house, "lin@uni.example", NULL);
    connect_to(&house, &sink);
    work(&house); /* the mails of signing up are out of the way */
    sink_mode(&sink, "451");
    key = post(&house, ANNA, "reset", "x");
    work(&house);
    sink_mode(&sink, "ok");
    assert_false(action_mail_resume(&house.env, &applicant, house.call, &err));
    assert_string_equal(err.code, "denied");
    err = (struct error){0};
    assert_true(action_mail_resume(&house.env, &secretary, house.call, &err));
    assert_true(action_mail_retry(&house.env, &secretary, house.call, key, &err));
    work(&house);
    assert_string_equal(read_notice(&house, key).state, "sent");
    assert_false(action_mail_retry(&house.env, &secretary, house.call, key, &err));
    assert_string_equal(err.code, "notice/not-failed");
    sink_close(&sink);
    house_close(&house);
}

TEST("a recipient that does not exist fails alone; all others are served")
{
    struct house house;
    struct sink sink;
    struct key bad, good;

    house_open(&house);
    connect_to(&house, &sink);
    sink_mode(&sink, "550 " ANNA);
    bad = post(&house, ANNA, "reset", "x");
    good = post(&house, BO, "reset", "x");
    work(&house);
    assert_string_equal(read_notice(&house, bad).state, "failed");
    assert_true(text_starts(read_notice(&house, bad).answer, "550 5.1.1"));
    assert_string_equal(read_notice(&house, good).state, "sent");
    sink_close(&sink);
    house_close(&house);
}

TEST("one recipient's mails keep their order, and a full mailbox holds up nobody else")
{
    struct house house;
    struct sink sink;
    struct key first, second, other;

    house_open(&house);
    connect_to(&house, &sink);
    sink_mode(&sink, "452 " ANNA);
    first = post(&house, ANNA, "reset", "first");
    second = post(&house, ANNA, "reset", "second");
    other = post(&house, BO, "reset", "x");
    work(&house);
    assert_string_equal(read_notice(&house, first).state, "retrying");
    assert_string_equal(read_notice(&house, second).state, "waiting");
    assert_int_equal(read_notice(&house, second).attempts, 0);
    assert_string_equal(read_notice(&house, other).state, "sent");
    sink_mode(&sink, "ok");
    work_after(&house, 61);
    assert_non_null(strstr(first_text(sink_mail(&sink, 2)), "first"));
    assert_non_null(strstr(first_text(sink_mail(&sink, 3)), "second"));
    sink_close(&sink);
    house_close(&house);
}

TEST("tries come further and further apart, with the same Message-ID, and end after seven days")
{
    static const int64_t minutes[] = {1, 5, 15, 60, 180, 360, 360};
    struct house house;
    struct sink sink;
    struct notice notice;
    struct key key;
    const char *id;

    house_open(&house);
    connect_to(&house, &sink);
    sink_mode(&sink, "452");
    key = post(&house, ANNA, "reset", "x");
    id = read_notice(&house, key).message_id;
    work(&house);
    for (size_t i = 0; i < sizeof minutes / sizeof minutes[0]; i++) {
        notice = read_notice(&house, key);
        assert_string_equal(notice.state, "retrying");
        assert_int_equal(notice.next_at - house.env.now, 60 * minutes[i]);
        assert_string_equal(notice.message_id, id);
        house.env.now = notice.next_at - 1;
        work(&house);
        assert_int_equal(read_notice(&house, key).attempts, i + 1);
        work_after(&house, 1);
    }
    work_after(&house, 7 * 86400);
    assert_string_equal(read_notice(&house, key).state, "failed");
    sink_close(&sink);
    house_close(&house);
}

TEST("a link that works once is on no page, neither the office's nor the person's own")
{
    struct house house;
    struct notice notice;
    struct key key;
    struct mail_text text;

    house_open(&house);
    key = post(&house, ANNA, "reset", "https://fund.example/link/secret-token");
    notice = read_notice(&house, key);
    text = action_mail_shown(&house.env, &notice);
    assert_null(strstr(text.body, "secret-token"));
    work(&house);
    notice = read_notice(&house, key);
    text = action_mail_shown(&house.env, &notice);
    assert_true(text_starts(text.subject, "设置新密码"));
    assert_null(strstr(text.body, "secret-token"));
    assert_non_null(strstr(text.body, "…"));
    house_close(&house);
}

TEST("people read their own notices and find nobody else's")
{
    struct house house;
    struct actor lin, zhou;
    struct mail_page page;
    struct notice notice;
    struct error err = {0};
    bool done;

    house_open(&house);
    lin = house_account(&house, "lin@uni.example", NULL);
    zhou = house_account(&house, "zhou@uni.example", NULL);
    done = tx_begin(&house.env, &err) &&
           tell_person(&house.env, lin.person, "withdrawn", house.call->id, NULL, 0, NULL, &err);
    assert_true(tx_end(&house.env, done, &err));
    assert_true(action_notices_mine(&house.env, &lin, NULL, &page, &err));
    assert_int_equal(page.notices.count, 1);
    assert_true(action_notice_mine(&house.env, &lin, page.notices.items[0].key, &notice, &err));
    assert_false(action_notice_mine(&house.env, &zhou, page.notices.items[0].key, &notice, &err));
    assert_string_equal(err.code, "missing");
    err = (struct error){0};
    assert_false(action_notices_mine(&house.env, &zhou, &page.notices.items[0].key, &page, &err));
    assert_string_equal(err.code, "missing");
    house_close(&house);
}

TEST("the office's list of mail goes on page by page, each notice once")
{
    struct house house;
    struct actor secretary;
    struct mail_page page;
    const struct key *after = NULL;
    struct error err = {0};
    size_t seen = 0;

    house_open(&house);
    secretary = house_official(&house, "office@fund.example", "secretary");
    for (int i = 0; i < 60; i++)
        post(&house, ANNA, "reset", "x");
    do {
        assert_true(
            action_mail_list(&house.env, &secretary, house.call, "waiting", after, &page, &err));
        seen += page.notices.count;
        after = &page.notices.items[page.notices.count - 1].key;
    } while (page.more);
    assert_int_equal(seen, page.counts.waiting);
    assert_true(page.holds);
    house_close(&house);
}
