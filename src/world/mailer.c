/* mailer.c: one message to one recipient by SMTP, over libcurl. */

#include "world/mailer.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <curl/curl.h>
#include <pthread.h>
#include <strings.h>

#include "base/text.h"

struct mailer {
    bool holds;
    const char *url, *user, *password, *from, *ca_file;
    bool clear; /* smtp:// to a loopback address: the explicit clear-text setting */
    long patience;
    int64_t per_minute, per_day;
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

int64_t mailer_per_minute(const struct mailer *mailer)
{
    return mailer->per_minute;
}

int64_t mailer_per_day(const struct mailer *mailer)
{
    return mailer->per_day;
}

bool mailer_speaks_clear(const struct mailer *mailer)
{
    return mailer->clear;
}

/* A part of the URL as libcurl itself reads it, so that the two never differ about the host; NULL
 * when there is none. */
static char *url_part(struct arena *arena, const char *url, CURLUPart which)
{
    CURLU *parts = curl_url();
    char *found = NULL, *copy = NULL;

    if (parts == NULL)
        die("mail: out of memory");
    if (curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK &&
        curl_url_get(parts, which, &found, CURLU_URLDECODE) == CURLUE_OK && *found != '\0')
        copy = arena_text(arena, found);
    curl_free(found);
    curl_url_cleanup(parts);
    return copy;
}

static bool is_loopback(const char *host)
{
    struct in_addr address;

    if (strcasecmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0)
        return true;
    return inet_pton(AF_INET, host, &address) == 1 && ntohl(address.s_addr) >> 24 == 127;
}

static bool url_is_usable(struct arena *arena, const char *url)
{
    return (text_starts(url, "smtp://") || text_starts(url, "smtps://")) &&
           text_is_clean(url, false) && strpbrk(url, " \"<>?#") == NULL &&
           url_part(arena, url, CURLUPART_HOST) != NULL;
}

static const char *from_of(struct arena *arena, const struct mail_settings *settings, bool clear)
{
    const char *from = settings->from != NULL ? settings->from : settings->user;

    if (from == NULL)
        from = url_part(arena, settings->url, CURLUPART_USER);
    return from == NULL && clear ? "grantd@localhost" : from;
}

/* The URL's path is the name we greet with; without one libcurl would tell this machine's name. */
static char *url_with_greeting(struct arena *arena, const char *url, const char *from)
{
    const char *path = url_part(arena, url, CURLUPART_PATH);

    if (path != NULL && strcmp(path, "/") != 0)
        return arena_text(arena, url);
    return arena_format(arena, "%s%s%s", url, text_ends(url, "/") ? "" : "/",
                        strchr(from, '@') + 1);
}

struct mailer *mailer_smtp(struct arena *arena, const struct mail_settings *settings,
                           struct error *err)
{
    struct mailer *mailer;

    if (settings->url == NULL)
        return mailer_none(arena);
    if (!url_is_usable(arena, settings->url)) {
        error_set(err, ERROR_INVALID, "mail/url");
        return NULL;
    }
    mailer = arena_alloc(arena, sizeof *mailer);
    mailer->clear = text_starts(settings->url, "smtp://") &&
                    is_loopback(url_part(arena, settings->url, CURLUPART_HOST));
    mailer->user = settings->user;
    mailer->password = settings->password;
    mailer->ca_file = settings->ca_file;
    mailer->patience = settings->patience > 0 ? settings->patience : 60;
    mailer->per_minute = settings->per_minute > 0 ? settings->per_minute : 30;
    mailer->per_day = settings->per_day > 0 ? settings->per_day : 2000;
    mailer->from = from_of(arena, settings, mailer->clear);
    if (mailer->from == NULL || !address_is_valid(mailer->from)) {
        error_set(err, ERROR_INVALID, "mail/from");
        return NULL;
    }
    mailer->url = url_with_greeting(arena, settings->url, mailer->from);
    pthread_mutex_init(&mailer->one, NULL);
    return mailer;
}

struct sending {
    const char *at;
    size_t left;
    bool goes_on;     /* the last line promised another one of the same reply */
    char reply[2048]; /* all lines of the server's last reply, a space after each */
    char answer[512]; /* its last line */
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

static void keep_line(struct sending *sending, const char *line, size_t length)
{
    size_t used = sending->goes_on ? strlen(sending->reply) : 0;

    snprintf(sending->answer, sizeof sending->answer, "%.*s", (int)length, line);
    snprintf(sending->reply + used, sizeof sending->reply - used, "%s ", sending->answer);
    sending->goes_on = length > 3 && line[3] == '-';
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
    keep_line(sending, line, n);
    return length;
}

/* Other encodings and control bytes become '?': it is stored, and shown as JSON. */
static char *clean(struct arena *arena, const char *answer)
{
    struct buffer out = buffer_in(arena);
    const char *at = answer;

    for (const char *start = at; *at != '\0'; start = at) {
        uint32_t character = text_next(&at);

        if (character == 0xfffd || character < 0x20 || (character >= 0x7f && character < 0xa0))
            buffer_byte(&out, '?');
        else
            buffer_add(&out, start, (size_t)(at - start));
    }
    return arena_text(arena, buffer_get(&out));
}

/* The reply without the addresses it repeats: a recipient may be called anything, and must not be
 * able to pause everybody's mail by it. */
static char *without_address(struct arena *arena, const char *reply, const char *recipient)
{
    static const char between[] = " \t<>()[]{}:;,'\"";
    const char *at = strchr(recipient, '@');
    const char *local = arena_copy(arena, recipient, (size_t)(at - recipient));
    char *left = arena_text(arena, reply);

    for (char *token = left + strspn(left, between); *token != '\0';) {
        size_t length = strcspn(token, between);
        const char *word = arena_copy(arena, token, length);

        if (strchr(word, '@') != NULL || strcasecmp(word, local) == 0 ||
            strcasestr(word, at + 1) != NULL)
            memset(token, ' ', length);
        token += length;
        token += strspn(token, between);
    }
    return left;
}

/* One of the words, at the start of a word. */
static bool says(const char *text, const char *const *words)
{
    for (; *words != NULL; words++)
        for (const char *at = text; (at = strcasestr(at, *words)) != NULL; at++)
            if (at == text || !isalnum((unsigned char)at[-1]))
                return true;
    return false;
}

/* What the server's last word means for this message and for all others (domain.md §9). */
static enum delivery delivery_of(CURLcode result, long code, const char *reply)
{
    static const char *const rate[] = {"frequen", "limit", "too many", "rate", "频率", NULL};
    static const char *const spam[] = {"DT:SPM", "spam", "DT:", "policy", NULL};

    if (result == CURLE_OK)
        return DELIVERY_SENT;
    if (code == 421 || code == 451 || code == 454 || code == 535 || result == CURLE_LOGIN_DENIED)
        return DELIVERY_PAUSE;
    if ((code == 550 && says(reply, rate)) || (code == 554 && says(reply, spam)))
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
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, mailer->patience);
    /* libcurl says QUIT after its time is up and would wait two minutes for the answer. */
    curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, mailer->patience);
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
    *answer = clean(arena,
                    sending->answer[0] != '\0' ? sending->answer : curl_easy_strerror(result));
    curl_slist_free_all(recipients);
    curl_easy_cleanup(curl);
    return delivery_of(result, code, without_address(arena, sending->reply, recipient));
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
