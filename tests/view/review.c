/* review.c: how points are shown. */

#include "view/review.h"

#include "support/test.h"

TEST("points are shown to two places, halves up, and none as nothing")
{
    struct arena *arena = arena_open();

    assert_string_equal(view_points(arena, 626649), "62.66");
    assert_string_equal(view_points(arena, 626650), "62.67");
    assert_string_equal(view_points(arena, 799999), "80.00");
    assert_string_equal(view_points(arena, 1000000), "100.00");
    assert_string_equal(view_points(arena, -1), "");
    arena_close(arena);
}
