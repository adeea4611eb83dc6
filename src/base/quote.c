/* quote.c: text as a JSON string. */

#include "base/quote.h"

static bool is_surrogate(const unsigned char *at, size_t left)
{
    return left >= 3 && at[0] == 0xED && at[1] >= 0xA0;
}

static size_t plain_length(const unsigned char *at, size_t left)
{
    size_t i = 0;

    while (i < left && at[i] >= 0x20 && at[i] != '"' && at[i] != '\\' &&
           !is_surrogate(at + i, left - i))
        i++;
    return i;
}

void buffer_quote(struct buffer *out, const char *bytes, size_t length)
{
    const unsigned char *at = (const unsigned char *)bytes, *end = at + length;

    buffer_byte(out, '"');
    while (at < end) {
        size_t plain = plain_length(at, (size_t)(end - at));

        buffer_add(out, at, plain);
        at += plain;
        if (at == end)
            break;
        if (*at == '"' || *at == '\\')
            buffer_format(out, "\\%c", *at);
        else if (*at < 0x20)
            buffer_format(out, "\\u%04x", (unsigned)*at);
        else
            buffer_format(out, "\\u%04x", 0xD000U | (at[1] & 0x3FU) << 6 | (at[2] & 0x3FU));
        at += *at == 0xED ? 3 : 1;
    }
    buffer_byte(out, '"');
}
