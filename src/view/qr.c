/* qr.c: a text as a QR code. */

#include "view/qr.h"

#include <qrencode.h>

#include "base/text.h"

#define QUIET 4 /* modules around it, by ISO 18004 */

/* One box a run of dark modules: a third of the bytes of one a module. */
static void draw(struct buffer *path, const QRcode *code)
{
    for (int y = 0; y < code->width; y++)
        for (int x = 0, run; x < code->width; x += run + 1) {
            for (run = 0; x + run < code->width && code->data[y * code->width + x + run] & 1; run++)
                continue;
            if (run > 0)
                buffer_format(path, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, run, run);
        }
}

void view_qr(json_t *model, const char *key, const char *text)
{
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    struct arena *arena;
    struct buffer path;
    json_t *qr;

    if (code == NULL) {
        json_put(model, key, json_null());
        return;
    }
    arena = arena_open();
    path = buffer_in(arena);
    draw(&path, code);
    qr = json_put_object(model, key);
    json_put_text(qr, "text", text);
    json_put_int(qr, "side", code->width + 2 * QUIET);
    json_put_text(qr, "path", buffer_get(&path));
    arena_close(arena);
    QRcode_free(code);
}
