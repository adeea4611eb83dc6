/* qr.c: a text as a QR code. */

#include "view/qr.h"

#include "base/text.h"
#include "support/test.h"

TEST("an address becomes a QR code with its three corners inside a quiet zone")
{
    struct arena *arena = arena_open();
    json_t *model = json_root(arena), *qr;
    const char *path;
    int side;

    view_qr(model, "qr", "https://fund.example/applications/k3v9x2m7q4tz8w5n/receipts/1");
    qr = json_at(model, "qr");
    side = (int)json_int(qr, "side", 0);
    path = json_word(qr, "path");
    assert_int_equal((side - 8 - 17) % 4, 0);
    assert_true(text_starts(path, "M4 4h7v1h-7z"));
    assert_non_null(strstr(path, arena_format(arena, "M%d 4h7v1h-7z", side - 4 - 7)));
    assert_non_null(strstr(path, arena_format(arena, "M4 %dh7v1h-7z", side - 4 - 7)));
    assert_null(strstr(path, "M3 "));
    arena_close(arena);
}

TEST("what is too long for a QR code has none")
{
    struct arena *arena = arena_open();
    json_t *model = json_root(arena);
    char *text = arena_alloc(arena, 4001);

    memset(text, 'x', 4000);
    view_qr(model, "qr", text);
    assert_true(json_is_null(json_at(model, "qr")));
    arena_close(arena);
}
