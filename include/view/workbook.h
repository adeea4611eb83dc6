/* workbook.h: an XLSX file's bytes, however it is filled: the temporary file comes and goes here.
 */
#pragma once

#include <stdbool.h>
#include "base/arena.h"
#include "base/error.h"

struct lxw_workbook;

/* False: the library refused something. */
typedef bool (*workbook_fill)(struct arena *arena, struct lxw_workbook *workbook, const void *what);

/* Row after row, since nothing is kept in memory.  BROKEN "sheet/write". */
bool workbook_bytes(struct arena *arena, workbook_fill fill, const void *what, const char *folder,
                    const char **bytes, size_t *length, struct error *err);
