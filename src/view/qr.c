/* qr.c: a text as a QR code. */

#include "view/qr.h"

#include <qrencode.h>

#include "base/text.h"

#define QUIET 4 /* modules around it, by ISO 18004 */

int view_qr_runs(const char *text, void (*run)(void *, int x, int y, int length), void *context)
{
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    int side = code == NULL ? 0 : code->width + 2 * QUIET;

    for (int y = 0; code != NULL && y < code->width; y++)
        for (int x = 0, length; x < code->width; x += length + 1) {
            for (length = 0;
                 x + length < code->width && code->data[y * code->width + x + length] & 1; length++)
                continue;
            if (length > 0)
                run(context, x + QUIET, y + QUIET, length);
        }
    QRcode_free(code);
    return side;
}

/* One box a run: a third of the bytes of one a module. */
static void draw_run(void *path, int x, int y, int length)
{
    buffer_format(path, "M%d %dh%dv1h-%dz", x, y, length, length);
}

void view_qr(json_t *model, const char *key, const char *text)
{
    struct arena *arena = arena_open();
    struct buffer path = buffer_in(arena);
    int side = view_qr_runs(text, draw_run, &path);
    json_t *qr;

    if (side == 0) {
        json_put(model, key, json_null());
    } else {
        qr = json_put_object(model, key);
        json_put_text(qr, "text", text);
        json_put_int(qr, "side", side);
        json_put_text(qr, "path", buffer_get(&path));
    }
    arena_close(arena);
}
