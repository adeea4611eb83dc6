/* guard.c: tokens of forms, names of files in headers. */

#include "web/guard.h"

#include "support/test.h"
#include "web/respond.h"

static const char mac[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

static void count_up(void *bytes, size_t length)
{
    static unsigned char next;

    for (size_t i = 0; i < length; i++)
        ((unsigned char *)bytes)[i] = next++;
}

TEST("a form's token looks different each time and matches its own session only")
{
    struct arena *arena = arena_open();
    const char *one = csrf_mask(arena, count_up, mac), *two = csrf_mask(arena, count_up, mac);
    char other[sizeof mac];

    memcpy(other, mac, sizeof mac);
    other[0] = '1';
    assert_string_not_equal(one, two);
    assert_null(strstr(one, "00112233"));
    assert_true(csrf_matches(one, mac));
    assert_true(csrf_matches(two, mac));
    assert_false(csrf_matches(one, other));
    assert_false(csrf_matches(mac, mac));
    assert_false(csrf_matches("", mac));
    arena_close(arena);
}

TEST("a file's name cannot leave its header, whatever is in it")
{
    static const char *const names[] = {"申请书.pdf", "a\"b\\c.pdf", "a\r\nSet-Cookie: x=1",
                                        "\x01\t", ""};
    struct arena *arena = arena_open();
    char long_name[600];

    assert_string_equal(respond_disposition(arena, names[0]),
                        "attachment; filename=\".pdf\"; "
                        "filename*=UTF-8''%E7%94%B3%E8%AF%B7%E4%B9%A6.pdf");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (const char *at = respond_disposition(arena, names[i]); *at != '\0'; at++)
            assert_true(*at >= 0x20 && *at < 0x7f && *at != '\\');
    memset(long_name, 'x', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    assert_true(strlen(respond_disposition(arena, long_name)) < 600);
    arena_close(arena);
}
