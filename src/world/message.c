/* message.c: RFC 5322 and 2045 text of one message: encoded headers, base64 bodies, CRLF lines. */

#include "base/digest.h"
#include "base/text.h"
#include "world/mailer.h"

#define LINE 76

/* Base64 in lines of 76 columns: no line of a body can be a dot, a boundary or a header. */
static void put_base64(struct buffer *out, const void *bytes, size_t length)
{
    const char *text = text_base64(out->arena, bytes, length);

    for (size_t left = strlen(text), n; left > 0; text += n, left -= n) {
        n = left < LINE ? left : LINE;
        buffer_add(out, text, n);
        buffer_text(out, "\r\n");
    }
}

static bool is_plain(const char *text)
{
    for (; *text != '\0'; text++)
        if (*text < 0x20 || *text > 0x7e)
            return false;
    return true;
}

/* Encoded words cut between characters (RFC 2047 §5), one a line: 42 bytes make 68 columns, and the
 * first leaves room for the header's name within the 76 that a line may have. */
static void put_encoded(struct buffer *out, const char *text)
{
    const char *start = text, *end = text, *next = text;

    for (bool more = true; more;) {
        more = text_next(&next) != 0;
        if (more && next - start <= (start == text ? 39 : 42)) {
            end = next;
            continue;
        }
        if (end > start)
            buffer_format(out, "%s=?UTF-8?B?%s?=", start == text ? "" : "\r\n ",
                          text_base64(out->arena, start, (size_t)(end - start)));
        start = end;
        end = next;
    }
}

/* A header's value can hold no line break by construction: control bytes become spaces. */
static const char *one_line(struct arena *arena, const char *text)
{
    char *copy = arena_text(arena, text);

    for (char *p = copy; *p != '\0'; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7f)
            *p = ' ';
    return copy;
}

static void put_words(struct buffer *out, const char *name, const char *text)
{
    const char *line = one_line(out->arena, text);

    buffer_format(out, "%s: ", name);
    if (is_plain(line) && strlen(line) < 60 && strstr(line, "=?") == NULL)
        buffer_text(out, line);
    else
        put_encoded(out, line);
    buffer_text(out, "\r\n");
}

static void put_from(struct buffer *out, const struct mail *mail)
{
    buffer_text(out, "From: ");
    if (mail->from_name != NULL && *mail->from_name != '\0') {
        put_encoded(out, one_line(out->arena, mail->from_name));
        buffer_text(out, "\r\n ");
    }
    buffer_format(out, "<%s>\r\n", one_line(out->arena, mail->from));
}

static void put_date(struct buffer *out, int64_t seconds)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    time_t moment = (time_t)(seconds + 8 * 3600);
    struct tm tm;

    gmtime_r(&moment, &tm);
    buffer_format(out, "Date: %s, %d %s %d %02d:%02d:%02d +0800\r\n", days[tm.tm_wday], tm.tm_mday,
                  months[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static void put_percent(struct buffer *out, const char *from, const char *to)
{
    for (; from < to; from++) {
        unsigned char c = (unsigned char)*from;
        bool safe = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    c == '-' || c == '.' || c == '_';

        buffer_format(out, safe ? "%c" : "%%%02X", c);
    }
}

/* RFC 2231: filename*0*=UTF-8''%E5…, in segments that fit a line.  Readers decode each segment by
 * itself, so none ends within a character. */
static void put_file_name(struct buffer *out, const char *name)
{
    const char *start = one_line(out->arena, name), *end = start, *next = start;
    int segment = 0;

    while (*start != '\0') {
        while (text_next(&next) != 0 && next - start <= 16)
            end = next;
        buffer_format(out, ";\r\n filename*%d*=%s", segment, segment == 0 ? "UTF-8''" : "");
        put_percent(out, start, end);
        start = next = end;
        segment++;
    }
}

static void put_part(struct buffer *out, const struct mail_part *part)
{
    buffer_format(out, "Content-Type: %s\r\nContent-Transfer-Encoding: base64\r\n",
                  one_line(out->arena, part->type));
    if (part->name != NULL) {
        buffer_text(out, "Content-Disposition: attachment");
        put_file_name(out, part->name);
        buffer_text(out, "\r\n");
    }
    buffer_text(out, "\r\n");
    put_base64(out, part->bytes, part->length);
}

/* The same message always has the same boundary; "=_" is in no base64. */
static const char *boundary_of(struct arena *arena, const struct mail *mail)
{
    struct digesting *all = digest_start(arena);
    struct digest digest;

    digest_add(all, mail->message_id, strlen(mail->message_id));
    for (size_t i = 0; i < mail->count; i++)
        digest_add(all, mail->parts[i].bytes, mail->parts[i].length);
    digest = digest_take(all);
    return arena_format(arena, "=_%.40s", digest_hex(arena, &digest));
}

char *mail_write(struct arena *arena, const struct mail *mail, size_t *length)
{
    struct buffer out = buffer_in(arena);
    const char *boundary = boundary_of(arena, mail);

    put_date(&out, mail->date);
    put_from(&out, mail);
    buffer_format(&out, "To: <%s>\r\n", one_line(arena, mail->to));
    put_words(&out, "Subject", mail->subject);
    buffer_format(&out, "Message-ID: %s\r\n", one_line(arena, mail->message_id));
    buffer_format(&out, "MIME-Version: 1.0\r\nAuto-Submitted: auto-generated\r\n");
    buffer_format(&out, "Content-Language: %s\r\n", one_line(arena, mail->language));
    if (mail->count == 1) {
        put_part(&out, &mail->parts[0]);
    } else {
        buffer_format(&out, "Content-Type: multipart/mixed;\r\n boundary=\"%s\"\r\n\r\n", boundary);
        for (size_t i = 0; i < mail->count; i++) {
            buffer_format(&out, "--%s\r\n", boundary);
            put_part(&out, &mail->parts[i]);
        }
        buffer_format(&out, "--%s--\r\n", boundary);
    }
    *length = out.length;
    return out.bytes;
}
