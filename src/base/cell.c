/* cell.c: cells of a spreadsheet as texts, with the names people know them by. */

#include "base/cell.h"

#include <stdlib.h>

#include "base/text.h"

#define ROWS    1048576
#define COLUMNS 16384

char *cell_address(struct arena *arena, uint32_t row, uint32_t column)
{
    char letters[8];
    size_t at = sizeof letters - 1;

    letters[at] = '\0';
    for (column++; column > 0 && at > 0; column = (column - 1) / 26)
        letters[--at] = (char)('A' + (column - 1) % 26);
    return arena_format(arena, "%s%u", letters + at, row + 1);
}

bool cell_place(const char *address, uint32_t *row, uint32_t *column)
{
    const char *digits = address;
    int64_t number;

    *column = 0;
    for (; *digits >= 'A' && *digits <= 'Z' && *column <= COLUMNS; digits++)
        *column = *column * 26 + (uint32_t)(*digits - 'A') + 1;
    if (*column == 0 || *column > COLUMNS || !text_to_int(digits, &number) || number < 1 ||
        number > ROWS)
        return false;
    *column -= 1;
    *row = (uint32_t)number - 1;
    return true;
}

static int by_place(const void *a, const void *b)
{
    const struct cell *x = a, *y = b;

    return x->row != y->row ? (x->row > y->row) - (x->row < y->row)
                            : (x->column > y->column) - (x->column < y->column);
}

void cells_sort(struct cells *cells)
{
    if (cells->count > 0)
        qsort(cells->items, cells->count, sizeof *cells->items, by_place);
}

const char *cell_at(const struct cells *cells, uint32_t row, uint32_t column)
{
    struct cell wanted = {row, column, ""};
    const struct cell *cell = cells->count == 0 ? NULL
                                                : bsearch(&wanted, cells->items, cells->count,
                                                          sizeof *cells->items, by_place);

    return cell == NULL ? "" : cell->text;
}
