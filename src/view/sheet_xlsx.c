/* sheet_xlsx.c: a list as an Excel workbook, row by row, through libxlsxwriter. */

#include "view/sheet.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <xlsxwriter.h>

#include "view/workbook.h"

#define CELL_MOST 32767 /* what Excel takes in one cell */
#define TAB_MOST  31
#define BEIJING   (8 * 3600)

/* One file being written. */
struct book {
    struct arena *arena;
    lxw_workbook *workbook;
    lxw_worksheet *tab;
    lxw_format *header, *total, *total_money, *kinds[COLUMN_TIME + 1];
    lxw_error failed; /* the first */
};

static void note(struct book *book, lxw_error error)
{
    if (book->failed == LXW_NO_ERROR)
        book->failed = error;
}

/* Excel refuses a tab whose name holds one of these or is too long. */
static char *tab_name(struct arena *arena, const char *title)
{
    struct buffer name = buffer_in(arena);
    const char *before = title;
    size_t count = 0;

    for (uint32_t c; count < TAB_MOST && (c = text_next(&title)) != 0; before = title, count++) {
        if (c < 0x20 || (c < 0x80 && strchr("[]:*?/\\'", (int)c) != NULL))
            buffer_byte(&name, ' ');
        else
            buffer_add(&name, before, (size_t)(title - before));
    }
    return arena_text(arena, count == 0 ? "-" : buffer_get(&name));
}

static lxw_format *format_with(struct book *book, const char *number, bool bold)
{
    lxw_format *format = workbook_add_format(book->workbook);

    if (number != NULL)
        format_set_num_format(format, number);
    if (bold)
        format_set_bold(format);
    return format;
}

static void make_formats(struct book *book)
{
    static const char *const numbers[] = {
        [COLUMN_TEXT] = NULL,
        [COLUMN_NAME] = "@", /* stays text when edited */
        [COLUMN_MONEY] = "#,##0.00",
        [COLUMN_INTEGER] = "0",
        [COLUMN_POINTS] = "0.0000",
        [COLUMN_DATE] = "yyyy-mm-dd",
        [COLUMN_TIME] = "yyyy-mm-dd hh:mm:ss",
    };

    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        book->kinds[i] = format_with(book, numbers[i], false);
    book->header = format_with(book, NULL, true);
    book->total = format_with(book, NULL, true);
    book->total_money = format_with(book, "#,##0.00", true);
}

/* Always a text cell, whatever it looks like: never a formula, a number or a link. */
static void write_text(struct book *book, lxw_row_t row, lxw_col_t col, const char *text,
                       lxw_format *format)
{
    if (strlen(text) > CELL_MOST) {
        char *clipped = arena_alloc(book->arena, CELL_MOST + 1);

        text_clip(clipped, CELL_MOST + 1, text);
        text = clipped;
    }
    note(book, worksheet_write_string(book->tab, row, col, text, format));
}

/* "2023-12-09" is a day that can be sorted and counted; "2024-01" and words stay as they are. */
static void write_date(struct book *book, lxw_row_t row, lxw_col_t col, const char *text)
{
    int64_t seconds;

    if (strlen(text) == strlen("2023-12-09") && text_to_time(text, &seconds))
        note(book, worksheet_write_unixtime(book->tab, row, col, seconds + BEIJING,
                                            book->kinds[COLUMN_DATE]));
    else
        write_text(book, row, col, text, book->kinds[COLUMN_NAME]);
}

static void write_number(struct book *book, lxw_row_t row, lxw_col_t col, int64_t number,
                         double unit, lxw_format *format)
{
    if (number != COLUMN_EMPTY)
        note(book, worksheet_write_number(book->tab, row, col, (double)number / unit, format));
}

static void write_cell(struct book *book, lxw_row_t row, lxw_col_t col, enum column_kind kind,
                       const union sheet_cell *cell)
{
    lxw_format *format = book->kinds[kind];

    switch (kind) {
    case COLUMN_TEXT:
    case COLUMN_NAME:
        write_text(book, row, col, cell->text, format);
        return;
    case COLUMN_DATE:
        write_date(book, row, col, cell->text);
        return;
    case COLUMN_MONEY:
        write_number(book, row, col, cell->number, 100, format);
        return;
    case COLUMN_INTEGER:
        write_number(book, row, col, cell->number, 1, format);
        return;
    case COLUMN_POINTS:
        write_number(book, row, col, cell->number, 10000, format);
        return;
    case COLUMN_TIME:
        if (cell->number != COLUMN_EMPTY)
            note(book,
                 worksheet_write_unixtime(book->tab, row, col, cell->number + BEIJING, format));
        return;
    }
}

static void write_header(struct book *book, const struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->columns.count; i++) {
        lxw_col_t col = (lxw_col_t)i;

        note(book, worksheet_set_column(book->tab, col, col, sheet->columns.items[i].width, NULL));
        write_text(book, 0, col, sheet->columns.items[i].header, book->header);
    }
    worksheet_freeze_panes(book->tab, 1, 0);
}

static void write_rows(struct book *book, const struct sheet *sheet)
{
    const union sheet_cell *cell = sheet->cells;

    for (size_t row = 0; row < sheet->rows; row++)
        for (size_t i = 0; i < sheet->columns.count; i++)
            write_cell(book, (lxw_row_t)row + 1, (lxw_col_t)i, sheet->columns.items[i].kind,
                       cell++);
}

static int64_t sum_of(const struct sheet *sheet, size_t column)
{
    int64_t sum = 0;

    for (size_t row = 0; row < sheet->rows; row++) {
        int64_t number = sheet->cells[row * sheet->columns.count + column].number;

        sum += number == COLUMN_EMPTY ? 0 : number;
    }
    return sum;
}

/* Sums are numbers: a formula is one cell that somebody may mistrust. */
static void write_total(struct book *book, const struct sheet *sheet)
{
    lxw_row_t row = (lxw_row_t)sheet->rows + 1;
    bool any = false;

    for (size_t i = 0; i < sheet->columns.count; i++)
        any = any || sheet->columns.items[i].total;
    if (!any || *sheet->total == '\0' || sheet->rows == 0)
        return;
    write_text(book, row, 0, sheet->total, book->total);
    for (size_t i = 0; i < sheet->columns.count; i++)
        if (sheet->columns.items[i].total)
            write_number(book, row, (lxw_col_t)i, sum_of(sheet, i), 100, book->total_money);
}

/* Fills the workbook; what the library refuses is noted. */
static bool fill_sheet(struct arena *arena, lxw_workbook *workbook, const void *what)
{
    const struct sheet *sheet = what;
    struct book book = {.arena = arena, .workbook = workbook};
    lxw_doc_properties properties = {.created = (time_t)sheet->made_at};

    book.tab = workbook_add_worksheet(workbook, tab_name(arena, sheet->title));
    if (book.tab == NULL)
        return false;
    note(&book, workbook_set_properties(workbook, &properties));
    make_formats(&book);
    write_header(&book, sheet);
    write_rows(&book, sheet);
    write_total(&book, sheet);
    return book.failed == LXW_NO_ERROR;
}

static bool make_file(struct arena *arena, const char *folder, const char *path, workbook_fill fill,
                      const void *what)
{
    lxw_workbook_options options = {.constant_memory = LXW_TRUE,
                                    .tmpdir = arena_text(arena, folder)};
    lxw_workbook *workbook = workbook_new_opt(path, &options);
    bool filled = workbook != NULL && fill(arena, workbook, what);

    return workbook != NULL && workbook_close(workbook) == LXW_NO_ERROR && filled;
}

static bool read_file(struct arena *arena, const char *path, const char **bytes, size_t *length)
{
    FILE *file = fopen(path, "rbe");
    struct stat stat;
    bool done;
    char *room;

    if (file == NULL)
        return false;
    done = fstat(fileno(file), &stat) == 0 && stat.st_size > 0;
    *length = done ? (size_t)stat.st_size : 0;
    room = arena_alloc(arena, *length + 1);
    done = done && fread(room, 1, *length, file) == *length;
    *bytes = room;
    fclose(file);
    return done;
}

bool workbook_bytes(struct arena *arena, workbook_fill fill, const void *what, const char *folder,
                    const char **bytes, size_t *length, struct error *err)
{
    char *path = arena_format(arena, "%s/sheet-XXXXXX", folder);
    int file = mkostemp(path, O_CLOEXEC);
    bool done;

    if (file < 0)
        return error_set(err, ERROR_BROKEN, "sheet/write");
    close(file);
    done = make_file(arena, folder, path, fill, what) && read_file(arena, path, bytes, length);
    unlink(path);
    return done || error_set(err, ERROR_BROKEN, "sheet/write");
}

bool sheet_xlsx(struct arena *arena, const struct sheet *sheet, const char *folder,
                const char **bytes, size_t *length, struct error *err)
{
    return workbook_bytes(arena, fill_sheet, sheet, folder, bytes, length, err);
}
