/* ranking.c: how calibrated scores are shown. */

#include "view/ranking.h"

#include "support/test.h"

static struct ranking one_row(struct arena *arena, int64_t chance)
{
    struct ranking ranking = {0};
    struct ranking_row *row = list_add(arena, &ranking.rows);

    row->component = 1;
    row->raw = 700000;
    row->calibrated = 720000;
    row->low = 640000;
    row->high = 800000;
    row->chance = chance;
    row->rank_topic = 2;
    row->rank_calibrated = 1;
    return ranking;
}

static const json_t *shown(struct arena *arena, const struct ranking *ranking)
{
    json_t *item = json_root(arena);
    struct ranking_scale scale = view_scale(ranking);

    view_calibrated(arena, ranking, &scale, &ranking->rows.items[0], item);
    return item;
}

TEST("a calibrated row is drawn on the scale of its page")
{
    struct arena *arena = arena_open();
    struct ranking ranking = one_row(arena, 5000);
    const json_t *item = shown(arena, &ranking), *interval = json_at(item, "interval");

    assert_int_equal(view_scale(&ranking).from, 600000);
    assert_int_equal(view_scale(&ranking).to, 800000);
    assert_string_equal(json_word(item, "calibrated"), "72.00");
    assert_string_equal(json_word(item, "chance"), "50 %");
    assert_true(json_flag(item, "moved"));
    assert_int_equal(json_int(interval, "low_x", -1), 40);
    assert_int_equal(json_int(interval, "wide_x", -1), 160);
    assert_int_equal(json_int(interval, "raw_x", -1), 100);
    assert_int_equal(json_int(interval, "dot_x", -1), 120);
    arena_close(arena);
}

TEST("a small chance is not shown as none, nor a large one as certain")
{
    static const struct {
        int64_t chance;
        const char *text;
    } rows[] = {{0, "0 %"},     {1, "<1 %"},     {149, "1 %"},
                {9949, "99 %"}, {9999, ">99 %"}, {10000, "100 %"}};
    struct arena *arena = arena_open();

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct ranking ranking = one_row(arena, rows[i].chance);

        assert_string_equal(json_word(shown(arena, &ranking), "chance"), rows[i].text);
    }
    arena_close(arena);
}

TEST("a row without a review shows nothing calibrated")
{
    struct arena *arena = arena_open();
    struct ranking ranking = {0};

    list_add(arena, &ranking.rows);
    assert_int_equal(json_object_size(shown(arena, &ranking)), 0);
    assert_int_equal(view_scale(&ranking).to, 1000000);
    arena_close(arena);
}

TEST("who may not see reviewers' names sees them numbered")
{
    struct arena *arena = arena_open();
    struct ranking ranking = {0};
    json_t *named = json_root(arena), *numbered = json_root(arena);

    *list_add(arena, &ranking.reviewers) = (struct ranking_reviewer){
        .name = "林知远", .component = 1, .reviews = 3, .bias = -13300};
    view_severity(arena, &ranking, true, named);
    view_severity(arena, &ranking, false, numbered);
    assert_string_equal(json_word(json_array_get(json_at(named, "reviewers"), 0), "name"),
                        "林知远");
    assert_null(json_at(json_array_get(json_at(numbered, "reviewers"), 0), "name"));
    assert_int_equal(json_int(json_array_get(json_at(numbered, "reviewers"), 0), "place", 0), 1);
    assert_string_equal(json_word(json_array_get(json_at(numbered, "reviewers"), 0), "bias"),
                        "-1.33");
    arena_close(arena);
}
