/* sheet_json.c: a list as a JSON array of objects by column key. */

#include "view/sheet.h"

static void put_number(json_t *object, const char *key, int64_t number)
{
    if (number == COLUMN_EMPTY)
        json_put(object, key, json_null());
    else
        json_put_int(object, key, number);
}

static void put_cell(struct arena *arena, json_t *object, const struct sheet_column *column,
                     const union sheet_cell *cell)
{
    switch (column->kind) {
    case COLUMN_TEXT:
    case COLUMN_NAME:
    case COLUMN_DATE:
        json_put_text(object, column->key, cell->text);
        return;
    case COLUMN_MONEY:
        put_number(object, arena_format(arena, "%s_fen", column->key), cell->number);
        return;
    case COLUMN_INTEGER:
        put_number(object, column->key, cell->number);
        return;
    case COLUMN_POINTS:
        if (cell->number == COLUMN_EMPTY)
            json_put(object, column->key, json_null());
        else
            json_put_real(object, column->key, (double)cell->number / 10000);
        return;
    case COLUMN_TIME:
        json_put_text(object, column->key,
                      cell->number == COLUMN_EMPTY ? NULL : text_rfc3339(arena, cell->number));
        return;
    }
}

json_t *sheet_json(struct arena *arena, const struct sheet *sheet)
{
    const union sheet_cell *cell = sheet->cells;
    json_t *rows = json_root_array(arena);

    for (size_t row = 0; row < sheet->rows; row++) {
        json_t *object = json_add_object(rows);

        for (size_t i = 0; i < sheet->columns.count; i++)
            put_cell(arena, object, &sheet->columns.items[i], cell++);
    }
    return rows;
}
