/* mailer.c: one message to one recipient, what the server's answers mean, and TLS. */

#include "world/mailer.h"

#include "base/env.h"
#include "base/text.h"
#include "support/certificate.h"
#include "support/folder.h"
#include "support/sink.h"
#include "support/test.h"

#define OFFICE "office@fund.example"
#define ANNA   "anna@uni.example"

struct post {
    struct arena *arena;
    struct sink sink;
    struct mailer *mailer;
    const char *answer;
};

static struct mailer *mailer_to(struct arena *arena, const struct mail_settings *settings)
{
    struct error err = {0};
    struct mailer *mailer = mailer_smtp(arena, settings, &err);

    assert_null(err.code);
    assert_non_null(mailer);
    return mailer;
}

static void post_open(struct post *post, const char *user)
{
    struct mail_settings settings = {.from = OFFICE, .user = user, .password = user, .patience = 2};

    post->arena = arena_open();
    sink_open(&post->sink, post->arena);
    settings.url = post->sink.url;
    post->mailer = mailer_to(post->arena, &settings);
}

static void post_close(struct post *post)
{
    sink_close(&post->sink);
    arena_close(post->arena);
}

static char *letter(struct arena *arena, const char *body, size_t *length)
{
    struct mail_part part = {NULL, "text/plain; charset=utf-8", body, strlen(body)};
    struct mail mail = {.from = OFFICE,
                        .to = ANNA,
                        .subject = "通知",
                        .message_id = "<1@fund.example>",
                        .language = "zh-CN",
                        .date = 1700816400,
                        .parts = &part,
                        .count = 1};

    return mail_write(arena, &mail, length);
}

static enum delivery send_to(struct post *post, const char *recipient, const char *body)
{
    size_t length;
    const char *message = letter(post->arena, body, &length);

    return mailer_send(post->mailer, post->arena, recipient, message, length, &post->answer);
}

static enum delivery send_in(struct post *post, const char *mode)
{
    sink_mode(&post->sink, mode);
    return send_to(post, ANNA, "x");
}

static size_t times(const char *text, const char *word)
{
    size_t count = 0;

    for (; (text = strstr(text, word)) != NULL; text += strlen(word))
        count++;
    return count;
}

TEST("a body made of dots and line ends arrives whole, as one message, and adds no command")
{
    static const char *const bodies[] = {
        "\n.\n", "\n.\r\n", "\r\n.\r\n", "\r.\r", ".", "\r\n.\r\nMAIL FROM:<x@y.example>\r\n"};
    size_t count = sizeof bodies / sizeof bodies[0];
    struct post post;
    const json_t *part;

    post_open(&post, NULL);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(send_to(&post, ANNA, bodies[i]), DELIVERY_SENT);
        part = json_array_get(json_at(sink_mail(&post.sink, (int)i + 1), "parts"), 0);
        assert_string_equal(json_word(part, "base64"),
                            text_base64(post.arena, bodies[i], strlen(bodies[i])));
    }
    assert_null(sink_mail(&post.sink, (int)count + 1));
    assert_int_equal(times(sink_wire(&post.sink), "MAIL FROM:"), count);
    assert_int_equal(times(sink_wire(&post.sink), "RCPT TO:"), count);
    post_close(&post);
}

TEST("the wire carries one greeting, one sender, one recipient and one message")
{
    struct post post;
    const char *wire;

    post_open(&post, NULL);
    assert_int_equal(send_to(&post, ANNA, "x"), DELIVERY_SENT);
    assert_true(text_starts(post.answer, "250 queued as 1"));
    wire = sink_wire(&post.sink);
    assert_true(text_starts(wire, "EHLO fund.example\r\nMAIL FROM:<" OFFICE ">"));
    assert_int_equal(times(wire, "\r\nRCPT TO:<" ANNA ">\r\nDATA\r\n"), 1);
    assert_int_equal(times(wire, "\n"), times(wire, "\r\n"));
    post_close(&post);
}

TEST("an address that could become a command is refused before any connection")
{
    static const char *const bad[] = {"a@b.example\r\nRCPT TO:<x@y.example>",
                                      "a@b.example\nDATA",
                                      "a@b.example>",
                                      "<a@b.example",
                                      "a b@c.example",
                                      "张@b.example",
                                      ""};
    struct post post;

    post_open(&post, NULL);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(send_to(&post, bad[i], "x"), DELIVERY_REFUSED);
    assert_string_equal(sink_wire(&post.sink), "");
    post_close(&post);
}

TEST("every answer of the server has its one meaning")
{
    static const struct {
        const char *mode;
        enum delivery delivery;
        const char *answer;
    } table[] = {
        {"ok", DELIVERY_SENT, "250 "},          {"452", DELIVERY_RETRY, "452 4.2.2"},
        {"550", DELIVERY_REFUSED, "550 5.1.1"}, {"550rate", DELIVERY_PAUSE, "550 5.7.1"},
        {"451", DELIVERY_PAUSE, "451 4.7.1"},   {"421", DELIVERY_PAUSE, "421 4.7.0"},
        {"554", DELIVERY_REFUSED, "554 5.6.0"}, {"554spam", DELIVERY_PAUSE, "554 DT:SPM"},
    };
    struct post post;

    post_open(&post, NULL);
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        assert_int_equal(send_in(&post, table[i].mode), table[i].delivery);
        assert_true(text_starts(post.answer, table[i].answer));
    }
    assert_null(sink_mail(&post.sink, 2));
    post_close(&post);
}

TEST("a refused sign-in pauses; with the right password the mail leaves")
{
    struct post post;

    post_open(&post, "office");
    assert_int_equal(send_in(&post, "535"), DELIVERY_PAUSE);
    assert_true(text_starts(post.answer, "535"));
    assert_int_equal(times(sink_wire(&post.sink), "MAIL FROM"), 0);
    assert_int_equal(send_in(&post, "ok"), DELIVERY_SENT);
    post_close(&post);
}

TEST("an outcome that nobody knows is tried again: silence after DATA, a cut, no server")
{
    struct post post;
    int64_t begun;

    post_open(&post, NULL);
    begun = monotonic_ms();
    assert_int_equal(send_in(&post, "hang"), DELIVERY_RETRY);
    /* Its patience is two seconds; the server is silent for thirty, to QUIT as well. */
    assert_true(monotonic_ms() - begun < 20000);
    assert_int_equal(send_in(&post, "cut"), DELIVERY_RETRY);
    assert_int_equal(send_in(&post, "ok"), DELIVERY_SENT);
    sink_close(&post.sink);
    assert_int_equal(send_to(&post, ANNA, "x"), DELIVERY_RETRY);
    assert_true(strlen(post.answer) > 0);
    arena_close(post.arena);
}

TEST("a refusal in several lines is read whole, and the last is what people see")
{
    struct post post;

    post_open(&post, NULL);
    assert_int_equal(send_in(&post, "554lines"), DELIVERY_PAUSE);
    assert_string_equal(post.answer, "554 5.7.1 see https://mx.example/help");
    post_close(&post);
}

TEST("a recipient whose address holds words of refusal cannot pause the mail of others")
{
    static const char *const named[] = {"li@corporate.example", "limit@uni.example",
                                        "too.many@rate.example", "frequency@limit.example"};
    struct post post;

    post_open(&post, NULL);
    sink_mode(&post.sink, "550");
    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++)
        assert_int_equal(send_to(&post, named[i], "x"), DELIVERY_REFUSED);
    post_close(&post);
}

TEST("an answer in another encoding is kept as clean UTF-8")
{
    struct post post;

    post_open(&post, NULL);
    assert_int_equal(send_in(&post, "gbk"), DELIVERY_REFUSED);
    assert_true(text_starts(post.answer, "554 "));
    assert_true(text_is_utf8(post.answer, strlen(post.answer)));
    assert_true(text_is_clean(post.answer, false));
    post_close(&post);
}

/* Sends once to a server whose certificate is for `name`, trusting what it signed itself. */
static enum delivery send_over(struct post *post, const char *kind, const char *name,
                               const char *url, bool trust)
{
    const char *folder, *pem;
    struct mail_settings settings = {.from = OFFICE, .patience = 5};
    enum delivery delivery;

    post->arena = arena_open();
    folder = folder_make(post->arena);
    pem = certificate_make(post->arena, folder, name);
    sink_open_tls(&post->sink, post->arena, kind, pem);
    settings.url = arena_format(post->arena, "%s:%d", url, post->sink.port);
    settings.ca_file = trust ? pem : NULL;
    post->mailer = mailer_to(post->arena, &settings);
    delivery = send_to(post, ANNA, "x");
    folder_remove(folder);
    return delivery;
}

TEST("over TLS the mail leaves when the certificate is trusted and names the server")
{
    static const struct {
        const char *kind, *name, *url;
        bool trust;
        enum delivery delivery;
    } table[] = {
        {"tls", "localhost", "smtps://localhost", true, DELIVERY_SENT},
        {"tls", "localhost", "smtps://localhost", false, DELIVERY_RETRY},
        {"tls", "other.example", "smtps://localhost", true, DELIVERY_RETRY},
        {"starttls", "mail.localhost", "smtp://mail.localhost", true, DELIVERY_SENT},
        {"starttls", "mail.localhost", "smtp://mail.localhost", false, DELIVERY_RETRY},
        {"starttls", "other.example", "smtp://mail.localhost", true, DELIVERY_RETRY},
    };

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct post post;

        assert_int_equal(
            send_over(&post, table[i].kind, table[i].name, table[i].url, table[i].trust),
            table[i].delivery);
        assert_int_equal(sink_mail(&post.sink, 1) != NULL, table[i].delivery == DELIVERY_SENT);
        post_close(&post);
    }
}

/* Names below .localhost are this machine to libcurl, but no loopback address to the rule. */
TEST("a server by name that offers no TLS learns neither password nor addresses")
{
    struct post post;
    struct mail_settings settings = {
        .from = OFFICE, .user = "office", .password = "sesame", .patience = 5};

    post.arena = arena_open();
    sink_open(&post.sink, post.arena);
    settings.url = arena_format(post.arena, "smtp://mail.localhost:%d", post.sink.port);
    post.mailer = mailer_to(post.arena, &settings);
    assert_int_equal(send_to(&post, ANNA, "x"), DELIVERY_RETRY);
    assert_int_equal(times(sink_wire(&post.sink), "AUTH"), 0);
    assert_int_equal(times(sink_wire(&post.sink), "@"), 0);
    post_close(&post);
}

TEST("only an address that libcurl too takes for loopback may be spoken to in clear text")
{
    static const char *const clear[] = {"smtp://127.0.0.1:25", "smtp://127.8.9.10", "smtp://[::1]",
                                        "smtp://localhost", "smtp://user:pass@localhost:25/me"};
    static const char *const needs_tls[] = {"smtp://mail.fund.example",
                                            "smtp://127.0.0.1.fund.example",
                                            "smtp://127.0.0.999",
                                            "smtp://localhost@mail.fund.example",
                                            "smtp://localhost.example:25",
                                            "smtps://localhost",
                                            "smtp://10.0.0.1"};
    struct arena *arena = arena_open();
    struct mail_settings settings = {.from = OFFICE};

    for (size_t i = 0; i < sizeof clear / sizeof clear[0]; i++) {
        settings.url = clear[i];
        assert_true(mailer_speaks_clear(mailer_to(arena, &settings)));
    }
    for (size_t i = 0; i < sizeof needs_tls / sizeof needs_tls[0]; i++) {
        settings.url = needs_tls[i];
        assert_false(mailer_speaks_clear(mailer_to(arena, &settings)));
    }
    arena_close(arena);
}

TEST("settings that cannot be used are refused at the start, each by its name")
{
    static const struct {
        const char *url, *from, *code;
    } table[] = {
        {"http://mail.example", OFFICE, "mail/url"},
        {"mail.example:25", OFFICE, "mail/url"},
        {"smtp://", OFFICE, "mail/url"},
        {"smtp://a@localhost:25@mail.example", OFFICE, "mail/url"},
        {"smtp://localhost:25?x=1", OFFICE, "mail/url"},
        {"smtp://mail.example/a\r\nb", OFFICE, "mail/url"},
        {"smtp://mail.example", "nobody", "mail/from"},
        {"smtp://mail.example", "a@b.example>\r\nDATA", "mail/from"},
        {"smtp://mail.example", NULL, "mail/from"},
    };
    struct arena *arena = arena_open();

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct mail_settings settings = {.url = table[i].url, .from = table[i].from};
        struct error err = {0};

        assert_null(mailer_smtp(arena, &settings, &err));
        assert_string_equal(err.code, table[i].code);
    }
    arena_close(arena);
}

TEST("without a server nothing is ever sent")
{
    struct arena *arena = arena_open();
    struct mail_settings settings = {.url = NULL};
    struct mailer *mailer = mailer_to(arena, &settings);
    const char *answer;

    assert_true(mailer_holds(mailer));
    assert_int_equal(mailer_send(mailer, arena, ANNA, "x", 1, &answer), DELIVERY_RETRY);
    arena_close(arena);
}
