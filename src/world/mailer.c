/* mailer.c: one message to one recipient by SMTP, over libcurl. */

#include "world/mailer.h"

#include <curl/curl.h>
#include <pthread.h>
#include <strings.h>

#include "base/text.h"

struct mailer {
    bool holds;
    const char *url, *user, *password, *from, *ca_file;
    bool clear; /* smtp:// to a loopback address: the explicit clear-text setting */
    pthread_mutex_t one;
};

struct mailer *mailer_none(struct arena *arena)
{
    struct mailer *mailer = arena_alloc(arena, sizeof *mailer);

    mailer->holds = true;
    mailer->from = "grantd@localhost";
    return mailer;
}

bool mailer_holds(const struct mailer *mailer)
{
    return mailer->holds;
}

const char *mailer_from(const struct mailer *mailer)
{
    return mailer->from;
}

/* The host part of the address, without user and port. */
static char *host_of(struct arena *arena, const char *url)
{
    const char *host = strstr(url, "://") + 3;
    const char *at = strchr(host, '@');

    if (at != NULL)
        host = at + 1;
    if (*host == '[')
        return arena_copy(arena, host, strcspn(host, "]") + 1);
    return arena_copy(arena, host, strcspn(host, ":/"));
}

static bool is_loopback(const char *host)
{
    unsigned a, b, c, d;
    char rest;

    if (strcasecmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0)
        return true;
    return sscanf(host, "%3u.%3u.%3u.%3u%c", &a, &b, &c, &d, &rest) == 4 && a == 127;
}

/* User and password may stand in the URL; libcurl reads them from there. */
static const char *user_in(struct arena *arena, const char *url)
{
    const char *start = strstr(url, "://") + 3, *at = strchr(start, '@');

    return at == NULL ? NULL : arena_copy(arena, start, strcspn(start, ":@"));
}

struct mailer *mailer_smtp(struct arena *arena, const struct mail_settings *settings,
                           struct error *err)
{
    struct mailer *mailer = arena_alloc(arena, sizeof *mailer);
    bool plain = text_starts(settings->url, "smtp://");

    if ((!plain && !text_starts(settings->url, "smtps://")) ||
        !text_is_clean(settings->url, false) || strpbrk(settings->url, " \"<>") != NULL) {
        error_set(err, ERROR_INVALID, "mail/url");
        return NULL;
    }
    mailer->url = arena_text(arena, settings->url);
    mailer->clear = plain && is_loopback(host_of(arena, settings->url));
    mailer->user = settings->user;
    mailer->password = settings->password;
    mailer->ca_file = settings->ca_file;
    mailer->from = settings->from != NULL   ? settings->from
                   : settings->user != NULL ? settings->user
                                            : user_in(arena, settings->url);
    if (mailer->from == NULL && mailer->clear)
        mailer->from = "grantd@localhost";
    if (mailer->from == NULL || !address_is_valid(mailer->from)) {
        error_set(err, ERROR_INVALID, "mail/from");
        return NULL;
    }
    pthread_mutex_init(&mailer->one, NULL);
    return mailer;
}

struct sending {
    const char *at;
    size_t left;
    char answer[512]; /* the server's last line */
};

static size_t give(char *to, size_t size, size_t count, void *context)
{
    struct sending *sending = context;
    size_t room = size * count, n = sending->left < room ? sending->left : room;

    memcpy(to, sending->at, n);
    sending->at += n;
    sending->left -= n;
    return n;
}

/* Response lines come as headers; the last one says what came of it, but the answer to QUIT, which
 * follows a refused recipient, says nothing. */
static size_t hear(char *line, size_t size, size_t count, void *context)
{
    struct sending *sending = context;
    size_t length = size * count, n = length;

    if (length > 3 && memcmp(line, "221", 3) == 0)
        return length;
    while (n > 0 && (unsigned char)line[n - 1] <= 0x20)
        n--;
    if (n >= sizeof sending->answer)
        n = sizeof sending->answer - 1;
    memcpy(sending->answer, line, n);
    sending->answer[n] = '\0';
    return length;
}

static bool says(const char *answer, const char *const *words)
{
    for (; *words != NULL; words++)
        if (strcasestr(answer, *words) != NULL)
            return true;
    return false;
}

/* What the server's last word means for this message and for all others (domain.md §9). */
static enum delivery delivery_of(CURLcode result, long code, const char *answer)
{
    static const char *const rate[] = {"frequen", "limit", "too many", "rate", "频率", NULL};
    static const char *const spam[] = {"DT:SPM", "spam", "DT:", "policy", NULL};

    if (result == CURLE_OK)
        return DELIVERY_SENT;
    if (code == 421 || code == 451 || code == 454 || code == 535 || result == CURLE_LOGIN_DENIED)
        return DELIVERY_PAUSE;
    if ((code == 550 && says(answer, rate)) || (code == 554 && says(answer, spam)))
        return DELIVERY_PAUSE;
    return code >= 500 && code < 600 ? DELIVERY_REFUSED : DELIVERY_RETRY;
}

static void set_options(CURL *curl, const struct mailer *mailer, struct sending *sending,
                        struct curl_slist *recipients)
{
    curl_easy_setopt(curl, CURLOPT_URL, mailer->url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 10L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 60L);
    curl_easy_setopt(curl, CURLOPT_USE_SSL,
                     (long)(mailer->clear ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    if (mailer->ca_file != NULL)
        curl_easy_setopt(curl, CURLOPT_CAINFO, mailer->ca_file);
    if (mailer->user != NULL)
        curl_easy_setopt(curl, CURLOPT_USERNAME, mailer->user);
    if (mailer->password != NULL)
        curl_easy_setopt(curl, CURLOPT_PASSWORD, mailer->password);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(curl, CURLOPT_READDATA, sending);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, hear);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, sending);
}

static enum delivery perform(struct mailer *mailer, struct arena *arena, const char *recipient,
                             struct sending *sending, const char **answer)
{
    CURL *curl = curl_easy_init();
    struct curl_slist *recipients = curl_slist_append(NULL, arena_format(arena, "<%s>", recipient));
    CURLcode result;
    long code = 0;

    if (curl == NULL || recipients == NULL)
        die("mail: out of memory");
    set_options(curl, mailer, sending, recipients);
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, arena_format(arena, "<%s>", mailer->from));
    result = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
    /* A time-out after DATA leaves 354 behind: unknown, so it is tried again. */
    *answer = arena_text(arena,
                         sending->answer[0] != '\0' ? sending->answer : curl_easy_strerror(result));
    curl_slist_free_all(recipients);
    curl_easy_cleanup(curl);
    return delivery_of(result, code, *answer);
}

enum delivery mailer_send(struct mailer *mailer, struct arena *arena, const char *recipient,
                          const char *message, size_t length, const char **answer)
{
    struct sending sending = {.at = message, .left = length};
    enum delivery delivery;

    *answer = "";
    if (mailer->holds)
        return DELIVERY_RETRY;
    if (!address_is_valid(recipient) || !address_is_valid(mailer->from)) {
        *answer = "the address is not one";
        return DELIVERY_REFUSED;
    }
    pthread_mutex_lock(&mailer->one);
    delivery = perform(mailer, arena, recipient, &sending, answer);
    pthread_mutex_unlock(&mailer->one);
    return delivery;
}
