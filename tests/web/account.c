/* account.c: the pages of accounts over HTTP: cookies, tokens of forms, where one goes next. */

#include "base/json.h"
#include "base/text.h"
#include "support/house.h"
#include "support/socket.h"
#include "support/test.h"
#include "web/server.h"

#define PASSWORD "correct horse 7"

struct browser {
    struct house house;
    struct server *server;
    char visitor[200], session[200]; /* "name=value" each */
    char csrf[200];
    struct answer answer;
};

static void open_browser(struct browser *browser)
{
    struct server_settings settings = {.listen = "127.0.0.1:0", .workers = 2};
    struct error err = {0};

    memset(browser, 0, sizeof *browser);
    house_open(&browser->house);
    browser->server = server_start(browser->house.service, &settings, &err);
    assert_non_null(browser->server);
}

static void close_browser(struct browser *browser)
{
    server_stop(browser->server);
    house_close(&browser->house);
}

/* Keeps the two cookies as a browser would. */
static void take_cookies(struct browser *browser)
{
    for (const char *at = browser->answer.text; (at = strstr(at, "Set-Cookie: __Host-grantd"));
         at++) {
        const char *value = at + strlen("Set-Cookie: ");
        char *jar = text_starts(value, "__Host-grantd-visitor") ? browser->visitor
                                                                : browser->session;

        snprintf(jar, sizeof browser->session, "%.*s", (int)strcspn(value, ";"), value);
    }
}

static void ask(struct browser *browser, const char *method, const char *path, const char *accept,
                const char *body)
{
    char *text = arena_format(browser->house.arena,
                              "%s %s HTTP/1.1\r\nHost: fund.example\r\nAccept: %s\r\n"
                              "Cookie: %s; %s\r\nX-CSRF-Token: %s\r\nConnection: close\r\n"
                              "Content-Type: application/x-www-form-urlencoded\r\n"
                              "Content-Length: %zu\r\n\r\n%s",
                              method, path, accept, browser->visitor, browser->session,
                              browser->csrf, strlen(body), body);

    socket_ask(server_port(browser->server), text, strlen(text), &browser->answer);
    take_cookies(browser);
}

static const char *body_of(const struct browser *browser)
{
    const char *body = strstr(browser->answer.text, "\r\n\r\n");

    assert_non_null(body);
    return body + 4;
}

static json_t *model(struct browser *browser, const char *path)
{
    struct error err = {0};
    json_t *root;

    ask(browser, "GET", path, "application/json", "");
    assert_int_equal(browser->answer.status, 200);
    root = json_parse(browser->house.arena, body_of(browser), strlen(body_of(browser)), &err);
    assert_non_null(root);
    snprintf(browser->csrf, sizeof browser->csrf, "%s", json_word(root, "csrf"));
    return root;
}

/* Where the answer leads. */
static const char *post(struct browser *browser, const char *path, const char *body)
{
    char *location = arena_alloc(browser->house.arena, 512);

    ask(browser, "POST", path, "text/html", body);
    answer_header(&browser->answer, "Location", location);
    return location;
}

static void sign_in(struct browser *browser, const char *email)
{
    browser->session[0] = '\0';
    model(browser, "/sign-in");
    post(browser, "/sign-in",
         arena_format(browser->house.arena, "email=%s&password=" PASSWORD, email));
    assert_int_equal(browser->answer.status, 303);
    model(browser, "/profile");
}

TEST("somebody signs up, proves the address, is at the desk, signs out, and signs in again")
{
    struct browser browser;
    const char *link, *version;

    open_browser(&browser);
    version = json_word(json_at(model(&browser, "/sign-up"), "privacy"), "version");
    assert_string_equal(
        post(&browser, "/sign-up",
             arena_format(browser.house.arena,
                          "email=lin@uni.example&name=Lin&password=" PASSWORD "&agree=1&privacy=%s",
                          version)),
        "/sign-up?sent=yes");
    assert_string_equal(house_mail(&browser.house, &link), "verify");
    link = arena_format(browser.house.arena, "/link/%s", link);
    assert_true(json_flag(json_at(model(&browser, link), "needs"), "old"));
    assert_string_equal(post(&browser, link, "password=" PASSWORD), "/applications");
    assert_non_null(strstr(browser.answer.text, "; Secure"));
    assert_string_equal(json_word(model(&browser, "/profile"), "email"), "lin@uni.example");
    assert_string_equal(post(&browser, "/sign-out", ""), "/");
    ask(&browser, "GET", "/profile", "application/json", "");
    assert_int_equal(browser.answer.status, 401);
    model(&browser, "/sign-in");
    assert_string_equal(post(&browser, "/sign-in",
                             "email=lin@uni.example&password=" PASSWORD
                             "&next=%2Fprofile%3Fdone%3Dsaved&stay=1"),
                        "/profile?done=saved");
    assert_non_null(strstr(browser.answer.text, "Max-Age=604800"));
    close_browser(&browser);
}

TEST("a next that leads away is not followed after signing in")
{
    static const char *const away[] = {"//e",     "/\\e",   "%2F%2Fe", "/%252fe",
                                       "https:e", "%09//e", "e",       "javascript:x"};
    struct browser browser;

    open_browser(&browser);
    house_account(&browser.house, "lin@uni.example", NULL);
    for (size_t i = 0; i < sizeof away / sizeof away[0]; i++) {
        browser.session[0] = '\0';
        model(&browser, "/sign-in");
        assert_string_equal(
            post(&browser, "/sign-in",
                 arena_format(browser.house.arena,
                              "email=lin@uni.example&password=" PASSWORD "&next=%s", away[i])),
            "/applications");
    }
    post(&browser, "/language", "lang=en&next=//e");
    close_browser(&browser);
}

TEST("a wrong password shows the form again with the address, and never the password")
{
    struct browser browser;

    open_browser(&browser);
    model(&browser, "/sign-in");
    post(&browser, "/sign-in", "email=lin@uni.example&password=never+shown+4");
    assert_int_equal(browser.answer.status, 401);
    assert_non_null(strstr(body_of(&browser), "value=\"lin@uni.example\""));
    assert_non_null(strstr(body_of(&browser), "邮箱或密码不对"));
    assert_null(strstr(body_of(&browser), "never shown"));
    close_browser(&browser);
}

TEST("the answer to a sign-up and to a forgotten password is the same for any address")
{
    struct browser browser;
    size_t lengths[2];
    static const char *const emails[] = {"lin@uni.example", "who@uni.example"};

    open_browser(&browser);
    house_account(&browser.house, emails[0], NULL);
    model(&browser, "/forgot");
    for (int i = 0; i < 2; i++) {
        assert_string_equal(
            post(&browser, "/forgot", arena_format(browser.house.arena, "email=%s", emails[i])),
            "/forgot?sent=yes");
        lengths[i] = browser.answer.length;
    }
    assert_int_equal(lengths[0], lengths[1]);
    close_browser(&browser);
}

TEST("every page of accounts renders in both languages")
{
    static const char *const pages[] = {"/sign-in?done=password", "/sign-up", "/sign-up?sent=yes",
                                        "/forgot", "/privacy"};
    static const char *const titles[] = {"<html lang=\"zh-CN\"", "<html lang=\"en\""};
    struct browser browser;

    open_browser(&browser);
    for (int language = 0; language < 2; language++) {
        for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
            ask(&browser, "GET", pages[i], "text/html", "");
            assert_int_equal(browser.answer.status, 200);
            assert_non_null(strstr(body_of(&browser), titles[language]));
        }
        model(&browser, "/sign-in");
        assert_string_equal(post(&browser, "/language", "lang=en&next=%2Fforgot"), "/forgot");
        snprintf(browser.session, sizeof browser.session, "grantd-language=en");
    }
    close_browser(&browser);
}

TEST("the office invites, gives and takes roles on its page; nobody else finds the page")
{
    struct browser browser;
    struct actor person;
    const char *path;

    open_browser(&browser);
    house_official(&browser.house, "office@fund.example", "secretary");
    person = house_account(&browser.house, "lin@uni.example", NULL);
    sign_in(&browser, "lin@uni.example");
    ask(&browser, "GET", "/office/people", "text/html", "");
    assert_int_equal(browser.answer.status, 404);
    sign_in(&browser, "office@fund.example");
    assert_string_equal(
        post(&browser, "/office/people/invite", "email=zhou@uni.example&name=Zhou&role=reviewer"),
        "/office/people?done=invited");
    path = arena_format(browser.house.arena, "/office/people/%s/roles", person.key.text);
    assert_string_equal(post(&browser, path, "role=reviewer&act=give"),
                        "/office/people?done=given");
    post(&browser, path, "role=secretary&act=give");
    assert_int_equal(browser.answer.status, 403);
    ask(&browser, "GET", "/office/people?q=lin@uni.example&done=given", "text/html", "");
    assert_int_equal(browser.answer.status, 200);
    assert_non_null(strstr(body_of(&browser), "zhou@uni.example"));
    assert_non_null(strstr(body_of(&browser), "id=\"role-found-0\""));
    assert_string_equal(post(&browser, path, "role=reviewer&act=end"), "/office/people?done=taken");
    close_browser(&browser);
}

TEST("a wrong profile shows what was typed and why; a right one is kept")
{
    struct browser browser;

    open_browser(&browser);
    house_account(&browser.house, "lin@uni.example", NULL);
    sign_in(&browser, "lin@uni.example");
    post(&browser, "/profile", "name=Lin&orcid=0000&language=zh-CN");
    assert_int_equal(browser.answer.status, 422);
    assert_non_null(strstr(body_of(&browser), "value=\"0000\" aria-invalid=\"true\""));
    assert_string_equal(post(&browser, "/profile", "name=Lin+Two&language=en"),
                        "/profile?done=saved");
    assert_string_equal(
        json_word(json_at(json_at(model(&browser, "/profile"), "form"), "name"), "value"),
        "Lin Two");
    assert_string_equal(
        post(&browser, "/profile/password", "old=" PASSWORD "&password=another+horse+9"),
        "/profile?done=changed");
    close_browser(&browser);
}
