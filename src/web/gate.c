/* gate.c: what libmicrohttpd lets through and this service does not. */

#include "web/gate.h"

#include <strings.h>
#include "base/text.h"

/* Sent twice they mean different things to different programs. */
static const char *const once[] = {
    "Host",   "Content-Length", "Transfer-Encoding", "Authorization",   "Content-Type",
    "Cookie", "Origin",         "Sec-Fetch-Site",    "X-Forwarded-For", "Expect"};

static bool refuse(struct error *err)
{
    return error_set(err, ERROR_MALFORMED, "web/not-understood");
}

/* RFC 9110 §5.6.2 */
static bool is_token(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        bool letter = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');

        if (!letter && (c == '\0' || strchr("!#$%&'*+-.^_`|~", c) == NULL))
            return false;
    }
    return length > 0;
}

static bool is_value(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];

        if ((c < 0x20 && c != '\t') || c == 0x7f)
            return false;
    }
    return true;
}

static bool is_digits(const char *text)
{
    return *text != '\0' && text[strspn(text, "0123456789")] == '\0' && strlen(text) <= 15;
}

static bool is_host(const char *text)
{
    static const char bytes[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                ".-_:[]";

    return *text != '\0' && text[strspn(text, bytes)] == '\0';
}

static bool only_blanks(const char *from, const char *to)
{
    while (from < to && (*from == ' ' || *from == '\t'))
        from++;
    return from == to;
}

/* The last header's line end and the empty line behind it: CR LF CR LF, all made NUL. */
static bool ends_here(const struct gate_request *request, const char *end)
{
    static const char nothing[4] = "";

    return (size_t)(end - request->method) + sizeof nothing <= request->memory &&
           memcmp(end, nothing, sizeof nothing) == 0;
}

/* Each piece begins where the one before it ended, so nothing was dropped between them. */
static bool is_whole(const struct gate_request *request)
{
    const char *end = request->version + strlen(request->version);

    if (request->place == NULL)
        return true;
    if (request->place != request->method + strlen(request->method) + 1 ||
        request->version != request->place + strlen(request->target) + 1)
        return false;
    for (size_t i = 0; i < request->count; i++) {
        const struct gate_header *header = &request->headers[i];

        if (header->name != end + 2 || header->value <= header->name + header->name_length ||
            !only_blanks(header->name + header->name_length + 1, header->value))
            return false;
        end = header->value + header->length;
    }
    return ends_here(request, end);
}

static size_t times_sent(const struct gate_request *request, const char *name)
{
    size_t times = 0;

    for (size_t i = 0; i < request->count; i++)
        times += strcasecmp(request->headers[i].name, name) == 0;
    return times;
}

const char *gate_header(const struct gate_request *request, const char *name)
{
    for (size_t i = 0; i < request->count; i++)
        if (strcasecmp(request->headers[i].name, name) == 0)
            return request->headers[i].value;
    return NULL;
}

static bool headers_are_sound(const struct gate_request *request)
{
    for (size_t i = 0; i < request->count; i++)
        if (!is_token(request->headers[i].name, request->headers[i].name_length) ||
            !is_value(request->headers[i].value, request->headers[i].length))
            return false;
    for (size_t i = 0; i < sizeof once / sizeof *once; i++)
        if (times_sent(request, once[i]) > 1)
            return false;
    return !request->too_many;
}

/* Who reads which length is how requests are smuggled: one length, plainly said, or "chunked". */
static bool length_is_plain(const struct gate_request *request)
{
    const char *length = gate_header(request, "Content-Length");
    const char *coding = gate_header(request, "Transfer-Encoding");

    if (length != NULL && (coding != NULL || !is_digits(length)))
        return false;
    return coding == NULL ||
           (strcasecmp(coding, "chunked") == 0 && strcmp(request->version, "HTTP/1.1") == 0);
}

static bool host_is_named(const struct gate_request *request)
{
    const char *host = gate_header(request, "Host");

    return host == NULL ? strcmp(request->version, "HTTP/1.0") == 0 : is_host(host);
}

bool gate_check(const struct gate_request *request, struct error *err)
{
    const char *method = request->method;

    if (!is_token(method, strlen(method)) || !is_whole(request) || !headers_are_sound(request) ||
        !length_is_plain(request) || !host_is_named(request) ||
        (strcmp(request->version, "HTTP/1.1") != 0 && strcmp(request->version, "HTTP/1.0") != 0))
        return refuse(err);
    if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0 && strcmp(method, "POST") != 0)
        return error_set(err, ERROR_METHOD, "web/method");
    return true;
}

int64_t gate_length(const struct gate_request *request)
{
    const char *length = gate_header(request, "Content-Length");

    if (gate_header(request, "Transfer-Encoding") != NULL)
        return -1;
    return length == NULL ? 0 : strtoll(length, NULL, 10);
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte of "%XX"; -1 when it is none. */
static int escaped(const char *text, const char *end)
{
    int high = end - text > 2 ? hex_value(text[1]) : -1;
    int low = end - text > 2 ? hex_value(text[2]) : -1;

    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

static bool may_be_in_path(int byte, bool was_escaped)
{
    if (byte < 0x20 || byte == 0x7f || byte == '\\')
        return false;
    return was_escaped ? byte != '/' : byte > 0x20 && byte < 0x7f && strchr("\"<>#", byte) == NULL;
}

static bool segments_are_sound(const char *path)
{
    for (const char *at = path; *at == '/';) {
        size_t length = strcspn(at + 1, "/");

        if (length == 0 && (at[1] == '/' || at != path))
            return at[1] == '\0';
        if ((length == 1 && at[1] == '.') || (length == 2 && memcmp(at + 1, "..", 2) == 0))
            return false;
        at += 1 + length;
    }
    return true;
}

const char *gate_path(struct arena *arena, const char *target, struct error *err)
{
    size_t length = strcspn(target, "?"), out = 0;
    const char *end = target + length;
    char *path = arena_alloc(arena, length + 1);

    for (const char *at = target; at < end; at++) {
        bool was_escaped = *at == '%';
        int byte = was_escaped ? escaped(at, end) : (unsigned char)*at;

        if (!may_be_in_path(byte, was_escaped))
            return refuse(err), NULL;
        path[out++] = (char)byte;
        at += was_escaped ? 2 : 0;
    }
    for (; *end != '\0'; end++)
        if ((unsigned char)*end <= 0x20 || (unsigned char)*end >= 0x7f)
            return refuse(err), NULL;
    if (path[0] != '/' || !segments_are_sound(path) || !text_is_utf8(path, out))
        return refuse(err), NULL;
    return path;
}

static bool may_repeat(const char *name)
{
    return text_ends(name, "[]");
}

bool gate_field(struct arena *arena, const char *name, size_t name_length, const char *value,
                size_t length, size_t most, struct typed_list *list, struct error *err)
{
    struct typed *field;

    if (list->count >= most || !text_is_utf8(name, name_length) || !text_is_utf8(value, length))
        return refuse(err);
    for (size_t i = 0; i < list->count && !may_repeat(name); i++)
        if (strcmp(list->items[i].name, name) == 0)
            return refuse(err);
    field = list_add(arena, list);
    field->name = name;
    field->value = value;
    return true;
}

/* A decoded copy; NULL for a bad escape. */
static char *decode(struct arena *arena, const char *text, size_t length, size_t *out)
{
    char *copy = arena_alloc(arena, length + 1);

    *out = 0;
    for (const char *at = text, *end = text + length; at < end; at++) {
        int byte = *at == '%' ? escaped(at, end) : *at == '+' ? ' ' : (unsigned char)*at;

        if (byte < 0)
            return NULL;
        copy[(*out)++] = (char)byte;
        at += *at == '%' ? 2 : 0;
    }
    return copy;
}

bool gate_fields(struct arena *arena, const char *text, size_t length, size_t most,
                 struct typed_list *list, struct error *err)
{
    const char *end = text + length;

    while (text < end) {
        const char *and = memchr(text, '&', (size_t)(end - text));
        const char *stop = and == NULL ? end : and;
        const char *equals = memchr(text, '=', (size_t)(stop - text));
        size_t name_length, value_length;
        char *name = decode(arena, text, (size_t)((equals == NULL ? stop : equals) - text),
                            &name_length);
        char *value = equals == NULL
                          ? decode(arena, "", 0, &value_length)
                          : decode(arena, equals + 1, (size_t)(stop - equals - 1), &value_length);

        if (name == NULL || value == NULL)
            return refuse(err);
        if (stop > text &&
            !gate_field(arena, name, name_length, value, value_length, most, list, err))
            return false;
        text = stop + 1;
    }
    return true;
}

bool gate_is_local(const char *path)
{
    if (path == NULL || path[0] != '/' || path[1] == '/' || path[1] == '\\')
        return false;
    for (const char *at = path; *at != '\0'; at++)
        if ((unsigned char)*at <= 0x20 || (unsigned char)*at == 0x7f || *at == '\\')
            return false;
    return strncasecmp(path, "/%2f", 4) != 0 && strncasecmp(path, "/%5c", 4) != 0;
}
