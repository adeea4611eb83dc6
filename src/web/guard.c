/* guard.c: who is asking, may they enter, and did they mean it. */

#include "web/guard.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <strings.h>
#include "action/session.h"
#include "base/digest.h"
#include "base/text.h"

#define MAC_BYTES 32

/* Roles that open an entry, one bit each; 0: no role is asked for. */
#define R(role) (1u << ROLE_##role)
static const unsigned opens[] = {
    [ENTER_ANYONE] = 0,
    [ENTER_SIGNED_IN] = 0,
    [ENTER_REVIEWER] = R(REVIEWER),
    [ENTER_COMMITTEE] = R(MEMBER),
    [ENTER_DELIBERATION] = R(MEMBER) | R(SECRETARY) | R(AUDITOR),
    [ENTER_OFFICE] = R(SECRETARY),
    [ENTER_OFFICE_READ] = R(SECRETARY) | R(CHAIR) | R(AUDITOR),
    [ENTER_EXPORT] = R(SECRETARY) | R(AUDITOR),
    [ENTER_STAFF] = R(SECRETARY) | R(ADMINISTRATOR),
    [ENTER_ADMINISTRATOR] = R(ADMINISTRATOR),
    [ENTER_AUDIT] = R(AUDITOR) | R(ADMINISTRATOR) | R(SECRETARY),
    [ENTER_REHEARSAL] = 0,
};
#undef R

/* The first language of the header that we have; its weights are in order in every browser. */
static enum language accepted_language(const char *header)
{
    while (header != NULL && *header != '\0') {
        header += strspn(header, " ,");
        if (strncasecmp(header, "zh", 2) == 0)
            return LANGUAGE_ZH;
        if (strncasecmp(header, "en", 2) == 0)
            return LANGUAGE_EN;
        header += strcspn(header, ",");
    }
    return LANGUAGE_ZH;
}

enum language guard_language(const struct job *job)
{
    return language_of(request_cookie(&job->req, "grantd-language"),
                       accepted_language(job_header(job, "Accept-Language")));
}

static const char *peer_of(const struct job *job)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(
        job->mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    char text[INET6_ADDRSTRLEN] = "";
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;

    if (info != NULL && info->client_addr->sa_family == AF_INET) {
        memcpy(&v4, info->client_addr, sizeof v4);
        inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text);
    } else if (info != NULL && info->client_addr->sa_family == AF_INET6) {
        memcpy(&v6, info->client_addr, sizeof v6);
        inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text);
    }
    return arena_text(job->arena, text);
}

/* The last address is the one our proxy saw; those before it anybody may write. */
const char *guard_source(const struct job *job)
{
    const char *peer = peer_of(job), *chain = job_header(job, "X-Forwarded-For"), *last;
    unsigned char address[16];

    if (job->server->proxy == NULL || chain == NULL || strcmp(peer, job->server->proxy) != 0)
        return peer;
    last = strrchr(chain, ',');
    last = text_trim(job->arena, last == NULL ? chain : last + 1);
    return inet_pton(AF_INET, last, address) == 1 || inet_pton(AF_INET6, last, address) == 1 ? last
                                                                                             : peer;
}

const char *csrf_mask(struct arena *arena, void (*random)(void *, size_t), const char *mac)
{
    uint8_t bytes[2 * MAC_BYTES], secret[MAC_BYTES];

    random(bytes, MAC_BYTES);
    if (!text_unhex(mac, secret, sizeof secret))
        die("csrf: no MAC");
    for (size_t i = 0; i < MAC_BYTES; i++)
        bytes[MAC_BYTES + i] = (uint8_t)(bytes[i] ^ secret[i]);
    return text_hex(arena, bytes, sizeof bytes);
}

bool csrf_matches(const char *token, const char *mac)
{
    uint8_t bytes[2 * MAC_BYTES];
    struct digest wanted, given;

    if (strlen(token) != 4 * MAC_BYTES || !text_unhex(token, bytes, sizeof bytes) ||
        !digest_unhex(mac, &wanted))
        return false;
    for (size_t i = 0; i < MAC_BYTES; i++)
        given.bytes[i] = (uint8_t)(bytes[i] ^ bytes[MAC_BYTES + i]);
    return digest_equal(&wanted, &given);
}

static bool know_person(struct job *job, struct error *err)
{
    const char *token = request_cookie(&job->req, cookie_session(job->server));

    if (*token == '\0')
        return true;
    if (!action_session_find(&job->req.env, token, &job->req.actor, err))
        return false;
    if (!actor_signed_in(&job->req.actor))
        return true;
    job->visitor = token;
    if (*request_cookie(&job->req, "grantd-language") == '\0')
        job->req.env.language = job->req.actor.language;
    return true;
}

/* Somebody not signed in has a random cookie for the forms' tokens to hang on. */
static void know_visitor(struct job *job)
{
    uint8_t fresh[16];

    if (job->visitor == NULL)
        job->visitor = request_cookie(&job->req, cookie_visitor(job->server));
    if (strlen(job->visitor) >= 2 * sizeof fresh)
        return;
    job->req.env.random(fresh, sizeof fresh);
    job->visitor = text_hex(job->arena, fresh, sizeof fresh);
    job->visitor_is_fresh = true;
}

/* The call asked for must exist; that there is no current one yet is no failure. */
static bool know_call(struct request *req, struct error *err)
{
    const char *key = request_query(req, "call");
    struct error missing = {0};

    if (service_call(&req->env, *key == '\0' ? NULL : key, &req->call, &missing))
        return true;
    req->call = NULL;
    if (*key == '\0' && missing.kind == ERROR_MISSING)
        return true;
    return *err = missing, false;
}

static bool holds_any(const struct request *req, unsigned roles)
{
    struct call_id call = req->call == NULL ? (struct call_id){0} : req->call->id;

    for (unsigned role = 0; role < ROLE_COUNT; role++)
        if ((roles & (1u << role)) != 0 && actor_is(&req->actor, (enum role)role, call))
            return true;
    return false;
}

/* Forbidden and absent look the same. */
static bool may_enter(struct job *job, struct error *err)
{
    const struct route *route = job->req.route;

    if (route == NULL && job->other_method)
        return error_set(err, ERROR_METHOD, "web/method");
    if (route == NULL || (route->entry == ENTER_REHEARSAL && !job->server->rehearses))
        return error_set(err, ERROR_MISSING, "missing");
    if (route->entry == ENTER_ANYONE || route->entry == ENTER_REHEARSAL)
        return true;
    if (!actor_signed_in(&job->req.actor))
        return error_set(err, ERROR_SIGN_IN, "web/sign-in");
    return opens[route->entry] == 0 || holds_any(&job->req, opens[route->entry]) ||
           error_set(err, ERROR_MISSING, "missing");
}

/* `origin` is "scheme://authority"; ours is the public URL's, or the address that was asked. */
static bool is_own_origin(const struct job *job, const char *origin)
{
    const char *own = service_public_url(job->server->service), *host = job_header(job, "Host");
    const char *authority = strstr(origin, "://");
    size_t length = strlen(origin);

    if (own != NULL && strncasecmp(own, origin, length) == 0 &&
        (own[length] == '\0' || own[length] == '/'))
        return true;
    return host != NULL && authority != NULL && strcasecmp(authority + 3, host) == 0;
}

static bool comes_from_here(const struct job *job)
{
    const char *site = job_header(job, "Sec-Fetch-Site"), *origin = job_header(job, "Origin");

    if (site != NULL && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0)
        return false;
    return origin == NULL || is_own_origin(job, origin);
}

/* A foreign page may link here; it may not load pages to measure them (R9). */
static bool is_navigation(const struct job *job)
{
    const char *mode = job_header(job, "Sec-Fetch-Mode");

    return !job->req.cross_site || mode == NULL || strcmp(mode, "navigate") == 0;
}

static const char *token_sent(const struct job *job)
{
    const char *header = job_header(job, "X-CSRF-Token");

    if (header != NULL)
        return header;
    for (size_t i = 0; i < job->req.form.count; i++)
        if (strcmp(job->req.form.items[i].name, "csrf") == 0)
            return job->req.form.items[i].value;
    return "";
}

static bool is_meant(struct job *job, const char *mac, struct error *err)
{
    if (job->req.route->method == GET)
        return is_navigation(job) || error_set(err, ERROR_DENIED, "web/cross-site");
    if (!comes_from_here(job))
        return error_set(err, ERROR_DENIED, "web/cross-site");
    if (job->req.route->entry == ENTER_REHEARSAL || csrf_matches(token_sent(job), mac))
        return true;
    return error_set(err, ERROR_DENIED, "web/csrf");
}

static bool is_loopback(const char *source)
{
    return text_starts(source, "127.") || strcmp(source, "::1") == 0;
}

/* Only changes cost.  The machine itself is trusted with many, but not with guessing; a rehearsal
 * has nothing to guess. */
static bool may_try(struct job *job, struct error *err)
{
    const struct route *route = job->req.route;

    if (route->method == GET || job->server->rehearses ||
        (route->rate == RATE_NORMAL && is_loopback(job->req.env.source)))
        return true;
    return rate_take(job->server->rates, route->rate, job->req.env.source, monotonic_ms()) ||
           error_set(err, ERROR_LIMITED, "web/limited");
}

static struct reply refusal(struct job *job, const struct error *err)
{
    struct request *req = &job->req;
    struct buffer next = buffer_in(job->arena);

    if (err->kind != ERROR_SIGN_IN || req->wants_json || req->route->method != GET)
        return reply_error(req, err);
    for (const char *at = req->target; *at != '\0'; at++)
        if (strchr("?&=%+", *at) != NULL)
            buffer_format(&next, "%%%02X", (unsigned char)*at);
        else
            buffer_byte(&next, *at);
    return reply_redirect(req, "/sign-in?next=%s", buffer_get(&next));
}

bool guard_admit(struct job *job, struct reply *reply)
{
    struct request *req = &job->req;
    struct error err = {0};
    const char *mac;

    if (!know_person(job, &err))
        return *reply = reply_error(req, &err), false;
    know_visitor(job);
    mac = action_csrf(&req->env, job->visitor);
    req->csrf = csrf_mask(job->arena, req->env.random, mac);
    if (know_call(req, &err) && may_enter(job, &err) && is_meant(job, mac, &err) &&
        may_try(job, &err))
        return true;
    return *reply = refusal(job, &err), false;
}
