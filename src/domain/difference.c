/* difference.c: what changed between two texts, word by word. */

#include "domain/difference.h"

#include "base/text.h"

#define EDITS_MOST 1000

struct word {
    const char *text;
    size_t length;
};
struct words_of_text {
    LIST(struct word);
};

static struct words_of_text split(struct arena *arena, const char *text)
{
    struct words_of_text words = {0};
    bool in_run = false, in_space = false;

    for (const char *at = text, *next = text; *at != '\0'; at = next) {
        uint32_t c = text_next(&next);
        bool cjk = text_is_cjk(c), space = text_is_space(c) && c != '\n';
        bool goes_on = (in_run && !cjk && !space && c != '\n') || (in_space && space);

        if (goes_on)
            words.items[words.count - 1].length += (size_t)(next - at);
        else
            *list_add(arena, &words) = (struct word){at, (size_t)(next - at)};
        in_run = !cjk && !space && c != '\n';
        in_space = space;
    }
    return words;
}

static bool same(const struct word *a, const struct word *b)
{
    return a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
}

/* Both texts between their common beginning and end, and what was found of it. */
struct search {
    struct arena *arena;
    const struct word *before, *after;
    int rows, columns; /* words of each */
    bool *gone, *fresh;
};

/* reach[k] is how far into `before` d edits lead on diagonal k = x − y.  The trace of every d leads
 * back. */
static int furthest(const struct search *s, const int *reach, int d, int k)
{
    bool down = k == -d || (k != d && reach[k - 1] < reach[k + 1]);
    int x = down ? reach[k + 1] : reach[k - 1] + 1;

    while (x < s->rows && x - k < s->columns && same(&s->before[x], &s->after[x - k]))
        x++;
    return x;
}

static void walk_back(struct search *s, int **trace, int d)
{
    int x = s->rows, y = s->columns;

    for (; d > 0; d--) {
        const int *reach = trace[d - 1];
        int k = x - y;
        bool down = k == -d || (k != d && reach[k - 1] < reach[k + 1]);
        int from = down ? k + 1 : k - 1, x0 = reach[from], y0 = x0 - from;

        if (down)
            s->fresh[y0] = true;
        else
            s->gone[x0] = true;
        x = x0;
        y = y0;
    }
}

/* False when more than EDITS_MOST edits are needed. */
static bool shortest(struct search *s)
{
    int most = s->rows + s->columns < EDITS_MOST ? s->rows + s->columns : EDITS_MOST;
    int width = 2 * most + 3;
    int **trace = arena_array(s->arena, (size_t)most + 1, sizeof *trace);
    int *reach = (int *)arena_array(s->arena, (size_t)width, sizeof *reach) + most + 1;

    for (int d = 0; d <= most; d++) {
        int *kept = arena_array(s->arena, (size_t)(2 * d + 3), sizeof *kept);

        for (int k = -d; k <= d; k += 2) {
            reach[k] = furthest(s, reach, d, k);
            if (reach[k] >= s->rows && reach[k] - k >= s->columns)
                return walk_back(s, trace, d), true;
        }
        trace[d] = kept + d + 1;
        memcpy(kept, reach - d - 1, (size_t)(2 * d + 3) * sizeof *kept);
    }
    return false;
}

/* ---- parts */

static void add(struct arena *arena, struct differences *list, enum difference_kind kind,
                const struct word *words, size_t count)
{
    const char *from = count == 0 ? NULL : words[0].text;
    size_t length = count == 0 ? 0
                               : (size_t)(words[count - 1].text + words[count - 1].length - from);
    struct difference *last = list->count == 0 ? NULL : &list->items[list->count - 1];

    if (count == 0)
        return;
    if (last != NULL && last->kind == kind)
        last->text = arena_format(arena, "%s%.*s", last->text, (int)length, from);
    else
        *list_add(arena,
                  list) = (struct difference){kind, arena_format(arena, "%.*s", (int)length, from)};
}

static size_t run_of(const bool *flags, size_t at, size_t count)
{
    size_t end = at;

    while (end < count && flags[end])
        end++;
    return end - at;
}

static void put_middle(struct arena *arena, const struct search *s, struct differences *list)
{
    size_t x = 0, y = 0, rows = (size_t)s->rows, columns = (size_t)s->columns;

    while (x < rows || y < columns) {
        size_t gone = run_of(s->gone, x, rows), fresh = run_of(s->fresh, y, columns), kept = 0;

        add(arena, list, DIFFERENCE_GONE, s->before + x, gone);
        add(arena, list, DIFFERENCE_NEW, s->after + y, fresh);
        x += gone;
        y += fresh;
        while (x + kept < rows && y + kept < columns && !s->gone[x + kept] && !s->fresh[y + kept])
            kept++;
        add(arena, list, DIFFERENCE_SAME, s->before + x, kept);
        x += kept;
        y += kept;
    }
}

struct differences differences_of(struct arena *arena, const char *before, const char *after)
{
    struct arena *scratch = arena_open();
    struct words_of_text a = split(scratch, before), b = split(scratch, after);
    struct differences list = {0};
    struct search s = {.arena = scratch};
    size_t head = 0, tail = 0;

    while (head < a.count && head < b.count && same(&a.items[head], &b.items[head]))
        head++;
    while (tail < a.count - head && tail < b.count - head &&
           same(&a.items[a.count - 1 - tail], &b.items[b.count - 1 - tail]))
        tail++;
    s.before = a.items + head;
    s.after = b.items + head;
    s.rows = (int)(a.count - head - tail);
    s.columns = (int)(b.count - head - tail);
    s.gone = arena_array(scratch, (size_t)s.rows, sizeof *s.gone);
    s.fresh = arena_array(scratch, (size_t)s.columns, sizeof *s.fresh);
    if (!shortest(&s)) {
        memset(s.gone, true, (size_t)s.rows * sizeof *s.gone);
        memset(s.fresh, true, (size_t)s.columns * sizeof *s.fresh);
    }
    add(arena, &list, DIFFERENCE_SAME, a.items, head);
    put_middle(arena, &s, &list);
    add(arena, &list, DIFFERENCE_SAME, a.items + (a.count - tail), tail);
    arena_close(scratch);
    return list;
}
