/* cell.c: names of cells. */

#include "base/cell.h"

#include "support/test.h"

TEST("a cell's address is read back to its place, from A1 to the last cell a spreadsheet has")
{
    static const struct {
        uint32_t row, column;
        const char *address;
    } rows[] = {{0, 0, "A1"},
                {6, 3, "D7"},
                {0, 25, "Z1"},
                {9, 26, "AA10"},
                {0, 701, "ZZ1"},
                {0, 702, "AAA1"},
                {1048575, 16383, "XFD1048576"}};
    struct arena *arena = arena_open();

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint32_t row, column;

        assert_string_equal(cell_address(arena, rows[i].row, rows[i].column), rows[i].address);
        assert_true(cell_place(rows[i].address, &row, &column));
        assert_int_equal(row, rows[i].row);
        assert_int_equal(column, rows[i].column);
    }
    arena_close(arena);
}

TEST("what is no address of a cell is refused")
{
    static const char *const wrong[] = {"", "A", "1", "A0", "a1", "A-1", "A1048577", "XFE1", "A1 "};
    uint32_t row, column;

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(cell_place(wrong[i], &row, &column));
}
