/* sheet.h: a list as a file: XLSX, CSV or JSON of the same cells.
 *
 * XLSX: numbers that are names are text cells (Excel turns an 18-digit code into 1.1E+17), money
 * and dates are numbers with a format, and no cell is ever a formula.  CSV: UTF-8 with BOM, CRLF,
 * RFC 4180 quoting, and an apostrophe before what a spreadsheet would run (R45); money with two
 * decimals and no grouping.  JSON: an array of objects by column key; money is an integer of fen
 * under the key with "_fen" behind it ("amount_fen": 30000000), points a number, moments RFC 3339,
 * an empty text "" and an empty number null.  The total row is of XLSX only: the other two are for
 * machines, and one row more would be one more award.
 */
#pragma once

#include "base/json.h"
#include "base/text.h"
#include "domain/column.h"

struct sheet_column {
    const char *key, *header;
    enum column_kind kind;
    int width; /* characters */
    bool total;
};

/* By its column's kind: `text` for TEXT, NAME and DATE, `number` for the others (COLUMN_EMPTY:
 * nothing). */
union sheet_cell {
    const char *text;
    int64_t number;
};

struct sheet {
    const char *title; /* of the tab; cut to Excel's 31 characters */
    const char *total; /* the word before sums, "" for no total row */
    int64_t made_at;   /* said in the XLSX file's properties; 0: the machine's clock */
    struct {
        LIST(struct sheet_column);
    } columns;
    size_t rows;
    union sheet_cell *cells; /* rows × columns */
};

/* A list with headers from `word` (wording()), by the keys "contract.column.KEY" and
 * "contract.total". */
struct sheet sheet_of(struct arena *arena, const char *title, enum language language,
                      const char *(*word)(enum language language, const char *key),
                      const struct columns *columns, const struct listings *rows);

#define SHEET_FORMATS(X)                                                                           \
    X(XLSX, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")           \
    X(CSV, "csv", "text/csv; charset=utf-8")                                                       \
    X(JSON, "json", "application/json")

#define FORMAT_AS_ENUM(name, word, type) SHEET_##name,
enum sheet_format { SHEET_FORMATS(FORMAT_AS_ENUM) SHEET_FORMAT_COUNT };
#undef FORMAT_AS_ENUM

const char *sheet_format_word(enum sheet_format format); /* also the extension */
const char *sheet_format_type(enum sheet_format format);
bool sheet_format_of(const char *word, enum sheet_format *format);

/* The file's bytes, in the arena.  `folder` is an existing one where the XLSX library may put its
 * temporary files, which are gone when this returns.  BROKEN "sheet/write" when it cannot. */
bool sheet_write(struct arena *arena, const struct sheet *sheet, enum sheet_format format,
                 const char *folder, const char **bytes, size_t *length, struct error *err);

/* Each by itself. */
bool sheet_xlsx(struct arena *arena, const struct sheet *sheet, const char *folder,
                const char **bytes, size_t *length, struct error *err);
void sheet_csv(const struct sheet *sheet, struct buffer *out);
json_t *sheet_json(struct arena *arena, const struct sheet *sheet);

/* 合同清单_2023_20231210.xlsx: the day is that of `now` in Beijing.  What no file name may hold
 * (controls, / \ : * ? " < > |) becomes "-". */
char *sheet_file_name(struct arena *arena, const char *title, const char *call, int64_t now,
                      enum sheet_format format);
