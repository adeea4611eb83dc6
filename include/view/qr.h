/* qr.h: a text as a QR code, drawn by partial/qr.html. */
#pragma once

#include "base/json.h"

/* {"text", "side": modules with the quiet zone, "path": an SVG path of the dark ones}; null when
 * the text is too long for one. */
void view_qr(json_t *model, const char *key, const char *text);
