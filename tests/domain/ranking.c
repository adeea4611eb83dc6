/* ranking.c: means, spreads, shared ranks and the quota line. */

#include "domain/ranking.h"

#include "support/test.h"

static struct ranking_row *add(struct arena *arena, struct ranking *ranking, const char *topic,
                               const char *number)
{
    struct ranking_row *row = list_add(arena, &ranking->rows);

    row->topic = topic;
    row->number = number;
    return row;
}

/* Totals end with −1. */
static void score(struct arena *arena, struct ranking_row *row, const int64_t *totals)
{
    for (; *totals >= 0; totals++)
        *list_add(arena, &row->totals) = *totals;
}

#define SCORE(row, ...) score(arena, row, (const int64_t[]){__VA_ARGS__, -1})

static void places(struct arena *arena, struct ranking *ranking, const char *topic, int64_t quota)
{
    struct ranking_topic *row = list_add(arena, &ranking->topics);

    row->code = topic;
    row->quota = quota;
}

static const struct ranking_row *find(const struct ranking *ranking, const char *number)
{
    for (size_t i = 0; i < ranking->rows.count; i++)
        if (strcmp(ranking->rows.items[i].number, number) == 0)
            return &ranking->rows.items[i];
    fail_msg("no row %s", number);
    return NULL;
}

TEST("a row shows mean, lowest, highest and the spread of its reviews")
{
    struct arena *arena = arena_open();
    struct ranking ranking = {0};

    SCORE(add(arena, &ranking, "1", "A"), 800000, 900000, 850000);
    SCORE(add(arena, &ranking, "1", "B"), 812345);
    SCORE(add(arena, &ranking, "1", "C"), 700000, 700001);
    ranking_make(&ranking);
    assert_int_equal(find(&ranking, "A")->raw, 850000);
    assert_int_equal(find(&ranking, "A")->lowest, 800000);
    assert_int_equal(find(&ranking, "A")->highest, 900000);
    assert_int_equal(find(&ranking, "A")->spread, 50000);
    assert_int_equal(find(&ranking, "B")->raw, 812345);
    assert_int_equal(find(&ranking, "B")->spread, 0);
    assert_int_equal(find(&ranking, "C")->raw, 700001);
    arena_close(arena);
}

TEST("equal scores share a rank, and the next rank counts them all")
{
    struct arena *arena = arena_open();
    struct ranking ranking = {0};

    SCORE(add(arena, &ranking, "1", "A"), 700000);
    SCORE(add(arena, &ranking, "1", "D"), 800000, 900000);
    SCORE(add(arena, &ranking, "2", "C"), 850000);
    SCORE(add(arena, &ranking, "1", "B"), 850001);
    places(arena, &ranking, "1", 9);
    places(arena, &ranking, "2", 9);
    ranking_make(&ranking);
    assert_string_equal(ranking.rows.items[0].number, "B");
    assert_string_equal(ranking.rows.items[1].number, "C");
    assert_string_equal(ranking.rows.items[2].number, "D");
    assert_int_equal(find(&ranking, "B")->rank_overall, 1);
    assert_int_equal(find(&ranking, "C")->rank_overall, 2);
    assert_int_equal(find(&ranking, "D")->rank_overall, 2);
    assert_int_equal(find(&ranking, "A")->rank_overall, 4);
    assert_int_equal(find(&ranking, "C")->rank_topic, 1);
    assert_int_equal(find(&ranking, "D")->rank_topic, 2);
    assert_int_equal(find(&ranking, "A")->rank_topic, 3);
    arena_close(arena);
}

TEST("means that show the same number tie, however many reviews made them")
{
    struct arena *arena = arena_open();
    struct ranking ranking = {0};

    SCORE(add(arena, &ranking, "1", "A"), 800000, 800000, 800001); /* 800000.33 */
    SCORE(add(arena, &ranking, "1", "B"), 800000);
    places(arena, &ranking, "1", 9);
    ranking_make(&ranking);
    assert_int_equal(find(&ranking, "A")->rank_topic, 1);
    assert_int_equal(find(&ranking, "B")->rank_topic, 1);
    arena_close(arena);
}

TEST("an application without a review stands last and without a rank, even beside a score of 0")
{
    struct arena *arena = arena_open();
    struct ranking ranking = {0};

    add(arena, &ranking, "1", "A");
    SCORE(add(arena, &ranking, "1", "B"), 0);
    places(arena, &ranking, "1", 1);
    ranking_make(&ranking);
    assert_string_equal(ranking.rows.items[1].number, "A");
    assert_int_equal(find(&ranking, "A")->rank_topic, 0);
    assert_int_equal(find(&ranking, "A")->side, QUOTA_UNRANKED);
    assert_int_equal(find(&ranking, "B")->rank_topic, 1);
    assert_int_equal(find(&ranking, "B")->side, QUOTA_WITHIN);
    assert_int_equal(ranking.topics.items[0].rows, 2);
    assert_int_equal(ranking.topics.items[0].reviewed, 1);
    arena_close(arena);
}

TEST("the quota line stands below the last place of each topic")
{
    struct arena *arena = arena_open();
    struct ranking ranking = {0};

    SCORE(add(arena, &ranking, "1", "A"), 900000);
    SCORE(add(arena, &ranking, "1", "B"), 800000);
    SCORE(add(arena, &ranking, "1", "C"), 700000);
    SCORE(add(arena, &ranking, "2", "D"), 600000);
    SCORE(add(arena, &ranking, "3", "E"), 600000);
    places(arena, &ranking, "1", 2);
    places(arena, &ranking, "2", 3);
    places(arena, &ranking, "3", 0);
    ranking_make(&ranking);
    assert_true(ranking.topics.items[0].has_line);
    assert_int_equal(ranking.topics.items[0].line, 800000);
    assert_int_equal(ranking.topics.items[0].next, 700000);
    assert_false(ranking.topics.items[1].has_line);
    assert_int_equal(find(&ranking, "B")->side, QUOTA_WITHIN);
    assert_int_equal(find(&ranking, "C")->side, QUOTA_BELOW);
    assert_int_equal(find(&ranking, "D")->side, QUOTA_WITHIN);
    assert_int_equal(find(&ranking, "E")->side, QUOTA_BELOW);
    arena_close(arena);
}

TEST("a tie across the line is said, and puts nobody above it by chance")
{
    struct arena *arena = arena_open();
    struct ranking ranking = {0};

    SCORE(add(arena, &ranking, "1", "A"), 900000);
    SCORE(add(arena, &ranking, "1", "B"), 800000);
    SCORE(add(arena, &ranking, "1", "C"), 800000);
    places(arena, &ranking, "1", 2);
    ranking_make(&ranking);
    assert_int_equal(find(&ranking, "A")->side, QUOTA_WITHIN);
    assert_int_equal(find(&ranking, "B")->side, QUOTA_TIED);
    assert_int_equal(find(&ranking, "C")->side, QUOTA_TIED);
    arena_close(arena);
}

TEST("a ranking of nothing is empty")
{
    struct ranking ranking = {0};

    ranking_make(&ranking);
    assert_int_equal(ranking.rows.count, 0);
}
