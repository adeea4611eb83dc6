/* sheet.c: a list as a file: what the three formats share. */

#include "view/sheet.h"

static bool is_number(enum column_kind kind)
{
    switch (kind) {
    case COLUMN_TEXT:
    case COLUMN_NAME:
    case COLUMN_DATE:
        return false;
    case COLUMN_MONEY:
    case COLUMN_INTEGER:
    case COLUMN_POINTS:
    case COLUMN_TIME:
        return true;
    }
    return false;
}

static union sheet_cell cell_of(const struct column *column, const struct listing *row)
{
    if (is_number(column->kind))
        return (union sheet_cell){.number = column_number(column, row)};
    return (union sheet_cell){.text = column_cell(column, row)};
}

struct sheet sheet_of(struct arena *arena, const char *title, enum language language,
                      const char *(*word)(enum language language, const char *key),
                      const struct columns *columns, const struct listings *rows)
{
    struct sheet sheet = {
        .title = title, .total = word(language, "contract.total"), .rows = rows->count};
    union sheet_cell *cell = arena_array(arena, rows->count * columns->count + 1, sizeof *cell);

    for (size_t i = 0; i < columns->count; i++) {
        const struct column *column = columns->items[i];

        *list_add(arena, &sheet.columns) = (struct sheet_column){
            .key = column->key,
            .header = word(language, arena_format(arena, "contract.column.%s", column->key)),
            .kind = column->kind,
            .width = column->width,
            .total = column->total};
    }
    sheet.cells = cell;
    for (size_t row = 0; row < rows->count; row++)
        for (size_t i = 0; i < columns->count; i++)
            *cell++ = cell_of(columns->items[i], &rows->items[row]);
    return sheet;
}

static const struct {
    const char *word, *type;
} formats[] = {
#define AS_ROW(name, word, type) [SHEET_##name] = {word, type},
    SHEET_FORMATS(AS_ROW)
#undef AS_ROW
};

const char *sheet_format_word(enum sheet_format format)
{
    return formats[format].word;
}

const char *sheet_format_type(enum sheet_format format)
{
    return formats[format].type;
}

bool sheet_format_of(const char *word, enum sheet_format *format)
{
    for (int i = 0; i < SHEET_FORMAT_COUNT; i++)
        if (text_equal(word, formats[i].word))
            return *format = (enum sheet_format)i, true;
    return false;
}

bool sheet_write(struct arena *arena, const struct sheet *sheet, enum sheet_format format,
                 const char *folder, const char **bytes, size_t *length, struct error *err)
{
    struct buffer out = buffer_in(arena);

    switch (format) {
    case SHEET_XLSX:
        return sheet_xlsx(arena, sheet, folder, bytes, length, err);
    case SHEET_CSV:
        sheet_csv(sheet, &out);
        break;
    case SHEET_JSON:
        buffer_text(&out, json_write(arena, sheet_json(arena, sheet)));
        buffer_byte(&out, '\n');
        break;
    case SHEET_FORMAT_COUNT:
        return error_set(err, ERROR_BROKEN, "sheet/write");
    }
    *bytes = buffer_get(&out);
    *length = out.length;
    return true;
}

static void add_name(struct buffer *out, const char *text)
{
    const char *before = text;

    for (uint32_t c; (c = text_next(&text)) != 0; before = text) {
        if (c < 0x20 || c == 0x7f || (c < 0x80 && strchr("/\\:*?\"<>|", (int)c) != NULL))
            buffer_byte(out, '-');
        else
            buffer_add(out, before, (size_t)(text - before));
    }
}

char *sheet_file_name(struct arena *arena, const char *title, const char *call, int64_t now,
                      enum sheet_format format)
{
    const char *day = text_date(arena, now);
    struct buffer name = buffer_in(arena);

    add_name(&name, title);
    buffer_byte(&name, '_');
    add_name(&name, call);
    buffer_format(&name, "_%.4s%.2s%.2s.%s", day, day + 5, day + 8, sheet_format_word(format));
    return name.bytes;
}
