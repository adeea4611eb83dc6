/* sheet.c: lists as files, read back by programs that are not ours. */

#include "view/sheet.h"

#include <fcntl.h>
#include <sys/wait.h>

#include "support/folder.h"
#include "support/golden.h"
#include "support/test.h"

/* What people paste into a title, by mistake or not. */
static const char *const dangerous[] = {
    "=1+1",
    "=HYPERLINK(\"http://x.example\",\"看\")",
    "+86 138 0000 0001",
    "-2+3",
    "@SUM(A1)",
    "\tTAB first",
    "\rCR first",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM",
    " =1+1",
    "　=1+1",
    "−5",
    "plain, with a comma",
    "say \"so\"",
    "one\ntwo\r\nthree",
    "http://x.example/",
    "12345678901234567890",
    "00123",
    "1E5",
    "2023-12-09",
    "<f>1+1</f> & ]]>",
    "'quoted",
    "",
    "面向昇腾的 MindSpore 𠮷",
};

#define ROWS  (sizeof dangerous / sizeof dangerous[0])
#define CELLS (sizeof columns / sizeof columns[0])

static struct sheet_column columns[] = {
    {"title", "项目名称", COLUMN_TEXT, 40, false},
    {"account_number", "账号", COLUMN_NAME, 24, false},
    {"amount", "合同金额（元）", COLUMN_MONEY, 16, true},
    {"copies", "份数", COLUMN_INTEGER, 8, false},
    {"mean", "平均分", COLUMN_POINTS, 10, false},
    {"starts_on", "起", COLUMN_DATE, 12, false},
    {"submitted_at", "提交时间", COLUMN_TIME, 20, false},
};

static struct sheet corpus(struct arena *arena)
{
    struct sheet sheet = {
        .title = "合同清单", .total = "合计", .made_at = 1702137600, .rows = ROWS};
    union sheet_cell *cell = arena_array(arena, ROWS * CELLS, sizeof *cell);

    sheet.columns.items = columns;
    sheet.columns.count = CELLS;
    sheet.cells = cell;
    for (size_t i = 0; i < ROWS; i++) {
        *cell++ = (union sheet_cell){.text = dangerous[i]};
        *cell++ = (union sheet_cell){.text = i % 2 == 0 ? "622200000000000123" : dangerous[i]};
        *cell++ = (union sheet_cell){.number = i == 1 ? COLUMN_EMPTY : 30000000 + (int64_t)i};
        *cell++ = (union sheet_cell){.number = i == 0 ? 4 : COLUMN_EMPTY};
        *cell++ = (union sheet_cell){.number = i == 0 ? 882345 : COLUMN_EMPTY};
        *cell++ = (union sheet_cell){.text = i == 0 ? "2023-12-09" : i == 1 ? "2024-01" : ""};
        *cell++ = (union sheet_cell){.number = i == 0 ? 1700816400 : COLUMN_EMPTY};
    }
    return sheet;
}

static void run_python(const char *format, const char *in, const char *out)
{
    int status = 0;
    pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) {
        int file = open(out, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

        if (file < 0 || dup2(file, STDOUT_FILENO) < 0)
            _exit(126);
        execl("/usr/bin/python3", "python3", "-B", "tests/support/sheet_read.py", format, in,
              (char *)NULL);
        _exit(127);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static char *read_text(struct arena *arena, const char *path)
{
    struct buffer text = buffer_in(arena);
    FILE *file = fopen(path, "rbe");
    char block[4096];
    size_t count;

    assert_non_null(file);
    while ((count = fread(block, 1, sizeof block, file)) > 0)
        buffer_add(&text, block, count);
    fclose(file);
    return arena_text(arena, buffer_get(&text));
}

/* What Python finds in the sheet written in this format; nothing else is left in the folder. */
static const char *read_back(struct arena *arena, const struct sheet *sheet,
                             enum sheet_format format)
{
    const char *folder = folder_make(arena), *bytes = NULL, *text;
    char *in = arena_format(arena, "%s/in", folder), *out = arena_format(arena, "%s/out", folder);
    struct error err = {0};
    size_t length = 0;
    FILE *file;

    assert_true(sheet_write(arena, sheet, format, folder, &bytes, &length, &err));
    assert_int_equal(folder_count(folder), 0);
    file = fopen(in, "wbe");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    fclose(file);
    run_python(sheet_format_word(format), in, out);
    text = read_text(arena, out);
    folder_remove(folder);
    return text;
}

TEST("no cell of a workbook is a formula or a link; names are text, money and days are numbers")
{
    struct arena *arena = arena_open();
    struct sheet sheet = corpus(arena);
    const char *found = read_back(arena, &sheet, SHEET_XLSX);

    assert_true(text_starts(found, "formulas 0 links 0\n"));
    assert_non_null(strstr(found, "A2 s General \"=1+1\"\n"));
    assert_non_null(strstr(found, "B2 s @ \"622200000000000123\"\n"));
    assert_non_null(strstr(found, "C2 n #,##0.00 300000\n"));
    assert_non_null(strstr(found, "F2 d yyyy-mm-dd \"2023-12-09 00:00:00\"\n"));
    assert_non_null(strstr(found, "frozen A2"));
    golden_check("sheet-xlsx.txt", found);
    arena_close(arena);
}

TEST(
    "CSV read by another program has the same cells, an apostrophe before every one that could run")
{
    struct arena *arena = arena_open();
    struct sheet sheet = corpus(arena);
    const char *found = read_back(arena, &sheet, SHEET_CSV);

    assert_true(text_starts(found, "bom True ends True\n"));
    assert_non_null(strstr(found, "2 7 \"'=1+1\"\n"));
    assert_non_null(strstr(found, "2 7 \"300000.00\"\n"));
    assert_null(strstr(found, " \"="));
    assert_null(strstr(found, " \"+"));
    assert_null(strstr(found, " \"@"));
    assert_null(strstr(found, " \"\\t"));
    assert_null(strstr(found, " \"\\r"));
    assert_null(strstr(found, " \"\\uff1d"));
    golden_check("sheet-csv.txt", found);
    arena_close(arena);
}

TEST("JSON has an object per row: money in fen, empty numbers null, dangerous texts as they are")
{
    struct arena *arena = arena_open();
    struct sheet sheet = corpus(arena);

    golden_check("sheet-json.txt", read_back(arena, &sheet, SHEET_JSON));
    arena_close(arena);
}

TEST("a list without rows has its header and no total")
{
    struct arena *arena = arena_open();
    struct sheet sheet = corpus(arena);
    const char *found;

    sheet.rows = 0;
    found = read_back(arena, &sheet, SHEET_XLSX);
    assert_non_null(strstr(found, "A1 s General bold"));
    assert_null(strstr(found, "\nA2 "));
    assert_string_equal(read_back(arena, &sheet, SHEET_JSON), "");
    arena_close(arena);
}

TEST("a title that Excel takes for no tab's name, and a text too long for a cell, still open")
{
    struct arena *arena = arena_open();
    struct sheet sheet = corpus(arena);
    char *longest = arena_alloc(arena, 40001);

    memset(longest, 'a', 40000);
    sheet.title = "清单[2023]: 一/二 ? * 很长的标题很长的标题很长的标题很长的标题";
    sheet.rows = 1;
    sheet.cells[0].text = longest;
    assert_non_null(strstr(read_back(arena, &sheet, SHEET_XLSX), "aaaa"));
    sheet.title = "";
    assert_non_null(strstr(read_back(arena, &sheet, SHEET_XLSX), "tab \"-\""));
    arena_close(arena);
}

TEST("a workbook that cannot be written says so and leaves nothing")
{
    struct arena *arena = arena_open();
    struct sheet sheet = corpus(arena);
    struct error err = {0};
    const char *bytes = NULL;
    size_t length = 0;

    assert_false(sheet_xlsx(arena, &sheet, "/nowhere/at/all", &bytes, &length, &err));
    assert_string_equal(err.code, "sheet/write");
    arena_close(arena);
}

static const char *key_itself(enum language language, const char *key)
{
    return language == LANGUAGE_EN                     ? key
           : text_equal(key, "contract.column.leader") ? "项目负责人"
                                                       : key;
}

TEST("a sheet of listings takes headers from the wordings and cells from the table of columns")
{
    struct arena *arena = arena_open();
    struct columns chosen = {0};
    struct listings rows = {0};
    struct sheet sheet;
    struct buffer out = buffer_in(arena);

    *list_add(arena, &chosen) = column_find("serial");
    *list_add(arena, &chosen) = column_find("leader");
    *list_add(arena, &chosen) = column_find("amount");
    *list_add(arena, &chosen) = column_find("copies");
    *list_add(arena, &rows) = (struct listing){.serial = 1, .leader = "林知远", .amount = 30000005};
    sheet = sheet_of(arena, "立项清单", LANGUAGE_ZH, key_itself, &chosen, &rows);
    sheet_csv(&sheet, &out);
    assert_string_equal(buffer_get(&out),
                        "\xEF\xBB\xBF"
                        "contract.column.serial,项目负责人,contract.column.amount,"
                        "contract.column.copies\r\n1,林知远,300000.05,\r\n");
    arena_close(arena);
}

TEST("a file is named by its list, its call and the day in Beijing")
{
    struct arena *arena = arena_open();

    assert_string_equal(sheet_file_name(arena, "合同清单", "2023", 1702180800, SHEET_XLSX),
                        "合同清单_2023_20231210.xlsx");
    /* 16:30 UTC is the next day */
    assert_string_equal(sheet_file_name(arena, "Scores", "2023", 1702139400, SHEET_CSV),
                        "Scores_2023_20231210.csv");
    assert_string_equal(sheet_file_name(arena, "a/b\"\r\n", "..\\x", 1702180800, SHEET_JSON),
                        "a-b---_..-x_20231210.json");
    arena_close(arena);
}

TEST("every format has a word that reads back and a media type")
{
    enum sheet_format format;

    for (int i = 0; i < SHEET_FORMAT_COUNT; i++) {
        assert_true(sheet_format_of(sheet_format_word((enum sheet_format)i), &format));
        assert_int_equal(format, i);
        assert_non_null(strchr(sheet_format_type((enum sheet_format)i), '/'));
    }
    assert_false(sheet_format_of("xls", &format));
}
