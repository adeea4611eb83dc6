/* cells.h: the first table of an XLSX workbook, read where nothing else can be done (counter.h).
 *
 * An XLSX file is a ZIP of XML.  Of it only the three or four parts that the table is made of are
 * unpacked, into memory and up to a limit; a part that declares a document type or an entity is
 * refused, and so is a table of more cells than a sheet of reviews has.  Formulas are not computed:
 * what the spreadsheet program last showed is read.
 */
#pragma once

#include <stdbool.h>
#include "base/arena.h"
#include "base/cell.h"

#define CELLS_PART_MOST  ((size_t)32 << 20) /* unpacked bytes, all parts together */
#define CELLS_COUNT_MOST 100000
#define CELLS_TEXT_MOST  32767             /* bytes in a cell: what Excel takes in characters */
#define CELLS_WIRE_MOST  ((size_t)8 << 20) /* of all cells as they are handed back */

/* Before the walls go up: the libraries cannot be opened afterwards. */
bool cells_load(void);

/* Writes the cells into `room` bytes at `out`; how many bytes, 0 when it is no such file. */
int64_t cells_read(const void *file, size_t length, void *out, size_t room);

/* What cells_read wrote, believed in nothing: false when it does not fit its own lengths or is not
 * clean UTF-8. */
bool cells_take(struct arena *arena, const void *bytes, size_t length, struct cells *cells);
