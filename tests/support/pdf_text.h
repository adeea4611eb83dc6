/* pdf_text.h: what another program reads on the pages of a PDF. */
#pragma once

#include "base/arena.h"

/* As pdftotext -layout says it. */
const char *pdf_text(struct arena *arena, const void *bytes, size_t length);
