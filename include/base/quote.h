/* quote.h: text as a JSON string, for documents too large to be built of values first. */
#pragma once

#include "base/text.h"

/* Appends the bytes in quotes, with the escapes that JSON asks for.  They are UTF-8, in which
 * tape.h may hold lone surrogates as three bytes: those leave as the escapes they came as. */
void buffer_quote(struct buffer *out, const char *bytes, size_t length);
