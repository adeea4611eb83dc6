/* pdf_table.c: rows of cells: widths that suit their text, breaks between rows and inside long
 * ones.
 */

#include <math.h>

#include "view/pdf_flow.h"

#define PAD_X      5.0
#define PAD_Y      4.0
#define FEW_LINES  6 /* a row of no more lines is not broken */
#define LEAST      38.0
#define GRID_LABEL 96.0

void pdf_row_add(struct pdf_flow *flow, struct pdf_row *row, const struct pdf_style *style,
                 const char *text, double x, double width, enum pdf_align align, bool shaded)
{
    struct pdf_cell_box *cell = list_add(flow->arena, row);

    *cell = (struct pdf_cell_box){.x = x, .width = width, .align = align, .shaded = shaded};
    cell->set = pdf_set(flow, style, text, width - 2 * PAD_X, 0);
}

static int row_lines(const struct pdf_row *row)
{
    int lines = 1;

    for (size_t i = 0; i < row->count; i++)
        if (row->items[i].set.lines > lines)
            lines = row->items[i].set.lines;
    return lines;
}

static double row_leading(const struct pdf_row *row)
{
    return row->items[0].set.style->leading;
}

static void place_cell(struct pdf_flow *flow, const struct pdf_cell_box *cell, int from, int count,
                       double y, double height)
{
    int have = cell->set.lines - from < count ? cell->set.lines - from : count;
    double down = 0;

    if (cell->shaded)
        pdf_ink(flow, PDF_FILL, cell->x, y, cell->width, height);
    pdf_ink(flow, PDF_FRAME, cell->x, y, cell->width, height);
    if (have <= 0)
        return;
    if (from == 0 && have == cell->set.lines)
        down = (height - 2 * PAD_Y - have * cell->set.style->leading) / 2;
    pdf_lines(flow, &cell->set, from, have, cell->x + PAD_X, y + PAD_Y + down,
              cell->width - 2 * PAD_X, cell->align);
}

static void place_slice(struct pdf_flow *flow, const struct pdf_row *row, int from, int count)
{
    double height = count * row_leading(row) + 2 * PAD_Y;
    double y = pdf_take(flow, height);

    for (size_t i = 0; i < row->count; i++)
        place_cell(flow, &row->items[i], from, count, y, height);
}

static void turn(struct pdf_flow *flow)
{
    pdf_turn(flow);
    if (flow->head != NULL)
        place_slice(flow, flow->head, 0, row_lines(flow->head));
}

/* How many of the lines that are left go here; 0: none, turn the page. */
static int lines_here(const struct pdf_flow *flow, const struct pdf_row *row, int left)
{
    int fit = (int)((pdf_room(flow) - 2 * PAD_Y) / row_leading(row));

    if (fit >= left)
        return left;
    if (row_lines(row) <= FEW_LINES || fit < 2)
        return 0;
    return left - fit == 1 ? fit - 1 : fit;
}

void pdf_row_place(struct pdf_flow *flow, const struct pdf_row *row)
{
    int lines = row_lines(row), turned = 0;

    for (int from = 0; from < lines;) {
        int count = lines_here(flow, row, lines - from);

        if (count == 0 && turned++ < 2) {
            turn(flow);
            continue;
        }
        count = count == 0 ? lines - from : count; /* a head that fills its page: never for ever */
        turned = 0;
        place_slice(flow, row, from, count);
        from += count;
    }
}

static enum pdf_align align_of(const json_t *column)
{
    const char *word = json_word(column, "align");

    return *word == 'r' ? PDF_END : *word == 'c' ? PDF_MIDDLE : PDF_START;
}

static const char *text_at(const json_t *array, size_t index)
{
    const char *text = json_string_value(json_array_get(array, index));

    return text == NULL ? "" : text;
}

/* Widths each column would like, the widest of its cells. */
static void wishes(struct pdf_flow *flow, const json_t *block, size_t columns, double *wish)
{
    const json_t *rows = json_at(block, "rows"), *total = json_at(block, "total");

    for (size_t c = 0; c < columns; c++) {
        const json_t *column = json_array_get(json_at(block, "columns"), c);

        wish[c] = pdf_set(flow, &pdf_cell_head, json_word(column, "label"), 0, 0).width;
        for (size_t r = 0; r <= json_array_size(rows); r++) {
            const json_t *row = r < json_array_size(rows) ? json_array_get(rows, r) : total;
            double width = pdf_set(flow, &pdf_cell, text_at(row, c), 0, 0).width;

            wish[c] = width > wish[c] ? width : wish[c];
        }
        wish[c] = (wish[c] < LEAST - 2 * PAD_X ? LEAST - 2 * PAD_X : wish[c]) + 2 * PAD_X + 1;
    }
}

/* What is left over goes to columns of words, never to those of figures. */
static void spread(const json_t *columns, double left, double *width)
{
    double words = 0;

    for (size_t c = 0; c < json_array_size(columns); c++)
        words += align_of(json_array_get(columns, c)) == PDF_START ? width[c] : 0;
    for (size_t c = 0; c < json_array_size(columns); c++)
        if (words <= 0)
            width[c] += left / (double)json_array_size(columns);
        else if (align_of(json_array_get(columns, c)) == PDF_START)
            width[c] += left * width[c] / words;
}

/* A wide wish counts by its root: a long text gets more of the line, not all of it. */
static double weight(double wish)
{
    return sqrt(wish < 4 * PDF_INNER ? wish : 4 * PDF_INNER);
}

/* Figures, dates and single words are not broken while there is any other way. */
static bool keeps_whole(const json_t *column, double wish)
{
    return align_of(column) != PDF_START && wish < PDF_INNER / 6;
}

/* Columns that want no more than their share get their wish; the others share what is left. */
static void share(const json_t *columns, const double *wish, double *width)
{
    size_t count = json_array_size(columns), open = count;
    double left = PDF_INNER, weights = 0;
    bool again = true;

    for (size_t c = 0; c < count; c++)
        if (left > PDF_INNER / 3 && keeps_whole(json_array_get(columns, c), wish[c])) {
            width[c] = wish[c];
            left -= wish[c];
            open--;
        } else {
            weights += weight(wish[c]);
        }
    while (again && open > 0) {
        again = false;
        for (size_t c = 0; c < count; c++)
            if (width[c] <= 0 && wish[c] <= left * weight(wish[c]) / weights) {
                width[c] = wish[c];
                left -= wish[c];
                weights -= weight(wish[c]);
                open--;
                again = true;
            }
    }
    if (open == 0)
        spread(columns, left, width);
    for (size_t c = 0; c < count; c++)
        if (width[c] <= 0)
            width[c] = left * weight(wish[c]) / weights;
}

static struct pdf_row *row_of(struct pdf_flow *flow, const json_t *block, const json_t *texts,
                              const double *width, const struct pdf_style *style)
{
    const json_t *columns = json_at(block, "columns");
    struct pdf_row *row = arena_alloc(flow->arena, sizeof *row);
    double x = PDF_LEFT;

    for (size_t c = 0; c < json_array_size(columns); c++) {
        const json_t *column = json_array_get(columns, c);
        bool head = texts == columns;

        pdf_row_add(flow, row, style, head ? json_word(column, "label") : text_at(texts, c), x,
                    width[c], head ? PDF_MIDDLE : align_of(column), head);
        x += width[c];
    }
    return row;
}

void pdf_table(struct pdf_flow *flow, const json_t *block)
{
    const json_t *columns = json_at(block, "columns"), *rows = json_at(block, "rows");
    size_t count = json_array_size(columns);
    double *wish = arena_array(flow->arena, count + 1, sizeof *wish),
           *width = arena_array(flow->arena, count + 1, sizeof *width);
    struct pdf_row *head;

    if (count == 0)
        return;
    wishes(flow, block, count, wish);
    share(columns, wish, width);
    head = row_of(flow, block, columns, width, &pdf_cell_head);
    /* Never a head alone at the foot of a page. */
    if (pdf_room(flow) < 2 * (row_lines(head) * row_leading(head) + 2 * PAD_Y) + row_leading(head))
        pdf_turn(flow);
    pdf_row_place(flow, head);
    flow->head = head;
    for (size_t r = 0; r < json_array_size(rows); r++)
        pdf_row_place(flow, row_of(flow, block, json_array_get(rows, r), width, &pdf_cell));
    if (json_at(block, "total") != NULL)
        pdf_row_place(flow, row_of(flow, block, json_at(block, "total"), width, &pdf_cell_head));
    flow->head = NULL;
}

/* Two labelled cells share a row when both are short enough for half of it. */
static bool is_short(struct pdf_flow *flow, const json_t *cell)
{
    double half = PDF_INNER / 2 - GRID_LABEL - 2 * PAD_X;

    return !json_flag(cell, "wide") &&
           pdf_set(flow, &pdf_cell, json_word(cell, "text"), 0, 0).width <= half &&
           pdf_set(flow, &pdf_cell, json_word(cell, "label"), GRID_LABEL - 2 * PAD_X, 0).lines <= 2;
}

static void add_pair(struct pdf_flow *flow, struct pdf_row *row, const json_t *cell, double x,
                     double width)
{
    pdf_row_add(flow, row, &pdf_cell, json_word(cell, "label"), x, GRID_LABEL, PDF_MIDDLE, true);
    pdf_row_add(flow, row, &pdf_cell, json_word(cell, "text"), x + GRID_LABEL, width - GRID_LABEL,
                PDF_START, false);
}

void pdf_grid(struct pdf_flow *flow, const json_t *block)
{
    const json_t *cells = json_at(block, "cells");
    size_t count = json_array_size(cells);

    for (size_t i = 0; i < count; i++) {
        const json_t *cell = json_array_get(cells, i), *next = json_array_get(cells, i + 1);
        struct pdf_row row = {0};

        if (i + 1 < count && is_short(flow, cell) && is_short(flow, next)) {
            add_pair(flow, &row, cell, PDF_LEFT, PDF_INNER / 2);
            add_pair(flow, &row, next, PDF_LEFT + PDF_INNER / 2, PDF_INNER / 2);
            i++;
        } else {
            add_pair(flow, &row, cell, PDF_LEFT, PDF_INNER);
        }
        pdf_row_place(flow, &row);
    }
}
