/* qr.h: a text as a QR code, drawn by partial/qr.html. */
#pragma once

#include "base/json.h"

/* Calls back for each run of dark modules; the side in modules with the quiet zone, 0 when the text
 * is too long for one. */
int view_qr_runs(const char *text, void (*run)(void *, int x, int y, int length), void *context);

/* {"text", "side": modules with the quiet zone, "path": an SVG path of the dark ones}; null when
 * the text is too long for one. */
void view_qr(json_t *model, const char *key, const char *text);
