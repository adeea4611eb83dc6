/* cell.h: cells of a spreadsheet as texts, with the names people know them by. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include "base/list.h"

struct cell {
    uint32_t row, column; /* from 0 */
    const char *text;     /* never empty; a number as the file writes it */
};
struct cells {
    LIST(struct cell);
};

/* "D7" of row 6, column 3. */
char *cell_address(struct arena *arena, uint32_t row, uint32_t column);

/* Reads an address up to its end; false: it is none, or beyond Excel's last cell. */
bool cell_place(const char *address, uint32_t *row, uint32_t *column);

/* By rows, then columns; whatever order the file had. */
void cells_sort(struct cells *cells);

/* "" where nothing stands; of sorted cells. */
const char *cell_at(const struct cells *cells, uint32_t row, uint32_t column);
