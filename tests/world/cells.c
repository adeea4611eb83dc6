/* cells.c: tables of workbooks, good ones and those made to do harm, read by the child that counts.
 */

#include "world/cells.h"

#include <unistd.h>
#include <zip.h>

#include "base/text.h"
#include "support/test.h"
#include "world/counter.h"

#define XML "<?xml version=\"1.0\"?>"
#define WORKBOOK                                                                                   \
    XML "<workbook xmlns:r=\"r\"><sheets><sheet name=\"a\" r:id=\"rId7\"/></sheets></workbook>"
#define RELATIONS                                                                                  \
    XML "<Relationships>"                                                                          \
        "<Relationship Id=\"rId7\" Type=\"t/worksheet\" Target=\"worksheets/a.xml\"/>"             \
        "<Relationship Id=\"rId8\" Type=\"t/sharedStrings\" Target=\"/xl/texts.xml\"/>"            \
        "</Relationships>"
#define TEXTS                                                                                      \
    XML "<sst><si><t>分数</t></si><si><r><t>两</t></r><r><t>段</t></r>"                        \
        "<rPh><t>りょう</t></rPh></si></sst>"

struct desk {
    struct arena *arena;
    struct counter *counter;
    struct cells cells;
};

static struct desk open_desk(void)
{
    struct desk d = {.arena = arena_open()};
    struct counter_limits limits = {.seconds = 4, .cpu_seconds = 1, .memory = (size_t)160 << 20};
    struct error err = {0};

    d.counter = counter_fork(d.arena, &limits, &err);
    assert_non_null(d.counter);
    return d;
}

static void close_desk(struct desk *d)
{
    counter_close(d->counter);
    arena_close(d->arena);
}

static void add(zip_t *zip, const char *name, const char *bytes, size_t length)
{
    zip_source_t *source = zip_source_buffer(zip, bytes, length, 0);

    assert_true(zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8) >= 0);
}

/* An XLSX file with this table; everything else is as it should be. */
static struct buffer workbook(struct arena *arena, const char *table, size_t length)
{
    zip_source_t *file = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *zip = zip_open_from_source(file, ZIP_TRUNCATE, NULL);
    struct buffer bytes = buffer_in(arena);
    char block[4096];
    zip_int64_t got;

    zip_source_keep(file);
    add(zip, "xl/workbook.xml", WORKBOOK, strlen(WORKBOOK));
    add(zip, "xl/_rels/workbook.xml.rels", RELATIONS, strlen(RELATIONS));
    add(zip, "xl/texts.xml", TEXTS, strlen(TEXTS));
    add(zip, "xl/worksheets/a.xml", table, length);
    assert_int_equal(zip_close(zip), 0);
    assert_int_equal(zip_source_open(file), 0);
    while ((got = zip_source_read(file, block, sizeof block)) > 0)
        buffer_add(&bytes, block, (size_t)got);
    zip_source_close(file);
    zip_source_free(file);
    return bytes;
}

/* "" when it was read. */
static const char *take(struct desk *d, const struct buffer *file)
{
    struct error err = {0};

    d->cells = (struct cells){0};
    return counter_cells(d->counter, d->arena, file->bytes, file->length, &d->cells, &err)
               ? ""
               : err.code;
}

static const char *read_table(struct desk *d, const char *table)
{
    struct buffer file = workbook(d->arena, table, strlen(table));

    return take(d, &file);
}

TEST("shared, inline, numeric and computed cells are read as they are shown, sorted by place")
{
    struct desk d = open_desk();

    assert_string_equal(
        read_table(&d, XML "<worksheet><sheetData><row><c r=\"B2\"><v>8</v></c>"
                           "<c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"s\"><v>1</v></c>"
                           "<c r=\"B1\" t=\"inlineStr\"><is><t>A &amp; B</t></is></c>"
                           "<c r=\"C2\" t=\"str\"><f>1+2</f><v>3</v></c><c r=\"D2\"/>"
                           "</row></sheetData></worksheet>"),
        "");
    assert_int_equal(d.cells.count, 5);
    assert_string_equal(cell_at(&d.cells, 0, 0), "分数");
    assert_string_equal(cell_at(&d.cells, 0, 1), "A & B");
    assert_string_equal(cell_at(&d.cells, 0, 2), "两段");
    assert_string_equal(cell_at(&d.cells, 1, 1), "8");
    assert_string_equal(cell_at(&d.cells, 1, 2), "3");
    assert_string_equal(cell_at(&d.cells, 1, 3), "");
    close_desk(&d);
}

TEST("a table that declares a document type, points beyond its texts or breaks off is refused")
{
    static const char *const tables[] = {
        XML "<!DOCTYPE a [<!ENTITY b \"c\">]><worksheet/>",
        XML "<worksheet><c r=\"A1\" t=\"s\"><v>2</v></c></worksheet>",
        XML "<worksheet><c r=\"A1\" t=\"s\"><v>-1</v></c></worksheet>",
        XML "<worksheet><c r=\"1A\"><v>2</v></c></worksheet>",
        XML "<worksheet><c r=\"A1\"><v>2</v>",
        "",
    };
    struct desk d = open_desk();

    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
        assert_string_equal(read_table(&d, tables[i]), "counter/no-table");
    close_desk(&d);
}

TEST("an archive that unpacks beyond the limit, and what is no archive, are refused; the next is "
     "read")
{
    struct desk d = open_desk();
    size_t length = CELLS_PART_MOST + 4096;
    char *spaces = arena_alloc(d.arena, length);
    struct buffer bomb, text = buffer_in(d.arena);

    memset(spaces, ' ', length);
    bomb = workbook(d.arena, spaces, length);
    assert_true(bomb.length < (size_t)1 << 20);
    assert_string_equal(take(&d, &bomb), "counter/no-table");
    buffer_text(&text, "PK\3\4 not an archive");
    assert_string_equal(take(&d, &text), "counter/no-table");
    assert_string_equal(read_table(&d, XML "<worksheet><c r=\"A1\"><v>2</v></c></worksheet>"), "");
    close_desk(&d);
}

TEST("cells that do not fit their own lengths, or are not text, are believed in nothing")
{
    struct arena *arena = arena_open();
    struct cells cells = {0};
    const struct {
        uint32_t head[3];
        char text[4];
    } good = {{0, 1, 4}, "abcd"}, bad = {{0, 1, 4}, {'a', (char)0xff, 'c', 'd'}};

    assert_true(cells_take(arena, &good, sizeof good, &cells));
    assert_string_equal(cell_at(&cells, 0, 1), "abcd");
    assert_false(cells_take(arena, &good, sizeof good - 1, &cells));
    assert_false(cells_take(arena, &good, 5, &cells));
    assert_false(cells_take(arena, &bad, sizeof bad, &cells));
    arena_close(arena);
}
