/* message.c: what a message looks like on paper, and what a mail program of others reads in it. */

#include "world/mailer.h"

#include "base/text.h"
#include "support/sink.h"
#include "support/test.h"

static const char binary[] = "\x00\xff\r\n.\r\n\x1a%PDF";

static struct mail mail_of(const char *subject, const struct mail_part *parts, size_t count)
{
    return (struct mail){.from = "office@fund.example",
                         .from_name = "CAAI-华为MindSpore学术奖励基金秘书处",
                         .to = "lin@jclg.example",
                         .subject = subject,
                         .message_id = "<a1@fund.example>",
                         .language = "zh-CN",
                         .date = 1700816400,
                         .parts = parts,
                         .count = count};
}

static const struct mail_part hello = {NULL, "text/plain; charset=utf-8", "您好", 6};

/* Through a real server and Python's parser. */
static const json_t *read_back(struct sink *sink, const struct mail *mail)
{
    struct mail_settings settings = {.url = sink->url, .from = mail->from};
    struct error err = {0};
    struct mailer *mailer = mailer_smtp(sink->arena, &settings, &err);
    const char *answer;
    size_t length;
    char *message = mail_write(sink->arena, mail, &length);

    assert_int_equal(mailer_send(mailer, sink->arena, mail->to, message, length, &answer),
                     DELIVERY_SENT);
    return sink_mail(sink, 1);
}

TEST("a mail with Chinese subject and attachments is read back byte by byte by another program")
{
    const struct mail_part parts[] = {
        hello,
        {"a申请书（最终版）2023-华为MindSpore.pdf", "application/pdf", binary, sizeof binary},
        {"\"quoted\"; name=\\x 100%.json", "application/json", "{\"a\":1}", 7},
        {"空.txt", "text/plain; charset=utf-8", "", 0},
    };
    struct arena *arena = arena_open();
    struct mail mail = mail_of("申请书已提交：2023-03-0007 版本 2 — “昇思”开源框架", parts, 4);
    struct sink sink;
    const json_t *got, *list;

    sink_open(&sink, arena);
    got = read_back(&sink, &mail);
    list = json_at(got, "parts");
    assert_string_equal(json_word(got, "subject"), mail.subject);
    assert_string_equal(json_word(got, "sender"),
                        arena_format(arena, "%s <%s>", mail.from_name, mail.from));
    assert_int_equal(json_array_size(json_at(got, "defects")), 0);
    assert_int_equal(json_array_size(list), 4);
    for (size_t i = 0; i < 4; i++) {
        const json_t *part = json_array_get(list, i);

        assert_string_equal(json_word(part, "name"), parts[i].name == NULL ? "" : parts[i].name);
        assert_true(text_starts(parts[i].type, json_word(part, "type")));
        assert_string_equal(json_word(part, "base64"),
                            text_base64(arena, parts[i].bytes, parts[i].length));
    }
    sink_close(&sink);
    arena_close(arena);
}

TEST("a machine's mail says so, in its language, at Beijing time")
{
    struct arena *arena = arena_open();
    struct mail mail = mail_of("x", &hello, 1);
    struct sink sink;
    const json_t *headers;

    sink_open(&sink, arena);
    headers = json_at(read_back(&sink, &mail), "headers");
    assert_string_equal(json_word(headers, "Date"), "Fri, 24 Nov 2023 17:00:00 +0800");
    assert_string_equal(json_word(headers, "Auto-Submitted"), "auto-generated");
    assert_string_equal(json_word(headers, "Content-Language"), "zh-CN");
    assert_string_equal(json_word(headers, "Message-ID"), mail.message_id);
    assert_string_equal(json_word(headers, "To"), "lin@jclg.example");
    sink_close(&sink);
    arena_close(arena);
}

/* Every line ends in CRLF and has at most 76 columns; every encoded word at most 75. */
static void expect_folded(const char *message)
{
    for (const char *line = message, *end; *line != '\0'; line = end + 2) {
        end = strstr(line, "\r\n");
        assert_non_null(end);
        assert_null(memchr(line, '\n', (size_t)(end - line)));
        assert_null(memchr(line, '\r', (size_t)(end - line)));
        assert_true(end - line <= 76);
        assert_true(*line != '.');
    }
}

TEST("no line is longer than 76 columns, whatever the subject, the sender and the file names")
{
    struct arena *arena = arena_open();
    size_t length;

    for (int n = 1; n < 90; n++) {
        struct buffer words = buffer_in(arena);
        struct mail_part parts[] = {hello, {NULL, "application/pdf", binary, sizeof binary}};
        struct mail mail;

        buffer_text(&words, n % 3 == 0 ? "" : n % 3 == 1 ? "a" : "ab");
        for (int i = 0; i < n; i++)
            buffer_text(&words, n % 2 == 0 ? "书" : "𠮷");
        parts[1].name = buffer_get(&words);
        mail = mail_of(buffer_get(&words), parts, 2);
        mail.from_name = buffer_get(&words);
        expect_folded(mail_write(arena, &mail, &length));
    }
    arena_close(arena);
}

TEST("no value of a message can end its header")
{
    const char *evil = "x\r\nBcc: spy@evil.example\r\n\r\nbody";
    const struct mail_part parts[] = {hello, {evil, evil, "x", 1}};
    struct arena *arena = arena_open();
    struct mail mail = mail_of(evil, parts, 2);
    size_t length;
    const char *message;

    mail.from_name = mail.message_id = mail.language = evil;
    message = mail_write(arena, &mail, &length);
    assert_null(strstr(message, "\nBcc"));
    assert_null(strstr(message, "\r\n\r\nbody"));
    arena_close(arena);
}

TEST("two messages of other content have other boundaries, the same message always the same")
{
    const struct mail_part one[] = {hello, {"a", "text/plain", "1", 1}};
    const struct mail_part two[] = {hello, {"a", "text/plain", "2", 1}};
    struct arena *arena = arena_open();
    struct mail first = mail_of("x", one, 2), second = mail_of("x", two, 2);
    size_t length;
    const char *a = mail_write(arena, &first, &length), *b = mail_write(arena, &first, &length);
    const char *c = mail_write(arena, &second, &length);

    assert_string_equal(a, b);
    assert_memory_not_equal(strstr(a, "boundary="), strstr(c, "boundary="), 40);
    arena_close(arena);
}
