/* sheet_csv.c: a list as CSV (RFC 4180) that no spreadsheet takes for a program (R45). */

#include "view/sheet.h"

/* A cell that begins so may be run; so may one that does behind white space, which spreadsheets
 * trim. */
static bool is_dangerous(const char *text)
{
    static const uint32_t starts[] = {'=', '+', '-', '@', 0xFF1D, 0xFF0B, 0xFF0D, 0xFF20, 0x2212};
    uint32_t c;

    if (*text == '\t' || *text == '\r' || *text == '\n')
        return true;
    while ((c = text_next(&text)) == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0x3000 ||
           c == 0xA0 || c == 0xFEFF)
        continue;
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
        if (c == starts[i])
            return true;
    return false;
}

static void add_text(struct buffer *out, const char *text)
{
    const char *guard = is_dangerous(text) ? "'" : "";

    if (strpbrk(text, "\",\r\n\t;") == NULL && *guard == '\0') {
        buffer_text(out, text);
        return;
    }
    buffer_byte(out, '"');
    buffer_text(out, guard);
    for (; *text != '\0'; text++) {
        if (*text == '"')
            buffer_byte(out, '"');
        buffer_byte(out, *text);
    }
    buffer_byte(out, '"');
}

/* A decimal with so many places, exact: no double comes between. */
static void add_decimal(struct buffer *out, int64_t number, int64_t unit, int places)
{
    uint64_t size = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;

    buffer_format(out, "%s%llu.%0*llu", number < 0 ? "-" : "",
                  (unsigned long long)(size / (uint64_t)unit), places,
                  (unsigned long long)(size % (uint64_t)unit));
}

static void add_cell(struct buffer *out, enum column_kind kind, const union sheet_cell *cell)
{
    switch (kind) {
    case COLUMN_TEXT:
    case COLUMN_NAME:
    case COLUMN_DATE:
        add_text(out, cell->text);
        return;
    case COLUMN_MONEY:
        if (cell->number != COLUMN_EMPTY)
            add_decimal(out, cell->number, 100, 2);
        return;
    case COLUMN_POINTS:
        if (cell->number != COLUMN_EMPTY)
            add_decimal(out, cell->number, 10000, 4);
        return;
    case COLUMN_INTEGER:
        if (cell->number != COLUMN_EMPTY)
            buffer_format(out, "%lld", (long long)cell->number);
        return;
    case COLUMN_TIME:
        if (cell->number != COLUMN_EMPTY)
            buffer_text(out, text_time(out->arena, cell->number));
        return;
    }
}

void sheet_csv(const struct sheet *sheet, struct buffer *out)
{
    const union sheet_cell *cell = sheet->cells;

    buffer_text(out, "\xEF\xBB\xBF");
    for (size_t i = 0; i < sheet->columns.count; i++) {
        buffer_text(out, i > 0 ? "," : "");
        add_text(out, sheet->columns.items[i].header);
    }
    buffer_text(out, "\r\n");
    for (size_t row = 0; row < sheet->rows; row++) {
        for (size_t i = 0; i < sheet->columns.count; i++) {
            buffer_text(out, i > 0 ? "," : "");
            add_cell(out, sheet->columns.items[i].kind, cell++);
        }
        buffer_text(out, "\r\n");
    }
}
