/* history.c: saves that share an entry of the list. */

#include "view/history.h"

#include "base/text.h"
#include "support/test.h"

#define EVERY 240 /* seconds between the saves of the examples */

static const json_t *bursts_of(struct arena *arena, const char *const *by, size_t count)
{
    static const struct section section = {.key = "basis"};
    struct history_facts facts = {.section = {.section = &section}, .revision = (int64_t)count};

    for (size_t i = 0; i < count; i++)
        *list_add(arena, &facts.rows) = (struct history_row){
            .revision = (int64_t)(count - i), .at = 90000 - (int64_t)i * EVERY, .by = by[i]};
    return json_at(view_history(arena, &facts), "bursts");
}

static int64_t more_in(const json_t *bursts, size_t index)
{
    return json_int(json_array_get(bursts, index), "count", -1);
}

TEST("an hour of typing is not one entry: one spans ten minutes at most, however dense the saves")
{
    static const char *const by[] = {"甲", "甲", "甲", "甲", "甲", "甲", "甲"};
    struct arena *arena = arena_open();
    const json_t *bursts = bursts_of(arena, by, sizeof by / sizeof by[0]);

    assert_int_equal(json_array_size(bursts), 3);
    assert_int_equal(more_in(bursts, 0), 2);
    assert_int_equal(more_in(bursts, 1), 2);
    assert_int_equal(more_in(bursts, 2), 0);
    arena_close(arena);
}

TEST("saves of two persons never share an entry")
{
    static const char *const by[] = {"甲", "乙", "甲"};
    struct arena *arena = arena_open();

    assert_int_equal(json_array_size(bursts_of(arena, by, 3)), 3);
    arena_close(arena);
}
