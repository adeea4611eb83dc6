/* ranking.c: models of the calibrated side of a ranking. */

#include "view/ranking.h"

#include "view/review.h"

/* Charts are 200 wide; bars have 100 to each side for 20 points. */
#define CHART_WIDE    200
#define POINT         10000
#define SCALE_STEP    (10 * POINT)
#define BAR_MIDDLE    100
#define BAR_PER_X     2000
#define CERTAIN       10000
#define PERCENT       100
#define SHORTEST_BAR  1
#define POINTS_OF_ALL 1000000

static int64_t within(int64_t value, int64_t least, int64_t most)
{
    return value < least ? least : value > most ? most : value;
}

/* "+1.33", "-0.40", "0.00": signs say lenient and strict. */
static const char *signed_points(struct arena *arena, int64_t points)
{
    int64_t shown = ((points < 0 ? -points : points) + 50) / 100;

    return arena_format(arena, "%s%lld.%02lld",
                        shown == 0   ? ""
                        : points < 0 ? "-"
                                     : "+",
                        (long long)(shown / 100), (long long)(shown % 100));
}

/* "<1 %" and ">99 %" keep a small chance from reading as none, and a large one as certain. */
static const char *chance_of(struct arena *arena, int64_t chance)
{
    int64_t percent = (chance + PERCENT / 2) / PERCENT;

    if (chance > 0 && percent < 1)
        return "<1 %";
    if (chance < CERTAIN && percent >= PERCENT)
        return ">99 %";
    return arena_format(arena, "%lld %%", (long long)percent);
}

struct ranking_scale view_scale(const struct ranking *ranking)
{
    struct ranking_scale scale = {POINTS_OF_ALL, 0};

    for (size_t i = 0; i < ranking->rows.count; i++) {
        const struct ranking_row *row = &ranking->rows.items[i];

        if (row->component == 0)
            continue;
        scale.from = row->low < scale.from ? row->low : scale.from;
        scale.from = row->raw < scale.from ? row->raw : scale.from;
        scale.to = row->high > scale.to ? row->high : scale.to;
        scale.to = row->raw > scale.to ? row->raw : scale.to;
    }
    if (scale.to <= scale.from)
        return (struct ranking_scale){0, POINTS_OF_ALL};
    scale.from = within(scale.from, 0, POINTS_OF_ALL) / SCALE_STEP * SCALE_STEP;
    scale.to = (within(scale.to, 0, POINTS_OF_ALL) + SCALE_STEP - 1) / SCALE_STEP * SCALE_STEP;
    return scale.to > scale.from ? scale : (struct ranking_scale){0, POINTS_OF_ALL};
}

static int64_t place_of(const struct ranking_scale *scale, int64_t points)
{
    return (within(points, scale->from, scale->to) - scale->from) * CHART_WIDE /
           (scale->to - scale->from);
}

static void put_interval(const struct ranking_scale *scale, const struct ranking_row *row,
                         json_t *item)
{
    json_t *interval = json_put_object(item, "interval");

    json_put_int(interval, "low_x", place_of(scale, row->low));
    json_put_int(interval, "wide_x", place_of(scale, row->high) - place_of(scale, row->low));
    json_put_int(interval, "raw_x", place_of(scale, row->raw));
    json_put_int(interval, "dot_x", place_of(scale, row->calibrated));
}

void view_calibrated(struct arena *arena, const struct ranking *ranking,
                     const struct ranking_scale *scale, const struct ranking_row *row, json_t *item)
{
    if (row->component == 0)
        return;
    json_put_text(item, "calibrated", view_points(arena, within(row->calibrated, 0, INT64_MAX)));
    json_put_text(item, "low", view_points(arena, within(row->low, 0, POINTS_OF_ALL)));
    json_put_text(item, "high", view_points(arena, within(row->high, 0, POINTS_OF_ALL)));
    json_put_text(item, "chance", chance_of(arena, row->chance));
    json_put_int(item, "component", row->component);
    json_put_int(item, "rank_calibrated", row->rank_calibrated);
    json_put_flag(item, "moved",
                  !ranking->by_calibrated && row->rank_calibrated != row->rank_topic);
    put_interval(scale, row, item);
}

static void put_reviewer(struct arena *arena, const struct ranking_reviewer *reviewer, json_t *item)
{
    int64_t wide = (reviewer->bias < 0 ? -reviewer->bias : reviewer->bias) / BAR_PER_X;

    wide = within(wide, SHORTEST_BAR, BAR_MIDDLE);
    json_put_int(item, "component", reviewer->component);
    json_put_int(item, "reviews", reviewer->reviews);
    json_put_text(item, "bias", signed_points(arena, reviewer->bias));
    json_put_flag(item, "strict", reviewer->bias < 0);
    json_put_int(item, "bar_x", reviewer->bias < 0 ? BAR_MIDDLE - wide : BAR_MIDDLE);
    json_put_int(item, "bar_wide", wide);
    json_put_int(item, "lost", reviewer->lost);
    json_put_int(item, "gained", reviewer->gained);
    json_put_flag(item, "changes", reviewer->lost + reviewer->gained > 0);
}

void view_severity(struct arena *arena, const struct ranking *ranking, bool may_see_names,
                   json_t *model)
{
    json_t *rows = json_put_array(model, "reviewers");
    struct ranking_scale scale = view_scale(ranking);

    json_put_flag(model, "by_calibrated", ranking->by_calibrated);
    json_put_flag(model, "several", ranking->components > 1);
    json_put_flag(model, "left_out", ranking->leave_out);
    json_put_int(model, "from", scale.from / POINT);
    json_put_int(model, "to", scale.to / POINT);
    json_put_int(model, "components", ranking->components);
    json_put_text(model, "noise", view_points(arena, ranking->noise));
    json_put_text(model, "leniency", view_points(arena, ranking->leniency));
    json_put_flag(model, "severity", ranking->reviewers.count > 0);
    for (size_t i = 0; i < ranking->reviewers.count; i++) {
        const struct ranking_reviewer *reviewer = &ranking->reviewers.items[i];
        json_t *item = json_add_object(rows);

        if (may_see_names)
            json_put_text(item, "name", reviewer->name);
        json_put_int(item, "place", (int64_t)i + 1);
        put_reviewer(arena, reviewer, item);
    }
}
