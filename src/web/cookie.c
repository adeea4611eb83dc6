/* cookie.c: the cookies that come and those that are sent. */

#include "base/text.h"
#include "web/guard.h"

#define COOKIES_MOST 50

const char *cookie_session(const struct server *server)
{
    return server->https ? "__Host-grantd" : "grantd-session";
}

const char *cookie_visitor(const struct server *server)
{
    return server->https ? "__Host-grantd-visitor" : "grantd-visitor";
}

const char *cookie_text(struct arena *arena, const struct server *server, const char *name,
                        const char *value, int64_t seconds)
{
    const char *age = value == NULL  ? "; Max-Age=0"
                      : seconds == 0 ? ""
                                     : arena_format(arena, "; Max-Age=%lld", (long long)seconds);

    return arena_format(arena, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s", name,
                        value == NULL ? "" : value, server->https ? "; Secure" : "", age);
}

/* Names and values of cookies that are ours are letters, digits, '-' and '_'. */
static bool is_plain(const char *text)
{
    static const char bytes[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

    return text[strspn(text, bytes)] == '\0' && strlen(text) <= 128;
}

static bool take(struct job *job, const char *text, size_t length)
{
    const char *equals = memchr(text, '=', length);
    struct typed *cookie;
    const char *name, *value;

    if (equals == NULL)
        return true;
    name = text_trim(job->arena, arena_copy(job->arena, text, (size_t)(equals - text)));
    value = text_trim(job->arena,
                      arena_copy(job->arena, equals + 1, length - (size_t)(equals + 1 - text)));
    if (!is_plain(value))
        return true;
    for (size_t i = 0; i < job->req.cookies.count; i++)
        if (strcmp(job->req.cookies.items[i].name, name) == 0)
            return strcmp(name, cookie_session(job->server)) != 0 &&
                   strcmp(name, cookie_visitor(job->server)) != 0;
    cookie = list_add(job->arena, &job->req.cookies);
    *cookie = (struct typed){.name = name, .value = value};
    return true;
}

bool guard_cookies(struct job *job, struct error *err)
{
    const char *text = job_header(job, "Cookie");

    while (text != NULL && *text != '\0' && job->req.cookies.count < COOKIES_MOST) {
        size_t length = strcspn(text, ";");

        if (!take(job, text, length))
            return error_set(err, ERROR_MALFORMED, "web/not-understood");
        text += length + (text[length] == ';');
    }
    return true;
}
