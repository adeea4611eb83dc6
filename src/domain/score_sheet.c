/* score_sheet.c: which column of a score sheet is what, and what a cell says. */

#include "domain/score_sheet.h"

#include "base/text.h"

#define NOWHERE      UINT32_MAX
#define HEADINGS_TOP 10 /* rows that somebody may have put above */

const char *score_column_word(enum score_column column)
{
    static const char *const words[] = {
#define AS_COLUMN_WORD(name, word) [SCORE_COLUMN_##name] = word,
        SCORE_COLUMNS(AS_COLUMN_WORD)
#undef AS_COLUMN_WORD
    };

    return words[column];
}

struct sheet_reading {
    struct arena *arena;
    struct score_sheet *sheet;
    const struct cells *cells;
    struct problems *problems;
};

static const char *trimmed(struct sheet_reading *r, uint32_t row, uint32_t column)
{
    return column == NOWHERE ? "" : text_trim(r->arena, cell_at(r->cells, row, column));
}

/* ---- headings */

static bool is_heading(const struct sheet_reading *r, enum score_column column, const char *text)
{
    for (int language = 0; language < LANGUAGE_COUNT; language++)
        if (strcmp(r->sheet->words[language].columns[column], text) == 0)
            return true;
    return false;
}

static bool is_criterion(const struct criterion *criterion, const char *text)
{
    for (int language = 0; language < LANGUAGE_COUNT; language++)
        if (strcmp(words_in(&criterion->title, (enum language)language), text) == 0)
            return true;
    return false;
}

static void bad_heading(struct sheet_reading *r, const char *name)
{
    problem_text(problems_add(r->problems, SEVERITY_ERROR, "", "score-sheet/heading"), "name",
                 name);
}

static void take_column(struct sheet_reading *r, uint32_t *place, uint32_t column, const char *name)
{
    if (*place != NOWHERE)
        bad_heading(r, name);
    *place = column;
}

static void take_heading(struct sheet_reading *r, uint32_t column, const char *text)
{
    const struct definition *definition = r->sheet->definition;

    for (int i = 0; i < SCORE_COLUMN_COUNT; i++)
        if (is_heading(r, (enum score_column)i, text))
            take_column(r, &r->sheet->columns[i], column, text);
    for (size_t i = 0; i < definition->criteria.count; i++)
        if (is_criterion(&definition->criteria.items[i], text))
            take_column(r, &r->sheet->criteria[i], column, text);
}

/* Title, topic and total are for the eye. */
static bool is_needed(enum score_column column)
{
    return column != SCORE_COLUMN_TITLE && column != SCORE_COLUMN_TOPIC &&
           column != SCORE_COLUMN_TOTAL;
}

static bool find_heading(struct sheet_reading *r)
{
    for (size_t i = 0; i < r->cells->count; i++) {
        const struct cell *cell = &r->cells->items[i];

        if (cell->row < HEADINGS_TOP &&
            is_heading(r, SCORE_COLUMN_NUMBER, text_trim(r->arena, cell->text)))
            return r->sheet->heading = cell->row, true;
    }
    return false;
}

static bool read_headings(struct sheet_reading *r)
{
    const struct definition *definition = r->sheet->definition;
    size_t before = r->problems->count;
    bool found = find_heading(r);

    for (size_t i = 0; found && i < r->cells->count; i++)
        if (r->cells->items[i].row == r->sheet->heading)
            take_heading(r, r->cells->items[i].column,
                         text_trim(r->arena, r->cells->items[i].text));
    for (int i = 0; i < SCORE_COLUMN_COUNT; i++)
        if (r->sheet->columns[i] == NOWHERE && is_needed((enum score_column)i))
            bad_heading(r, r->sheet->words[LANGUAGE_ZH].columns[i]);
    for (size_t i = 0; i < definition->criteria.count; i++)
        if (r->sheet->criteria[i] == NOWHERE)
            bad_heading(r, words_in(&definition->criteria.items[i].title, LANGUAGE_ZH));
    return r->problems->count == before;
}

/* ---- cells */

static struct problem *bad_cell(struct sheet_reading *r, uint32_t row, uint32_t column,
                                const char *code, const char *text)
{
    return problem_text(
        problems_add(r->problems, SEVERITY_ERROR, cell_address(r->arena, row, column), code),
        "text", text);
}

/* "8", "8.0" as some programs write whole numbers, "８" as somebody types. */
static bool whole_number(struct arena *arena, const char *text, int64_t *number)
{
    struct buffer digits = buffer_in(arena);
    const char *point;

    for (uint32_t c; (c = text_next(&text)) != 0;)
        buffer_byte(&digits, c >= 0xff10 && c <= 0xff19 ? (char)('0' + (c - 0xff10))
                             : c < 0x80                 ? (char)c
                                                        : '?');
    point = strchr(buffer_get(&digits), '.');
    if (point != NULL && point[1] != '\0' && point[1 + strspn(point + 1, "0")] == '\0')
        digits.bytes[point - digits.bytes] = '\0';
    return text_to_int(buffer_get(&digits), number);
}

static void read_score(struct sheet_reading *r, struct score_row *row, size_t place)
{
    const struct definition *d = r->sheet->definition;
    uint32_t column = r->sheet->criteria[place];
    const char *text = trimmed(r, row->row, column);
    int64_t score;

    if (*text == '\0')
        return;
    if (whole_number(r->arena, text, &score) && score >= d->scale_least && score <= d->scale_most) {
        review_score_set(r->arena, &row->typed.values, d->criteria.items[place].key, score);
        row->typed.sent[REVIEW_PART_SCORES] = true;
        return;
    }
    problem_number(problem_number(bad_cell(r, row->row, column, "score-sheet/number", text),
                                  "least", d->scale_least),
                   "most", d->scale_most);
}

static void read_scores(struct sheet_reading *r, struct score_row *row)
{
    for (size_t i = 0; i < r->sheet->definition->criteria.count; i++)
        read_score(r, row, i);
}

static void read_revision(struct sheet_reading *r, struct score_row *row)
{
    uint32_t column = r->sheet->columns[SCORE_COLUMN_REVISION];
    const char *text = trimmed(r, row->row, column);
    int64_t base = 0;

    if (!whole_number(r->arena, text, &base) || base < 0)
        bad_cell(r, row->row, column, "score-sheet/revision", text);
    for (int i = 0; i < REVIEW_PART_COUNT; i++)
        row->typed.base[i] = base;
}

static void read_recommendation(struct sheet_reading *r, struct score_row *row)
{
    const struct definition *definition = r->sheet->definition;
    uint32_t column = r->sheet->columns[SCORE_COLUMN_RECOMMENDATION];
    const char *text = trimmed(r, row->row, column);

    row->typed.values.recommendation = "";
    for (size_t i = 0; i < definition->recommendations.count; i++) {
        const struct option *option = &definition->recommendations.items[i];

        if (strcmp(text, words_in(&option->label, LANGUAGE_ZH)) == 0 ||
            strcmp(text, words_in(&option->label, LANGUAGE_EN)) == 0)
            row->typed.values.recommendation = option->key;
    }
    row->typed.sent[REVIEW_PART_RECOMMENDATION] = *row->typed.values.recommendation != '\0';
    if (*text != '\0' && *row->typed.values.recommendation == '\0')
        bad_cell(r, row->row, column, "score-sheet/choice", text);
}

static void read_familiarity(struct sheet_reading *r, struct score_row *row)
{
    uint32_t column = r->sheet->columns[SCORE_COLUMN_FAMILIARITY];
    const char *text = trimmed(r, row->row, column);
    int64_t given = 0;

    if (!whole_number(r->arena, text, &given) || given < 1 || given > FAMILIARITY_MOST)
        given = 0;
    for (int64_t i = 0; i < FAMILIARITY_MOST; i++)
        for (int language = 0; language < LANGUAGE_COUNT; language++)
            if (strcmp(text, r->sheet->words[language].familiarity[i]) == 0)
                given = i + 1;
    row->typed.values.familiarity = given;
    row->typed.sent[REVIEW_PART_FAMILIARITY] = given != 0;
    if (*text != '\0' && given == 0)
        bad_cell(r, row->row, column, "score-sheet/choice", text);
}

/* Spreadsheets write line ends of their own. */
static const char *comment(struct sheet_reading *r, uint32_t row, enum score_column column)
{
    const char *text = trimmed(r, row, r->sheet->columns[column]);
    struct buffer lines = buffer_in(r->arena);

    for (; *text != '\0'; text++)
        if (*text != '\r')
            buffer_byte(&lines, *text);
        else if (text[1] != '\n')
            buffer_byte(&lines, '\n');
    return buffer_get(&lines);
}

static void read_words(struct sheet_reading *r, struct score_row *row)
{
    static const struct {
        enum score_column column;
        enum review_part part;
    } comments[] = {{SCORE_COLUMN_TO_COMMITTEE, REVIEW_PART_TO_COMMITTEE},
                    {SCORE_COLUMN_TO_APPLICANT, REVIEW_PART_TO_APPLICANT}};

    row->typed.values.to_committee = comment(r, row->row, SCORE_COLUMN_TO_COMMITTEE);
    row->typed.values.to_applicant = comment(r, row->row, SCORE_COLUMN_TO_APPLICANT);
    for (size_t i = 0; i < sizeof comments / sizeof comments[0]; i++) {
        const char *text = i == 0 ? row->typed.values.to_committee : row->typed.values.to_applicant;
        bool fits = strlen(text) <= REVIEW_COMMENT_MOST && text_is_clean(text, true);

        row->typed.sent[comments[i].part] = fits;
        if (!fits)
            bad_cell(r, row->row, r->sheet->columns[comments[i].column], "score-sheet/comment", "");
    }
    row->reason = trimmed(r, row->row, r->sheet->columns[SCORE_COLUMN_REASON]);
}

static bool is_twice(const struct score_rows *rows)
{
    const struct score_row *last = &rows->items[rows->count - 1];

    for (size_t i = 0; i + 1 < rows->count; i++)
        if (strcmp(rows->items[i].number, last->number) == 0)
            return true;
    return false;
}

static void read_row(struct sheet_reading *r, uint32_t at, const char *number)
{
    struct score_row *row = list_add(r->arena, &r->sheet->rows);

    row->row = at;
    row->number = number;
    if (is_twice(&r->sheet->rows)) {
        bad_cell(r, at, r->sheet->columns[SCORE_COLUMN_NUMBER], "score-sheet/twice", number);
        r->sheet->rows.count--;
        return;
    }
    read_revision(r, row);
    read_scores(r, row);
    read_recommendation(r, row);
    read_familiarity(r, row);
    read_words(r, row);
}

/* A score whose row lost its number is not passed over in silence. */
static void read_nameless(struct sheet_reading *r, const struct cell *cell, uint32_t *last)
{
    uint32_t number = r->sheet->columns[SCORE_COLUMN_NUMBER];
    bool score = false;

    for (size_t i = 0; i < r->sheet->definition->criteria.count; i++)
        score = score || cell->column == r->sheet->criteria[i];
    if (!score || *last == cell->row || *trimmed(r, cell->row, number) != '\0')
        return;
    *last = cell->row;
    bad_cell(r, cell->row, number, "score-sheet/no-number", "");
}

static void read_rows(struct sheet_reading *r)
{
    uint32_t nameless = NOWHERE;

    for (size_t i = 0; i < r->cells->count; i++) {
        const struct cell *cell = &r->cells->items[i];

        if (cell->row <= r->sheet->heading || text_blank(cell->text))
            continue;
        read_nameless(r, cell, &nameless);
        if (cell->column != r->sheet->columns[SCORE_COLUMN_NUMBER])
            continue;
        if (r->sheet->rows.count == SCORE_ROWS_MOST) {
            problems_add(r->problems, SEVERITY_ERROR, "", "score-sheet/too-many");
            return;
        }
        read_row(r, cell->row, text_trim(r->arena, cell->text));
    }
}

struct score_sheet score_sheet_read(struct arena *arena, const struct definition *definition,
                                    const struct score_words words[], const struct cells *cells,
                                    struct problems *problems)
{
    struct score_sheet sheet = {
        .definition = definition,
        .words = words,
        .criteria = arena_alloc(arena, definition->criteria.count * sizeof *sheet.criteria)};
    struct sheet_reading r = {arena, &sheet, cells, problems};

    for (int i = 0; i < SCORE_COLUMN_COUNT; i++)
        sheet.columns[i] = NOWHERE;
    for (size_t i = 0; i < definition->criteria.count; i++)
        sheet.criteria[i] = NOWHERE;
    if (read_headings(&r))
        read_rows(&r);
    return sheet;
}

const char *score_sheet_cell(struct arena *arena, const struct score_sheet *sheet, uint32_t row,
                             const char *path)
{
    for (int i = 0; i < SCORE_COLUMN_COUNT; i++)
        if (strcmp(score_column_word((enum score_column)i), path) == 0)
            return cell_address(arena, row, sheet->columns[i]);
    for (size_t i = 0; i < sheet->definition->criteria.count; i++)
        if (text_starts(path, "scores.") &&
            strcmp(path + strlen("scores."), sheet->definition->criteria.items[i].key) == 0)
            return cell_address(arena, row, sheet->criteria[i]);
    return "";
}
